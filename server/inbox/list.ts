import type { User } from '../../registry/index.ts';
import type { TaskFilter, TaskList, TaskListQuery, TaskRow } from '../api/tasks.ts';
import type { ServerDeps } from '../deps.ts';
import { slaContext } from '../views/sla-view.ts';
import { staffNames } from '../views/staff.ts';
import { slaByCase, taskRowView } from '../views/task-view.ts';
import { startOfDay } from '../views/working-day.ts';
import { countDoneBy, doneBy, openTasksFor } from './queries.ts';
import type { InboxRow } from './store.ts';

type Deps = Pick<ServerDeps, 'registry' | 'pool' | 'clock'>;

/** The inbox: most urgent first, with the counts of every saved filter. */
export async function listTasks(deps: Deps, user: User, query: TaskListQuery): Promise<TaskList> {
  const { pool, clock } = deps;
  const now = clock.now();
  const since = startOfDay(now);
  const filter = query.filter ?? 'todo';
  // What is done is only counted, unless it is asked for: by the evening it is much more than what is open.
  const [open, done, doneCount] = await Promise.all([
    openTasksFor(pool, user),
    filter === 'done' ? doneBy(pool, user.userId, since) : [],
    countDoneBy(pool, user.userId, since),
  ]);
  const rows = await rowsOf(deps, user, [...open, ...done]);
  const todo = rows.slice(0, open.length).sort(byUrgency);
  const sets: Record<TaskFilter, TaskRow[]> = {
    todo,
    mine: todo.filter((row) => row.holder?.userId === user.userId),
    unclaimed: todo.filter((row) => row.holder === null),
    near: todo.filter((row) => row.sla.state === 'near'),
    over: todo.filter((row) => row.sla.state === 'over'),
    paused: todo.filter((row) => row.sla.pausedSince !== null),
    done: rows.slice(open.length),
  };
  const chosen = sets[filter];
  const hits = chosen.filter((row) => matches(row, query));
  const offset = query.offset ?? 0;
  return {
    items: hits.slice(offset, offset + (query.limit ?? 50)),
    total: hits.length,
    counts: { ...mapValues(sets, (rows) => rows.length), done: doneCount },
    steps: stepCounts(chosen),
    asOf: now.toISOString(),
  };
}

/** The most urgent of the tasks that the user holds. */
export async function nextOf(deps: Deps, user: User): Promise<string | null> {
  const held = await openTasksFor(deps.pool, user, { heldOnly: true });
  if (held.length <= 1) return held[0]?.taskKey ?? null;
  const rows = await rowsOf(deps, user, held);
  return rows.sort(byUrgency)[0]?.taskKey ?? null;
}

/** Tasks as the desk shows them to this user, each with the clock of its case. */
async function rowsOf(deps: Deps, user: User, tasks: InboxRow[]): Promise<TaskRow[]> {
  const { registry } = deps;
  const caseNos = tasks.map((row) => row.caseNo);
  const [clocks, context, staff] = await Promise.all([
    slaByCase(registry, caseNos),
    slaContext(deps),
    staffNames(registry),
  ]);
  return tasks.map((row) => taskRowView(row, clocks.get(row.caseNo ?? ''), context, staff, user));
}

/** Running clocks by what is left of them, then those standing still, then cases without a clock; the oldest first. */
function byUrgency(a: TaskRow, b: TaskRow): number {
  return rank(a) - rank(b) || a.sla.remainingMinutes - b.sla.remainingMinutes || a.createdAt.localeCompare(b.createdAt);
}

function rank(row: TaskRow): number {
  switch (row.sla.state) {
    case 'over':
    case 'near':
    case 'normal':
      return row.sla.pausedSince ? 1 : 0;
    case 'paused':
      return 1;
    case 'none':
      return 2;
    case 'stopped':
      return 3;
  }
}

function matches(row: TaskRow, query: TaskListQuery): boolean {
  if (query.elementId && row.elementId !== query.elementId) return false;
  if (query.itemCode && row.itemCode !== query.itemCode) return false;
  if (query.caseNo && row.caseNo !== query.caseNo) return false;
  const text = query.q?.replace(/\s/g, '').toUpperCase();
  if (!text) return true;
  const place = row.location.replace(/\s/g, '').toUpperCase();
  return row.caseNo.includes(text) || place.includes(text) || row.unitCodes.some((code) => code.includes(text));
}

function stepCounts(rows: TaskRow[]) {
  const counts = new Map<string, { elementId: string; stepName: string; count: number }>();
  for (const { elementId, stepName } of rows) {
    const entry = counts.get(elementId) ?? { elementId, stepName, count: 0 };
    counts.set(elementId, { ...entry, count: entry.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

function mapValues<K extends string, V, W>(record: Record<K, V>, change: (value: V) => W): Record<K, W> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value as V)])) as Record<K, W>;
}
