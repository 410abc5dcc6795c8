import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import type { CaseDetail } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { caseQuery } from '../../api/queries.ts';
import { Loading } from '../../components/loading.tsx';
import { Papers } from '../../components/papers.tsx';
import { Problem } from '../../components/problem.tsx';
import { reasonText } from '../../lib/words.ts';

/** Kinds of the four documents one of which every intake ends in (条例 §17). */
const outcomes = ['notice_accepted', 'notice_supplement', 'notice_not_accepted', 'notice_jurisdiction'];

/** How often the page asks while the first steps run, should a live update be lost. */
const ASK_MS = 2000;

/**
 * After filing: while the system checks and fetches it says what is going on, opens the list of materials as soon as
 * it is there, and shows the document that the intake ended in.
 */
export default function IntakeProgressPage() {
  const { caseNo } = useParams({ from: '/shell/intake/$caseNo' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const opened = useRef(false);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const { data, error, isPending, refetch } = useQuery({
    ...caseQuery(caseNo),
    refetchInterval: (query) =>
      query.state.data?.status === 'filed' || documentOf(query.state.data) === undefined ? ASK_MS : false,
  });
  const task = data?.openTasks.find(
    (one) => one.elementId === 'CollectMaterials' || one.elementId === 'ManualIdentity',
  );
  const decided = data !== undefined && data.status !== 'filed';
  useEffect(() => {
    if (!task || decided || opened.current) return;
    opened.current = true;
    void (async () => {
      // The window that filed the case goes on with it; if a colleague was quicker, the task page says so.
      if (!task.holder)
        await api(`/api/tasks/${encodeURIComponent(task.taskKey)}/claim`, { method: 'POST', body: {} }).catch(
          () => undefined,
        );
      client.removeQueries({ queryKey: ['task', task.taskKey] });
      // Who has gone on to something else meanwhile is not called back.
      if (here.current) await navigate({ to: '/tasks/$taskKey', params: { taskKey: task.taskKey }, replace: true });
    })();
  }, [task, decided, client, navigate]);

  if (isPending) return <Loading what="正在读取业务" />;
  if (!data) return <Problem error={error} onRetry={() => void refetch()} />;
  const paper = documentOf(data);
  return (
    <>
      <div className="page-head">
        <h1>受理结果</h1>
        <Link className="code" to="/cases/$caseNo" params={{ caseNo }}>
          {caseNo}
        </Link>
        <span>
          {data.itemName} · {data.location}
        </span>
        <span className="grow" />
        <Link to="/intake">
          <Button type="primary" tabIndex={-1}>
            受理下一件
          </Button>
        </Link>
      </div>
      {decided ? (
        <p
          className={`note ${data.status === 'not_accepted' ? 'note-near' : 'note-ok'}`}
          style={{ marginBottom: 12 }}
          role="status"
        >
          <strong>{data.statusText}</strong>
          {data.closeReason ? `：${reasonText(data.closeReason)}` : ''}
          {data.status === 'accepted' ? `。业务号 ${caseNo}，已开始计时。` : ''}
        </p>
      ) : (
        <section className="panel">
          <Loading what="已提交。正在核验登记簿和身份、获取共享材料，随后打开收件清单" />
        </section>
      )}
      {paper ? (
        <section className="panel" style={{ display: 'flex', height: 'calc(100vh - 190px)', minHeight: 420 }}>
          <Papers caseNo={caseNo} documents={[paper]} empty="" />
        </section>
      ) : decided ? (
        <section className="panel">
          <Loading what="正在出具文书" />
        </section>
      ) : null}
    </>
  );
}

function documentOf(detail: CaseDetail | undefined) {
  return detail?.documents.find((one) => outcomes.includes(one.kind));
}
