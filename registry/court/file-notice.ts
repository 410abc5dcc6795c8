import { createHash } from 'node:crypto';
import { drawCaseNo } from '../cases/file-case.ts';
import type { Actor, District } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { enqueue } from '../outbox/outbox.ts';
import { termOf } from '../seizure/end-of-term.ts';
import { validateCourtCaseNo } from '../validators/court-case-no.ts';
import { isSeenWhole, unseenName } from '../validators/readable-text.ts';
import { districts } from '../validators/unit-code.ts';
import { requireTransferable } from './open-transfer.ts';
import { insertPaper } from './papers.ts';
import type { NewNotice } from './types.ts';

/**
 * An officer files a notice with its papers: row, papers and the outbox row that starts the process commit together. A query
 * is delivered by that; a measure waits for the court's approver.
 */
export async function fileNotice(
  { pool, clock }: Deps,
  input: NewNotice,
  actor: Actor,
): Promise<{ noticeNo: string; firstTime: boolean }> {
  const documentNo = validateCourtCaseNo(input.content.documentNo);
  if (!documentNo.ok)
    throw new RegistryError('NOTICE_REFUSED', documentNo.message, [
      { field: 'content.documentNo', code: documentNo.code, message: documentNo.message },
    ]);
  if (!isSeenWhole(input.content.respondent?.name ?? ''))
    throw new RegistryError('NOTICE_REFUSED', unseenName, [
      { field: 'content.respondent.name', code: 'NAME_UNSEEN', message: unseenName },
    ]);
  const content = {
    ...input.content,
    documentNo: documentNo.value.no,
    unitCodes: (input.content.unitCodes ?? []).map((code) => code.replace(/\s/g, '').toUpperCase()),
  };
  const hash = createHash('sha256')
    .update(JSON.stringify([input.kind, input.targetRightId ?? null, content]))
    .digest('hex');
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`registry.notice-key:${input.noticeKey}`]);
    const earlier = await one<{ notice_no: string; notice_hash: string }>(
      client,
      'SELECT notice_no, notice_hash FROM registry.court_notices WHERE notice_key = $1',
      [input.noticeKey],
    );
    if (earlier && earlier.notice_hash !== hash)
      throw new RegistryError(
        'NOTICE_REFUSED',
        `该标识已用于通知书${earlier.notice_no}，内容不同；请刷新页面后重新提交。`,
      );
    if (earlier) return { noticeNo: earlier.notice_no, firstTime: false };
    const court = await one<{ name: string }>(
      client,
      "SELECT name FROM registry.organisations WHERE org_id = $1 AND kind = 'court' AND active",
      [input.courtId],
    );
    if (!court) throw new RegistryError('NOTICE_REFUSED', '没有这个法院的账号信息，请联系系统管理员。');
    const unitCodes = await unitsOf(client, input, content.unitCodes);
    if (input.kind === 'dispose') await requireTransferable(client, now, { ...input, content });
    const district = districtOf(unitCodes, input.courtId);
    const noticeNo = await drawCaseNo(client, now, district);
    const written = await one<{ sha256: string }>(
      client,
      `INSERT INTO registry.court_notices (notice_no, notice_key, notice_hash, kind, court_id, authority, district, document_no, unit_codes, target_id, content, filed_at, filed_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       RETURNING encode(sha256(convert_to(content::text, 'UTF8')), 'hex') AS sha256`,
      [
        noticeNo,
        input.noticeKey,
        hash,
        input.kind,
        input.courtId,
        // The register knows courts by their name, without the mark of the demo.
        court.name.replace(/（演示）$/, ''),
        district,
        content.documentNo,
        unitCodes,
        input.targetRightId ?? null,
        JSON.stringify(content),
        now,
        actor.userId,
      ],
    );
    const papers: Record<string, string> = {};
    for (const one of input.papers) {
      const { paper } = await insertPaper(client, noticeNo, one, now, actor.userId);
      papers[paper.kind] = paper.sha256;
    }
    await enqueue(client, {
      topic: 'court.notice',
      caseNo: noticeNo,
      payload: { noticeNo, noticeKind: input.kind },
      at: now,
    });
    await appendEvent(client, {
      chain: district,
      topic: 'court.notice.filed',
      unitCodes,
      actor: actor.userId,
      at: now,
      payload: {
        noticeNo,
        kind: input.kind,
        documentNo: content.documentNo,
        courtId: input.courtId,
        contentSha256: written?.sha256,
        papers,
      },
    });
    return { noticeNo, firstTime: true };
  });
}

/** Units that the notice is about: named, or those of the seizure that is renewed, lifted or carried out. */
async function unitsOf(db: Queryable, input: NewNotice, named: string[]): Promise<string[]> {
  if (input.kind !== 'renew' && input.kind !== 'lift' && input.kind !== 'dispose') return named;
  const term = input.targetRightId ? await termOf(db, input.targetRightId) : null;
  if (!term) {
    const message = '请从本院在册查封中选择要续封、解除或处置的一项。';
    throw new RegistryError('NOTICE_REFUSED', message, [{ field: 'targetRightId', code: 'REQUIRED', message }]);
  }
  return [term.unitCode];
}

/** The district whose numbers it takes: of the property, else of the court, else of the city's seat. */
function districtOf(unitCodes: string[], courtId: string): District {
  const ofUnit = unitCodes[0]?.slice(0, 6) ?? '';
  const ofCourt = `33${courtId.slice('COURT-'.length)}`;
  return ([ofUnit, ofCourt].find((code) => code in districts) ?? '330203') as District;
}
