import { queryOptions } from '@tanstack/react-query';
import type { CalendarMoves, CalendarPage } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';

export const calendarQuery = (year: number) =>
  queryOptions({
    queryKey: ['calendar', 'year', year],
    queryFn: ({ signal }) => api<CalendarPage>(`/api/calendar?year=${year}`, { signal }),
  });

export const movesQuery = (changeId: string) =>
  queryOptions({
    queryKey: ['calendar', 'moves', changeId],
    queryFn: ({ signal }) => api<CalendarMoves>(`/api/calendar/changes/${changeId}/moves`, { signal }),
  });
