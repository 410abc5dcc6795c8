import type { AskOutcome, WaitingRequest } from '../../registry/index.ts';
import type { ServerDeps } from '../deps.ts';
import { ageOf, createLease } from '../loops/lease.ts';
import { type Loop, startLoop } from '../loops/loop.ts';
import { type AskDeps, askForAnswer } from './ask.ts';

const NAME = 'department-answers';
const BATCH = 20;
const IDLE_MS = 5_000;
/** Nobody received callbacks for so long that departments may have given up sending theirs. */
const AWAY_SECONDS = 600;
const BROKEN = '本系统处理查询时出错，稍后自动再查；如反复出现，请联系系统管理员。';

/**
 * Asks departments for results that have not come, each request after the age of its department (rules `answers.…`), and all of
 * them at once when the city was away. A department that does not answer is tried with one request and left in peace for a while: no
 * job fails by it, so there are no incidents.
 */
export function startAnswerSweep(deps: AskDeps & Pick<ServerDeps, 'pool'>, received: () => void): Loop {
  const { registry, pool, log } = deps;
  const { requests } = registry;
  const lease = createLease(pool, NAME);
  let firstRound = true;
  let stopping = false;
  const loop = startLoop({
    name: NAME,
    log,
    round: async () => {
      if (!(await lease.take())) return IDLE_MS;
      if (firstRound) {
        const away = await ageOf(pool, NAME);
        if (away !== null && away > AWAY_SECONDS) {
          const count = await requests.askAllNow();
          log.info({ awaySeconds: Math.round(away), requests: count }, 'back after an absence: departments are asked');
        }
        firstRound = false;
      }
      await requests.settle();
      const due = await requests.claimDue(BATCH);
      const silent = new Set<string>();
      for (const request of due) {
        const who = `${request.department} ${request.organisation ?? ''}`;
        if (stopping) break;
        if (silent.has(who)) continue;
        const outcome = await askOne(deps, request);
        if (outcome === 'answered') received();
        if (outcome !== 'unavailable') continue;
        silent.add(who);
        await requests.putOff(request);
      }
      await lease.succeeded();
      return due.length === BATCH ? 0 : IDLE_MS;
    },
  });
  return {
    wake: loop.wake,
    stop: () => {
      // A department that is slow to answer must not hold up the end of the server: what is left of the batch is claimed again.
      stopping = true;
      return loop.stop();
    },
  };
}

/** A request whose asking breaks by a fault of ours is noted and backs off: those behind it are asked all the same. */
async function askOne(deps: AskDeps, request: WaitingRequest): Promise<AskOutcome | 'broken'> {
  const by = request.wantedBy ?? 'system';
  try {
    return (await askForAnswer(deps, request, by)).outcome ?? 'broken';
  } catch (err) {
    const { requestId, department, caseNo, operation } = request;
    deps.log.error({ err, requestId, department, caseNo, operation }, 'asking a department broke off');
  }
  try {
    await deps.registry.requests.noteAsk({ request, by, outcome: 'unavailable', message: BROKEN });
  } catch (err) {
    // Its lease puts it off.
    deps.log.error({ err, requestId: request.requestId }, 'a broken ask could not be noted');
  }
  return 'broken';
}
