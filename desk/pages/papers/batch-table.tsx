import type { PaperBatch } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { KIND_WORDS } from './words.ts';

const COLUMNS = ['received', 'blank', 'printed', 'void', 'damaged', 'lost', 'returned', 'destroyed'] as const;

/** 入库与结存: every row adds up, and so does the last one. */
export function BatchTable({ batches }: { batches: PaperBatch[] }) {
  const total = (column: (typeof COLUMNS)[number]) => batches.reduce((sum, batch) => sum + batch[column], 0);
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>库存</h2>
        <span className="muted">入库 ＝ 结存 + 已印制 + 作废 + 损坏 + 遗失 + 退回</span>
      </div>
      {batches.length === 0 ? (
        <EmptyState title="还没有入库记录">
          空白证书到货后办理入库；入库之后，缮证只能使用库存中的证书纸，序列号自动取用。
        </EmptyState>
      ) : (
        <div style={{ overflowX: 'auto' }}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">种类</th>
                <th scope="col">号段</th>
                <th scope="col">入库</th>
                <th scope="col">结存</th>
                <th scope="col">已印制</th>
                <th scope="col">作废</th>
                <th scope="col">损坏</th>
                <th scope="col">遗失</th>
                <th scope="col">退回</th>
                <th scope="col">已销毁</th>
                <th scope="col">入库时间</th>
                <th scope="col">备注</th>
              </tr>
            </thead>
            <tbody>
              {batches.map((batch) => (
                <tr key={batch.batchId}>
                  <td>{KIND_WORDS[batch.kind]}</td>
                  <td className="code">
                    {batch.firstSerial} 至 {batch.lastSerial}
                  </td>
                  {COLUMNS.map((column) => (
                    <td key={column} className="num">
                      {batch[column]}
                    </td>
                  ))}
                  <td className="num" title={batch.receivedBy}>
                    {formatDateTime(batch.receivedAt)}
                  </td>
                  <td>{batch.note ?? '—'}</td>
                </tr>
              ))}
              <tr>
                <th scope="row" colSpan={2}>
                  合计
                </th>
                {COLUMNS.map((column) => (
                  <td key={column} className="num">
                    <strong>{total(column)}</strong>
                  </td>
                ))}
                <td colSpan={2} />
              </tr>
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
