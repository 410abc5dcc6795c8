import type { ReactNode } from 'react';
import { DISTRICTS, type HallView } from '../../../server/api/index.ts';
import { formatTime } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';

interface Props {
  hall: HallView;
  title: string;
  connected: boolean;
  /** Switches at the right of the head. */
  extra?: ReactNode;
  className: string;
  children: ReactNode;
}

/** What screens and kiosks of a hall have in common: office, time, and a word when they have lost the server. */
export function HallFrame({ hall, title, connected, extra, className, children }: Props) {
  const now = useNow();
  return (
    <main className={`hall ${className}`}>
      <header className="hall-head">
        <h1 className="hall-office">
          {DISTRICTS[hall.district]}不动产登记大厅 <span className="hall-title">{title}</span>
        </h1>
        {extra}
        <time className="hall-time num">{formatTime(now)}</time>
      </header>
      {connected ? null : (
        <p className="hall-off" role="status">
          连接中断，正在重新连接；显示的可能不是最新的，请留意窗口呼叫。
        </p>
      )}
      {children}
    </main>
  );
}
