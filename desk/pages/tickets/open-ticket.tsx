import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { TicketView } from '../../../server/api/index.ts';
import { formatTime } from '../../lib/format.ts';
import { CaseLinks } from './ticket-table.tsx';
import { spanText, ticketNo } from './words.ts';

interface Props {
  ticket: TicketView | null;
  busy: boolean;
  onEnd: (ticketId: string, outcome: 'SERVED' | 'MISSED') => void;
}

/** Who is at this clerk's window now. */
export function OpenTicket({ ticket, busy, onEnd }: Props) {
  if (!ticket) return null;
  return (
    <section className="panel" aria-label="正在接待">
      <div className="panel-head">
        <h2>
          正在接待 <span className="num">{ticketNo(ticket)}</span> 号
        </h2>
        <span className="muted num">
          {ticket.counter}，{ticket.calledAt ? formatTime(ticket.calledAt) : ''} 叫号
        </span>
        <span className="grow" />
        {ticket.caseNos.length === 0 ? (
          <Button size="small" disabled={busy} onClick={() => onEnd(ticket.ticketId, 'MISSED')}>
            过号
          </Button>
        ) : null}
        <Button size="small" disabled={busy} onClick={() => onEnd(ticket.ticketId, 'SERVED')}>
          办结
        </Button>
      </div>
      <div className="panel-body">
        <dl className="facts num">
          <dt>候号</dt>
          <dd>{spanText(ticket.waited)}</dd>
          <dt>业务</dt>
          <dd>
            {ticket.caseNos.length > 0 ? (
              <CaseLinks caseNos={ticket.caseNos} />
            ) : (
              <>
                还没有提交；现在<Link to="/intake">受理</Link>的业务自动记在本号下。
              </>
            )}
          </dd>
        </dl>
      </div>
    </section>
  );
}
