import type { Deps } from '../db/transaction.ts';
import type { YilutongApi } from './types.ts';

/** What companies have not finished, for the supervisor: an order under way, or one that waits for somebody. */
export const pendingUtilities =
  ({ pool }: Deps): YilutongApi['pendingUtilities'] =>
  async (district) => {
    const { rows } = await pool.query(
      `SELECT t.service, count(*)::int AS count, min(t.changed_at) AS oldest,
         count(*) FILTER (WHERE t.result_code = 'UTILITY_UNAVAILABLE')::int AS "onBatchFile"
       FROM registry.utility_transfers t JOIN registry.cases c USING (case_no)
       WHERE t.state IN ('SUBMITTED', 'WAITING') AND ($1::text IS NULL OR c.district = $1)
       GROUP BY t.service ORDER BY count(*) DESC, t.service`,
      [district],
    );
    return rows;
  };
