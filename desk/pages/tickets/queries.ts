import { queryOptions } from '@tanstack/react-query';
import type { OpenTicketView, TicketDesk } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';

export const ticketsQuery = queryOptions({
  queryKey: ['tickets'],
  refetchInterval: 30_000,
  queryFn: ({ signal }) => api<TicketDesk>('/api/tickets', { signal }),
});

/** Stale whenever `ticketsQuery` is. */
export const openTicketQuery = queryOptions({
  queryKey: ['tickets', 'open'],
  queryFn: ({ signal }) => api<OpenTicketView>('/api/tickets/open', { signal }),
});
