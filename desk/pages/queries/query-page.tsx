import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { QUERY_KINDS, type Query } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';
import type { AskedKind } from './form-values.ts';
import { ownQueriesQuery } from './queries.ts';
import { QueryForm } from './query-form.tsx';
import { QueryOutcomeMark, QueryResult } from './query-result.tsx';

/** 档案查询: the form of the kind, its answer below, and what one has asked lately. */
export default function QueryPage() {
  const session = useSession();
  const kinds: AskedKind[] = may(session, 'query.ask') ? ['AR-01', 'AR-02', 'AR-03', 'AR-04'] : ['AR-04'];
  const [kind, setKind] = useState<AskedKind>(kinds[0] as AskedKind);
  const [answered, setAnswered] = useState<Query | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const { data } = useQuery(ownQueriesQuery);
  const open = (queryNo: string) =>
    api<Query>(`/api/queries/${queryNo}`).then(setAnswered, (error: unknown) => setProblem(error));
  return (
    <>
      <div className="page-head">
        <h1>档案查询</h1>
      </div>
      <section className="panel">
        <div className="panel-body">
          <Tabs
            label="查询种类"
            active={kind}
            onChange={(next) => {
              setKind(next);
              setAnswered(null);
            }}
            items={kinds.map((one) => ({ key: one, label: QUERY_KINDS[one] }))}
          />
          <QueryForm key={kind} kind={kind} onAnswered={setAnswered} />
        </div>
      </section>
      {problem ? <Problem error={problem} /> : null}
      {answered ? <QueryResult query={answered} onChanged={setAnswered} /> : null}
      <section className="panel scroll-x">
        <div className="panel-head">
          <h2>本人办理的查询</h2>
        </div>
        {data && data.items.length > 0 ? (
          <table className="grid as-cards">
            <thead>
              <tr>
                <th scope="col">时间</th>
                <th scope="col">种类</th>
                <th scope="col">申请人</th>
                <th scope="col">目的</th>
                <th scope="col">结果</th>
                <th scope="col">编号</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((one) => (
                <tr key={one.queryNo}>
                  <td className="num">{formatDateTime(one.askedAt)}</td>
                  <td>{QUERY_KINDS[one.kind]}</td>
                  <td>{one.forWhom}</td>
                  <td>{one.purpose}</td>
                  <td>
                    <QueryOutcomeMark outcome={one.outcome} />
                  </td>
                  <td>
                    <Button type="link" size="small" className="code" onClick={() => void open(one.queryNo)}>
                      {one.queryNo}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <EmptyState title="还没有办理过查询">办理过的查询，连同不予查询的，都会列在这里。</EmptyState>
        )}
      </section>
    </>
  );
}
