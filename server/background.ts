import type { ServerDeps } from './deps.ts';
import { type Poller, startPoller } from './inbox/poller.ts';
import { startRelay } from './relay/relay.ts';

/** Lets a request hurry the loop that carries its effect on. */
export interface Wakers {
  relay(): void;
  poller(): void;
}

export interface Background extends Wakers {
  pollerLoop: Poller;
  /** Finishes what is under way: relay first, so that nothing claimed is left waiting for its lease. */
  stop(): Promise<void>;
}

export function startBackground(deps: ServerDeps): Background {
  const relay = startRelay(deps);
  const poller = startPoller(deps);
  return {
    relay: relay.wake,
    poller: poller.wake,
    pollerLoop: poller,
    stop: async () => {
      await relay.stop();
      await poller.stop();
    },
  };
}
