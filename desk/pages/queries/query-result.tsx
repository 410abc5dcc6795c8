import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { QUERY_KINDS, type Query } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { PdfView } from '../../components/pdf-view.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatDate } from '../../lib/format.ts';
import { sheetUrl } from './queries.ts';

/** How it ended, in a word and a shape. */
export function QueryOutcomeMark({ outcome }: { outcome: Query['outcome'] }) {
  if (outcome === 'REFUSED') return <span className="note-over">■ 不予查询</span>;
  return outcome === 'NOTHING' ? <span className="muted">○ 查无</span> : <span className="note-ok">● 已提供</span>;
}

/** The answer as its sealed sheet, which is all that may be shown; print is the browser's own. */
export function QueryResult({ query, onChanged }: { query: Query; onChanged: (query: Query) => void }) {
  const seal = useMutation({
    mutationFn: () => api<Query>(`/api/queries/${query.queryNo}/sheet`, { method: 'POST' }),
    onSuccess: onChanged,
  });
  const { sheet } = query;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>
          {QUERY_KINDS[query.kind]} <QueryOutcomeMark outcome={query.outcome} />
        </h2>
        {sheet ? (
          <Button onClick={() => window.open(sheetUrl(query.queryNo, sheet.paperId), '_blank', 'noopener')}>
            打印
          </Button>
        ) : null}
      </div>
      <div className="panel-body">
        <p>
          查询编号 <span className="code">{query.queryNo}</span>
          {query.validUntil ? `，有效期至 ${formatDate(new Date(Date.parse(query.validUntil) - 1).toISOString())}` : ''}
        </p>
        {query.refusals.map((one) => (
          <p key={one.code} className="note note-near">
            {one.reason}
            {one.advice}
          </p>
        ))}
        {sheet ? (
          <PdfView url={sheetUrl(query.queryNo, sheet.paperId)} title={sheet.title} />
        ) : (
          <p className="note note-near">
            电子印章服务暂时没有应答，文书还没有盖章，不能交给申请人。
            <Button type="link" loading={seal.isPending} onClick={() => seal.mutate()}>
              重新盖章
            </Button>
          </p>
        )}
        {seal.error ? <Problem error={seal.error} /> : null}
      </div>
    </section>
  );
}
