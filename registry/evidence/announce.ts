import type { Pool } from 'pg';
import { type Notice, noticeOf } from './append-event.ts';

/** What is committed and not told yet, by pool; there while a statement that tells is on its way. */
const waiting = new WeakMap<Pool, string[]>();

/**
 * Tells the servers of an event that is committed, for live screens. Not in the transaction itself: whoever notifies there takes one lock of
 * the whole server until its commit is on disk, so that all commits of the register would queue. What comes together is told together. A process that
 * dies in between has told nobody, and a screen shows the change when it next asks; nothing else hears of it.
 */
export function announceLater(pool: Pool, notice: Notice): void {
  const line = noticeOf(notice);
  const others = waiting.get(pool);
  if (others) others.push(line);
  else void tell(pool, [line]);
}

async function tell(pool: Pool, lines: string[]): Promise<void> {
  const next: string[] = [];
  waiting.set(pool, next);
  // The pool may be closed by now, or the server gone.
  await pool
    .query("SELECT pg_notify('registry_event', line) FROM unnest($1::text[]) AS line", [lines])
    .catch(() => undefined);
  if (next.length > 0) return tell(pool, next);
  waiting.delete(pool);
}
