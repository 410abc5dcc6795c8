import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import {
  LOOKUPS,
  QUERY_KINDS,
  QUERY_OUTCOMES,
  type QueryLog,
  type QueryLogLine,
  type QueryLogRequest,
} from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { alarmsQuery, sheetUrl } from './queries.ts';
import { QueryOutcomeMark } from './query-result.tsx';

const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

/** 查询审计: who asked what, when and why. What is searched for travels in the body and stands in no address. */
export default function AuditPage() {
  const { data: alarms } = useQuery(alarmsQuery);
  const search = useMutation({
    mutationFn: (values: QueryLogRequest) => {
      const given = Object.entries(values).filter(([, value]) => value);
      return api<QueryLog>('/api/queries/log', { method: 'POST', body: Object.fromEntries(given) });
    },
  });
  return (
    <>
      <div className="page-head">
        <h1>查询审计</h1>
      </div>
      {alarms && alarms.items.length > 0 ? (
        <section className="panel" aria-label="异常查阅">
          <div className="panel-head">
            <h2>异常查阅</h2>
          </div>
          <div className="panel-body">
            {alarms.items.map((one) => (
              <p key={`${one.userId}${one.day}${one.what}${one.stopped}`} className="note note-over">
                {one.stopped ? '■ 已停止' : '▲ 提醒'} {one.day} {one.userName}（{one.userId}）{LOOKUPS[one.what]}{' '}
                {one.n} 次
              </p>
            ))}
          </div>
        </section>
      ) : null}
      <section className="panel">
        <div className="panel-body">
          <Form layout="vertical" onFinish={(values: QueryLogRequest) => search.mutate(values)}>
            <div className="fields fields-3">
              <Form.Item name="unitCode" label="不动产单元号">
                <Input maxLength={40} />
              </Form.Item>
              <Form.Item name="userId" label="经办账号">
                <Input maxLength={64} />
              </Form.Item>
              <Form.Item name="text" label="目的、依据或文号">
                <Input maxLength={100} />
              </Form.Item>
              <Form.Item name="kind" label="种类">
                <Select allowClear options={options(QUERY_KINDS)} />
              </Form.Item>
              <Form.Item name="outcome" label="结果">
                <Select allowClear options={options(QUERY_OUTCOMES)} />
              </Form.Item>
              <Form.Item name="from" label="自">
                <Input type="date" />
              </Form.Item>
              <Form.Item name="to" label="至">
                <Input type="date" />
              </Form.Item>
            </div>
            <Button type="primary" htmlType="submit" loading={search.isPending}>
              检索
            </Button>
          </Form>
          {search.error ? <Problem error={search.error} /> : null}
        </div>
      </section>
      {search.data ? <Lines items={search.data.items} /> : null}
      {search.data && search.data.readings.length > 0 ? <Readings items={search.data.readings} /> : null}
    </>
  );
}

function Lines({ items }: { items: QueryLogLine[] }) {
  if (items.length === 0)
    return <EmptyState title="没有符合条件的查询记录">请放宽条件，或核对单元号和经办账号。</EmptyState>;
  return (
    <section className="panel scroll-x">
      <table className="grid as-cards">
        <thead>
          <tr>
            <th scope="col">时间</th>
            <th scope="col">种类</th>
            <th scope="col">查询人</th>
            <th scope="col">目的和依据</th>
            <th scope="col">经办</th>
            <th scope="col">结果</th>
            <th scope="col">证明材料</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.queryNo}>
              <td className="num">{formatDateTime(one.askedAt)}</td>
              <td>{QUERY_KINDS[one.kind]}</td>
              <td data-label="查询人">{one.forWhom}</td>
              <td>
                {one.purpose}
                <div className="muted">{one.basisNo ?? one.legalBasis}</div>
              </td>
              <td data-label="经办">{one.userName}</td>
              <td title={one.resultHash ? `SHA-256 ${one.resultHash}` : undefined}>
                <QueryOutcomeMark outcome={one.outcome} />
                <div className="muted">
                  {one.refusals.map((refusal) => refusal.reason).join('') || `${one.unitCodes.length} 处`}
                </div>
              </td>
              <td>
                {one.papers.map((paper) => (
                  <a key={paper.paperId} href={sheetUrl(one.queryNo, paper.paperId)} target="_blank" rel="noreferrer">
                    {paper.title}{' '}
                  </a>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Readings({ items }: { items: QueryLog['readings'] }) {
  return (
    <section className="panel scroll-x">
      <div className="panel-head">
        <h2>工作人员查阅本单元</h2>
      </div>
      <table className="grid as-cards">
        <tbody>
          {items.map((one) => (
            <tr key={`${one.at}${one.userName}${one.action}`}>
              <td className="num">{formatDateTime(one.at)}</td>
              <td>{one.userName}</td>
              <td>{one.purpose}</td>
              <td className="code">{one.caseNo ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
