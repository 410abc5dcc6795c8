import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { CalledTicket, TicketView } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { OpenTicket } from './open-ticket.tsx';
import { ticketsQuery } from './queries.ts';
import { TicketTable } from './ticket-table.tsx';
import { ticketNo } from './words.ts';

/** Which window this computer stands at is remembered by the browser. */
const COUNTER_KEY = 'yitong.counter';

/** 叫号: a number is taken at the door, called at a window; what the clerk files meanwhile is that person's case. */
export default function TicketsPage() {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(ticketsQuery);
  const [counter, setCounter] = useState(() => localStorage.getItem(COUNTER_KEY) ?? '');
  const [said, setSaid] = useState<string | null>(null);
  const done = () => client.invalidateQueries({ queryKey: ticketsQuery.queryKey });
  const take = useMutation({
    mutationFn: () => api<TicketView>('/api/tickets', { method: 'POST' }),
    onSuccess: async (ticket) => {
      setSaid(`已取号：${ticketNo(ticket)} 号。`);
      await done();
    },
  });
  const call = useMutation({
    mutationFn: () => api<CalledTicket>('/api/tickets/next', { method: 'POST', body: { counter: counter.trim() } }),
    onSuccess: async ({ ticketId }) => {
      localStorage.setItem(COUNTER_KEY, counter.trim());
      setSaid(ticketId === null ? '没有人在候号。' : null);
      await done();
    },
  });
  const end = useMutation({
    mutationFn: ({ ticketId, outcome }: { ticketId: string; outcome: 'SERVED' | 'MISSED' }) =>
      api(`/api/tickets/${ticketId}/end`, { method: 'POST', body: { outcome } }),
    onSuccess: done,
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="正在读取候号" />;
  const failure = take.error ?? call.error ?? end.error;
  const clear = () => {
    for (const act of [take, call, end]) act.reset();
    setSaid(null);
  };
  return (
    <div className="page">
      <div className="page-head">
        <h1>叫号</h1>
        <span className="muted">候号时间单独统计，受理后才开始计办理时限</span>
        <span className="grow" />
        <Button
          loading={take.isPending}
          onClick={() => {
            clear();
            take.mutate();
          }}
        >
          取号
        </Button>
        <Input
          aria-label="窗口"
          placeholder="窗口，如 3 号窗口"
          style={{ width: 150 }}
          maxLength={20}
          value={counter}
          onChange={(event) => setCounter(event.target.value)}
        />
        <Button
          type="primary"
          disabled={counter.trim() === ''}
          loading={call.isPending}
          onClick={() => {
            clear();
            call.mutate();
          }}
        >
          叫下一号
        </Button>
      </div>
      {failure ? (
        <div style={{ marginBottom: 12 }}>
          <Problem error={failure} />
        </div>
      ) : null}
      {said ? (
        <p className="note" role="status" style={{ marginBottom: 12 }}>
          {said}
        </p>
      ) : null}
      <OpenTicket
        ticket={data.open}
        busy={end.isPending}
        onEnd={(ticketId, outcome) => {
          clear();
          end.mutate({ ticketId, outcome });
        }}
      />
      <section className="panel">
        <div className="panel-head">
          <h2>候号</h2>
          <span className="muted num">{data.waiting.length} 人</span>
        </div>
        <TicketTable rows={data.waiting} empty={['没有人在候号', '群众取号后，按先后列在这里。']} />
      </section>
      <section className="panel">
        <div className="panel-head">
          <h2>今日已叫</h2>
          <span className="muted num">{data.called.length} 人</span>
        </div>
        <TicketTable rows={data.called} empty={['今日还没有叫号', '填写窗口后点“叫下一号”。']} />
      </section>
    </div>
  );
}
