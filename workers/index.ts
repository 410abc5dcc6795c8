/** Job workers of the product: one per job type of processes/, on any engine that speaks Camunda 8's APIs. */
import type { DepartmentClients } from '../departments/index.ts';
import { startCircuitReports } from '../departments/shared/circuit-reports.ts';
import type { Clock } from '../platform/clock.ts';
import { createDocumentRenderer, type DocumentRenderer } from '../platform/documents/index.ts';
import { createEngineClient, type EngineClient, type EngineClientConfig } from '../platform/engine-client/index.ts';
import type { Logger } from '../platform/logger.ts';
import type { Registry } from '../registry/index.ts';
import { catalog } from './catalog.ts';
import type { WorkerDeps } from './job.ts';
import { createInstanceLinks } from './runtime/instance-links.ts';
import { type BackOff, runJob } from './runtime/run-job.ts';

export { catalog } from './catalog.ts';
export { deployProcesses, readProcesses } from './runtime/deploy-processes.ts';

export interface WorkerSettings {
  publicUrl: string;
  callbackUrl: string;
  /** Jobs run at the same time, per job type. Default 16. */
  maxActive?: number;
  /** In place of what the job specs say. */
  retry?: BackOff;
}

export interface StartWorkers {
  registry: Registry;
  clients: Omit<DepartmentClients, 'close'>;
  /** Addresses, or a client of the caller's, which then stays open after `stop`. */
  camunda: EngineClientConfig | EngineClient;
  clock: Clock;
  log: Logger;
  settings: WorkerSettings;
  /** Made when absent; loads the fonts. */
  documents?: DocumentRenderer;
}

export interface RunningWorkers {
  /** Jobs being run right now. */
  active(): number;
  /** Takes no more jobs, finishes the running ones, closes what it opened. */
  stop(): Promise<void>;
}

export function startWorkers(options: StartWorkers): RunningWorkers {
  const { registry, clients, camunda, clock, log, settings } = options;
  const own = 'createWorker' in camunda ? undefined : createEngineClient(camunda);
  const engine = 'createWorker' in camunda ? camunda : own!;
  const deps: WorkerDeps = {
    registry,
    clients,
    engine,
    documents: options.documents ?? createDocumentRenderer(),
    clock,
    log,
    publicUrl: settings.publicUrl,
    callbackUrl: settings.callbackUrl,
  };
  const links = createInstanceLinks(registry);
  const circuitReports = startCircuitReports(registry.circuits, clients, log);
  const workers = catalog.map((spec) =>
    engine.createWorker({
      type: spec.type,
      worker: 'yitong-workers',
      timeoutMs: spec.timeoutMs,
      maxActive: settings.maxActive ?? 16,
      fetchVariables: [...new Set(['caseNo', ...Object.keys(spec.input.properties)])],
      run: (job) => runJob(spec, job, deps, settings.retry, links),
      onError: (error) => log.warn({ jobType: spec.type, reason: error.message }, 'the engine did not answer a worker'),
    }),
  );
  return {
    active: () => workers.reduce((sum, worker) => sum + worker.active(), 0),
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await circuitReports.stop();
      await own?.close();
    },
  };
}
