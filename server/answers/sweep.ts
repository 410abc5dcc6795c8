import type { ServerDeps } from '../deps.ts';
import { ageOf, createLease } from '../loops/lease.ts';
import { type Loop, startLoop } from '../loops/loop.ts';
import { type AskDeps, askForAnswer } from './ask.ts';

const NAME = 'department-answers';
const BATCH = 20;
const IDLE_MS = 5_000;
/** Nobody received callbacks for so long that departments may have given up sending theirs. */
const AWAY_SECONDS = 600;

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
        const { outcome } = await askForAnswer(deps, request, request.wantedBy ?? 'system');
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
