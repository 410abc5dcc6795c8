import { randomUUID } from 'node:crypto';
import type { Logger } from '../../platform/logger.ts';
import type { CircuitStatus } from './circuit.ts';

const EVERY_MS = 5_000;

/** A circuit that is not closed. */
type Broken = Omit<CircuitStatus, 'state'> & { state: Exclude<CircuitStatus['state'], 'closed'> };

/** Who is told; what is not named is whole again. */
export interface CircuitReceiver {
  report(input: { reporter: string; broken: readonly Broken[] }): Promise<void>;
}

/**
 * Tells the register which circuit breakers of this process are not closed, for the supervisor's page: workers and servers each
 * call departments over circuits of their own. Costs nothing while all departments answer. A report that fails is made up for
 * by the next one.
 */
export function startCircuitReports(
  receiver: CircuitReceiver,
  clients: { circuits(): CircuitStatus[] },
  log: Logger,
  everyMs = EVERY_MS,
): { stop(): Promise<void> } {
  const reporter = randomUUID();
  let reported = false;

  async function report(broken: Broken[]): Promise<void> {
    if (broken.length === 0 && !reported) return;
    try {
      await receiver.report({ reporter, broken });
      reported = broken.length > 0;
    } catch (error) {
      log.warn({ code: (error as { code?: string }).code }, 'the circuit breakers could not be reported');
    }
  }

  let running: Promise<void> | undefined;
  const tick = () => {
    // A receiver that is slower than the interval is left in peace: the next report says what it has missed.
    if (running) return;
    const broken = clients.circuits().flatMap(({ state, ...rest }) => (state === 'closed' ? [] : [{ ...rest, state }]));
    running = report(broken).finally(() => {
      running = undefined;
    });
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
