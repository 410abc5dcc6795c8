import { createHash } from 'node:crypto';
import type { Actor } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { recordAudit } from '../people/audit.ts';
import { queryFields } from '../queries/fields.ts';
import { itemOf } from '../queries/query-items.ts';
import { logQuery } from '../queries/query-row.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import type { HolderView, RightKind, RightView, SeizureView } from '../rights/types.ts';
import { disposalState, disposalsUnderWay } from '../seizure/disposals-under-way.ts';
import type { NoticeContent, PriorSeizure, QueriedUnit, QueryResult } from './types.ts';

/**
 * CT-01. By person: name and ID number must both match, a namesake is not returned. By unit: the page. The query is kept with
 * the court's 案号 as its ground, and every unit that is shown is logged (INV-34).
 */
export async function queryRegister(
  db: Queryable,
  content: NoticeContent,
  log: { actor: Actor; noticeNo: string; authority: string; district: string; at: Date },
): Promise<QueryResult> {
  const codes = content.unitCodes?.length
    ? content.unitCodes
    : content.respondent
      ? // A home that was bought and is not yet registered counts as his.
        await unitsOfPerson(db, content.respondent, ['OWNERSHIP', 'CAUTION'])
      : [];
  const units = await fullUnits(db, codes);
  const purpose = `法院协助查询 ${content.documentNo}`;
  for (const { unitCode } of units)
    await recordAudit(db, log.at, {
      actor: log.actor,
      action: 'court.query',
      purpose,
      unitCode,
      detail: { noticeNo: log.noticeNo },
    });
  if (units.length === 0)
    await recordAudit(db, log.at, {
      actor: log.actor,
      action: 'court.query',
      purpose,
      detail: { noticeNo: log.noticeNo, found: 0 },
    });
  const found = units.length > 0;
  await logQuery(db, {
    queryNo: log.noticeNo,
    requestHash: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
    kind: 'CT-01',
    district: log.district,
    at: log.at,
    userId: log.actor.userId,
    role: log.actor.role,
    forWhom: log.authority,
    request: content,
    purpose,
    legalBasis: itemOf('CT-01').legalBasis,
    basisNo: content.documentNo,
    caseNo: log.noticeNo,
    unitCodes: units.map((unit) => unit.unitCode),
    fields: found ? queryFields['CT-01'] : [],
    outcome: found ? 'GIVEN' : 'NOTHING',
    refusals: [],
    given: units,
    // The answer is kept with the notice.
    keep: false,
    // 执行 would be in vain if the debtor heard of it before the seizure.
    secret: true,
    token: null,
    validUntil: null,
  });
  return { found, units };
}

/**
 * Units of which a person holds such a right now. Name and ID number must both match: a namesake is not found. All of them,
 * however many: an answer with some left out would be a wrong answer.
 */
export async function unitsOfPerson(
  db: Queryable,
  person: { name: string; idNo: string },
  kinds: readonly RightKind[],
): Promise<string[]> {
  const { rows } = await db.query<{ unit_code: string }>('SELECT * FROM registry.units_of_person($1, $2, $3)', [
    person.name.trim(),
    person.idNo.replace(/\s/g, ''),
    kinds,
  ]);
  return rows.map((row) => row.unit_code);
}

/** Pages as an authority sees them, in the order of their codes. */
export async function fullUnits(db: Queryable, codes: readonly string[]): Promise<QueriedUnit[]> {
  const rights = await loadRights(db, [...codes]);
  const { rows } = await db.query<{ unit_code: string; location: string; area: string; use: string }>(
    'SELECT unit_code, location, area, use FROM registry.units WHERE unit_code = ANY ($1) ORDER BY unit_code',
    [codes],
  );
  const disposals = await disposalsUnderWay(db, codes);
  return rows.map((row) => ({
    ...toUnit(
      { unitCode: row.unit_code, location: row.location, area: Number(row.area), use: row.use },
      rights.filter((r) => r.unitCode === row.unit_code),
    ),
    disposals: disposals.filter((one) => one.unitCode === row.unit_code).map(disposalState),
  }));
}

const names = (holders: readonly HolderView[]) => holders.map((h) => h.name);

function toUnit(
  facts: Pick<QueriedUnit, 'unitCode' | 'location' | 'area' | 'use'>,
  rights: readonly RightView[],
): QueriedUnit {
  const owner = currentOwnership(rights, facts.unitCode);
  return {
    ...facts,
    mode: owner?.mode ?? 'none',
    owners: owner?.holders.map(({ name, idNo, share }) => ({ name, idNo, share })) ?? [],
    mortgages: mortgagesOf(rights),
    seizures: seizuresInOrder(rights).map((s) => ({ ...priorOf(s), queueNo: s.queueNo })),
    cautions: rights.flatMap((r) => (r.kind === 'CAUTION' ? [{ kind: r.cautionKind, holders: names(r.holders) }] : [])),
    objections: rights.flatMap((r) =>
      r.kind === 'OBJECTION' ? [{ matter: r.matter, holders: names(r.holders) }] : [],
    ),
    residences: rights.flatMap((r) => (r.kind === 'RESIDENCE' ? [{ scope: r.scope, holders: names(r.holders) }] : [])),
  };
}

export const mortgagesOf = (rights: readonly RightView[]) =>
  rights
    .flatMap((r) =>
      r.kind === 'MORTGAGE' && r.status === 'CURRENT'
        ? [{ rank: r.rank, amountFen: r.amountFen, mortgagee: names(r.holders).join('、'), contractNo: r.contractNo }]
        : [],
    )
    .sort((a, b) => a.rank - b.rank);

/** Effective ones first, then the queue (INV-07). */
export const seizuresInOrder = (rights: readonly RightView[]): SeizureView[] =>
  rights
    .filter((r): r is SeizureView => r.kind === 'SEIZURE' && r.status !== 'HISTORY')
    .sort((a, b) => (a.queueNo ?? 0) - (b.queueNo ?? 0));

/** Of an ended one: as it stood. In the queue no term runs (INV-10). */
export const priorOf = (s: SeizureView): PriorSeizure => ({
  authority: s.authority,
  documentNo: s.documentNo,
  state: s.startsAt ? 'EFFECTIVE' : 'QUEUED',
  startsAt: s.startsAt,
  endsAt: s.endsAt,
});
