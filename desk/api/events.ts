import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ChangeEvent } from '../../server/api/index.ts';
import { openLive } from './live.ts';

/** Which cached answers a change makes stale. Events never carry data, only what changed. */
function invalidate(client: QueryClient, change: ChangeEvent): void {
  const stale = (...queryKey: string[]) => void client.invalidateQueries({ queryKey });
  if (change.caseNo) stale('case', change.caseNo);
  switch (change.topic) {
    case 'task':
      stale('tasks');
      if (change.id) stale('task', change.id);
      else stale('task');
      stale('board');
      return;
    case 'case':
      if (change.id) stale('case', change.id);
      stale('cases');
      stale('tasks');
      stale('board');
      return;
    case 'unit':
      if (change.id) stale('unit', change.id);
      else stale('unit');
      stale('units');
      return;
    case 'incident':
    case 'board':
    case 'process':
      stale('board');
      return;
    case 'ticket':
      stale('tickets');
      stale('board');
      return;
    case 'simulator':
      stale('simulators');
      return;
    default:
      change.topic satisfies never;
  }
}

/** How long changes are gathered before the browser fetches: a case that runs through ten steps costs one fetch. */
const GATHER_MS = 250;

/**
 * Keeps the screens live by server-sent events. Once connected, everything on the screen is fetched again: what
 * changed between the first answers and the connection, or while it was down, was told to nobody.
 * @returns false while the connection is down, so that the layout can say so.
 */
export function useLiveUpdates(enabled: boolean): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    if (!enabled) return;
    const gathered = new Map<string, ChangeEvent>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const close = openLive('/api/events', {
      onLost: () => setConnected(false),
      onHello: () => {
        setConnected(true);
        void client.invalidateQueries();
      },
      onChange: (change) => {
        gathered.set(`${change.topic}:${change.id ?? ''}:${change.caseNo ?? ''}`, change);
        timer ??= setTimeout(() => {
          timer = undefined;
          const changes = [...gathered.values()];
          gathered.clear();
          for (const one of changes) invalidate(client, one);
        }, GATHER_MS);
      },
    });
    return () => {
      clearTimeout(timer);
      close();
    };
  }, [client, enabled]);
  return connected;
}
