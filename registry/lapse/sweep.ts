import { dayOf } from '../calendar/local-time.ts';
import type { Day } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { nextRegisterTime, openEntry } from '../enter/open-entry.ts';
import { endRight } from '../enter/write-right.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { loadPages } from '../rights/rule-context.ts';
import type { Swept } from './types.ts';

interface Lapsed {
  right_id: string;
  unit_code: string;
  kind: 'CAUTION' | 'OBJECTION';
  last_day: Day;
}

const reasons = {
  CAUTION: '自能够进行不动产登记之日起逾期未申请登记，预告登记失效（民法典 221）',
  OBJECTION: '申请人自异议登记之日起逾期未起诉，异议登记失效（民法典 220）',
};

/** What stands in the book although its last day is over. `among` null = the whole register. */
const lapsedSql = `
  SELECT right_id, unit_code, kind, last_day::text FROM (
    SELECT r.right_id, r.unit_code, r.kind, CASE r.kind
      WHEN 'CAUTION' THEN registry.caution_lapses_on(r.right_id)
      ELSE (SELECT d.lapses_on FROM registry.objection_details d WHERE d.right_id = r.right_id
        AND NOT EXISTS (SELECT 1 FROM registry.suit_proofs s WHERE s.right_id = r.right_id)) END AS last_day
    FROM registry.rights r
    WHERE r.status = 'CURRENT' AND r.kind IN ('CAUTION', 'OBJECTION') AND ($2::text[] IS NULL OR r.unit_code = ANY ($2))
  ) standing WHERE last_day < $1 ORDER BY unit_code, last_day, right_id`;

/**
 * What the server runs every hour. A page on which a case is running waits for the end of the case: the rules already read the lapsed line as gone,
 * and a new version of the page would only send the case back to its reviewer. Each page in a transaction of its own, so that an
 * interrupted sweep goes on where it stopped; two sweeps at once do the work once.
 */
export async function sweep(
  { pool, clock }: Deps,
  limit = 500,
  unitCodes: readonly string[] | null = null,
): Promise<Swept> {
  const today = dayOf(clock.now());
  const { rows } = await pool.query<{ unit_code: string }>(
    `SELECT DISTINCT unit_code FROM (${lapsedSql}) lapsed
     WHERE NOT EXISTS (SELECT 1 FROM registry.case_units u JOIN registry.cases c USING (case_no)
       WHERE u.unit_code = lapsed.unit_code AND c.status IN ('FILED', 'ACCEPTED'))
     ORDER BY unit_code LIMIT $3`,
    [today, unitCodes, limit],
  );
  const total = { cautions: 0, objections: 0 };
  for (const { unit_code: unitCode } of rows) {
    const ended = await inTransaction(pool, (client) => endLapsed(client, unitCode, clock.now()));
    total.cautions += ended.filter(({ kind }) => kind === 'CAUTION').length;
    total.objections += ended.filter(({ kind }) => kind === 'OBJECTION').length;
  }
  return total;
}

/** One entry for everything on the page that has lapsed, under the lock of the page. */
async function endLapsed(db: Queryable, unitCode: string, now: Date): Promise<Lapsed[]> {
  const pages = await loadPages(db, [unitCode], true);
  const { rows } = await db.query<Lapsed>(lapsedSql, [dayOf(now), [unitCode]]);
  if (rows.length === 0) return [];
  const registeredAt = nextRegisterTime(now, pages);
  const ended = rows.map(({ right_id: rightId, last_day: lastDay }) => ({ rightId, lastDay }));
  const entry = await openEntry(db, {
    kind: 'LAPSE',
    caseNo: null,
    reference: `lapse:${rows.map((row) => row.right_id).join('+')}`,
    step: 'lapse',
    registeredAt,
    registrar: 'system',
    result: { ended },
    pages,
  });
  for (const row of rows) await endRight(db, entry, row.right_id, reasons[row.kind]);
  await appendEvent(db, {
    chain: unitCode.slice(0, 6),
    topic: 'right.lapsed',
    unitCodes: [unitCode],
    actor: 'system',
    at: registeredAt,
    payload: { ended },
  });
  return rows;
}
