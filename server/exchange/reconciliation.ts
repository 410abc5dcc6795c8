import { addDays, dayOf, type Reconciliation } from '../../registry/index.ts';
import type { ServerDeps } from '../deps.ts';
import { type Loop, startLoop } from '../loops/loop.ts';

const EVERY_MS = 60_000;

type Deps = Pick<ServerDeps, 'registry' | 'departments'>;

/** Compares one day with the platform; null when it does not answer. */
export async function reconcileDay({ registry, departments }: Deps, day: string): Promise<Reconciliation | null> {
  const answer = await departments.upper.acceptedOfDay(day, {
    idempotencyKey: `reconcile:${day}`,
    traceId: `reconcile-${day}`,
  });
  return answer.kind === 'ok' ? registry.exchange.reconcile(day, answer.value.accepted) : null;
}

/** 每日对账: after midnight, of the day before; a platform that is down is asked again every minute. */
export function startReconciliation(deps: Deps & Pick<ServerDeps, 'clock' | 'log'>): Loop {
  return startLoop({
    name: 'reconciliation',
    log: deps.log,
    round: async () => {
      const yesterday = addDays(dayOf(deps.clock.now()), -1);
      const [last] = await deps.registry.exchange.listReconciliations(1);
      if (last && last.day >= yesterday) return EVERY_MS;
      const made = await reconcileDay(deps, yesterday);
      if (made && made.missing.length + made.unknown.length + made.different.length > 0)
        deps.log.warn(
          {
            day: yesterday,
            missing: made.missing.length,
            unknown: made.unknown.length,
            different: made.different.length,
          },
          'the platform and the register do not agree',
        );
      return EVERY_MS;
    },
  });
}
