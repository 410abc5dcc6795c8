import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { DISTRICTS, type DistrictCode, type UnitPage } from '../../../server/api/index.ts';
import { itemsQuery, registerPrintUrl, unitQuery } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { RegisterBook } from '../../components/register-book.tsx';
import { UnitStates } from '../../components/unit-states.tsx';
import { Whole } from '../../components/whole.tsx';
import { formatDateTime, toLocalInput } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';
import { ObjectionPanel } from './objection-panel.tsx';
import { SeizurePanel } from './seizure-panel.tsx';

/** The register page of one unit: the book, what its state blocks, running cases, and its history as a line of entries. */
export default function RegisterPage() {
  const { unitCode } = useParams({ from: '/shell/register/$unitCode' });
  const { at } = useSearch({ from: '/shell/register/$unitCode' });
  const session = useSession();
  const { data, error, isPending, refetch } = useQuery(unitQuery(unitCode, at));
  if (isPending) return <Loading what="正在翻开登记簿" />;
  if (!data) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <div className="page-head">
        <h1>
          <Whole text={data.unit.location} />
        </h1>
        <span className="muted">{DISTRICTS[data.unit.district as DistrictCode] ?? data.unit.district}</span>
        <span className="grow" />
        <MomentField unitCode={data.unit.unitCode} at={at} />
        {may(session, 'register.view') ? (
          <a href={registerPrintUrl(data.unit.unitCode, at)} target="_blank" rel="noreferrer">
            打印簿页
          </a>
        ) : null}
        {may(session, 'case.file') && !at ? (
          <Link to="/intake" search={{ unit: data.unit.unitCode }}>
            <Button type="primary" tabIndex={-1}>
              在此单元上受理
            </Button>
          </Link>
        ) : null}
      </div>
      {at ? (
        <p className="note note-near" style={{ marginBottom: 12 }}>
          这是 {formatDateTime(at)} 时的登记簿，不是现在的。
          <Link to="/register/$unitCode" params={{ unitCode }} search={{}}>
            回到现在
          </Link>
        </p>
      ) : null}
      <div className="columns">
        <RegisterBook page={data} />
        <aside>
          <section className="panel">
            <div className="panel-head">
              <h2>{at ? '当时状态' : '当前状态'}</h2>
            </div>
            <div className="panel-body">
              {data.effects.length === 0 ? <UnitStates states={data.states} /> : null}
              {data.effects.map((effect) => (
                <p key={effect.state} style={{ marginBottom: 8 }}>
                  <UnitStates states={[effect.state]} />
                  <br />
                  {effect.text}
                </p>
              ))}
            </div>
          </section>
          <RunningCases page={data} at={at} />
          {at ? null : <SeizurePanel page={data} />}
          {at ? null : <ObjectionPanel page={data} />}
          <History page={data} unitCode={unitCode} at={at} />
        </aside>
      </div>
    </>
  );
}

/** 历史时点, in the register's own time zone; the page of that moment opens when the field is left or Enter is pressed. */
function MomentField({ unitCode, at }: { unitCode: string; at: string | undefined }) {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  useEffect(() => setText(at ? toLocalInput(at) : ''), [at]);
  const open = () => {
    // What was entered within that second belongs to it.
    const next = text === '' ? undefined : `${text.length === 16 ? `${text}:00` : text}.999+08:00`;
    if (text === (at ? toLocalInput(at) : '') || (next && Number.isNaN(Date.parse(next)))) return;
    void navigate({ to: '/register/$unitCode', params: { unitCode }, search: next ? { at: next } : {} });
  };
  return (
    <span style={{ display: 'flex', alignItems: 'center', gap: 8, whiteSpace: 'nowrap' }}>
      <label htmlFor="moment">历史时点</label>
      <Input
        id="moment"
        type="datetime-local"
        step={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={open}
        onPressEnter={open}
        style={{ width: 210 }}
      />
    </span>
  );
}

function RunningCases({ page, at }: { page: UnitPage; at: string | undefined }) {
  const { data: items } = useQuery(itemsQuery);
  const nameOf = (code: string) => items?.items.find((item) => item.code === code)?.name ?? code;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{at ? '当时在办业务' : '在办业务'}</h2>
      </div>
      <div className="panel-body">
        {page.runningCases.length === 0 ? (
          <span className="muted">{at ? '该单元上当时没有在办业务。' : '该单元上没有在办业务。'}</span>
        ) : null}
        {page.runningCases.map((one) => (
          <div key={one.caseNo}>
            <Link className="code" to="/cases/$caseNo" params={{ caseNo: one.caseNo }}>
              {one.caseNo}
            </Link>
            <div className="muted">{nameOf(one.itemCode)}</div>
          </div>
        ))}
      </div>
    </section>
  );
}

function History({ page, unitCode, at }: { page: UnitPage; unitCode: string; at: string | undefined }) {
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>登记沿革</h2>
        <span className="muted">点开看当时的簿页</span>
      </div>
      <div className="panel-body">
        {page.history.length === 0 ? (
          <EmptyState title="还没有登记事件">首次登记后，每一次登簿都会记在这里。</EmptyState>
        ) : null}
        <ol className="history">
          {page.history.map((entry, index) => (
            <li key={index} aria-current={entry.at === at ? 'true' : undefined}>
              <Link to="/register/$unitCode" params={{ unitCode }} search={{ at: entry.at }}>
                {entry.text}
              </Link>
              <div className="muted num">{formatDateTime(entry.at)}</div>
              {entry.certificateNos.length > 0 ? <div className="muted">{entry.certificateNos.join('、')}</div> : null}
              {entry.caseNo ? (
                <Link className="code" to="/cases/$caseNo" params={{ caseNo: entry.caseNo }}>
                  {entry.caseNo}
                </Link>
              ) : null}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
