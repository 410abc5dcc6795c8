import { type CaseRow, lockOpenCase, unitCodesOf } from '../cases/case-row.ts';
import type { Block } from '../common.ts';
import { partOf } from '../db/rows-as-json.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { appliedOperations } from '../items/items.ts';
import { loadRights } from '../rights/load-rights.ts';
import type { MortgageView, RightView } from '../rights/types.ts';
import type { BankApi, RankView } from './types.ts';

/** Rank that a new mortgage would get (INV-17: order of 登簿). */
function nextRank(rights: readonly RightView[], unitCode: string, ended: ReadonlySet<string>): number {
  const ranks = rights
    .filter(
      (right): right is MortgageView =>
        right.kind === 'MORTGAGE' &&
        right.status === 'CURRENT' &&
        right.unitCode === unitCode &&
        !ended.has(right.rightId),
    )
    .map((mortgage) => mortgage.rank);
  return Math.max(0, ...ranks) + 1;
}

/** Unit code → rank that the bank knows. */
export type ConfirmedRanks = ReadonlyMap<string, number>;

interface ConfirmedRow {
  unit_code: string;
  rank: number;
}

const confirmedSql = (caseNo: string) =>
  `SELECT DISTINCT ON (unit_code) unit_code, rank FROM registry.confirmed_ranks WHERE case_no = ${caseNo} ORDER BY unit_code, confirmed_at DESC, rank DESC`;

const byUnit = (rows: ConfirmedRow[]): ConfirmedRanks => new Map(rows.map((row) => [row.unit_code, row.rank]));

async function confirmedRanks(db: Queryable, caseNo: string): Promise<ConfirmedRanks> {
  return byUnit((await db.query<ConfirmedRow>(confirmedSql('$1'), [caseNo])).rows);
}

/** The same along with something else of the case. */
export const confirmedRanksPart = partOf<ConfirmedRow, ConfirmedRanks>(confirmedSql, [], byUnit);

interface Ranked {
  caseRow: Pick<CaseRow, 'case_no' | 'item_code' | 'operation' | 'combined'>;
  /** In code order. */
  unitCodes: readonly string[];
  /** Rights the case is about. */
  targets: readonly string[];
  /** Live rights on the units. */
  rights: readonly RightView[];
}

/** Does the case write a new mortgage, alone or with a sale? Old mortgages that it ends count no longer. */
function mortgageOf({ caseRow, targets }: Pick<Ranked, 'caseRow' | 'targets'>): { ends: Set<string> } | null {
  const effects = appliedOperations({
    itemCode: caseRow.item_code,
    operation: caseRow.operation,
    combined: caseRow.combined,
  }).flatMap(({ operation }) => operation.effects);
  if (!effects.includes('mortgage')) return null;
  return { ends: new Set(effects.includes('mortgage_cancel') ? targets : []) };
}

async function loadRanked(db: Queryable, caseNo: string): Promise<Ranked | null> {
  const row = await one<Ranked['caseRow'] & { targets: string[] }>(
    db,
    `SELECT case_no, item_code, operation, combined,
       ARRAY(SELECT right_id::text FROM registry.case_targets t WHERE t.case_no = c.case_no) AS targets
     FROM registry.cases c WHERE case_no = $1`,
    [caseNo],
  );
  if (!row) return null;
  const unitCodes = await unitCodesOf(db, caseNo);
  return { caseRow: row, unitCodes, targets: row.targets, rights: await loadRights(db, unitCodes) };
}

function ranksIn(ranked: Ranked, confirmed: ConfirmedRanks): RankView[] {
  const mortgage = mortgageOf(ranked);
  if (!mortgage) return [];
  return ranked.unitCodes.map((unitCode) => ({
    unitCode,
    confirmed: confirmed.get(unitCode) ?? null,
    now: nextRank(ranked.rights, unitCode, mortgage.ends),
  }));
}

export async function ranksOf(db: Queryable, caseNo: string): Promise<RankView[]> {
  const ranked = await loadRanked(db, caseNo);
  return ranked ? ranksIn(ranked, await confirmedRanks(db, caseNo)) : [];
}

/** The ranks of now become the ones that the bank knows. */
export async function writeConfirmedRanks(
  db: Queryable,
  input: { caseNo: string; taskKey: string; userId: string; at: Date },
): Promise<RankView[]> {
  const ranks = await ranksOf(db, input.caseNo);
  for (const { unitCode, now } of ranks)
    await db.query(
      `INSERT INTO registry.confirmed_ranks (case_no, unit_code, rank, task_key, confirmed_by, confirmed_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [input.caseNo, unitCode, now, input.taskKey, input.userId, input.at],
    );
  return ranks;
}

/**
 * Domain §5.2: another mortgage got in first and the bank has not confirmed its new rank. Asked again under the locks of the
 * 登簿, because between signing and entry the page may still change.
 */
export function rankBlocks(ranked: Ranked, known: ConfirmedRanks): Block[] {
  return ranksIn(ranked, known)
    .filter(({ confirmed, now }) => confirmed !== null && confirmed !== now)
    .map(({ unitCode, confirmed, now }) => ({
      rule: 'INV-17',
      code: 'REG_CONFLICT' as const,
      message: `单元${unitCode}的抵押顺位已从第${confirmed}顺位变为第${now}顺位，银行尚未确认。`,
      advice: '请由银行经办人办理“顺位变化确认”，或撤回申请。',
      blockingRow: { table: 'confirmed_ranks', id: ranked.caseRow.case_no, summary: `银行确认的第${confirmed}顺位` },
    }));
}

export function ranksApi(deps: Deps): Pick<BankApi, 'ranks' | 'confirmRanks'> {
  return {
    ranks: (caseNo) => ranksOf(deps.pool, caseNo),
    confirmRanks: ({ caseNo, taskKey, by }) =>
      inTransaction(deps.pool, async (db) => {
        const row = await lockOpenCase(db, caseNo);
        const at = deps.clock.now();
        const ranks = await writeConfirmedRanks(db, { caseNo, taskKey, userId: by.userId, at });
        await appendEvent(db, {
          chain: row.district,
          topic: 'mortgage.rank_confirmed',
          caseNo,
          actor: by.userId,
          at,
          payload: { ranks: ranks.map(({ unitCode, now }) => ({ unitCode, rank: now })) },
        });
      }),
  };
}
