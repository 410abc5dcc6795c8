import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { ReconciliationView } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { serverClock } from '../../api/server-clock.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatDate, formatDateTime } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';
import { dailyQuery } from './queries.ts';

/** 每日对账: what was entered against what the platform accepted. */
export function Daily() {
  const mends = may(useSession(), 'quality.mend');
  const [day, setDay] = useState(formatDate(serverClock.now()));
  const client = useQueryClient();
  const { data, error } = useQuery(dailyQuery);
  const reconcile = useMutation({
    mutationFn: () => api<ReconciliationView>('/api/quality/reconciliations', { method: 'POST', body: { day } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['quality'] }),
  });
  if (error) return <Problem error={error} />;
  if (!data) return <Loading />;
  return (
    <>
      {mends ? (
        <form
          style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap', marginBottom: 12 }}
          onSubmit={(event) => {
            event.preventDefault();
            reconcile.mutate();
          }}
        >
          <label htmlFor="reconcile-day">对账日期</label>
          <Input
            id="reconcile-day"
            style={{ width: 140 }}
            value={day}
            maxLength={10}
            onChange={(event) => setDay(event.target.value)}
          />
          <Button htmlType="submit" loading={reconcile.isPending} disabled={!/^\d{4}-\d{2}-\d{2}$/.test(day)}>
            立即对账
          </Button>
        </form>
      ) : null}
      {reconcile.error ? <Problem error={reconcile.error} /> : null}
      {data.items.length === 0 ? (
        <EmptyState title="还没有对账">每天零点后自动与上级平台核对前一日的登簿事项，结果列在这里。</EmptyState>
      ) : (
        <div className="scroll-x">
          <table className="grid as-cards">
            <thead>
              <tr>
                <th scope="col">日期</th>
                <th scope="col" className="right">
                  登簿
                </th>
                <th scope="col" className="right">
                  已接收
                </th>
                <th scope="col" className="right">
                  待上报
                </th>
                <th scope="col" className="right">
                  被退回
                </th>
                <th scope="col">差异</th>
                <th scope="col">对账时间</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((one) => (
                <tr key={one.day}>
                  <td className="num">{one.day}</td>
                  <td className="right num count" data-label="登簿">
                    {one.entered}
                  </td>
                  <td className="right num count" data-label="已接收">
                    {one.accepted}
                  </td>
                  <td className="right num count" data-label="待上报">
                    {one.pending}
                  </td>
                  <td className="right num count" data-label="被退回">
                    {one.rejected}
                  </td>
                  <td>
                    <Differences of={one} />
                  </td>
                  <td className="num" data-label="对账时间">
                    {formatDateTime(one.madeAt)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Differences({ of: { missing, unknown, different } }: { of: ReconciliationView }) {
  const parts = [
    missing.length > 0 ? `平台缺 ${missing.length} 条，已重新上报` : '',
    unknown.length > 0 ? `平台多 ${unknown.length} 条` : '',
    different.length > 0 ? `内容不一致 ${different.length} 条` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? (
    <span className="advice-ok">● 一致</span>
  ) : (
    <span className="advice-bad">■ {parts.join('；')}</span>
  );
}
