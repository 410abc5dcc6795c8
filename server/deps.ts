import type { Pool } from 'pg';
import type { DepartmentClients, DepartmentName } from '../departments/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { EngineClient } from '../platform/engine-client/index.ts';
import type { KeepDays } from '../platform/keep-days.ts';
import type { Logger } from '../platform/logger.ts';
import type { AskedDepartment, Registry } from '../registry/index.ts';
import type { KnownJob } from './modeler/known-jobs.ts';

/** Settings of the server alone; `platform/config.ts` is where they come from. */
export interface ServerConfig {
  /** Address printed in QR codes and allowed as Origin. */
  publicUrl: string;
  callbackSecret: string;
  /** Address where departments report results: `<callbackUrl>/api/callbacks/…`. */
  callbackUrl: string;
  /** In which form entries are reported to the platform above; both say the same. */
  upperFormat: 'json' | 'xml';
  departmentUrls: Record<DepartmentName, string>;
  /** Where the engine's own REST API and metrics are, for /metrics only. */
  zeebeRestAddress: string;
  /** Folder of what is kept between runs: its disk is watched. Not given, none is. */
  home?: string;
  /** How long the nightly sweep leaves what is over. */
  keepDays: KeepDays;
  /** Offers the demo accounts on the sign-in page. */
  demo: boolean;
  /** Folders of the built desk and modeler; a missing one is answered with a sentence. */
  deskDir: string;
  modelerDir: string;
  /** Folder of the diagrams in the repository, for the modeler's tables and forms. */
  processesDir: string;
}

/** What the server is made of. Everything comes in from outside, so tests can own time, database and engine. */
export interface ServerDeps {
  registry: Registry;
  engine: EngineClient;
  /** What people ask for while they wait (a loan's state, the code of a link), and results that were lost. Everything else is a worker's. */
  departments: Pick<DepartmentClients, 'identity' | 'seal' | 'sms' | 'upper' | 'circuits' | AskedDepartment>;
  pool: Pool;
  clock: Clock;
  log: Logger;
  config: ServerConfig;
  /** What a worker serves: a diagram that asks for anything else is not deployed. */
  knownJobs: () => Promise<readonly KnownJob[]>;
}
