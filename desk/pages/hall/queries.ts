import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { HallDeviceList, HallView } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { openLive } from '../../api/live.ts';

export const hallQuery = (token: string) =>
  queryOptions({
    queryKey: ['hall', token],
    // A screen stands there for months: what a lost event did not tell, this finds.
    refetchInterval: 30_000,
    refetchIntervalInBackground: true,
    queryFn: ({ signal }) => api<HallView>(`/api/public/hall/${token}`, { signal }),
  });

export const devicesQuery = queryOptions({
  queryKey: ['hall-devices'],
  refetchInterval: 60_000,
  queryFn: ({ signal }) => api<HallDeviceList>('/api/hall/devices', { signal }),
});

/** Keeps a screen of the hall live. @returns false while the connection is down */
export function useHallLive(token: string): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const stale = () => void client.invalidateQueries({ queryKey: hallQuery(token).queryKey });
    return openLive(`/api/public/hall/${token}/events`, {
      onLost: () => setConnected(false),
      onHello: () => {
        setConnected(true);
        stale();
      },
      onChange: stale,
    });
  }, [client, token]);
  return connected;
}
