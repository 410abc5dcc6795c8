import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { DepartmentName } from '../shared/wire.ts';

/** What every simulator needs; the rest is its own state. */
export interface SimulatorOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly callbackSecret: string;
  /** Address of another simulator, once all of them listen. */
  readonly peer: (department: DepartmentName) => string;
  /** Keeps the state across restarts when given. */
  readonly journalFile?: string;
  /** What others do happens by itself. Default false; can be switched by `PUT /faults`. */
  readonly auto?: boolean;
  /** Time from an order to its result in auto mode. Default 2 s. */
  readonly autoDelayMs?: number;
  /** Ordinary time a call takes, in ms; default none. `PUT /faults {latencyMs}` comes on top. */
  readonly latencyMs?: () => number;
  readonly callbackBackoffMs?: number;
  /** How long out-of-order callbacks wait for later ones. Default 2 s. */
  readonly callbackWindowMs?: number;
}
