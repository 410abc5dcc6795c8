import { addDays, startOfDay } from '../calendar/local-time.ts';
import type { Day } from '../common.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { messageNoOf } from './reports.ts';
import type { AcceptedThere, Reconciliation } from './types.ts';

/**
 * 每日对账: the entries of one day against what the platform says it accepted of that day. What we hold for accepted and it does
 * not know is sent again; the same message number cannot be entered twice there.
 */
export async function reconcile(
  { pool, clock }: Deps,
  day: Day,
  there: readonly AcceptedThere[],
): Promise<Reconciliation> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ entry_id: string; state: string; content_hash: string | null }>(
      `SELECT r.entry_id, r.state, r.content_hash FROM registry.upper_reports r JOIN registry.register_entries e USING (entry_id)
       WHERE e.registered_at >= $1 AND e.registered_at < $2 ORDER BY r.entry_id FOR UPDATE OF r`,
      [startOfDay(day), startOfDay(addDays(day, 1))],
    );
    const known = new Map(there.map((one) => [one.messageNo, one.contentHash]));
    const ours = new Set(rows.map((row) => messageNoOf(row.entry_id)));
    const accepted = rows.filter((row) => row.state === 'ACCEPTED');
    const missing = accepted.filter((row) => !known.has(messageNoOf(row.entry_id)));
    const different = accepted.filter((row) => {
      const hash = known.get(messageNoOf(row.entry_id));
      return hash !== undefined && hash !== row.content_hash;
    });
    await client.query(
      `UPDATE registry.upper_reports SET state = 'PENDING', report_no = NULL, due_at = $2, decided_at = NULL
       WHERE entry_id = ANY ($1)`,
      [missing.map((row) => row.entry_id), now],
    );
    const result: Reconciliation = {
      day,
      madeAt: now,
      entered: rows.length,
      accepted: accepted.length - missing.length,
      pending: rows.filter((row) => row.state === 'PENDING').length + missing.length,
      rejected: rows.filter((row) => row.state === 'REJECTED').length,
      missing: missing.map((row) => messageNoOf(row.entry_id)),
      unknown: there.map((one) => one.messageNo).filter((no) => !ours.has(no)),
      different: different.map((row) => messageNoOf(row.entry_id)),
    };
    await client.query(
      `INSERT INTO registry.upper_reconciliations (day, made_at, entered, accepted, pending, rejected, missing, unknown, different)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (day) DO UPDATE SET made_at = excluded.made_at, entered = excluded.entered, accepted = excluded.accepted, pending = excluded.pending,
         rejected = excluded.rejected, missing = excluded.missing, unknown = excluded.unknown, different = excluded.different`,
      [
        day,
        now,
        result.entered,
        result.accepted,
        result.pending,
        result.rejected,
        JSON.stringify(result.missing),
        JSON.stringify(result.unknown),
        JSON.stringify(result.different),
      ],
    );
    return result;
  });
}

export async function listReconciliations({ pool }: Deps, limit = 30): Promise<Reconciliation[]> {
  const { rows } = await pool.query<Omit<Reconciliation, 'madeAt'> & { made_at: Date }>(
    `SELECT day::text, made_at, entered, accepted, pending, rejected, missing, unknown, different
     FROM registry.upper_reconciliations ORDER BY day DESC LIMIT $1`,
    [limit],
  );
  return rows.map(({ made_at, ...row }) => ({ ...row, madeAt: made_at }));
}
