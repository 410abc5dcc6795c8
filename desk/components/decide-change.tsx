import { useMutation } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { CHANGE_DECISIONS, type ChangeDecision, type ChangeHistory } from '../../server/api/index.ts';
import { api } from '../api/http.ts';
import { formatDateTime } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { Problem } from './problem.tsx';

const words: Record<ChangeDecision, string> = { approved: '批准', rejected: '不批准', withdrawn: '撤回' };

/**
 * The buttons of an open change: who proposed it may take it back, somebody else decides. What an approval does is said before.
 * @param address of the decision; @param does what an approval will do
 */
export function DecideChange(props: {
  change: ChangeHistory;
  address: string;
  mayApprove: boolean;
  does: string;
  onDecided: () => Promise<unknown>;
}) {
  const [asking, setAsking] = useState<ChangeDecision | null>(null);
  const session = useSession();
  const own = props.change.proposedBy?.userId === session.userId;
  if (own)
    return (
      <>
        <p className="muted">由您提出，须由另一位管理员审批。</p>
        <Button onClick={() => setAsking('withdrawn')}>撤回</Button>
        {asking ? <Ask {...props} decision={asking} onClose={() => setAsking(null)} /> : null}
      </>
    );
  if (!props.mayApprove) return <p className="muted">等待系统管理员审批。</p>;
  return (
    <div className="change-buttons">
      <Button type="primary" onClick={() => setAsking('approved')}>
        批准
      </Button>
      <Button danger onClick={() => setAsking('rejected')}>
        不批准
      </Button>
      {asking ? <Ask {...props} decision={asking} onClose={() => setAsking(null)} /> : null}
    </div>
  );
}

function Ask(props: {
  decision: ChangeDecision;
  address: string;
  does: string;
  onDecided: () => Promise<unknown>;
  onClose: () => void;
}) {
  const { decision, address, does, onDecided, onClose } = props;
  const [note, setNote] = useState('');
  const { message } = App.useApp();
  const decide = useMutation({
    mutationFn: () =>
      api(address, { method: 'POST', body: { decision, ...(note.trim() ? { note: note.trim() } : {}) } }),
    onSuccess: async () => {
      message.success(CHANGE_DECISIONS[decision]);
      onClose();
      await onDecided();
    },
  });
  return (
    <Modal
      open
      title={words[decision]}
      okText={words[decision]}
      cancelText="取消"
      okButtonProps={{ danger: decision === 'rejected', disabled: decision === 'rejected' && note.trim() === '' }}
      confirmLoading={decide.isPending}
      onCancel={onClose}
      onOk={() => decide.mutate()}
    >
      {decision === 'approved' ? <p className="note">{does}</p> : null}
      <Input.TextArea
        aria-label="审批意见"
        rows={2}
        maxLength={1000}
        style={{ marginTop: 12 }}
        placeholder={decision === 'rejected' ? '请写明不批准的理由' : '意见（可以不填）'}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {decide.error ? <Problem error={decide.error} /> : null}
    </Modal>
  );
}

/** Who wanted it, why, and what became of it. */
export function ChangeFacts({ change }: { change: ChangeHistory }) {
  return (
    <dl className="facts">
      <dt>依据</dt>
      <dd>{change.source}</dd>
      <dt>理由</dt>
      <dd>{change.reason}</dd>
      <dt>提出</dt>
      <dd>
        {change.proposedBy?.name ?? '—'} <span className="num">{formatDateTime(change.proposedAt)}</span>
      </dd>
      {change.decision ? (
        <>
          <dt>决定</dt>
          <dd>
            {CHANGE_DECISIONS[change.decision]}，{change.decidedBy?.name ?? '—'}{' '}
            <span className="num">{formatDateTime(change.decidedAt)}</span>
            {change.decisionNote ? `：${change.decisionNote}` : ''}
          </dd>
        </>
      ) : null}
    </dl>
  );
}
