import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ERRANDS, TICKET_STATES, TICKET_STEPS, type TicketView } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatTime } from '../../lib/format.ts';
import { spanText, ticketNo } from './words.ts';

interface Props {
  rows: TicketView[];
  /** Title and hint of the empty table. */
  empty: [string, string];
  /** What can be done with a number, at the end of its row. */
  action?: (ticket: TicketView) => ReactNode;
}

/** Tickets of one day with their moments and what they took; on a phone as cards. */
export function TicketTable({ rows, empty: [title, hint], action }: Props) {
  if (rows.length === 0) return <EmptyState title={title}>{hint}</EmptyState>;
  return (
    <table className="grid as-cards">
      <thead>
        <tr>
          <th scope="col">号</th>
          <th scope="col">事项</th>
          <th scope="col">状态</th>
          <th scope="col">取号</th>
          <th scope="col">叫号</th>
          <th scope="col">候号</th>
          <th scope="col">窗口办理</th>
          <th scope="col">业务</th>
          {action ? <th scope="col">办理</th> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((ticket) => (
          <tr key={ticket.ticketId}>
            <td className="num">{ticketNo(ticket)}</td>
            <td data-label="事项">
              {ERRANDS[ticket.errand]}
              {ticket.wantedCounter ? `（转${ticket.wantedCounter}）` : ''}
            </td>
            <td data-label="状态">
              <State ticket={ticket} />
            </td>
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
            {action ? <td data-label="办理">{action(ticket)}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Opened, it tells every step; only where more was done than calling once. */
function State({ ticket: { state, steps } }: { ticket: TicketView }) {
  if (steps.every(({ kind }) => ['taken', 'called', 'served'].includes(kind))) return TICKET_STATES[state];
  return (
    <details>
      <summary>{TICKET_STATES[state]}</summary>
      <ol className="num">
        {steps.map(({ kind, at, by, errand, counter, reason }) => (
          <li key={`${kind} ${at}`}>
            {formatTime(at)} {TICKET_STEPS[kind]}
            {kind === 'called' || kind === 'moved' ? `（${counter ?? ERRANDS[errand]}）` : ''} {by.name}
            {reason ? `：${reason}` : ''}
          </li>
        ))}
      </ol>
    </details>
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
