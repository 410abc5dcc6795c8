import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { BoardRow } from '../../../server/api/index.ts';
import { api, sentenceOf } from '../../api/http.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { SlaMark } from '../../components/sla-mark.tsx';
import { Whole } from '../../components/whole.tsx';
import { may, useSession } from '../../lib/session.ts';
import { Reassign } from './reassign.tsx';

/** Near and over, most urgent first, with 催办 and 转派. */
export function Urgent({ rows }: { rows: BoardRow[] }) {
  const session = useSession();
  const { message } = App.useApp();
  const [moving, setMoving] = useState<BoardRow | null>(null);
  const urge = useMutation({
    mutationFn: (taskKey: string) =>
      api(`/api/tasks/${encodeURIComponent(taskKey)}/urge`, { method: 'POST', body: {} }),
    onSuccess: () => message.success('已催办，签收人的待办已提示'),
    onError: (failure) => message.warning(sentenceOf(failure)),
  });
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>临期与超期</h2>
        <span className="muted num">{rows.length} 件</span>
      </div>
      {rows.length === 0 ? (
        <EmptyState title="没有临期和超期的业务">剩余时间不足四分之一的业务会列在这里，最急的在前。</EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <div className="scroll-x">
          <table className="grid as-cards">
            <thead>
              <tr>
                <th scope="col">剩余</th>
                <th scope="col">业务号</th>
                <th scope="col">事项 / 坐落</th>
                <th scope="col">环节</th>
                <th scope="col">签收人</th>
                <th scope="col" className="row-actions">
                  督办
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.caseNo}-${row.taskKey}`}>
                  <td>
                    <SlaMark sla={row.sla} />
                  </td>
                  <td className="code">
                    <Link to="/cases/$caseNo" params={{ caseNo: row.caseNo }}>
                      {row.caseNo}
                    </Link>
                  </td>
                  <td style={{ minWidth: 200 }}>
                    {row.itemName}
                    <div className="muted">
                      <Whole text={row.location} />
                    </div>
                  </td>
                  <td data-label="环节" style={{ whiteSpace: 'nowrap' }}>
                    {row.step ?? '系统办理'}
                  </td>
                  <td data-label="签收人" style={{ whiteSpace: 'nowrap' }}>
                    {row.holder?.name ?? '待签收'}
                  </td>
                  <td className="row-actions">
                    {row.taskKey && may(session, 'task.reassign') ? (
                      <span className="switches">
                        <Button size="small" onClick={() => urge.mutate(row.taskKey ?? '')}>
                          催办
                        </Button>
                        <Button size="small" onClick={() => setMoving(row)}>
                          转派
                        </Button>
                      </span>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {moving ? <Reassign row={moving} onClose={() => setMoving(null)} /> : null}
    </section>
  );
}
