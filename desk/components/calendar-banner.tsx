import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CalendarWarning } from '../../server/api/index.ts';
import { api } from '../api/http.ts';
import { may, useSession } from '../lib/session.ts';

const HOUR_MS = 3_600_000;

/** On every page of who can do something about it: next year's calendar is missing (from 1 December on). */
export function CalendarBanner() {
  const session = useSession();
  const { data } = useQuery({
    queryKey: ['calendar', 'warning'],
    enabled: may(session, 'calendar.view'),
    refetchInterval: HOUR_MS,
    queryFn: ({ signal }) => api<CalendarWarning>('/api/calendar/warning', { signal }),
  });
  if (!data?.warning) return null;
  return (
    <div className="calendar-missing" role="alert">
      <strong>■ {data.warning}</strong> <Link to="/calendar">打开工作日历</Link>
    </div>
  );
}
