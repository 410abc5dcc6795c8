import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { ERRANDS, type TicketView } from '../../../server/api/index.ts';
import { formatTime } from '../../lib/format.ts';
import { CaseLinks } from './ticket-table.tsx';
import { spanText, ticketNo } from './words.ts';

interface Props {
  ticket: TicketView | null;
  /** Calls before 过号. */
  callsNeeded: number;
  /** Seconds till it may be called again or passed over. */
  wait: number;
  busy: boolean;
  onRecall: (ticketId: string) => void;
  onMove: (ticket: TicketView) => void;
  onEnd: (ticketId: string, outcome: 'SERVED' | 'MISSED') => void;
}

/** Who is at this clerk's window now. */
export function OpenTicket({ ticket, callsNeeded, wait, busy, onRecall, onMove, onEnd }: Props) {
  if (!ticket) return null;
  const { ticketId, calls } = ticket;
  return (
    <section className="panel" aria-label="正在接待">
      <div className="panel-head">
        <h2>
          正在接待 <span className="num">{ticketNo(ticket)}</span> 号
        </h2>
        <span className="muted num">
          {ERRANDS[ticket.errand]}，{ticket.counter}，{ticket.calledAt ? formatTime(ticket.calledAt) : ''} 叫号，已呼{' '}
          {calls} 次
        </span>
        <span className="grow" />
        {ticket.caseNos.length === 0 ? (
          <>
            {wait > 0 ? (
              <span className="muted num">
                {wait} 秒后可{calls < callsNeeded ? '再呼' : '再呼或过号'}
              </span>
            ) : null}
            <Button size="small" disabled={busy || wait > 0} onClick={() => onRecall(ticketId)}>
              重呼 <kbd>r</kbd>
            </Button>
            <Button
              size="small"
              disabled={busy || wait > 0 || calls < callsNeeded}
              title={calls < callsNeeded ? `呼叫满 ${callsNeeded} 次无人到窗口方可过号` : undefined}
              onClick={() => onEnd(ticketId, 'MISSED')}
            >
              过号
            </Button>
          </>
        ) : null}
        <Button size="small" disabled={busy} onClick={() => onMove(ticket)}>
          转号
        </Button>
        <Button size="small" disabled={busy} onClick={() => onEnd(ticketId, 'SERVED')}>
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
