import { queryOptions } from '@tanstack/react-query';
import type { QualityWorkbench, ReconciliationList, ReportList, StockBatchList } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';

/** A report that was sent again is answered in a second or two. */
const SOON_MS = 3_000;
const LATER_MS = 30_000;

export const rejectsQuery = queryOptions({
  queryKey: ['quality', 'reports'],
  queryFn: ({ signal }) => api<ReportList>('/api/quality/reports?state=REJECTED', { signal }),
  refetchInterval: ({ state }) => ((state.data?.counts.PENDING ?? 0) > 0 ? SOON_MS : LATER_MS),
});

export const workbenchQuery = queryOptions({
  queryKey: ['quality', 'units'],
  queryFn: ({ signal }) => api<QualityWorkbench>('/api/quality/units', { signal }),
  refetchInterval: LATER_MS,
});

export const dailyQuery = queryOptions({
  queryKey: ['quality', 'daily'],
  queryFn: ({ signal }) => api<ReconciliationList>('/api/quality/reconciliations', { signal }),
});

export const batchesQuery = queryOptions({
  queryKey: ['quality', 'batches'],
  queryFn: ({ signal }) => api<StockBatchList>('/api/stock/batches', { signal }),
});
