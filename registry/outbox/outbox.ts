import type { Deps, Queryable } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import { lettersApi } from './letters.ts';
import type { OutboxApi, OutboxMessage, OutboxTopic } from './types.ts';

const firstRetryMs = 1_000;
const longestRetryMs = 300_000;
const defaultLeaseMs = 30_000;

/** Writes a message for the engine in the transaction of the change it tells about. No personal data. */
export async function enqueue(
  db: Queryable,
  message: { topic: OutboxTopic; caseNo: string; correlationKey?: string; payload?: Record<string, unknown>; at: Date },
): Promise<void> {
  const { topic, caseNo, correlationKey = caseNo, payload = {}, at } = message;
  await db.query(
    `INSERT INTO registry.outbox (channel, topic, case_no, correlation_key, payload, created_at, due_at) VALUES ('engine', $1, $2, $3, $4, $5, $5)`,
    [topic, caseNo, correlationKey, JSON.stringify(payload), at],
  );
}

interface OutboxRow {
  id: string;
  topic: OutboxTopic;
  case_no: string;
  correlation_key: string;
  payload: Record<string, unknown>;
  attempts: number;
  created_at: Date;
  position: string;
}

/**
 * A lease = `due_at` in the future: a relay that dies gives its messages back by itself. SKIP LOCKED, so two relays never wait
 * for each other. A message waits for earlier ones of its case: the engine hears of a case before anything that happens to it.
 */
async function claimOutbox(
  { pool, clock }: Deps,
  limit: number,
  options: { leaseMs?: number } = {},
): Promise<OutboxMessage[]> {
  const { rows } = await pool.query<OutboxRow>(
    `UPDATE registry.outbox SET due_at = $1::timestamptz + $3 * interval '1 millisecond', attempts = attempts + 1
     WHERE id IN (
       SELECT o.id FROM registry.outbox o
       WHERE o.channel = 'engine' AND o.done_at IS NULL AND o.due_at <= $1
         AND NOT EXISTS (SELECT 1 FROM registry.outbox e WHERE e.case_no = o.case_no AND e.channel = 'engine' AND e.done_at IS NULL AND e.position < o.position)
       ORDER BY o.position LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING id, topic, case_no, correlation_key, payload, attempts, created_at, position`,
    [clock.now(), limit, options.leaseMs ?? defaultLeaseMs],
  );
  return rows
    .sort((a, b) => number(a.position) - number(b.position))
    .map((row) => ({
      id: row.id,
      topic: row.topic,
      caseNo: row.case_no,
      correlationKey: row.correlation_key,
      payload: row.payload,
      attempts: row.attempts,
      createdAt: row.created_at,
    }));
}

export function outboxApi(deps: Deps): OutboxApi {
  const { pool, clock } = deps;
  return {
    ...lettersApi(deps),
    claimOutbox: (limit, options) => claimOutbox(deps, limit, options),
    async ackOutbox(id) {
      await pool.query('UPDATE registry.outbox SET done_at = $2, last_error = NULL WHERE id = $1 AND done_at IS NULL', [
        id,
        clock.now(),
      ]);
    },
    async failOutbox(id, error) {
      await pool.query(
        `UPDATE registry.outbox SET last_error = left($2, 500),
           due_at = $3::timestamptz + least($5, $4 * power(2, greatest(attempts - 1, 0))) * interval '1 millisecond'
         WHERE id = $1 AND done_at IS NULL`,
        [id, error, clock.now(), firstRetryMs, longestRetryMs],
      );
    },
    async stats() {
      const { rows } = await pool.query(
        `SELECT count(*) AS pending, min(created_at) AS oldest FROM registry.outbox WHERE channel = 'engine' AND done_at IS NULL`,
      );
      const oldest = rows[0]?.oldest as Date | null;
      return {
        pending: number(rows[0]?.pending),
        oldestAgeMs: oldest ? Math.max(0, clock.now().getTime() - oldest.getTime()) : 0,
      };
    },
  };
}
