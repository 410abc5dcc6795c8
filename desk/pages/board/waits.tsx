import { Link } from '@tanstack/react-router';
import type { WaitLoad } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { may, useSession } from '../../lib/session.ts';
import { TicketTable } from '../tickets/ticket-table.tsx';
import { spanText } from '../tickets/words.ts';

/** 候号 of today: the time before 受理 that no case's clock shows, by the wall clock and within window hours. */
export function Waits({ waits }: { waits: WaitLoad }) {
  const session = useSession();
  const figures: [string, string][] = [
    ['正在候号', `${waits.waiting} 人`],
    ['最长候号（现在）', spanText(waits.longestNow)],
    ['今日取号、叫号、过号', `${waits.taken}、${waits.called}、${waits.missed}`],
    ['恢复排队、转号', `${waits.restored}、${waits.moved}`],
    ['候号中位', spanText(waits.median)],
    ['候号最长', spanText(waits.longest)],
    ['窗口办理中位', spanText(waits.medianAtWindow)],
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>候号</h2>
        <span className="muted">取号 → 叫号 → 受理，不计入办理时限；过号期间不算候号</span>
        <span className="grow" />
        {may(session, 'hall.manage') ? <Link to="/hall-devices">大厅设备</Link> : null}
      </div>
      {waits.taken === 0 ? (
        <EmptyState title="今日还没有取号">群众取号后，候号的人数和时间列在这里。</EmptyState>
      ) : (
        <WaitFigures figures={figures} waits={waits} />
      )}
    </section>
  );
}

function WaitFigures({ figures, waits }: { figures: [string, string][]; waits: WaitLoad }) {
  return (
    <>
      <div className="panel-body">
        <dl className="facts num">
          {figures.map(([label, text]) => (
            <Figure key={label} label={label} text={text} />
          ))}
        </dl>
      </div>
      <div className="scroll-x">
        <TicketTable rows={waits.rows} empty={['没有候号', '']} />
      </div>
    </>
  );
}

function Figure({ label, text }: { label: string; text: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </>
  );
}
