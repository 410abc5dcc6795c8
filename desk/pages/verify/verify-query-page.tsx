import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { QUERY_KINDS } from '../../../server/api/index.ts';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { PublicHead } from '../../components/public-head.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { publicQueryQuery } from '../queries/queries.ts';

/** What the QR code of a query's sheet leads to: is it ours, and does it still hold. Nothing of what it says. */
export default function VerifyQueryPage() {
  const { code } = useParams({ from: '/verify/q/$code' });
  const { data, error, isPending, refetch } = useQuery(publicQueryQuery(code));
  const good = data?.found === true && data.valid;
  return (
    <main className="public">
      <PublicHead title="查询结果核验" />
      {isPending ? <Loading what="正在核验" /> : null}
      {error ? (
        <div style={{ marginTop: 16 }}>
          <Problem error={error} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {data ? (
        <div className={`public-verdict ${good ? 'note-ok' : 'note-over'}`} role="status">
          <span className="public-shape" aria-hidden="true">
            {good ? '✓' : '✕'}
          </span>
          <div>
            <strong>{data.found ? (data.valid ? '有效' : '已过有效期') : '查无此件'}</strong>
            {data.found ? '由本登记机构出具。请核对纸面的查询编号与下列编号一致。' : data.message}
          </div>
        </div>
      ) : null}
      {data?.found ? (
        <section className="panel">
          <div className="panel-body">
            <dl className="facts">
              <dt>查询编号</dt>
              <dd className="code">{data.queryNo}</dd>
              <dt>种类</dt>
              <dd>{QUERY_KINDS[data.kind]}</dd>
              <dt>出具时间</dt>
              <dd className="num">{formatDateTime(data.askedAt)}</dd>
              <dt>有效期至</dt>
              <dd className="num">{formatDateTime(data.validUntil)}</dd>
              <dt>文件摘要</dt>
              <dd className="code" style={{ overflowWrap: 'anywhere' }}>
                {data.sha256 ?? '尚未出具文件'}
              </dd>
            </dl>
          </div>
        </section>
      ) : null}
      {data ? (
        <p className="muted num" style={{ marginTop: 12 }}>
          核验时间 {formatDateTime(data.checkedAt)}。
        </p>
      ) : null}
    </main>
  );
}
