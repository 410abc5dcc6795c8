import type { ChangeEvent } from '../../server/api/index.ts';

/** A browser gives up for good when a proxy answers for a server that is restarting: then a new stream is opened. */
const REOPEN_MS = 5_000;

export interface LiveHandlers {
  onChange(change: ChangeEvent): void;
  /** A stream has begun: what changed before it, or while there was none, was told to nobody. */
  onHello(): void;
  onLost(): void;
}

/** Hears server-sent events till the returned function is called, over every loss of the connection. */
export function openLive(path: string, { onChange, onHello, onLost }: LiveHandlers): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource(path);
    source.addEventListener('hello', onHello);
    source.addEventListener('change', (message) =>
      onChange(JSON.parse((message as MessageEvent<string>).data) as ChangeEvent),
    );
    source.addEventListener('error', () => {
      onLost();
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
