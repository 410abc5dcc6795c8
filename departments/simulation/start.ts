/** Starts the seven simulators, each as an HTTP service of its own. */
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { DepartmentAddresses } from '../clients.ts';
import { ecertSimulator } from '../ecert/simulator.ts';
import { housingSimulator } from '../housing/simulator.ts';
import { identitySimulator } from '../identity/simulator.ts';
import { paymentSimulator } from '../payment/simulator.ts';
import { sealSimulator } from '../seal/simulator.ts';
import type { DepartmentName } from '../shared/wire.ts';
import { departmentNames } from '../shared/wire.ts';
import { smsSimulator } from '../sms/simulator.ts';
import { taxSimulator } from '../tax/simulator.ts';
import type { SimulatorOptions } from './options.ts';

const simulators: Record<DepartmentName, (app: FastifyInstance, options: SimulatorOptions) => Promise<void>> = {
  identity: identitySimulator,
  housing: housingSimulator,
  tax: taxSimulator,
  payment: paymentSimulator,
  seal: sealSimulator,
  sms: smsSimulator,
  ecert: ecertSimulator,
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
  readonly latencyMs?: () => number;
  readonly callbackBackoffMs?: number;
}

export interface RunningSimulators {
  readonly addresses: DepartmentAddresses;
  stop(): Promise<void>;
}

export async function startSimulators(options: StartSimulatorsOptions): Promise<RunningSimulators> {
  const { host = '127.0.0.1', ports = {}, home, ...shared } = options;
  const apps: FastifyInstance[] = [];
  const addresses: Partial<Record<DepartmentName, string>> = {};
  const stop = async () => {
    await Promise.all(apps.map((app) => app.close()));
  };
  try {
    for (const name of departmentNames) {
      // A caller whose answer never comes (fault `timeout`) must not hold up the stop.
      const app = Fastify({
        forceCloseConnections: true,
        bodyLimit: 32 * 1024 * 1024,
        // A body that breaks the contract is refused, not mended in silence.
        ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
      });
      apps.push(app);
      await simulators[name](app, { ...shared, ...(home ? { journalFile: join(home, `${name}.jsonl`) } : {}) });
      addresses[name] = await app.listen({ host, port: ports[name] ?? 0 });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { addresses: addresses as DepartmentAddresses, stop };
}
