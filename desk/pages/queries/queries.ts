import { queryOptions } from '@tanstack/react-query';
import type { HousingCount, LookupAlarms, QueryList, QueryVerification } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';

export const ownQueriesQuery = queryOptions({
  queryKey: ['queries', 'own'],
  queryFn: ({ signal }) => api<QueryList>('/api/queries', { signal }),
});

export const alarmsQuery = queryOptions({
  queryKey: ['queries', 'alarms'],
  refetchInterval: 60_000,
  queryFn: ({ signal }) => api<LookupAlarms>('/api/queries/alarms', { signal }),
});

export const housingQuery = (caseNo: string) =>
  queryOptions({
    queryKey: ['case', caseNo, 'housing'],
    queryFn: ({ signal }) => api<HousingCount>(`/api/cases/${encodeURIComponent(caseNo)}/housing-count`, { signal }),
  });

export const publicQueryQuery = (code: string) =>
  queryOptions({
    queryKey: ['public-query', code],
    queryFn: ({ signal }) => api<QueryVerification>(`/api/public/queries/${encodeURIComponent(code)}`, { signal }),
  });

export const sheetUrl = (queryNo: string, paperId: string) => `/api/queries/${queryNo}/papers/${paperId}`;
