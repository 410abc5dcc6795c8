import { queryOptions } from '@tanstack/react-query';
import type { CourtItemList, CourtNotice, CourtNoticeList, CourtSeizureList } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';

/** A court waits seconds for its answer, so the list is asked again while something is under way. */
const SOON_MS = 2_000;
export const LATER_MS = 20_000;

export const noticesQuery = queryOptions({
  queryKey: ['court', 'notices'],
  queryFn: ({ signal }) => api<CourtNoticeList>('/api/court/notices', { signal }),
  refetchInterval: ({ state }) =>
    state.data?.items.some((one) => one.deliveredAt && !one.answered) ? SOON_MS : LATER_MS,
});

/** What can be asked for and with which papers; the same all day. */
export const courtItemsQuery = queryOptions({
  queryKey: ['court', 'items'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => api<CourtItemList>('/api/court/items', { signal }),
});

export const seizuresQuery = queryOptions({
  queryKey: ['court', 'seizures'],
  queryFn: ({ signal }) => api<CourtSeizureList>('/api/court/seizures', { signal }),
  refetchInterval: SOON_MS * 3,
});

export const answerOf = (notice: CourtNotice) =>
  notice.papers.find((paper) => ['receipt', 'result', 'return'].includes(paper.kind));
export const paperUrl = (noticeNo: string, paperId: string) => `/api/court/notices/${noticeNo}/papers/${paperId}`;
