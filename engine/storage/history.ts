import type { Pool } from 'pg';

/** Tables that keep rows of instances that are over, and the column that says whose; the instances' own table comes last. */
export const HISTORY_TABLES = [
  ['element_instance', 'process_instance_key'],
  ['variable', 'process_instance_key'],
  ['job', 'process_instance_key'],
  ['user_task', 'process_instance_key'],
  ['incident', 'process_instance_key'],
  ['process_instance', 'key'],
] as const;

/**
 * Deletes instances that ended before an instant, with all that is kept of them, in one transaction. A called instance goes with
 * the instance that began it all, not earlier. Nothing that runs is touched.
 * @param before epoch milliseconds
 * @param limit instances at most
 * @returns how many instances were deleted; fewer than `limit` when no more have to go
 */
export async function deleteHistory(pool: Pool, before: number, limit: number): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ key: string }>(
      `SELECT p.key FROM engine.process_instance p
       WHERE p.ended_at < $1 AND NOT EXISTS (
         SELECT 1 FROM engine.process_instance root
         WHERE root.key = p.root_process_instance_key AND coalesce(root.ended_at, $1) >= $1)
       ORDER BY p.ended_at, p.key LIMIT $2`,
      [before, limit],
    );
    const keys = rows.map(({ key }) => key);
    if (keys.length > 0) {
      for (const [table, column] of HISTORY_TABLES) {
        await client.query(`DELETE FROM engine.${table} WHERE ${column} = ANY ($1::bigint[])`, [keys]);
      }
    }
    await client.query('COMMIT');
    return keys.length;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
