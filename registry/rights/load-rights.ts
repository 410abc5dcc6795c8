import type { Queryable } from '../db/transaction.ts';
import { maskIdNo, maskName } from '../people/mask.ts';
import { plainKinds, plainRightsSql, type RightRow, rightsSql, toRight } from './right-row.ts';
import type { MortgageView, OwnershipView, RightView, SeizureView } from './types.ts';

/** Rights on the units, in clear, oldest first. `live` = queued and current ones only; `but seizures` = all others, ended ones too. */
export async function loadRights(
  db: Queryable,
  unitCodes: string[],
  which: 'live' | 'all' | 'but seizures' = 'live',
): Promise<RightView[]> {
  const [only] = unitCodes.length === 1 ? unitCodes : [];
  const read = (sql: string) =>
    // Of one page in a statement of its own: with an array PostgreSQL would plan its nine joins anew at every call.
    db.query<RightRow>(
      `${sql} WHERE r.unit_code ${only === undefined ? '= ANY ($1)' : '= $1'} ${among[which]} ORDER BY r.registered_at, r.right_id`,
      [only ?? unitCodes],
    );
  if (only !== undefined) {
    const { rows } = await read(plainRightsSql);
    if (rows.every(({ kind }) => plainKinds.has(kind))) return rankMortgages(rows.map(toRight));
  }
  const { rows } = await read(rightsSql);
  return rankMortgages(rows.map(toRight));
}

/**
 * Live rights on the pages of a case, in clear, oldest first, without being told which pages: for whoever asks together with what says so.
 * Null when they are of a kind that only `loadRights` can read whole.
 */
export async function plainRightsOfCase(db: Queryable, caseNo: string): Promise<RightView[] | null> {
  const { rows } = await db.query<RightRow>(
    `${plainRightsSql} JOIN registry.case_units own ON own.unit_code = r.unit_code WHERE own.case_no = $1 ${among.live}
     ORDER BY r.registered_at, r.right_id`,
    [caseNo],
  );
  return rows.every(({ kind }) => plainKinds.has(kind)) ? rankMortgages(rows.map(toRight)) : null;
}

const among = { live: "AND r.status <> 'HISTORY'", all: '', 'but seizures': "AND r.kind <> 'SEIZURE'" };

/**
 * INV-17: the rank of today is the place among the current mortgages of the unit, by what each is counted from; when one ends,
 * the later ones move up. Ended mortgages keep the rank they were written with.
 */
export function rankMortgages(rights: RightView[]): RightView[] {
  const current = rights
    .filter((r): r is MortgageView => r.kind === 'MORTGAGE' && r.status === 'CURRENT')
    .sort((a, b) => a.rankSince.getTime() - b.rankSince.getTime() || Number(a.rightId) - Number(b.rightId));
  const places = new Map<string, number>();
  const ranks = new Map<string, number>();
  for (const mortgage of current) {
    const rank = (places.get(mortgage.unitCode) ?? 0) + 1;
    places.set(mortgage.unitCode, rank);
    ranks.set(mortgage.rightId, rank);
  }
  return rights.map((r) => (r.kind === 'MORTGAGE' ? { ...r, rank: ranks.get(r.rightId) ?? r.rank } : r));
}

export function maskRight<T extends RightView>(right: T): T {
  return {
    ...right,
    holders: right.holders.map((h) => ({
      ...h,
      name: maskName(h.name, h.nature),
      idNo: maskIdNo(h.idNo),
      masked: true,
    })),
    ...(right.kind === 'SEIZURE' ? { respondent: maskRespondent(right.respondent) } : {}),
  };
}

const maskRespondent = ({ name, idNo }: SeizureView['respondent']): SeizureView['respondent'] => ({
  name: maskName(name, /^\d{17}[\dX]$/i.test(idNo) ? 'person' : 'company'),
  idNo: maskIdNo(idNo),
});

export function currentOwnership(rights: readonly RightView[], unitCode: string): OwnershipView | null {
  return (
    rights.find(
      (r): r is OwnershipView => r.kind === 'OWNERSHIP' && r.status === 'CURRENT' && r.unitCode === unitCode,
    ) ?? null
  );
}
