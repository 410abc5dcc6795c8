import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { BatchWorker } from '../batch/batch-worker.ts';
import type { Intake } from '../runtime/intake.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What every route gets. */
export interface RestContext {
  runtime: Runtime;
  /** For reading only; writing goes through `runtime.execute`. */
  pool: Pool;
  log: Logger;
  /** Works off batch operations; woken when there is a new one. */
  batches: Pick<BatchWorker, 'wake'>;
  intake: Intake;
  topology: () => { brokers: object[]; [field: string]: unknown };
  renderMetrics: () => string;
}
