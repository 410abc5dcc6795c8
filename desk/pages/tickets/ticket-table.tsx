import { Link } from '@tanstack/react-router';
import { TICKET_STATES, type TicketView } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatTime } from '../../lib/format.ts';
import { spanText, ticketNo } from './words.ts';

interface Props {
  rows: TicketView[];
  /** Title and hint of the empty table. */
  empty: [string, string];
}

/** Tickets of one day with their moments and what they took; on a phone as cards. */
export function TicketTable({ rows, empty: [title, hint] }: Props) {
  if (rows.length === 0) return <EmptyState title={title}>{hint}</EmptyState>;
  return (
    <table className="grid as-cards">
      <thead>
        <tr>
          <th scope="col">号</th>
          <th scope="col">状态</th>
          <th scope="col">取号</th>
          <th scope="col">叫号</th>
          <th scope="col">候号</th>
          <th scope="col">窗口办理</th>
          <th scope="col">业务</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((ticket) => (
          <tr key={ticket.ticketId}>
            <td className="num">{ticketNo(ticket)}</td>
            <td data-label="状态">{TICKET_STATES[ticket.state]}</td>
            <td className="num" data-label="取号">
              {formatTime(ticket.queuedAt)}
            </td>
            <td className="num" data-label="叫号">
              {ticket.calledAt ? `${formatTime(ticket.calledAt)}，${ticket.counter}` : '—'}
            </td>
            <td className="num" data-label="候号">
              {spanText(ticket.waited)}
            </td>
            <td className="num" data-label="窗口办理">
              {spanText(ticket.atWindow)}
            </td>
            <td className="code" data-label="业务">
              {ticket.caseNos.length > 0 ? <CaseLinks caseNos={ticket.caseNos} /> : '—'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function CaseLinks({ caseNos }: { caseNos: string[] }) {
  return caseNos.map((caseNo) => (
    <div key={caseNo}>
      <Link to="/cases/$caseNo" params={{ caseNo }}>
        {caseNo}
      </Link>
    </div>
  ));
}
