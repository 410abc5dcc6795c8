import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { CASE_STATUS_TEXT, type CaseStatus } from '../../../server/api/index.ts';
import { casesQuery } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { SlaMark } from '../../components/sla-mark.tsx';
import { StatusTag } from '../../components/status-tag.tsx';
import { Whole } from '../../components/whole.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';
import { useDebounced } from '../../lib/use-debounced.ts';

const statuses = Object.entries(CASE_STATUS_TEXT) as [CaseStatus, string][];

/** All cases that the reader may see, newest first. */
export default function CasesPage() {
  const { q, status } = useSearch({ from: '/shell/cases' });
  const session = useSession();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q ?? '');
  const settled = useDebounced(typed.trim(), 300);
  useEffect(() => {
    if (settled !== (q ?? ''))
      void navigate({ to: '/cases', search: (now) => ({ ...now, q: settled || undefined }), replace: true });
  }, [settled, q, navigate]);
  const { data, error, isPending, refetch } = useQuery(casesQuery({ q, status }));
  return (
    <>
      <div className="page-head">
        <h1>业务</h1>
        {data ? <span className="muted num">共 {data.total} 件</span> : null}
        <span className="grow" />
        {may(session, 'case.package') ? <Link to="/archive/notices">法院通知书归档</Link> : null}
        <Select
          aria-label="状态"
          style={{ width: 150 }}
          value={status ?? ''}
          options={[{ value: '', label: '全部状态' }, ...statuses.map(([value, label]) => ({ value, label }))]}
          onChange={(value) =>
            void navigate({
              to: '/cases',
              search: { q, status: (value || undefined) as CaseStatus | undefined },
              replace: true,
            })
          }
        />
        <input
          className="search"
          style={{ width: 300 }}
          type="search"
          aria-label="查找业务"
          placeholder="按业务号、单元代码、坐落查找"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <section className="panel scroll-x">
        {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
        {isPending ? <Loading what="正在读取业务" /> : null}
        {data?.items.length === 0 ? (
          <EmptyState title={q ? `没有找到“${q}”` : '还没有业务'}>
            {q
              ? '请核对业务号、单元代码或坐落。'
              : may(session, 'case.file')
                ? '在“受理”页提交申请后，业务会出现在这里。'
                : '窗口受理后，本区的业务会出现在这里。'}
          </EmptyState>
        ) : null}
        {data && data.items.length > 0 ? (
          <table className="grid as-cards">
            <thead>
              <tr>
                <th scope="col">业务号</th>
                <th scope="col">事项</th>
                <th scope="col">坐落</th>
                <th scope="col">当事人</th>
                <th scope="col">状态</th>
                <th scope="col">时限</th>
                <th scope="col">申请时间</th>
                <th scope="col">受理人</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((one) => (
                <tr key={one.caseNo}>
                  <td className="code">
                    <Link to="/cases/$caseNo" params={{ caseNo: one.caseNo }}>
                      {one.caseNo}
                    </Link>
                  </td>
                  <td data-label="事项">{one.itemName}</td>
                  <td data-label="坐落">
                    <Whole text={one.location} />
                  </td>
                  <td data-label="当事人">{one.parties.join('、') || '—'}</td>
                  <td data-label="状态">
                    <StatusTag status={one.status} text={one.statusText} />
                  </td>
                  <td data-label="时限">
                    <SlaMark sla={one.sla} />
                  </td>
                  <td className="code" data-label="申请时间">
                    {formatDateTime(one.filedAt)}
                  </td>
                  <td data-label="受理人" style={{ whiteSpace: 'nowrap' }}>
                    {one.acceptedBy?.name ?? '—'}
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
