import { queryOptions } from '@tanstack/react-query';
import type { TicketDesk } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';

export const ticketsQuery = queryOptions({
  queryKey: ['tickets'],
  refetchInterval: 30_000,
  queryFn: ({ signal }) => api<TicketDesk>('/api/tickets', { signal }),
});
