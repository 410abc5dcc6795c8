import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { AskOutcome, CaseDetail, DepartmentRequest } from '../../../server/api/index.ts';
import { api, sentenceOf } from '../../api/http.ts';
import { departmentRequestsQuery } from '../../api/queries.ts';
import { formatDateTime } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';

const MARKS: Record<AskOutcome, string> = {
  answered: 'tag tag-ok',
  pending: 'tag',
  sent_again: 'tag tag-near',
  refused: 'tag tag-over',
  unavailable: 'tag tag-over',
};

/** Which departments' results the case waits for; a supervisor asks for one that should have come. */
export function WaitingAnswers({ detail }: { detail: CaseDetail }) {
  const session = useSession();
  const { data } = useQuery({
    ...departmentRequestsQuery(detail.caseNo),
    enabled: may(session, 'register.view'),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>等待外部门结果</h2>
      </div>
      <div className="panel-body">
        {data.items.map((one) => (
          <WaitingAnswer key={one.requestId} caseNo={detail.caseNo} request={one} mayAsk={data.mayAsk} />
        ))}
      </div>
    </section>
  );
}

function WaitingAnswer({ caseNo, request, mayAsk }: { caseNo: string; request: DepartmentRequest; mayAsk: boolean }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const ask = useMutation({
    mutationFn: () =>
      api<DepartmentRequest>(`/api/cases/${caseNo}/department-requests/${request.requestId}/ask`, { method: 'POST' }),
    onSuccess: ({ title, outcome, outcomeText }) => {
      const say = outcome === 'refused' || outcome === 'unavailable' ? message.warning : message.success;
      say(`${title}：${outcomeText}`);
    },
    onError: (failure) => message.error(sentenceOf(failure)),
    onSettled: () => client.invalidateQueries({ queryKey: ['case', caseNo] }),
  });
  return (
    <div style={{ marginBottom: 10 }}>
      <strong>{request.title}</strong> {request.what}
      <br />
      <span className="muted num">
        单号 {request.requestNo}，{formatDateTime(request.sentAt)} 送出
        {request.sends > 1 ? `，共送 ${request.sends} 次` : ''}
      </span>
      {request.outcome && request.askedAt ? (
        <p className="num">
          {formatDateTime(request.askedAt)} 查询：
          <span className={MARKS[request.outcome]}>{request.outcomeText}</span>
          {request.message ? <span className="muted"> {request.message}</span> : null}
        </p>
      ) : (
        <p className="muted num">没有结果的，{formatDateTime(request.nextAskAt)} 起自动查询</p>
      )}
      {mayAsk ? (
        <Button size="small" loading={ask.isPending} onClick={() => ask.mutate()}>
          向部门查询结果
        </Button>
      ) : null}
    </div>
  );
}
