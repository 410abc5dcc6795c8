/**
 * The product's workers, with one case whose 登簿 they do not survive: `FAULT` says which and where. Started by worker-process.ts,
 * which sends `go` when it may take jobs.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createClients } from '../../../departments/index.ts';
import { createTestClock } from '../../../platform/clock.ts';
import { createEngineClient } from '../../../platform/engine-client/index.ts';
import { createLogger } from '../../../platform/logger.ts';
import { createPool } from '../../../platform/pool.ts';
import { createRegistry } from '../../../registry/index.ts';
import { startWorkers } from '../../../workers/index.ts';
import { interruptedPool } from './interrupted.ts';
import type { WorkerOrders } from './worker-process.ts';

const die = () => process.kill(process.pid, 'SIGKILL');

const orders: WorkerOrders = JSON.parse(process.env.ORDERS ?? '{}');
const { fault } = orders;
const clock = createTestClock(orders.now);
const pool = createPool({ connectionString: orders.databaseUrl, max: 10 });
pool.on('error', () => undefined);

/** Set while the doomed 登簿 runs, so that no other transaction of this process is meant. */
const doomed = new AsyncLocalStorage<true>();
const dying =
  fault && fault.at !== 'entered' && fault.at !== 'acknowledging' ? interruptedPool(pool, fault.at, die) : pool;
const connect = () => (doomed.getStore() ? dying.connect() : pool.connect());
const registry = createRegistry({
  pool: new Proxy(pool, {
    get: (target, key) => (key === 'connect' ? connect : Reflect.get(target, key).bind?.(target)),
  }),
  clock,
});
const { enterInRegister } = registry.book;
registry.book.enterInRegister = async (input) => {
  if (input.caseNo !== fault?.caseNo) return enterInRegister(input);
  const result = await doomed.run(true, () => enterInRegister(input));
  if (fault.at === 'entered') die();
  // The receipt goes on its way; whether the engine gets it before or after is chance.
  if (fault.at === 'acknowledging') setTimeout(die, fault.afterMs);
  return result;
};

const engine = createEngineClient(orders.engine);
const clients = createClients(orders.departments, { circuit: { halfOpenAfterMs: 100 } });
process.send?.('loaded');
await once(process, 'message');
startWorkers({
  registry,
  clients,
  camunda: engine,
  clock,
  log: createLogger('workers', { LOG_LEVEL: 'silent' }),
  settings: { ...orders.settings, retry: { firstBackOffMs: 200, maxBackOffMs: 1000 } },
});
// Whoever started us is gone.
process.on('disconnect', die);
