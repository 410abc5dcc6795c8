import { useQuery } from '@tanstack/react-query';
import { simulatorsQuery } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { may, useSession } from '../../lib/session.ts';
import { SimulatorRow } from './simulator-row.tsx';

/** One row per department: health, circuit breaker, switches for faults, last calls. */
export default function SimulatorsPage() {
  const session = useSession();
  const { data, error, isPending, refetch } = useQuery(simulatorsQuery);
  const silent = data?.items.filter(({ healthy }) => !healthy).length ?? 0;
  const broken = data?.items.filter(({ circuits }) => circuits.length > 0).length ?? 0;
  return (
    <>
      <div className="page-head">
        <h1>外部门</h1>
        {data ? (
          <span className="num">
            {data.items.length} 个部门 · {silent} 个不应答 · {broken} 个已熔断
          </span>
        ) : null}
        <span className="muted">每个部门一行：是否应答、最近的调用，以及演练用的故障开关</span>
      </div>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <Loading what="正在询问各部门" /> : null}
      {data ? (
        <section className="panel scroll-x">
          <table className="grid as-cards">
            <thead>
              <tr>
                <th scope="col">部门</th>
                <th scope="col">状况</th>
                <th scope="col">故障开关</th>
                <th scope="col">最近的调用</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((one) => (
                <SimulatorRow key={one.name} simulator={one} editable={may(session, 'simulator.fault')} />
              ))}
            </tbody>
          </table>
          {data.items.length === 0 ? (
            <EmptyState title="没有部门">没有配置任何外部门的地址，请检查 YITONG_DEPT_… 设置。</EmptyState>
          ) : null}
        </section>
      ) : null}
    </>
  );
}
