import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { HOUSE_STATES, STOCK_TABLES, type StockBatchView } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { batchesQuery } from './queries.ts';

/** 存量导入: choose files, read the report of the dry run, then take in what is right, in one transaction. */
export function ImportStock() {
  const client = useQueryClient();
  const { data, error } = useQuery(batchesQuery);
  const input = useRef<HTMLInputElement>(null);
  const [names, setNames] = useState<string[]>([]);
  const tryOut = useMutation({
    mutationFn: () => {
      const form = new FormData();
      for (const file of input.current?.files ?? []) form.append('files', file, file.name);
      return api<StockBatchView>('/api/stock/batches', { method: 'POST', body: form });
    },
    onSuccess: async () => {
      if (input.current) input.current.value = '';
      setNames([]);
      await client.invalidateQueries({ queryKey: ['quality'] });
    },
  });
  return (
    <>
      <p className="note" style={{ marginBottom: 12 }}>
        按模板准备 CSV 或
        Excel（每表一个工作表）；先试算出报告，不写登记簿；确认后，无误的房屋一次全部入库，有错或未挂接的留在“房地挂接”。
        模板：
        {Object.entries(STOCK_TABLES).map(([kind, name]) => (
          <a key={kind} href={`/api/stock/templates/${kind}`} style={{ marginRight: 12 }}>
            {name}
          </a>
        ))}
      </p>
      <div style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap', marginBottom: 16 }}>
        <input
          ref={input}
          type="file"
          multiple
          accept=".csv,.xlsx"
          aria-label="存量数据文件"
          onChange={(event) => setNames([...(event.target.files ?? [])].map((file) => file.name))}
        />
        <Button type="primary" disabled={names.length === 0} loading={tryOut.isPending} onClick={() => tryOut.mutate()}>
          试算
        </Button>
      </div>
      {tryOut.error ? <Problem error={tryOut.error} /> : null}
      {error ? <Problem error={error} /> : null}
      {!data && !error ? <Loading /> : null}
      {data?.items.length === 0 ? (
        <EmptyState title="还没有导入过存量数据">选择文件后先试算，报告列在这里。</EmptyState>
      ) : null}
      {data?.items.map((batch) => (
        <Batch key={batch.batchId} batch={batch} />
      ))}
    </>
  );
}

function Batch({ batch }: { batch: StockBatchView }) {
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const ready = batch.byState.READY ?? 0;
  const take = useMutation({
    mutationFn: () => api<StockBatchView>(`/api/stock/batches/${batch.batchId}/import`, { method: 'POST', body: {} }),
    onSuccess: async (done) => {
      message.success(`已入库 ${done.imported} 套`);
      await client.invalidateQueries({ queryKey: ['quality'] });
    },
  });
  const ask = () =>
    modal.confirm({
      title: `将 ${ready} 套房屋写入登记簿？`,
      content: '写入后只能通过登记改变。有错和未挂接的不写入。',
      okText: '写入登记簿',
      cancelText: '取消',
      onOk: () => take.mutateAsync().catch(() => undefined),
    });
  return (
    <section className="panel" style={{ marginBottom: 16, padding: 16 }}>
      <h2 style={{ marginTop: 0 }}>
        {batch.files.map((file) => file.name).join('、')}
        <span className="muted num" style={{ fontWeight: 'normal', marginLeft: 12 }}>
          {formatDateTime(batch.openedAt)}
        </span>
      </h2>
      <p>
        共 <span className="num">{batch.rows}</span> 行，<span className="num">{batch.houses}</span> 套：
        {Object.entries(batch.byState).map(([state, count]) => (
          <span key={state} style={{ marginRight: 12 }}>
            {HOUSE_STATES[state as keyof typeof HOUSE_STATES]} <span className="num">{count}</span>
          </span>
        ))}
      </p>
      {batch.byCode.length > 0 ? (
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">程度</th>
              <th scope="col">问题</th>
              <th scope="col" className="right">
                处数
              </th>
            </tr>
          </thead>
          <tbody>
            {batch.byCode.map((one) => (
              <tr key={`${one.severity}${one.code}`}>
                <td style={{ whiteSpace: 'nowrap' }}>{severities[one.severity] ?? one.severity}</td>
                <td>{one.message}</td>
                <td className="right num">{one.count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {batch.state === 'CHECKED' && ready > 0 ? (
        <Button type="primary" style={{ marginTop: 12 }} loading={take.isPending} onClick={ask}>
          写入登记簿
        </Button>
      ) : null}
      {take.error ? <Problem error={take.error} /> : null}
    </section>
  );
}

const severities: Record<string, string> = { error: '■ 错误', unlinked: '▲ 未挂接', warning: '● 提示' };
