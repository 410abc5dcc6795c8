import { EngineError } from '../../platform/engine-client/index.ts';
import type { ServerDeps } from '../deps.ts';
import { endTask } from '../inbox/store.ts';
import { createLease } from '../loops/lease.ts';
import { type Loop, startLoop } from '../loops/loop.ts';

const NAME = 'court-signatures';
const IDLE_MS = 1_000;

type Deps = Pick<ServerDeps, 'registry' | 'engine' | 'pool' | 'clock' | 'log'>;

/**
 * Tells the engine what courts have signed. The register took delivery in the request; the task that waits for it in the
 * diagram may not be there yet, or the engine may be down: whatever is signed is carried on as soon as both are there.
 */
export async function carryOnSignatures(deps: Deps): Promise<number> {
  const { registry, engine, pool, clock } = deps;
  const { rows } = await pool.query<{ task_key: string; case_no: string }>(
    "SELECT task_key, case_no FROM desk.task_inbox WHERE state = 'open' AND element_id = 'ApproveNotice' AND case_no IS NOT NULL LIMIT 200",
  );
  let carried = 0;
  for (const { task_key, case_no } of rows) {
    const notice = await registry.court.getNotice(case_no);
    if (!notice || notice.state === 'FILED') continue;
    const approveDecision = notice.state === 'UNSIGNED' ? 'return' : 'sign';
    try {
      await engine.completeUserTask(task_key, { approveDecision });
    } catch (error) {
      // Completed by another server in between; anything else is tried again.
      if (!(error instanceof EngineError) || error.retryable) throw error;
    }
    await endTask(pool, task_key, 'completed', notice.signedBy, clock.now());
    carried += 1;
  }
  return carried;
}

export function startSignatures(deps: Deps): Loop {
  const lease = createLease(deps.pool, NAME);
  return startLoop({
    name: NAME,
    log: deps.log,
    round: async () => {
      if (!(await lease.take())) return IDLE_MS;
      await carryOnSignatures(deps);
      await lease.succeeded();
      return IDLE_MS;
    },
  });
}
