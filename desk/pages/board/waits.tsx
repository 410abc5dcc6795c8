import type { WaitLoad } from '../../../server/api/index.ts';
import { TicketTable } from '../tickets/ticket-table.tsx';
import { spanText } from '../tickets/words.ts';

/** 候号 of today: the time before 受理 that no case's clock shows, by the wall clock and within window hours. */
export function Waits({ waits }: { waits: WaitLoad }) {
  if (waits.taken === 0) return null;
  const figures: [string, string][] = [
    ['正在候号', `${waits.waiting} 人`],
    ['最长候号（现在）', spanText(waits.longestNow)],
    ['今日取号、叫号、过号', `${waits.taken}、${waits.called}、${waits.missed}`],
    ['候号中位', spanText(waits.median)],
    ['候号最长', spanText(waits.longest)],
    ['窗口办理中位', spanText(waits.medianAtWindow)],
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>候号</h2>
        <span className="muted">取号 → 叫号 → 受理，不计入办理时限</span>
      </div>
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
    </section>
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
