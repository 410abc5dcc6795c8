import type { Pool } from 'pg';

/** Tables that keep rows of instances that are over, and the column that says whose; the instances' own table comes last. */
export const HISTORY_TABLES = [
  ['element_instance', 'process_instance_key'],
  ['variable', 'process_instance_key'],
  ['job', 'process_instance_key'],
  ['user_task', 'process_instance_key'],
  ['incident', 'process_instance_key'],
  ['message_subscription', 'process_instance_key'],
  ['correlated_message', 'process_instance_key'],
  ['decision_instance', 'process_instance_key'],
  ['process_instance', 'key'],
] as const;

/**
 * Deletes instances that ended before an instant, with all that is kept of them, in one transaction. A called instance goes with
 * the instance that began it all, not earlier. Decisions that nobody's instance asked for, and batch operations with their items,
 * go by their own age. Nothing that runs is touched.
 * @param before epoch milliseconds
 * @param limit instances at most, decisions, and batch operations
 * @returns how many were deleted of one of them, whichever is most; fewer than `limit` when no more have to go
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
    const decisions = await client.query(
      `DELETE FROM engine.decision_instance WHERE key IN (
         SELECT key FROM engine.decision_instance WHERE process_instance_key = -1 AND evaluated_at < $1 LIMIT $2)`,
      [before, limit],
    );
    const batches = await client.query<{ key: string }>(
      `DELETE FROM engine.batch_operation WHERE key IN (
         SELECT key FROM engine.batch_operation WHERE ended_at < $1 LIMIT $2) RETURNING key`,
      [before, limit],
    );
    const batchKeys = batches.rows.map(({ key }) => key);
    if (batchKeys.length > 0) {
      await client.query('DELETE FROM engine.batch_operation_item WHERE batch_operation_key = ANY ($1::bigint[])', [
        batchKeys,
      ]);
    }
    await client.query('COMMIT');
    return Math.max(keys.length, decisions.rowCount ?? 0, batchKeys.length);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
