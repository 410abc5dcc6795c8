import type { Pool } from 'pg';
import type { Clock } from '../../platform/clock.ts';
import { type EngineClient, EngineError, type UserTask } from '../../platform/engine-client/index.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Registry } from '../../registry/index.ts';
import { announce, type Change } from '../events/announce.ts';
import { followIncidents } from '../incidents/follow.ts';
import { createLease } from '../loops/lease.ts';
import { type Loop, startLoop } from '../loops/loop.ts';
import { caseOfInstance, type TaskSubject } from './case-of-instance.ts';
import { COLUMNS, endTask, type InboxRow, upsertTasks } from './store.ts';

export const POLLER = 'task-poller';

/** Between two looks for new tasks. */
const NEWS_MS = 150;
/** Between two looks at all open tasks, at least; a large inbox is looked at in ten times what one look takes. */
const SWEEP_MS = 1_000;
const PAGE = 1_000;
/** New tasks are asked for from this long before the newest one seen: several may share one instant. */
const OVERLAP_MS = 2_000;

interface PollerDeps {
  registry: Registry;
  engine: EngineClient;
  pool: Pool;
  clock: Clock;
  log: Logger;
}

export interface Poller extends Loop {
  /** Everything the engine shows at this moment is in the inbox when it resolves. For tests and for start-up. */
  sweepNow(): Promise<void>;
}

async function searchOpen(engine: PollerDeps['engine'], since: Date | null): Promise<UserTask[]> {
  const found: UserTask[] = [];
  let after: string | undefined;
  for (;;) {
    const { items, page } = await engine.searchUserTasks({
      filter: { state: 'CREATED', ...(since ? { creationDate: { $gte: since.toISOString() } } : {}) },
      sort: [{ field: 'creationDate', order: 'ASC' }],
      page: { limit: PAGE, ...(after ? { after } : {}) },
    });
    found.push(...items);
    if (items.length < PAGE || !page.endCursor) return found;
    after = page.endCursor;
  }
}

/** Puts tasks into the inbox that are not there yet, each with its case. What is over and swept away comes no second time. */
async function takeIn(deps: PollerDeps, tasks: UserTask[]): Promise<void> {
  if (tasks.length === 0) return;
  const { rows } = await deps.pool.query<{ task_key: string }>(
    `SELECT task_key FROM desk.task_inbox WHERE task_key = ANY($1) AND case_no IS NOT NULL
     UNION ALL SELECT task_key FROM desk.ended_task WHERE task_key = ANY($1)`,
    [tasks.map((task) => task.userTaskKey)],
  );
  const known = new Set(rows.map((row) => row.task_key));
  const fresh = tasks.filter((task) => !known.has(task.userTaskKey));
  if (fresh.length === 0) return;
  const cases = new Map<string, TaskSubject | null>();
  for (const key of new Set(fresh.map((task) => task.processInstanceKey)))
    cases.set(key, await caseOfInstance(deps, key));
  const arrivals = fresh.map((task) => ({ task, case: cases.get(task.processInstanceKey) ?? null }));
  const touched = new Set(await upsertTasks(deps.pool, arrivals, deps.clock.now()));
  const changes = arrivals
    .filter(({ task }) => touched.has(task.userTaskKey))
    .flatMap(({ task, case: theCase }) =>
      taskChanges({
        taskKey: task.userTaskKey,
        role: task.candidateGroups?.[0] ?? '',
        caseNo: theCase?.caseNo ?? null,
        district: theCase?.district ?? null,
      }),
    );
  await announce(deps.pool, ...changes);
}

export function taskChanges(
  row: Pick<InboxRow, 'taskKey' | 'role'> & { caseNo: string | null; district: string | null },
): Change[] {
  const { taskKey, role, caseNo, district } = row;
  const common = { caseNo, district };
  return [
    { topic: 'task', id: taskKey, role, ...common },
    ...(caseNo ? [{ topic: 'case' as const, id: caseNo, ...common }] : []),
    { topic: 'board', id: null, ...common },
  ];
}

/** Rows that are open here and no longer in the engine's list: asks for each one's fate. */
async function takeOut(deps: PollerDeps, openKeys: Set<string>): Promise<void> {
  const { rows } = await deps.pool.query<InboxRow>(
    `SELECT ${COLUMNS} FROM desk.task_inbox
      WHERE state = 'open' AND (busy_until IS NULL OR busy_until < now()) AND NOT (task_key = ANY($1)) LIMIT 500`,
    [[...openKeys]],
  );
  for (const row of rows) {
    const fate = await fateOf(deps.engine, row.taskKey);
    if (fate === 'open') continue;
    const ended = await endTask(deps.pool, row.taskKey, fate, null, deps.clock.now());
    if (ended) await announce(deps.pool, ...taskChanges(row));
  }
}

/** What became of a task, by the engine's word. */
export async function fateOf(
  engine: Pick<EngineClient, 'getUserTask'>,
  taskKey: string,
): Promise<'open' | 'completed' | 'cancelled'> {
  try {
    const { state } = await engine.getUserTask(taskKey);
    if (state === 'COMPLETED') return 'completed';
    return state === 'CANCELED' || state === 'FAILED' ? 'cancelled' : 'open';
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not-found') return 'cancelled';
    throw error;
  }
}

async function sweep(deps: PollerDeps): Promise<UserTask[]> {
  const open = await searchOpen(deps.engine, null);
  await takeIn(deps, open);
  await takeOut(deps, new Set(open.map((task) => task.userTaskKey)));
  await followIncidents(deps);
  return open;
}

/**
 * Keeps desk.task_inbox like the engine's list of open user tasks. News are asked for often and are few; the sweep over
 * all open tasks finds what was cancelled (a seizure, a withdrawal) or completed elsewhere. One server polls for all.
 */
export function startPoller(deps: PollerDeps): Poller {
  const lease = createLease(deps.pool, POLLER);
  let newest: Date | null = null;
  let nextSweepAt = 0;

  const round = async () => {
    if (!(await lease.take())) return 1_000;
    const began = performance.now();
    const sweeping = newest === null || began >= nextSweepAt;
    const seen = sweeping ? await sweep(deps) : await searchOpen(deps.engine, new Date(newest!.getTime() - OVERLAP_MS));
    if (!sweeping) await takeIn(deps, seen);
    const last = seen.at(-1)?.creationDate;
    if (last) newest = new Date(last);
    else if (sweeping) newest = deps.clock.now();
    const ended = performance.now();
    if (sweeping) nextSweepAt = ended + Math.max(SWEEP_MS, 10 * (ended - began));
    await lease.succeeded();
    return NEWS_MS;
  };
  const loop = startLoop({ name: POLLER, log: deps.log, round });
  return {
    wake: loop.wake,
    sweepNow: async () => {
      await sweep(deps);
    },
    stop: async () => {
      await loop.stop();
      await lease.release().catch(() => undefined);
    },
  };
}
