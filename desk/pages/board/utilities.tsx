import type { UtilityLoad } from '../../../server/api/index.ts';
import { formatDateTime } from '../../lib/format.ts';

/** 公用事业过户 that are not finished: how many of each, and how many wait for a company that is down. */
export function Utilities({ rows }: { rows: UtilityLoad[] }) {
  const total = rows.reduce((sum, one) => sum + one.count, 0);
  if (total === 0) return null;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>一路通：公用事业待过户</h2>
        <span className="muted num">{total} 项</span>
      </div>
      <div className="scroll-x">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">服务</th>
              <th scope="col">待过户</th>
              <th scope="col">批量文件</th>
              <th scope="col">最早</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.service}>
                <td>{one.name}</td>
                <td className="num">{one.count} 项</td>
                <td className="num">
                  {one.onBatchFile > 0 ? (
                    <span className="sla-near" title="单位系统连续没有应答，列入每日批量文件，每天重试">
                      ▲ {one.onBatchFile} 项
                    </span>
                  ) : (
                    '—'
                  )}
                </td>
                <td className="num">{formatDateTime(one.oldest)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
