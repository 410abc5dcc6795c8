import { randomUUID } from 'node:crypto';
import type { DepartmentClients } from '../../departments/index.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Registry } from '../../registry/index.ts';

const EVERY_MS = 5_000;

/**
 * Tells the register which circuit breakers of this process are not closed, for the supervisor's page. Costs nothing
 * while all departments answer. A report that fails is made up for by the next one.
 */
export function startCircuitReports(
  registry: Pick<Registry, 'circuits'>,
  clients: Pick<DepartmentClients, 'circuits'>,
  log: Logger,
  everyMs = EVERY_MS,
): { stop(): Promise<void> } {
  const reporter = randomUUID();
  let reported = false;

  async function report(broken: ReturnType<typeof clients.circuits>): Promise<void> {
    if (broken.length === 0 && !reported) return;
    const open = broken.flatMap(({ state, ...rest }) => (state === 'closed' ? [] : [{ ...rest, state }]));
    try {
      await registry.circuits.report({ reporter, broken: open });
      reported = open.length > 0;
    } catch (error) {
      log.warn({ code: (error as { code?: string }).code }, 'the circuit breakers could not be reported');
    }
  }

  let running = Promise.resolve();
  const tick = () => {
    running = running.then(() => report(clients.circuits().filter(({ state }) => state !== 'closed')));
  };
  const timer = setInterval(tick, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await report([]);
    },
  };
}
