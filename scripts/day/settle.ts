import { setTimeout as pause } from 'node:timers/promises';
import type { Office } from './office.ts';

/** Machines are asked whether they are at rest this often. */
const LOOK_MS = 10;
/** Two looks in a row must find rest: a department's answer may be on its way between them. */
const LOOKS = 2;

/**
 * Work that needs no person and no time: jobs that a worker can take, messages for the engine (those that the relay has in hand
 * too: their lease makes them due later), tasks that the inbox does not show yet. What waits for a back-off or a timer is not
 * counted: for that the clock has to move.
 */
const OPEN_WORK = `
  SELECT (SELECT count(*)::int FROM engine.job WHERE state IN ('ACTIVATABLE', 'ACTIVATED')) AS jobs,
    (SELECT count(*)::int FROM registry.outbox WHERE channel = 'engine' AND done_at IS NULL
       AND (due_at <= $1 OR last_error IS NULL)) AS messages,
    (SELECT count(*)::int FROM engine.user_task t WHERE t.state = 'CREATED'
       AND NOT EXISTS (SELECT 1 FROM desk.task_inbox i WHERE i.task_key = t.key::text)) AS tasks`;

/** True when the machines have nothing to do, at one look. Loops that sleep over their work are woken. */
export async function atRest(office: Office, now: Date): Promise<boolean> {
  if (office.activeJobs() > 0) return false;
  const { rows } = await office.pool.query<{ jobs: number; messages: number; tasks: number }>(OPEN_WORK, [now]);
  const { jobs, messages, tasks } = rows[0]!;
  if (messages > 0) office.hurryRelay();
  // Not while jobs run: they only bring more tasks.
  else if (jobs === 0 && tasks > 0) office.hurryInbox();
  return jobs + messages + tasks === 0;
}

/** @throws when the machines do not come to rest within two minutes of real time */
export async function settle(office: Office, now: Date): Promise<void> {
  const end = performance.now() + 120_000;
  for (let quiet = 0; quiet < LOOKS; ) {
    quiet = (await atRest(office, now)) ? quiet + 1 : 0;
    if (performance.now() > end) throw new Error('The machines do not come to rest');
    if (quiet < LOOKS) await pause(LOOK_MS);
  }
}

const UNSEEN_INCIDENTS = `
  SELECT (SELECT count(*) FROM engine.incident WHERE state = 'ACTIVE')
    <> (SELECT count(*) FROM desk.incident WHERE resolved_at IS NULL) AS unseen`;

/** Waits until the desk shows the incidents that the engine has: it looks for them about once a second. */
export async function incidentsSeen(office: Office): Promise<void> {
  const end = performance.now() + 60_000;
  while ((await office.pool.query<{ unseen: boolean }>(UNSEEN_INCIDENTS)).rows[0]!.unseen) {
    if (performance.now() > end) throw new Error('The desk does not see the incidents of the engine');
    office.hurryInbox();
    await pause(50);
  }
}
