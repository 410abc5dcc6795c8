import type { Timetable } from '../../../server/api/index.ts';
import { officeName, periodsText, validityText } from './words.ts';

/** Window hours as they were given: for a day the outlet's own count before those of all, a season before the whole year. */
export function Timetables({ timetables, today }: { timetables: readonly Timetable[]; today: string }) {
  const standing = timetables.filter((one) => one.validTo === null || one.validTo >= today);
  return (
    <section className="panel" aria-label="窗口时间">
      <div className="panel-head">
        <h2>窗口时间</h2>
        <span className="muted">计时只在窗口时间内走；本机构的优先于全市的，季节的优先于全年的，新的优先于旧的</span>
      </div>
      <div className="scroll-x">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">机构</th>
              <th scope="col">名称</th>
              <th scope="col">时段</th>
              <th scope="col">适用</th>
            </tr>
          </thead>
          <tbody>
            {standing.map((one) => (
              <tr key={`${one.office} ${one.name} ${one.validFrom} ${one.seasonFrom} ${periodsText(one)}`}>
                <td>{officeName(one.office)}</td>
                <td>{one.name}</td>
                <td className="num">{periodsText(one)}</td>
                <td className="num">{validityText(one)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
