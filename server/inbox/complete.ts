import { EngineError } from '../../platform/engine-client/index.ts';
import type { User } from '../../registry/index.ts';
import type { Completion } from '../api/completions/index.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { ProblemError } from '../problems/problem-error.ts';
import { type CaseTask, overProblem, requireTaskRole } from './access.ts';
import { loadTask, whyNot } from './claim.ts';
import { recordEvidence } from './evidence/index.ts';
import { fateOf, taskChanges } from './poller.ts';
import { checkSignature } from './signature.ts';
import { endTask } from './store.ts';

type Deps = Pick<ServerDeps, 'registry' | 'engine' | 'pool' | 'clock' | 'log'>;

/** A completion that takes longer than this was lost with its server; the task can be completed again. */
const BUSY_SECONDS = 30;

/**
 * Completes a task: reserve the row (decides the race), write the evidence (idempotent by task), tell the engine, end
 * the row. Nothing is said to be done before the engine has committed.
 * @param address of the caller, for counting wrong signatures
 * @throws 403 (WRONG_PIN: a signature that is not the signer's), 409 TASK_TAKEN | TASK_CANCELLED | TASK_DONE | TASK_IN_PROGRESS, 422, 503
 */
export async function completeTask(
  deps: Deps,
  taskKey: string,
  completion: Completion,
  user: User,
  address: string,
): Promise<CaseTask> {
  const row = await loadTask(deps, taskKey, user);
  requireTaskRole(row, user);
  if (row.elementId !== completion.elementId) {
    throw new ProblemError(
      422,
      'VALIDATION_FAILED',
      `提交的内容属于另一个环节，当前环节是“${row.stepName}”。请刷新页面。`,
    );
  }
  await checkSignature(deps, completion, user, address);
  await reserve(deps, taskKey, user);
  try {
    const variables = await recordEvidence(deps, row, completion, user);
    await deps.engine.completeUserTask(taskKey, variables);
  } catch (error) {
    const fate = isLost(error) ? await fateOf(deps.engine, taskKey) : 'open';
    if (fate === 'open') {
      await unreserve(deps, taskKey);
      throw error;
    }
    await endTask(deps.pool, taskKey, fate, null, deps.clock.now());
    await announce(deps.pool, ...taskChanges(row));
    throw overProblem({ ...row, state: fate });
  }
  await endTask(deps.pool, taskKey, 'completed', user.userId, deps.clock.now());
  await announce(deps.pool, ...taskChanges(row));
  return row;
}

/** The engine no longer takes the completion: the token has moved on without us. */
const isLost = (error: unknown) =>
  error instanceof EngineError && (error.code === 'not-found' || error.code === 'conflict');

async function reserve(deps: Deps, taskKey: string, user: User): Promise<void> {
  const { rowCount } = await deps.pool.query(
    `UPDATE desk.task_inbox SET busy_by = $2, busy_until = now() + make_interval(secs => $3),
        holder = $2, claimed_at = coalesce(claimed_at, $4)
      WHERE task_key = $1 AND state = 'open' AND (holder IS NULL OR holder = $2)
        AND (busy_by IS NULL OR busy_until < now())`,
    [taskKey, user.userId, BUSY_SECONDS, deps.clock.now()],
  );
  if (rowCount !== 1) throw await whyNot(deps, taskKey, user);
}

async function unreserve(deps: Deps, taskKey: string): Promise<void> {
  await deps.pool.query('UPDATE desk.task_inbox SET busy_by = NULL, busy_until = NULL WHERE task_key = $1', [taskKey]);
}
