import { Link } from '@tanstack/react-router';
import type { Board } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatDateTime, formatMinutes } from '../../lib/format.ts';

/** Cases whose clock stands still, and why: nothing is paused silently. */
export function Pauses({ pauses, causes }: { pauses: Board['pauses']; causes: Board['pauseCauses'] }) {
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>暂停计时</h2>
        <span className="grow" />
        {causes.map((one) => (
          <span key={one.cause} className="tag num">
            ‖ {one.causeText} {one.count}
          </span>
        ))}
      </div>
      {pauses.length === 0 ? (
        <EmptyState title="没有暂停的业务">补正、等待缴税等暂停计时的业务会列在这里，写明原因。</EmptyState>
      ) : null}
      {pauses.length > 0 ? (
        <div className="scroll-x">
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">业务号</th>
                <th scope="col">原因</th>
                <th scope="col">自</th>
                <th scope="col" className="right">
                  已停
                </th>
              </tr>
            </thead>
            <tbody>
              {pauses.map((one) => (
                <tr key={`${one.caseNo}-${one.cause}`}>
                  <td className="code">
                    <Link to="/cases/$caseNo" params={{ caseNo: one.caseNo }}>
                      {one.caseNo}
                    </Link>
                    <div className="muted" style={{ whiteSpace: 'normal' }}>
                      {one.itemName}
                    </div>
                  </td>
                  <td>{one.causeText}</td>
                  <td className="code">{formatDateTime(one.since).slice(5)}</td>
                  <td className="right code">{formatMinutes(one.minutes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}
