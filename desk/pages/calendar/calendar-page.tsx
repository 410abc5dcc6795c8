import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { may, useSession } from '../../lib/session.ts';
import { today } from '../../lib/today.ts';
import { ChangeCard } from './change-card.tsx';
import { calendarQuery } from './queries.ts';
import { TimetableDialog } from './timetable-dialog.tsx';
import { Timetables } from './timetables.tsx';
import { YearDialog } from './year-dialog.tsx';
import { YearMonths } from './year-months.tsx';

/** 工作日历: a year at a glance, window hours of every outlet, and changes of both with what they move. */
export default function CalendarPage() {
  const search = useSearch({ from: '/shell/calendar' });
  const navigate = useNavigate();
  const session = useSession();
  const [changing, setChanging] = useState<'year' | 'hours' | null>(null);
  const year = Number(search.year) || Number(today().slice(0, 4));
  const { data, error, isPending, refetch } = useQuery(calendarQuery(year));
  const goTo = (to: number) => void navigate({ to: '/calendar', search: { year: String(to) } });
  const mayPropose = may(session, 'calendar.propose');
  const open = data?.changes.filter((change) => !change.decision) ?? [];
  const decided = data?.changes.filter((change) => change.decision) ?? [];
  return (
    <>
      <div className="page-head">
        <h1>工作日历</h1>
        <Button aria-label="上一年" onClick={() => goTo(year - 1)}>
          ‹
        </Button>
        <strong className="num">{year} 年</strong>
        <Button aria-label="下一年" onClick={() => goTo(year + 1)}>
          ›
        </Button>
        {data?.year.workingDays ? <span className="muted num">{data.year.workingDays} 个工作日</span> : null}
        <span className="grow" />
        {mayPropose ? <Button onClick={() => setChanging('year')}>变更节假日安排</Button> : null}
        {mayPropose ? <Button onClick={() => setChanging('hours')}>变更窗口时间</Button> : null}
      </div>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <Loading what="正在读取日历" /> : null}
      {data ? (
        <>
          {open.length > 0 ? (
            <section className="panel" aria-label="待审批">
              <div className="panel-head">
                <h2>待审批</h2>
                <span className="muted num">{open.length} 项</span>
              </div>
              {open.map((change) => (
                <ChangeCard key={change.changeId} change={change} />
              ))}
            </section>
          ) : null}
          <section className="panel" aria-label={`${year} 年`}>
            <div className="panel-head">
              <h2>节假日与调休</h2>
              <span className="muted">{data.year.source ?? ''}</span>
            </div>
            {data.year.source === null ? (
              <EmptyState title={`${year} 年的日历还没有装入`}>
                国务院办公厅的放假通知发布后，在“变更节假日安排”中导入 holiday-cn 的 {year}
                .json，或逐日填写，经审批后生效。 此前凡是算到这一年的期限都会报错，不会猜测。
              </EmptyState>
            ) : (
              <YearMonths year={year} days={data.year.days} today={data.today} />
            )}
          </section>
          <Timetables timetables={data.timetables} today={data.today} />
          <section className="panel" aria-label="变更记录">
            <div className="panel-head">
              <h2>变更记录</h2>
            </div>
            {decided.map((change) => (
              <ChangeCard key={change.changeId} change={change} />
            ))}
            {decided.length === 0 ? (
              <EmptyState title="还没有变更">审批过的日历和窗口时间变更，以及它们移动的期限，会列在这里。</EmptyState>
            ) : null}
          </section>
          {changing === 'year' ? (
            <YearDialog year={year} days={data.year.days} onClose={() => setChanging(null)} />
          ) : null}
          {changing === 'hours' ? <TimetableDialog today={data.today} onClose={() => setChanging(null)} /> : null}
        </>
      ) : null}
    </>
  );
}
