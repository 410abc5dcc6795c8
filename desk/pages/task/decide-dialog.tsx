import { useMutation } from '@tanstack/react-query';
import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import {
  type CompletedTask,
  type DecisionOption,
  REASONS,
  type StepId,
  type TaskDetail,
} from '../../../server/api/index.ts';
import { ApiProblem, api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { useSession } from '../../lib/session.ts';
import { STEPS } from './steps/index.ts';
import type { Draft } from './steps/step.ts';

export interface DecideDialogProps {
  detail: TaskDetail;
  draft: Draft;
  decision: DecisionOption;
  onChange: (part: Partial<Draft>) => void;
  /** Lets the draft that is being saved arrive before the task is completed. */
  onSettle: () => Promise<void>;
  onClose: () => void;
  /** Somebody else was quicker: look again. */
  onRefresh: () => void;
  onDone: (done: CompletedTask) => void;
}

const isConflict = (error: unknown): boolean => error instanceof ApiProblem && error.status === 409;

function reasonsFor(decision: DecisionOption): readonly { code: string; text: string }[] {
  if (decision.value === 'reject' && decision.field === 'intakeDecision') return REASONS.reject;
  if (decision.value === 'supplement') return REASONS.supplement;
  if (decision.value === 'refuse') return REASONS.refuse;
  return [];
}

/** Shows what the decision will write, asks for the reason or the signature it needs, and completes the task. */
export function DecideDialog({
  detail,
  draft,
  decision,
  onChange,
  onSettle,
  onClose,
  onRefresh,
  onDone,
}: DecideDialogProps) {
  const session = useSession();
  const step = STEPS[detail.task.elementId as StepId];
  const [pin, setPin] = useState('');
  const [asked, setAsked] = useState(false);
  const signs = step.signs?.(decision) ?? false;
  const reasons = reasonsFor(decision);
  const reasonFits = reasons.some((one) => one.code === draft.reasonCode);
  // A reason left over from another button is not this one's.
  const effective: Draft = { ...draft, reasonCode: reasonFits ? draft.reasonCode : undefined };
  const result = step.build(detail, effective, decision);
  // What the form itself lacks: the reason is asked for here, so any of them will do.
  const ready = step.build(detail, { ...effective, reasonCode: effective.reasonCode ?? reasons[0]?.code }, decision);
  const complete = useMutation({
    mutationFn: async () => {
      if (!result.ok) throw new Error(result.missing);
      await onSettle();
      // The signature is the signer's own password: it goes with the decision and is checked by the server.
      return api<CompletedTask>(`/api/tasks/${encodeURIComponent(detail.task.taskKey)}/complete`, {
        method: 'POST',
        body: signs ? { ...result.body, pin } : result.body,
      });
    },
    onSuccess: onDone,
  });
  const submit = () => {
    setAsked(true);
    if (result.ok && !(signs && pin === '')) complete.mutate();
  };
  return (
    <Modal
      open
      title={decision.label}
      width={signs ? 860 : 560}
      okText={decision.label}
      cancelText="返回"
      okButtonProps={{
        danger: decision.tone === 'danger',
        disabled: !ready.ok,
        autoFocus: !signs && reasons.length === 0,
      }}
      cancelButtonProps={{ autoFocus: !ready.ok }}
      confirmLoading={complete.isPending}
      onCancel={onClose}
      onOk={submit}
    >
      {ready.ok ? (
        <>
          <div className={`note ${decision.tone === 'danger' ? 'note-over' : ''}`} style={{ marginBottom: 12 }}>
            {step.writes(detail, effective, decision)}
          </div>
          {reasons.length > 0 ? (
            <div style={{ marginBottom: 12 }}>
              <Select
                aria-label="理由"
                style={{ width: '100%' }}
                placeholder="请选择理由"
                value={effective.reasonCode}
                status={asked && decision.needsReason && !reasonFits ? 'error' : undefined}
                options={reasons.map((one) => ({ value: one.code, label: one.text }))}
                onChange={(reasonCode: string) => onChange({ reasonCode })}
              />
            </div>
          ) : null}
          {signs ? (
            <form
              style={{ marginBottom: 12 }}
              onSubmit={(event) => {
                event.preventDefault();
                submit();
              }}
            >
              <input type="text" autoComplete="username" value={session.account} readOnly hidden />
              <Input.Password
                aria-label="签名口令"
                addonBefore="签名口令"
                placeholder="登簿须本人签名：请输入登录口令"
                autoComplete="current-password"
                autoFocus
                value={pin}
                status={asked && pin === '' ? 'error' : undefined}
                onChange={(event) => setPin(event.target.value)}
              />
            </form>
          ) : null}
          {!result.ok && asked ? (
            <p className="note note-near" role="alert">
              {result.missing}
            </p>
          ) : null}
        </>
      ) : (
        <p className="note note-near" role="alert">
          {ready.missing}
        </p>
      )}
      {complete.error ? (
        <Problem error={complete.error} onRetry={isConflict(complete.error) ? onRefresh : undefined} />
      ) : null}
    </Modal>
  );
}
