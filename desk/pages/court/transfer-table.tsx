import { Link } from '@tanstack/react-router';
import type { CaseSummary } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatDateTime } from '../../lib/format.ts';

/** 司法处置过户 that this court has started, as the registry handles them. */
export function TransferTable({ rows }: { rows: CaseSummary[] }) {
  if (rows.length === 0)
    return (
      <EmptyState title="没有处置过户">在“我院在册查封”中点“处置过户”，签发送达并受理后，办理进度列在这里。</EmptyState>
    );
  return (
    <div className="panel scroll-x">
      <table className="grid as-cards">
        <thead>
          <tr>
            <th>业务号</th>
            <th>坐落</th>
            <th>状态</th>
            <th>提交</th>
            <th>登簿</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.caseNo}>
              <td className="code">
                <Link to="/cases/$caseNo" params={{ caseNo: row.caseNo }}>
                  {row.caseNo}
                </Link>
              </td>
              <td>{row.location}</td>
              <td data-label="状态">{row.statusText}</td>
              <td className="num" data-label="提交">
                {formatDateTime(row.filedAt)}
              </td>
              <td className="num" data-label="登簿">
                {formatDateTime(row.registeredAt)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
