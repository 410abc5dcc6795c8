import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { DepartmentAddresses } from '../../../departments/index.ts';
import type { System } from '../../support/system.ts';
import type { Moment } from './interrupted.ts';

/**
 * Where the worker of a case dies: in or at the end of the transaction of its 登簿; after it, before anybody else has heard of it; or
 * while the receipt is on its way to the engine.
 */
export type Fault = { caseNo: string } & ({ at: Moment | 'entered' } | { at: 'acknowledging'; afterMs: number });

/** What the process is told when it starts, as JSON. */
export interface WorkerOrders {
  databaseUrl: string;
  engine: { zeebeGrpcAddress: string; zeebeRestAddress: string };
  departments: DepartmentAddresses;
  settings: { publicUrl: string; callbackUrl: string };
  now: string;
  fault: Fault | null;
}

export interface WorkerProcess {
  /** From now on it takes jobs. */
  go(): Promise<void>;
  /** The signal that ended it. */
  ended: Promise<string | null>;
  kill(): Promise<void>;
}

/** A process with the product's workers; it is loaded at once, so that the next one can be while this one works. */
export function spawnWorker(
  { db, engineAddresses, simulators, publicUrl, clock }: System,
  fault: Fault | null,
): WorkerProcess {
  const orders: WorkerOrders = {
    databaseUrl: db.url,
    engine: {
      zeebeGrpcAddress: engineAddresses.grpcAddress,
      zeebeRestAddress: engineAddresses.restAddress,
    },
    departments: simulators.addresses,
    settings: { publicUrl, callbackUrl: publicUrl },
    now: clock.now().toISOString(),
    fault,
  };
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'test/crash/support/dying-worker.ts'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH, ORDERS: JSON.stringify(orders) },
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    if (signal === null) throw new Error(`The worker ended by itself with ${code}`);
    return signal as string;
  });
  ended.catch(() => undefined);
  const loaded = once(child, 'message');
  return {
    ended,
    go: async () => {
      await Promise.race([loaded, ended]);
      child.send('go');
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended.catch(() => undefined);
    },
  };
}
