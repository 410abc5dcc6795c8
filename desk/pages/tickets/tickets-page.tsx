import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { Errand, TicketView } from '../../../server/api/index.ts';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { useHotkeys } from '../../lib/use-hotkeys.ts';
import { Slip } from '../hall/slip.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { OpenTicket } from './open-ticket.tsx';
import { ticketsQuery } from './queries.ts';
import { TicketTable } from './ticket-table.tsx';
import { useCallWait } from './use-call-wait.ts';
import { useTicketActs } from './use-ticket-acts.ts';
import { errandOptions, ticketNo } from './words.ts';

/** Which window this computer stands at, and what it serves, is remembered by the browser. */
const COUNTER_KEY = 'yitong.counter';
const SERVES_KEY = 'yitong.counter.errands';

function rememberedErrands(): Errand[] {
  const kept = (localStorage.getItem(SERVES_KEY) ?? '').split(' ');
  return errandOptions.map(({ value }) => value).filter((one) => kept.includes(one));
}

/** 叫号: a number is taken at the door, called at a window; what the clerk files meanwhile is that person's case. */
export default function TicketsPage() {
  const { data, error, refetch } = useQuery(ticketsQuery);
  const [counter, setCounter] = useState(() => localStorage.getItem(COUNTER_KEY) ?? '');
  const [serves, setServes] = useState(rememberedErrands);
  const [errand, setErrand] = useState<Errand>('registration');
  const [moving, setMoving] = useState<TicketView | null>(null);
  const acts = useTicketActs();
  const call = () => {
    if (counter.trim() === '') return;
    localStorage.setItem(COUNTER_KEY, counter.trim());
    localStorage.setItem(SERVES_KEY, serves.join(' '));
    acts.call({ counter: counter.trim(), ...(serves.length > 0 ? { errands: serves } : {}) });
  };
  const open = data?.open ?? null;
  const wait = useCallWait(open, data?.callGapSeconds ?? 0);
  useHotkeys({
    n: call,
    r: () => {
      if (open && open.caseNos.length === 0 && wait === 0) acts.recall(open.ticketId);
    },
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="正在读取候号" />;
  const missed = data.called.filter((one) => one.state === 'missed');
  const startMove = (ticket: TicketView) => {
    acts.clear();
    setMoving(ticket);
  };
  return (
    <div className="page">
      <div className="page-head">
        <h1>叫号</h1>
        <Select
          aria-label="取号事项"
          style={{ width: 140 }}
          value={errand}
          options={errandOptions}
          onChange={setErrand}
        />
        <Button disabled={acts.busy} onClick={() => acts.take(errand)}>
          取号
        </Button>
        <span className="grow" />
        <Select
          mode="multiple"
          aria-label="本窗口办理"
          placeholder="本窗口办理全部事项"
          style={{ minWidth: 190 }}
          maxTagCount={1}
          value={serves}
          options={errandOptions}
          onChange={setServes}
        />
        <Input
          aria-label="窗口"
          placeholder="窗口，如 3 号窗口"
          style={{ width: 150 }}
          maxLength={20}
          value={counter}
          onChange={(event) => setCounter(event.target.value)}
          onPressEnter={(event) => {
            if (!event.nativeEvent.isComposing) call();
          }}
        />
        <Button type="primary" disabled={counter.trim() === ''} loading={acts.busy} onClick={call}>
          叫下一号 <kbd>n</kbd>
        </Button>
      </div>
      {acts.error && !moving ? (
        <div style={{ marginBottom: 12 }}>
          <Problem error={acts.error} />
        </div>
      ) : null}
      {acts.said ? (
        <p className="note" role="status" style={{ marginBottom: 12 }}>
          {acts.said}{' '}
          {acts.taken ? (
            <Button size="small" onClick={() => window.print()}>
              打印小票
            </Button>
          ) : null}
        </p>
      ) : null}
      {acts.taken ? <Slip ticket={acts.taken} print={false} /> : null}
      <OpenTicket
        ticket={data.open}
        callsNeeded={data.callsNeeded}
        wait={wait}
        busy={acts.busy}
        onRecall={acts.recall}
        onMove={startMove}
        onEnd={acts.end}
      />
      <section className="panel">
        <div className="panel-head">
          <h2>候号</h2>
          <span className="muted num">{data.waiting.length} 人</span>
          <span className="muted">候号时间单独统计，受理后才开始计办理时限</span>
        </div>
        <TicketTable
          rows={data.waiting}
          empty={['没有人在候号', '群众取号后，按先后列在这里。']}
          action={(ticket) => (
            <Button size="small" disabled={acts.busy} onClick={() => startMove(ticket)}>
              转号
            </Button>
          )}
        />
      </section>
      {missed.length > 0 ? (
        <section className="panel" aria-label="过号">
          <div className="panel-head">
            <h2>过号</h2>
            <span className="muted num">{missed.length} 人</span>
            <span className="muted">当事人回来后恢复排队，排在前 {data.restoreAfter} 位之后</span>
          </div>
          <TicketTable
            rows={missed}
            empty={['没有过号', '']}
            action={(ticket) => (
              <Button size="small" disabled={acts.busy} onClick={() => acts.restore(ticket.ticketId, ticketNo(ticket))}>
                恢复排队
              </Button>
            )}
          />
        </section>
      ) : null}
      <section className="panel">
        <div className="panel-head">
          <h2>今日已叫</h2>
          <span className="muted num">{data.called.length - missed.length} 人</span>
        </div>
        <TicketTable
          rows={data.called.filter((one) => one.state !== 'missed')}
          empty={['今日还没有叫号', '填写窗口后点“叫下一号”。']}
        />
      </section>
      <MoveDialog
        ticket={moving}
        counters={data.counters}
        busy={acts.busy}
        error={acts.error}
        onCancel={() => setMoving(null)}
        onMove={(ticket, to) => acts.move(ticket.ticketId, ticketNo(ticket), to, () => setMoving(null))}
      />
    </div>
  );
}
