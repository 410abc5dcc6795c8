import { Button } from 'antd';
import type { OutstandingCertificate } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatDateTime } from '../../lib/format.ts';

/** 已注销而未收回: taken back over the counter, or declared void where it cannot be (court transfers, for one). */
export function OutstandingTable({
  rows,
  onRecall,
}: {
  rows: OutstandingCertificate[];
  onRecall: (certificateNo: string, way: 'returned' | 'announced') => void;
}) {
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>已注销、未收回的证书</h2>
        <span className="muted">确实无法收回的，公告作废（实施细则 §23）</span>
      </div>
      {rows.length === 0 ? (
        <EmptyState title="没有未收回的证书">登簿注销了纸质证书、证书还没有交回的，列在这里。</EmptyState>
      ) : (
        <table className="grid as-cards">
          <thead>
            <tr>
              <th scope="col">证书号</th>
              <th scope="col">不动产单元号</th>
              <th scope="col">注销时间</th>
              <th scope="col">注销的业务</th>
              <th scope="col">操作</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.certificateNo}>
                <td>{row.certificateNo}</td>
                <td className="code">{row.unitCode}</td>
                <td className="num" data-label="注销时间">
                  {formatDateTime(row.cancelledAt)}
                </td>
                <td className="code" data-label="注销的业务">
                  {row.caseNo ?? '—'}
                </td>
                <td style={{ whiteSpace: 'nowrap' }}>
                  <Button size="small" onClick={() => onRecall(row.certificateNo, 'returned')}>
                    收回
                  </Button>{' '}
                  <Button size="small" onClick={() => onRecall(row.certificateNo, 'announced')}>
                    公告作废
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
