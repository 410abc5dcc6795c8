import { dayOf } from '../calendar/local-time.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import type { KeepingApi, RegistrySweep } from './types.ts';

/** Topics whose rows stay: the outbox is where the register looks up who has been told (lapse/watch.ts, seizure/watch-unwatched.ts). */
export const REMEMBERED_TOPICS = ['caution.watch', 'caution.changed', 'seizure.watch'] as const;

/** @returns how many went */
type Delete = (db: Queryable, before: Date, limit: number) => Promise<number>;

const count = async (db: Queryable, sql: string, values: unknown[]) => (await db.query(sql, values)).rowCount ?? 0;

const DELETES: Record<RegistrySweep, Delete> = {
  outbox: (db, before, limit) =>
    count(
      db,
      `DELETE FROM registry.outbox WHERE id IN (SELECT id FROM registry.outbox
         WHERE done_at < $1 AND topic NOT IN (${REMEMBERED_TOPICS.map((topic) => `'${topic}'`).join(', ')})
         ORDER BY done_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [before, limit],
    ),
  lookups: async (db, before, limit) => {
    const ofOldDays = (table: string, key: string) =>
      count(
        db,
        `DELETE FROM registry.${table} WHERE (${key}) IN (SELECT ${key} FROM registry.${table} WHERE day < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
        [dayOf(before), limit],
      );
    const lookups = await ofOldDays('lookups', 'user_id, day, what, key');
    return Math.max(lookups, await ofOldDays('lookup_counts', 'user_id, day, what'));
  },
  links: (db, before, limit) =>
    count(
      db,
      `DELETE FROM registry.public_links WHERE token_hash IN (SELECT token_hash FROM registry.public_links
         WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [before, limit],
    ),
  circuits: (db, before, limit) =>
    count(
      db,
      `DELETE FROM registry.department_circuits WHERE (reporter, department, organisation) IN (
         SELECT reporter, department, organisation FROM registry.department_circuits WHERE reported_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [before, limit],
    ),
  tickets: async (db, before, limit) => {
    const firstKept = dayOf(before);
    await db.query(`SELECT set_config('registry.first_kept_day', $1, true)`, [firstKept]);
    const { rows } = await db.query<{ ticket_id: string }>(
      'SELECT ticket_id FROM registry.tickets WHERE day < $1 ORDER BY day, ticket_id LIMIT $2 FOR UPDATE SKIP LOCKED',
      [firstKept, limit],
    );
    const ids = rows.map((row) => row.ticket_id);
    for (const table of ['ticket_cases', 'ticket_steps', 'tickets'])
      await db.query(`DELETE FROM registry.${table} WHERE ticket_id = ANY ($1::bigint[])`, [ids]);
    await db.query(
      `DELETE FROM registry.ticket_counters c WHERE day < $1
         AND NOT EXISTS (SELECT 1 FROM registry.tickets t WHERE t.district = c.district AND t.day = c.day)`,
      [firstKept],
    );
    return ids.length;
  },
};

export function keepingApi({ pool }: Pick<Deps, 'pool'>): KeepingApi {
  return {
    sweep: ({ what, before, limit }, note) =>
      inTransaction(pool, async (db) => {
        const deleted = await DELETES[what](db, before, limit);
        const swept = { deleted, more: deleted >= limit };
        await note?.(db, swept);
        return swept;
      }),
  };
}
