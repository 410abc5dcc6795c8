import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { lockNotice, type PaperRow, paperColumns, toPaper } from './notice-row.ts';
import type { CourtApi, NewNotice, NoticePaper } from './types.ts';

/** A second paper of the kind is not written: the first is evidence. */
export async function insertPaper(
  db: Queryable,
  noticeNo: string,
  paper: NewNotice['papers'][number],
  at: Date,
  by: string,
): Promise<{ paper: NoticePaper; firstTime: boolean }> {
  const { rowCount } = await db.query(
    `INSERT INTO registry.notice_papers (notice_no, kind, title, media_type, bytes, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (notice_no, kind) DO NOTHING`,
    [noticeNo, paper.kind, paper.title, paper.mediaType, Buffer.from(paper.bytes), at, by],
  );
  const row = await one<PaperRow>(
    db,
    `SELECT ${paperColumns} FROM registry.notice_papers WHERE notice_no = $1 AND kind = $2`,
    [noticeNo, paper.kind],
  );
  return { paper: toPaper(row as PaperRow), firstTime: rowCount === 1 };
}

/** The registry's own answer, with the digest of its bytes in the chain. */
async function putPaper({ pool, clock }: Deps, ...[noticeNo, input]: Parameters<CourtApi['putPaper']>) {
  return inTransaction(pool, async (client) => {
    const { district, unit_codes: unitCodes } = await lockNotice(client, noticeNo);
    const at = clock.now();
    const { paper, firstTime } = await insertPaper(client, noticeNo, input, at, 'system');
    const { kind, sha256 } = paper;
    if (firstTime)
      await appendEvent(client, {
        chain: district,
        topic: 'court.paper.stored',
        unitCodes,
        actor: 'system',
        at,
        payload: { noticeNo, kind, sha256 },
      });
    return paper;
  });
}

async function recordPaperSeal({ pool, clock }: Deps, ...[paperId, seal]: Parameters<CourtApi['recordPaperSeal']>) {
  await inTransaction(pool, async (client) => {
    const paper = await one<{ notice_no: string }>(
      client,
      'SELECT notice_no FROM registry.notice_papers WHERE paper_id = $1',
      [paperId],
    );
    if (!paper) return;
    const { district, unit_codes: unitCodes, notice_no: noticeNo } = await lockNotice(client, paper.notice_no);
    const sealed = await one<{ kind: string }>(
      client,
      'UPDATE registry.notice_papers SET seal = $2 WHERE paper_id = $1 AND seal IS NULL RETURNING kind',
      [paperId, JSON.stringify(seal)],
    );
    if (!sealed) return;
    await appendEvent(client, {
      chain: district,
      topic: 'court.paper.sealed',
      unitCodes,
      actor: 'system',
      at: clock.now(),
      payload: { noticeNo, kind: sealed.kind, signatureNo: seal.signatureNo },
    });
  });
}

export function papersApi(deps: Deps): Pick<CourtApi, 'getPaper' | 'putPaper' | 'recordPaperSeal'> {
  const { pool } = deps;
  return {
    async getPaper(paperId) {
      if (!/^[0-9a-f-]{36}$/i.test(paperId)) return null;
      const row = await one<PaperRow & { bytes: Buffer }>(
        pool,
        `SELECT ${paperColumns}, bytes FROM registry.notice_papers WHERE paper_id = $1`,
        [paperId],
      );
      return row ? { noticeNo: row.notice_no, paper: toPaper(row), bytes: row.bytes } : null;
    },
    putPaper: (noticeNo, paper) => putPaper(deps, noticeNo, paper),
    recordPaperSeal: (paperId, seal) => recordPaperSeal(deps, paperId, seal),
  };
}
