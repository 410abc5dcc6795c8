import type { CalendarDay } from '../../../server/api/index.ts';

const weekdays = ['一', '二', '三', '四', '五', '六', '日'];

interface Cell {
  day: string;
  /** 0 = Monday. */
  column: number;
}

/** Weeks of a month, Monday first. */
function weeksOf(year: number, month: number): (Cell | null)[][] {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const cells = Array.from({ length: last }, (_, i): Cell => {
    const date = new Date(Date.UTC(year, month - 1, i + 1));
    return { day: date.toISOString().slice(0, 10), column: (date.getUTCDay() + 6) % 7 };
  });
  const padded = [...Array.from({ length: cells[0]?.column ?? 0 }, () => null), ...cells];
  return Array.from({ length: Math.ceil(padded.length / 7) }, (_, i) => padded.slice(i * 7, i * 7 + 7));
}

/** The year as twelve small months; 休 and 班 say in words what the colour says. */
export function YearMonths({ year, days, today }: { year: number; days: readonly CalendarDay[]; today: string }) {
  const exceptions = new Map(days.map((one) => [one.day, one]));
  return (
    <>
      <p className="muted" style={{ padding: '10px 14px 0' }}>
        休＝放假；班＝周末调休上班；其余周一至周五上班。
      </p>
      <div className="year-months">
        {Array.from({ length: 12 }, (_, i) => i + 1).map((month) => (
          <table className="month" key={month}>
            <caption>{month} 月</caption>
            <thead>
              <tr>
                {weekdays.map((name) => (
                  <th scope="col" key={name}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeksOf(year, month).map((week, i) => (
                <tr key={`${month}-${week[0]?.day ?? i}`}>
                  {weekdays.map((name, column) => {
                    const cell = week[column];
                    return cell ? (
                      <Day key={name} cell={cell} exception={exceptions.get(cell.day)} isToday={cell.day === today} />
                    ) : (
                      <td key={name} />
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </>
  );
}

function Day({ cell, exception, isToday }: { cell: Cell; exception: CalendarDay | undefined; isToday: boolean }) {
  const kind = exception ? (exception.kind === 'OFF' ? 'off' : 'work') : cell.column > 4 ? 'free' : '';
  return (
    <td className={`${kind}${isToday ? ' today' : ''}`} title={exception ? `${cell.day} ${exception.name}` : undefined}>
      {Number(cell.day.slice(8))}
      {exception ? <small>{exception.kind === 'OFF' ? '休' : '班'}</small> : null}
    </td>
  );
}
