import type { PaperBatch } from '../../../server/api/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { KIND_WORDS, STATE_WORDS } from './words.ts';

const COLUMNS = [
  ['received', '入库'],
  ['blank', '结存'],
  ['printed', STATE_WORDS.printed],
  ['void', STATE_WORDS.void],
  ['damaged', STATE_WORDS.damaged],
  ['lost', STATE_WORDS.lost],
  ['returned', STATE_WORDS.returned],
  ['destroyed', '已销毁'],
] as const;
type Column = (typeof COLUMNS)[number][0];

/** 入库与结存: every row adds up, and so does the last one. */
export function BatchTable({ batches }: { batches: PaperBatch[] }) {
  const total = (column: Column) => batches.reduce((sum, batch) => sum + batch[column], 0);
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
        <div className="scroll-x">
          <table className="grid as-cards">
            <thead>
              <tr>
                <th scope="col">种类</th>
                <th scope="col">号段</th>
                {COLUMNS.map(([column, word]) => (
                  <th key={column} scope="col">
                    {word}
                  </th>
                ))}
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
                  {COLUMNS.map(([column, word]) => (
                    <td key={column} className="num count" data-label={word}>
                      {batch[column]}
                    </td>
                  ))}
                  <td className="num" data-label="入库时间" title={batch.receivedBy}>
                    {formatDateTime(batch.receivedAt)}
                  </td>
                  <td data-label="备注">{batch.note ?? '—'}</td>
                </tr>
              ))}
              <tr>
                <th scope="row" colSpan={2}>
                  合计
                </th>
                {COLUMNS.map(([column, word]) => (
                  <td key={column} className="num count" data-label={word}>
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
