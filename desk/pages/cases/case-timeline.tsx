import { useQuery } from '@tanstack/react-query';
import { timelineQuery } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime, formatMinutes } from '../../lib/format.ts';

/** Who did what when, with the case's clock at that moment. */
export function CaseTimeline({ caseNo }: { caseNo: string }) {
  const { data, error, isPending, refetch } = useQuery(timelineQuery(caseNo));
  if (isPending) return <Loading what="正在读取办理过程" />;
  if (!data) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <section className="panel">
      <div className="panel-body">
        {data.entries.length === 0 ? (
          <EmptyState title="还没有记录">提交申请后，每一步都会记在这里。</EmptyState>
        ) : null}
        <ol className="timeline">
          {data.entries.map((entry, index) => (
            <li key={index}>
              <time className="num">{formatDateTime(entry.at)}</time>
              <div>
                <strong>{entry.text}</strong>
                {entry.actor ? <span> · {entry.actor}</span> : null}
                {entry.netMinutes === null ? null : (
                  <span className="muted num">
                    {' '}
                    · 净 {formatMinutes(entry.netMinutes)} / 总 {formatMinutes(entry.grossMinutes)}
                  </span>
                )}
                {entry.note ? <div className="muted">{entry.note}</div> : null}
              </div>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
