import { dayOf } from '../calendar/local-time.ts';
import type { Actor, Day, District } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { appendEvent, type NewEvent } from '../evidence/append-event.ts';
import type { LookupAlarm, LookupKind, QueriesApi } from './types.ts';

/** A month of tallies is enough to look back at an alarm. */
const keptDays = 30;

interface Counted {
  allowed: boolean;
  /** To append as the last thing of the transaction; null when nothing is unusual. */
  alarm: NewEvent | null;
}

/**
 * One look-up more today, unless this very one was counted before. Limits are rows of `lookup_limits`; each raises its alarm once
 * a day. Beyond the cap nothing is remembered, so that another try is refused again.
 */
export async function countLookupIn(
  db: Queryable,
  actor: Actor,
  what: LookupKind,
  key: string,
  at: Date,
): Promise<Counted> {
  const day = dayOf(at);
  const { rows } = await db.query<{ n: number; alarm_at: number; cap: number }>(
    `WITH seen AS (INSERT INTO registry.lookups VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING what),
       counted AS (INSERT INTO registry.lookup_counts SELECT $1, $2, what, 1 FROM seen
         ON CONFLICT (user_id, day, what) DO UPDATE SET n = lookup_counts.n + 1 RETURNING n, what)
     SELECT c.n, l.alarm_at, l.cap FROM counted c JOIN registry.lookup_limits l USING (what)`,
    [actor.userId, day, what, key],
  );
  const [count] = rows;
  if (!count) return { allowed: true, alarm: null };
  const { n, alarm_at: alarmAt, cap } = count;
  if (n === 1)
    await db.query('DELETE FROM registry.lookups WHERE user_id = $1 AND day < $2::date - $3::int', [
      actor.userId,
      day,
      keptDays,
    ]);
  const stopped = n > cap;
  if (stopped)
    await db.query('DELETE FROM registry.lookups WHERE user_id = $1 AND day = $2 AND what = $3 AND key = $4', [
      actor.userId,
      day,
      what,
      key,
    ]);
  if (n !== alarmAt && n !== cap + 1) return { allowed: !stopped, alarm: null };
  await db.query('INSERT INTO registry.lookup_alarms VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING', [
    actor.userId,
    day,
    what,
    n,
    stopped,
    at,
  ]);
  const chain = actor.district ?? '330203';
  return {
    allowed: !stopped,
    alarm: { chain, topic: 'lookup.alarm', actor: actor.userId, at, payload: { what, n, stopped } },
  };
}

interface AlarmRow {
  user_id: string;
  day: Day;
  what: LookupKind;
  n: number;
  stopped: boolean;
  at: Date;
}

export function lookupsApi({ pool, clock }: Deps): Pick<QueriesApi, 'countLookup' | 'listAlarms'> {
  return {
    countLookup: (actor, what, key) =>
      inTransaction(pool, async (client) => {
        const { allowed, alarm } = await countLookupIn(client, actor, what, key, clock.now());
        if (alarm) await appendEvent(client, alarm);
        return { allowed };
      }),
    async listAlarms({ district, from, limit }): Promise<LookupAlarm[]> {
      const { rows } = await pool.query<AlarmRow>(
        `SELECT a.user_id, a.day::text, a.what, a.n, a.stopped, a.at FROM registry.lookup_alarms a LEFT JOIN registry.users u USING (user_id)
         WHERE ($1::text IS NULL OR u.district = $1 OR u.district IS NULL) AND ($2::date IS NULL OR a.day >= $2)
         ORDER BY a.at DESC, a.n DESC LIMIT $3`,
        [(district ?? null) satisfies District | null, from ?? null, Math.min(limit ?? 50, 500)],
      );
      return rows.map(({ user_id: userId, ...row }) => ({ userId, ...row }));
    },
  };
}
