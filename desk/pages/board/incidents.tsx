import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import type { Incident } from '../../../server/api/index.ts';
import { api, sentenceOf } from '../../api/http.ts';
import { formatDateTime } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';

/** Incidents: what failed, since when, what can be done, and a retry. Nothing is shown while there are none. */
export function Incidents({ incidents }: { incidents: Incident[] }) {
  const session = useSession();
  if (incidents.length === 0) return null;
  return (
    <section className="panel" style={{ marginBottom: 12, borderColor: '#e2a29b' }} aria-label="异常">
      <div className="panel-head">
        <h2>
          <span className="sla-over" aria-hidden="true">
            ■{' '}
          </span>
          异常 {incidents.length}
        </h2>
        <span className="muted">停在这里的业务要有人处理后重试才会继续，时钟仍在走</span>
      </div>
      <div className="scroll-x">
        <table className="grid as-cards">
          <thead>
            <tr>
              <th scope="col">环节</th>
              <th scope="col">业务号</th>
              <th scope="col">原因与办法</th>
              <th scope="col">自</th>
              <th scope="col" className="row-actions">
                重试
              </th>
            </tr>
          </thead>
          <tbody>
            {incidents.map((incident) => (
              <tr key={incident.incidentKey}>
                <td style={{ whiteSpace: 'nowrap' }}>{incident.elementName}</td>
                <td className="code">
                  {incident.caseNo ? (
                    <Link to="/cases/$caseNo" params={{ caseNo: incident.caseNo }} search={{ tab: 'diagram' }}>
                      {incident.caseNo}
                    </Link>
                  ) : (
                    '—'
                  )}
                </td>
                <td>
                  <div>
                    <strong>{incident.what}</strong>
                  </div>
                  <div>{incident.advice}</div>
                  {incident.message === incident.what ? null : (
                    <details className="technical">
                      <summary>技术详情</summary>
                      <code>{incident.message}</code>
                    </details>
                  )}
                </td>
                <td className="code" data-label="自">
                  {formatDateTime(incident.since)}
                </td>
                <td className="row-actions">
                  {may(session, 'incident.retry') ? <Retry incident={incident} /> : null}
                  {incident.retries > 0 ? (
                    <div className="muted">
                      已重试 {incident.retries} 次{incident.lastRetryBy ? `（${incident.lastRetryBy.name}）` : ''}
                    </div>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Retry({ incident }: { incident: Incident }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const retry = useMutation({
    mutationFn: () =>
      api(`/api/incidents/${encodeURIComponent(incident.incidentKey)}/retry`, { method: 'POST', body: {} }),
    onSuccess: () => message.success('已交引擎重试；仍不成的会再次出现在这里'),
    onError: (failure) => message.error(sentenceOf(failure)),
    onSettled: () => client.invalidateQueries({ queryKey: ['board'] }),
  });
  return (
    <Button type="primary" loading={retry.isPending} onClick={() => retry.mutate()}>
      重试
    </Button>
  );
}
