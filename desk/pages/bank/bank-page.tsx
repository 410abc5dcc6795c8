import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { BANK_FILTERS, type BankCase } from '../../../server/api/index.ts';
import { bankCasesQuery } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { SlaMark } from '../../components/sla-mark.tsx';
import { StatusTag } from '../../components/status-tag.tsx';
import { Whole } from '../../components/whole.tsx';
import { may, useSession } from '../../lib/session.ts';
import { useDebounced } from '../../lib/use-debounced.ts';

/** 银行工作台: the bank's own cases, what waits for the reader first. */
export default function BankPage() {
  const { list: filter, q } = useSearch({ from: '/shell/bank' });
  const session = useSession();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q ?? '');
  const settled = useDebounced(typed.trim(), 300);
  useEffect(() => {
    if (settled !== (q ?? ''))
      void navigate({ to: '/bank', search: (now) => ({ ...now, q: settled || undefined }), replace: true });
  }, [settled, q, navigate]);
  const { data, error, isPending, refetch } = useQuery(bankCasesQuery({ filter, q }));
  return (
    <>
      <div className="page-head">
        <h1>银行工作台</h1>
        <span className="grow" />
        <input
          className="search"
          style={{ width: 260 }}
          type="search"
          aria-label="查找业务"
          placeholder="按业务号、贷款编号、坐落查找"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {may(session, 'mortgage.file') ? (
          <>
            <Button type="primary" onClick={() => void navigate({ to: '/bank/new' })}>
              新办抵押
            </Button>
            <Button onClick={() => void navigate({ to: '/bank/new', search: { kind: 'purchase' } })}>买房按揭</Button>
            <Button onClick={() => void navigate({ to: '/bank/payoff' })}>还清注销</Button>
          </>
        ) : null}
      </div>
      <div className="inbox">
        <nav className="panel filters" aria-label="筛选">
          <button type="button" aria-pressed={!filter} onClick={() => void navigate({ to: '/bank', search: { q } })}>
            <span>全部</span>
          </button>
          {BANK_FILTERS.map((one) => (
            <button
              key={one.id}
              type="button"
              aria-pressed={one.id === filter}
              onClick={() => void navigate({ to: '/bank', search: { list: one.id, q } })}
            >
              <span>{one.label}</span>
              <span className="count">{data?.counts[one.id] ?? ''}</span>
            </button>
          ))}
        </nav>
        <section className="panel scroll-x" aria-label="本行业务">
          {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
          {isPending ? <Loading what="正在读取本行业务" /> : null}
          {data?.items.length === 0 ? (
            <EmptyState title={q ? `没有找到“${q}”` : '这里还没有业务'}>
              {q ? '请核对业务号、贷款编号、单元代码或坐落。' : '本行经办的抵押登记和抵押注销会列在这里。'}
            </EmptyState>
          ) : null}
          {data && data.items.length > 0 ? <Cases items={data.items} /> : null}
        </section>
      </div>
    </>
  );
}

const waitsForSigners = ({ closedAt, acceptedAt, signers }: BankCase) =>
  closedAt === null && acceptedAt === null && signers.asked > signers.signed;

function Cases({ items }: { items: BankCase[] }) {
  return (
    <table className="grid as-cards">
      <thead>
        <tr>
          <th scope="col">剩余</th>
          <th scope="col">业务号</th>
          <th scope="col">贷款编号</th>
          <th scope="col">事项</th>
          <th scope="col">坐落</th>
          <th scope="col">环节</th>
          <th scope="col">签署</th>
          <th scope="col">放款</th>
          <th scope="col">状态</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.caseNo}>
            <td>
              <SlaMark sla={one.sla} />
            </td>
            <td className="code">
              <Link to="/bank/cases/$caseNo" params={{ caseNo: one.caseNo }}>
                {one.caseNo}
              </Link>
            </td>
            <td className="code" data-label="贷款编号">
              {one.loanNo ?? '—'}
            </td>
            <td data-label="事项" style={{ minWidth: 120 }}>
              {one.itemName}
            </td>
            <td data-label="坐落" style={{ minWidth: 180 }}>
              <Whole text={one.location} />
            </td>
            <td data-label="环节" style={{ whiteSpace: 'nowrap' }}>
              {one.taskKey && one.step ? (
                <Link to="/tasks/$taskKey" params={{ taskKey: one.taskKey }}>
                  <strong>{one.step.name}</strong>
                </Link>
              ) : (
                (one.step?.name ?? (waitsForSigners(one) ? '等待签署' : '—'))
              )}
            </td>
            <td className="num" data-label="签署">
              {one.signers.asked > 0 ? `${one.signers.signed}/${one.signers.asked}` : '—'}
            </td>
            <td data-label="放款" style={{ whiteSpace: 'nowrap' }}>
              {one.registeredAt ? (one.loanStateText ?? '—') : '—'}
            </td>
            <td data-label="状态">
              <StatusTag status={one.status} text={one.statusText} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
