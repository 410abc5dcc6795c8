import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { DISTRICTS, ERRANDS, type TakenTicket } from '../../../server/api/index.ts';
import { formatDateTime } from '../../lib/format.ts';
import { ticketNo } from '../tickets/words.ts';

/** 小票, 80 mm wide: drawn for the printer alone while it is there. `print` begins the printing by itself. */
export function Slip({ ticket, print }: { ticket: TakenTicket; print: boolean }) {
  useEffect(() => {
    document.body.classList.add('printing-slip');
    if (print) window.print();
    return () => document.body.classList.remove('printing-slip');
  }, [print]);
  return createPortal(
    <div className="slip" aria-hidden="true">
      <p>{DISTRICTS[ticket.district]}不动产登记大厅</p>
      <p className="slip-number">{ticketNo(ticket)}</p>
      <p>{ERRANDS[ticket.errand]}</p>
      <p>
        前面等候 <b>{ticket.ahead}</b> 人
      </p>
      <p>{formatDateTime(ticket.queuedAt)} 取号</p>
      <p className="slip-hint">请留意显示屏和语音呼叫。过号请到窗口恢复排队，当日有效。</p>
    </div>,
    document.body,
  );
}
