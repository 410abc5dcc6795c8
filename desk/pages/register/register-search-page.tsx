import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { UNIT_USES, validateUnitCode } from '../../../server/api/index.ts';
import { unitsQuery } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { UnitStates } from '../../components/unit-states.tsx';
import { Whole } from '../../components/whole.tsx';
import { formatArea, formatUnitCode } from '../../lib/format.ts';
import { useDebounced } from '../../lib/use-debounced.ts';

/** Finds units by code (or its beginning), certificate number or place. */
export default function RegisterSearchPage() {
  const { q = '' } = useSearch({ from: '/shell/register' });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q);
  const settled = useDebounced(typed.trim(), 300);
  useEffect(() => {
    if (settled !== q) void navigate({ to: '/register', search: { q: settled || undefined }, replace: true });
  }, [settled, q, navigate]);
  const { data, error, isFetching, refetch } = useQuery(unitsQuery(q));
  const submit = () => {
    const code = validateUnitCode(typed);
    const only = data?.items.length === 1 ? data.items[0] : undefined;
    const unitCode = code.ok ? code.value.code : only?.unitCode;
    if (unitCode) void navigate({ to: '/register/$unitCode', params: { unitCode } });
  };
  return (
    <>
      <div className="page-head">
        <h1>登记簿</h1>
        <form
          style={{ flex: '1 1 420px', maxWidth: 640 }}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <input
            className="search"
            type="search"
            // biome-ignore lint/a11y/noAutofocus: the page is for searching and has nothing before the box
            autoFocus
            aria-label="查找不动产单元"
            placeholder="不动产单元代码、证书号或坐落，如 330203001002GB00012F00010023"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </form>
      </div>
      <section className="panel scroll-x">
        {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
        {q.length < 2 ? (
          <EmptyState title="先查找不动产单元">
            输入至少两个字：单元代码（可只输开头）、证书号（浙（2019）宁波市海曙不动产权第0000123号）或坐落。不能按姓名查询。
          </EmptyState>
        ) : null}
        {q.length >= 2 && !data && isFetching ? <Loading what="正在查找" /> : null}
        {q.length >= 2 && data?.items.length === 0 ? (
          <EmptyState title={`没有找到“${q}”`}>请核对单元代码或证书号；坐落可只输路名或小区名。</EmptyState>
        ) : null}
        {q.length >= 2 && data && data.items.length > 0 ? (
          <table className="grid as-cards">
            <thead>
              <tr>
                <th scope="col">单元代码</th>
                <th scope="col">坐落</th>
                <th scope="col" className="right">
                  面积
                </th>
                <th scope="col">用途</th>
                <th scope="col">状态</th>
                <th scope="col">证书号</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((unit) => (
                <tr key={unit.unitCode}>
                  <td className="code">
                    <Link to="/register/$unitCode" params={{ unitCode: unit.unitCode }}>
                      {formatUnitCode(unit.unitCode)}
                    </Link>
                  </td>
                  <td>
                    <Whole text={unit.location} />
                  </td>
                  <td className="right code" data-label="面积">
                    {formatArea(unit.area)}
                  </td>
                  <td data-label="用途" style={{ whiteSpace: 'nowrap' }}>
                    {UNIT_USES[unit.use]}
                  </td>
                  <td data-label="状态">
                    <UnitStates states={unit.states} />
                  </td>
                  <td data-label="证书号">
                    <Whole text={unit.certificateNos.join('、') || '—'} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </section>
    </>
  );
}
