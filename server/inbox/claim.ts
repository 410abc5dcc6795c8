import { EngineError } from '../../platform/engine-client/index.ts';
import type { User } from '../../registry/index.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { problemFrom } from '../problems/from-error.ts';
import { conflict } from '../problems/problem-error.ts';
import { asCaseTask, type CaseTask, overProblem, requireTaskAccess, requireTaskRole } from './access.ts';
import { taskChanges } from './poller.ts';
import { COLUMNS, endTask, findTask, type InboxRow } from './store.ts';

type Deps = Pick<ServerDeps, 'registry' | 'engine' | 'pool' | 'clock'>;

export async function loadTask(deps: Deps, taskKey: string, user: User): Promise<CaseTask> {
  const row = asCaseTask(await findTask(deps.pool, taskKey));
  await requireTaskAccess(deps, row, user);
  return row;
}

const takenProblem = (deps: Deps, holder: string) =>
  deps.registry.users
    .getUser(holder)
    .then((user) =>
      conflict('TASK_TAKEN', `这个任务已由${user?.displayName ?? '其他人'}签收。请办理其他任务，或请督办人员转派。`),
    );

/** The task takes the user as its holder. The row's condition decides a race; the engine is told afterwards. */
export async function claimTask(deps: Deps, taskKey: string, user: User): Promise<CaseTask> {
  const row = await loadTask(deps, taskKey, user);
  requireTaskRole(row, user);
  const { rows } = await deps.pool.query<InboxRow>(
    `UPDATE desk.task_inbox SET holder = $2, claimed_at = $3
      WHERE task_key = $1 AND state = 'open' AND (holder IS NULL OR holder = $2)
        AND (busy_until IS NULL OR busy_until < now()) RETURNING ${COLUMNS}`,
    [taskKey, user.userId, deps.clock.now()],
  );
  if (!rows[0]) throw await whyNot(deps, taskKey, user);
  await tellEngine(deps, row, (engine) => engine.assignUserTask(taskKey, user.userId, { allowOverride: true }));
  await announce(deps.pool, ...taskChanges(row));
  return asCaseTask(rows[0]);
}

/** Gives the task back to the pool. Only its holder, or a supervisor by `reassignTask`. */
export async function releaseTask(deps: Deps, taskKey: string, user: User): Promise<CaseTask> {
  const row = await loadTask(deps, taskKey, user);
  if (row.state !== 'open') throw overProblem(row);
  if (row.holder !== null && row.holder !== user.userId) throw await takenProblem(deps, row.holder);
  return setHolder(deps, row, null);
}

/** 转派: a supervisor hands the task to somebody of the same role and district, or back to the pool. */
export async function reassignTask(deps: Deps, taskKey: string, by: User, to: User | null): Promise<CaseTask> {
  const row = await loadTask(deps, taskKey, by);
  if (row.state !== 'open') throw overProblem(row);
  if (to) {
    await requireTaskAccess(deps, row, to);
    requireTaskRole(row, to);
  }
  return setHolder(deps, row, to?.userId ?? null);
}

/** Who may take this task over: of its role, let into its case, not kept from it by 受办分离, and not its holder already. */
export async function takersOf(deps: Deps, row: CaseTask): Promise<User[]> {
  const users = await deps.registry.users.listUsers();
  const takers: User[] = [];
  for (const user of users) {
    if (!user.active || user.role !== row.role || user.userId === row.holder) continue;
    if (await isLetIn(deps, row, user)) takers.push(user);
  }
  return takers;
}

async function isLetIn(deps: Deps, row: CaseTask, user: User): Promise<boolean> {
  try {
    await requireTaskAccess(deps, row, user);
    return true;
  } catch (error) {
    if ([403, 404].includes(problemFrom(error)?.status ?? 0)) return false;
    throw error;
  }
}

async function setHolder(deps: Deps, row: CaseTask, holder: string | null): Promise<CaseTask> {
  const { rows } = await deps.pool.query<InboxRow>(
    `UPDATE desk.task_inbox SET holder = $2, claimed_at = CASE WHEN $2::text IS NULL THEN NULL ELSE $3::timestamptz END
      WHERE task_key = $1 AND state = 'open' AND (busy_until IS NULL OR busy_until < now()) RETURNING ${COLUMNS}`,
    [row.taskKey, holder, deps.clock.now()],
  );
  if (!rows[0]) throw overProblem(asCaseTask(await findTask(deps.pool, row.taskKey)));
  await tellEngine(deps, row, (engine) =>
    holder ? engine.assignUserTask(row.taskKey, holder, { allowOverride: true }) : engine.unassignUserTask(row.taskKey),
  );
  await announce(deps.pool, ...taskChanges(row));
  return asCaseTask(rows[0]);
}

/** The engine is the last word: a task it no longer has was cancelled a moment ago. */
async function tellEngine(deps: Deps, row: CaseTask, tell: (engine: Deps['engine']) => Promise<void>): Promise<void> {
  try {
    await tell(deps.engine);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not-found') {
      await endTask(deps.pool, row.taskKey, 'cancelled', null, deps.clock.now());
      throw overProblem({ ...row, state: 'cancelled' });
    }
    // Not told, so not done: the row goes back to whom it had before.
    await deps.pool.query("UPDATE desk.task_inbox SET holder = $2 WHERE task_key = $1 AND state = 'open'", [
      row.taskKey,
      row.holder,
    ]);
    throw error;
  }
}

/** Why a conditional update found no row. */
export async function whyNot(deps: Deps, taskKey: string, user: User) {
  const row = asCaseTask(await findTask(deps.pool, taskKey));
  if (row.state !== 'open') return overProblem(row);
  if (row.holder !== null && row.holder !== user.userId) return takenProblem(deps, row.holder);
  return conflict('TASK_IN_PROGRESS', '这个任务正在提交，请稍候刷新查看结果，不要重复提交。');
}
