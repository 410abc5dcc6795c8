import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { CompletedTask, DecisionOption, StepId, TaskDetail } from '../../../server/api/index.ts';
import { api, sentenceOf } from '../../api/http.ts';
import { taskQuery } from '../../api/queries.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Papers } from '../../components/papers.tsx';
import { Problem } from '../../components/problem.tsx';
import { SlaMark } from '../../components/sla-mark.tsx';
import { Whole } from '../../components/whole.tsx';
import { DRAFT_WORDS } from '../../lib/use-autosave.ts';
import { useHotkeys } from '../../lib/use-hotkeys.ts';
import { DecideDialog } from './decide-dialog.tsx';
import { STEPS } from './steps/index.ts';
import type { Draft } from './steps/step.ts';
import { useDraft } from './use-draft.ts';

/** Task page: papers left, form right, decisions always at hand below. */
export default function TaskPage() {
  const { taskKey } = useParams({ from: '/shell/tasks/$taskKey' });
  const { data, error, isPending, refetch } = useQuery(taskQuery(taskKey));
  if (isPending) return <Loading what="正在打开任务" />;
  if (!data) return <Problem error={error} onRetry={() => void refetch()} />;
  return <Task key={taskKey} detail={data} />;
}

function Task({ detail }: { detail: TaskDetail }) {
  const { task } = detail;
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [document, setDocument] = useState<string>();
  const [deciding, setDeciding] = useState<DecisionOption | null>(null);
  const editable = detail.canComplete;
  const { draft, change, state, discard, settle } = useDraft(task.taskKey, (detail.draft ?? {}) as Draft, editable);
  const step = STEPS[task.elementId as StepId];
  const over = task.state === 'completed' || task.state === 'cancelled';

  const act = async (what: 'claim' | 'release') => {
    try {
      await api(`/api/tasks/${encodeURIComponent(task.taskKey)}/${what}`, { method: 'POST', body: {} });
    } catch (failure) {
      message.warning(sentenceOf(failure));
    }
    await Promise.all([
      client.invalidateQueries({ queryKey: ['task', task.taskKey] }),
      client.invalidateQueries({ queryKey: ['tasks'] }),
    ]);
  };
  const done = async (completed: CompletedTask) => {
    discard();
    setDeciding(null);
    message.success(completed.message);
    for (const topic of ['tasks', 'cases', 'board']) void client.invalidateQueries({ queryKey: [topic] });
    // What the cache knows of this case is from before the decision: the next page must not act on it.
    client.removeQueries({ queryKey: ['case', task.caseNo] });
    client.removeQueries({ queryKey: ['task', task.taskKey] });
    // The window waits for its document; everybody else goes on with the next task.
    if (task.elementId === 'CollectMaterials' || task.elementId === 'ManualIdentity')
      await navigate({ to: '/intake/$caseNo', params: { caseNo: task.caseNo } });
    else if (completed.nextTaskKey)
      await navigate({ to: '/tasks/$taskKey', params: { taskKey: completed.nextTaskKey } });
    else await navigate({ to: '/tasks' });
  };
  const toInbox = () => void navigate({ to: '/tasks' });
  useHotkeys({
    ...Object.fromEntries(
      editable ? detail.decisions.map((option) => [`Alt+${option.key.toUpperCase()}`, () => setDeciding(option)]) : [],
    ),
    ...(detail.canClaim ? { c: () => void act('claim') } : {}),
    Escape: toInbox,
  });

  return (
    <>
      <div className="page-head">
        <h1>{task.stepName}</h1>
        <Link className="code" to="/cases/$caseNo" params={{ caseNo: task.caseNo }}>
          {task.caseNo}
        </Link>
        <span>
          {task.itemName} · <Whole text={task.location} />
        </span>
        <SlaMark sla={task.sla} />
        <span className="grow" />
        {task.unitCodes.map((unitCode) => (
          <Link key={unitCode} to="/register/$unitCode" params={{ unitCode }}>
            登记簿
          </Link>
        ))}
        <Link to="/cases/$caseNo" params={{ caseNo: task.caseNo }} search={{ tab: 'timeline' }}>
          办理过程
        </Link>
        <Link to="/cases/$caseNo" params={{ caseNo: task.caseNo }} search={{ tab: 'diagram' }}>
          流程图
        </Link>
      </div>
      {task.blockedReason ? (
        <p className="note note-near" role="alert" style={{ marginBottom: 12 }}>
          {task.blockedReason}
        </p>
      ) : null}
      {detail.hint ? (
        <p className="note note-near" style={{ marginBottom: 12 }}>
          {detail.hint}
        </p>
      ) : null}
      {over ? (
        <p className="note" style={{ marginBottom: 12 }}>
          {task.state === 'completed' ? '这项任务已办结。' : '这项任务已取消（撤回、查封或退回），不能再办理。'}
          <Link to="/tasks">回到我的待办</Link>
        </p>
      ) : null}
      <div className="task">
        <section className="panel task-papers" aria-label="文件">
          <Papers
            caseNo={task.caseNo}
            documents={detail.case.documents}
            selected={document}
            onSelect={setDocument}
            empty="收件时上传的扫描件和系统出具的文书会出现在这里。"
          />
        </section>
        <div>
          {step ? (
            <step.Form
              detail={detail}
              draft={draft}
              onChange={change}
              readOnly={!editable}
              onShowDocument={setDocument}
            />
          ) : (
            <EmptyState title="这一步还没有办理界面">
              流程中的环节 {task.elementId} 是新加的，请联系系统管理员更新工作台。
            </EmptyState>
          )}
        </div>
      </div>
      <div className="decision-bar">
        <Holder detail={detail} />
        <span className="grow" />
        {editable ? (
          <span className={state === 'failed' ? 'advice-bad' : 'muted'} role="status">
            {DRAFT_WORDS[state]}
          </span>
        ) : null}
        {detail.canClaim ? (
          <Button type="primary" onClick={() => void act('claim')}>
            签收 <kbd>c</kbd>
          </Button>
        ) : null}
        {editable && task.holder ? <Button onClick={() => void act('release')}>退回待签收</Button> : null}
        {editable
          ? detail.decisions.map((option) => (
              <Button
                key={`${option.field}-${option.value}`}
                type={option.tone === 'primary' ? 'primary' : 'default'}
                danger={option.tone === 'danger'}
                onClick={() => setDeciding(option)}
              >
                {option.label} <kbd>Alt {option.key.toUpperCase()}</kbd>
              </Button>
            ))
          : null}
      </div>
      {deciding && step ? (
        <DecideDialog
          detail={detail}
          draft={draft}
          decision={deciding}
          onChange={change}
          onSettle={settle}
          onClose={() => setDeciding(null)}
          onRefresh={() => {
            setDeciding(null);
            void client.invalidateQueries({ queryKey: ['task', task.taskKey] });
          }}
          onDone={(completed) => void done(completed)}
        />
      ) : null}
    </>
  );
}

function Holder({ detail }: { detail: TaskDetail }) {
  const { task } = detail;
  if (task.holder) return <span>签收人 {task.holder.name}</span>;
  if (detail.canClaim) return <span>待签收。签收后由您办理，他人不能再动。</span>;
  return <span className="muted">您可以查看，不能办理这一步。</span>;
}
