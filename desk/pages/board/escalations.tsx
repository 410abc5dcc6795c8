import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { type EscalationDecisionRequest, type EscalationRow, REASONS } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';

/** 提级会商 that wait for a decision; late ones first, decided from here without the task. */
export function Escalations({ rows }: { rows: EscalationRow[] }) {
  const session = useSession();
  const [deciding, setDeciding] = useState<EscalationRow | null>(null);
  if (rows.length === 0) return null;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>待决会商</h2>
        <span className="muted num">{rows.length} 件</span>
      </div>
      <div className="scroll-x">
        <table className="grid as-cards">
          <thead>
            <tr>
              <th scope="col">业务号</th>
              <th scope="col">事项</th>
              <th scope="col">坐落</th>
              <th scope="col">应决时间</th>
              <th scope="col">状态</th>
              <th scope="col" className="row-actions" aria-label="操作" />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.caseNo}:${row.level}`}>
                <td className="num">
                  <Link to="/cases/$caseNo" params={{ caseNo: row.caseNo }}>
                    {row.caseNo}
                  </Link>
                </td>
                <td>{row.itemName}</td>
                <td>{row.location}</td>
                <td className="num" data-label="应决时间">
                  {formatDateTime(row.dueAt)}
                </td>
                <td>
                  {row.late ? (
                    <span className="sla-over">■ 逾时未决</span>
                  ) : (
                    <span className="muted">第 {row.level} 次</span>
                  )}
                </td>
                <td className="row-actions">
                  {may(session, 'escalation.decide') ? (
                    <button
                      type="button"
                      className="account"
                      style={{ width: 'auto' }}
                      onClick={() => setDeciding(row)}
                    >
                      直接决定
                    </button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {deciding ? <Decide row={deciding} onClose={() => setDeciding(null)} /> : null}
    </section>
  );
}

function Decide({ row, onClose }: { row: EscalationRow; onClose: () => void }) {
  const [decision, setDecision] = useState<EscalationDecisionRequest['decision']>();
  const [opinion, setOpinion] = useState('');
  const [reasonCode, setReasonCode] = useState<string>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const decide = useMutation({
    mutationFn: (body: EscalationDecisionRequest) =>
      api(`/api/cases/${row.caseNo}/escalation/decision`, { method: 'POST', body }),
    onSuccess: async () => {
      message.success('决定已记录，业务随即继续办理');
      onClose();
      await client.invalidateQueries({ queryKey: ['board'] });
    },
  });
  const complete = decision && opinion.trim() !== '' && (decision !== 'refuse' || reasonCode);
  return (
    <Modal
      open
      title={`会商决定（${row.caseNo}）`}
      okText="作出决定"
      okButtonProps={{ disabled: !complete, danger: decision === 'refuse' }}
      cancelText="取消"
      confirmLoading={decide.isPending}
      onCancel={onClose}
      onOk={() =>
        decision &&
        decide.mutate({
          decision,
          opinion: opinion.trim(),
          ...(decision === 'refuse' && reasonCode ? { reasonCode } : {}),
        })
      }
    >
      {row.hint ? (
        <p className="note" style={{ marginBottom: 12 }}>
          {row.hint}
        </p>
      ) : null}
      <Radio.Group
        aria-label="决定"
        style={{ marginBottom: 12 }}
        value={decision}
        options={row.decisions.map(({ value, label }) => ({ value: value ?? '', label }))}
        onChange={(event) => setDecision(event.target.value as EscalationDecisionRequest['decision'])}
      />
      {decision === 'refuse' ? (
        <Select
          aria-label="不予登记的理由"
          style={{ width: '100%', marginBottom: 12 }}
          placeholder="请选择不予登记的理由"
          value={reasonCode}
          options={REASONS.refuse.map((one) => ({ value: one.code, label: one.text }))}
          onChange={setReasonCode}
        />
      ) : null}
      <Input.TextArea
        aria-label="会商意见"
        rows={3}
        maxLength={1000}
        placeholder={
          row.decisions.some((one) => one.value === 'conditions') ? '会商意见；附条件的写明条件' : '会商意见'
        }
        value={opinion}
        onChange={(event) => setOpinion(event.target.value)}
      />
      {decide.error ? <Problem error={decide.error} /> : null}
    </Modal>
  );
}
