import type { ChangeEvent } from '../../server/api/index.ts';

/** Live updates as a page hears them. */
export interface Changes {
  /** Resolves with the greeting. */
  ready: Promise<void>;
  close(): void;
}

/** Listens to GET /api/events with somebody's session until it is closed. */
export function listen(publicUrl: string, cookie: string, onChange: (change: ChangeEvent) => void): Changes {
  const abort = new AbortController();
  let greeted = () => {};
  const ready = new Promise<void>((resolve) => {
    greeted = resolve;
  });
  void (async () => {
    const answer = await fetch(`${publicUrl}/api/events`, { headers: { cookie }, signal: abort.signal });
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body!) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, event, data] = /event: (\w+)\ndata: (.+)/.exec(part) ?? [];
        if (event === 'hello') greeted();
        if (event === 'change') onChange(JSON.parse(data!) as ChangeEvent);
      }
    }
  })().catch(() => undefined);
  return { ready, close: () => abort.abort() };
}
