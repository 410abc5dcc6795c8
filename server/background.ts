import { startCircuitReports } from '../departments/shared/circuit-reports.ts';
import { freeBytes } from '../platform/disk-space.ts';
import { startAnswerSweep } from './answers/sweep.ts';
import { startMortgageeLetters } from './bank/mortgagee-letters.ts';
import { startSeizureSweep } from './court/seizure-sweep.ts';
import { startSignatures } from './court/signatures.ts';
import type { ServerDeps } from './deps.ts';
import { startQualitySweep } from './exchange/quality-sweep.ts';
import { startReconciliation } from './exchange/reconciliation.ts';
import { startUpperReports } from './exchange/upper-reports.ts';
import { type Poller, startPoller } from './inbox/poller.ts';
import { startNightlySweep } from './keeping/nightly-sweep.ts';
import { startDiskWatch } from './loops/disk-watch.ts';
import { startLapseSweep } from './loops/lapse-sweep.ts';
import { startRelay } from './relay/relay.ts';

/** Lets a request hurry the loop that carries its effect on. */
export interface Wakers {
  relay(): void;
  poller(): void;
  /** Carries what a court has signed to the engine. */
  signatures(): void;
  /** Sends to the platform above what a clerk has mended. */
  reports(): void;
  /** Asks departments for the results that are due. */
  answers(): void;
}

export interface Background extends Wakers {
  pollerLoop: Poller;
  /** Finishes what is under way: relay first, so that nothing claimed is left waiting for its lease. */
  stop(): Promise<void>;
}

export function startBackground(deps: ServerDeps): Background {
  const relay = startRelay(deps);
  const poller = startPoller(deps);
  const signatures = startSignatures(deps);
  const sweep = startSeizureSweep(deps);
  const lapses = startLapseSweep(deps);
  const circuits = startCircuitReports(deps.registry.circuits, deps.departments, deps.log);
  const letters = startMortgageeLetters(deps);
  const reports = startUpperReports(deps);
  const reconciliation = startReconciliation(deps);
  const quality = startQualitySweep(deps);
  const { home } = deps.config;
  const disk = home === undefined ? undefined : startDiskWatch({ log: deps.log, free: () => freeBytes(home) });
  const answers = startAnswerSweep(deps, relay.wake);
  const nightly = startNightlySweep(deps);
  return {
    relay: relay.wake,
    poller: poller.wake,
    signatures: signatures.wake,
    reports: reports.wake,
    answers: answers.wake,
    pollerLoop: poller,
    stop: async () => {
      await relay.stop();
      await answers.stop();
      await signatures.stop();
      await letters.stop();
      await reports.stop();
      await reconciliation.stop();
      await quality.stop();
      await disk?.stop();
      await nightly.stop();
      await sweep.stop();
      await lapses.stop();
      await circuits.stop();
      await poller.stop();
    },
  };
}
