/** Starts the simulators, each as an HTTP service of its own. */
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import { archiveSimulator } from '../archive/simulator.ts';
import { civilSimulator } from '../civil/simulator.ts';
import type { DepartmentAddresses } from '../clients.ts';
import { courtSimulator } from '../court/simulator.ts';
import { ecertSimulator } from '../ecert/simulator.ts';
import { escrowSimulator } from '../escrow/simulator.ts';
import { housingSimulator } from '../housing/simulator.ts';
import { identitySimulator } from '../identity/simulator.ts';
import { loanbankSimulator } from '../loanbank/simulator.ts';
import { logisticsSimulator } from '../logistics/simulator.ts';
import { marketSimulator } from '../market/simulator.ts';
import { paymentSimulator } from '../payment/simulator.ts';
import { sealSimulator } from '../seal/simulator.ts';
import type { DepartmentName } from '../shared/wire.ts';
import { departmentNames } from '../shared/wire.ts';
import { smsSimulator } from '../sms/simulator.ts';
import { taxSimulator } from '../tax/simulator.ts';
import { timestampSimulator } from '../timestamp/simulator.ts';
import { upperSimulator } from '../upper/simulator.ts';
import { utilitySimulator } from '../utility/simulator.ts';
import { drawLatency, latencyProfiles } from './latency.ts';
import type { SimulatorOptions } from './options.ts';

const simulators: Record<DepartmentName, (app: FastifyInstance, options: SimulatorOptions) => Promise<void>> = {
  identity: identitySimulator,
  housing: housingSimulator,
  tax: taxSimulator,
  payment: paymentSimulator,
  seal: sealSimulator,
  sms: smsSimulator,
  ecert: ecertSimulator,
  escrow: escrowSimulator,
  civil: civilSimulator,
  market: marketSimulator,
  loanbank: loanbankSimulator,
  court: courtSimulator,
  water: utilitySimulator('water'),
  power: utilitySimulator('power'),
  gas: utilitySimulator('gas'),
  tv: utilitySimulator('tv'),
  broadband: utilitySimulator('broadband'),
  logistics: logisticsSimulator,
  archive: archiveSimulator,
  upper: upperSimulator,
  timestamp: timestampSimulator,
};

export interface StartSimulatorsOptions {
  readonly callbackSecret: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Port per department; one not given, or 0, gets a free one. */
  readonly ports?: Partial<Record<DepartmentName, number>>;
  /** Folder in which each simulator keeps its state across restarts; without it the state ends with the process. */
  readonly home?: string;
  readonly auto?: boolean;
  readonly autoDelayMs?: number;
  /** Calls take as long as at a real department (`latency.ts`). Default: no time at all. */
  readonly usualLatency?: boolean;
  readonly callbackBackoffMs?: number;
  readonly callbackWindowMs?: number;
}

export interface RunningSimulators {
  readonly addresses: DepartmentAddresses;
  stop(): Promise<void>;
}

export async function startSimulators(options: StartSimulatorsOptions): Promise<RunningSimulators> {
  const { host = '127.0.0.1', ports = {}, home, usualLatency = false, ...shared } = options;
  const apps: FastifyInstance[] = [];
  const addresses: Partial<Record<DepartmentName, string>> = {};
  const stop = async () => {
    await Promise.all(apps.map((app) => app.close()));
  };
  async function start(name: DepartmentName) {
    // A caller whose answer never comes (fault `timeout`) must not hold up the stop.
    const app = Fastify({
      forceCloseConnections: true,
      bodyLimit: 32 * 1024 * 1024,
      // A body that breaks the contract is refused, not mended in silence.
      ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
    });
    apps.push(app);
    await simulators[name](app, {
      ...shared,
      peer: (other) => addresses[other] ?? '',
      ...(home ? { journalFile: join(home, `${name}.jsonl`) } : {}),
      ...(usualLatency ? { latencyMs: () => drawLatency(latencyProfiles[name], Math.random) } : {}),
    });
    addresses[name] = await app.listen({ host, port: ports[name] ?? 0 });
  }
  try {
    await Promise.all(departmentNames.map(start));
  } catch (error) {
    await stop();
    throw error;
  }
  return { addresses: addresses as DepartmentAddresses, stop };
}
