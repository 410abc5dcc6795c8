import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { REMEDIES, type ReportView } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime, formatUnitCode } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';
import { CompleteDialog } from './complete-dialog.tsx';

/** What the platform above rejected, what is wrong in it, and the lawful way out of each finding. */
export function RejectTable({ rows }: { rows: ReportView[] }) {
  const mends = may(useSession(), 'quality.mend');
  const [completing, setCompleting] = useState<string | null>(null);
  const [sending, setSending] = useState<ReportView | null>(null);
  if (rows.length === 0)
    return <EmptyState title="没有被退回的上报">上级平台退回的登簿事项列在这里，订正后重新上报，直到接收。</EmptyState>;
  return (
    <div className="panel scroll-x">
      <table className="grid as-cards">
        <thead>
          <tr>
            <th scope="col">登簿时间</th>
            <th scope="col">事项</th>
            <th scope="col">不动产单元</th>
            <th scope="col">退回原因和订正办法</th>
            {mends ? <th scope="col">操作</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.entryId}>
              <td className="num" style={{ whiteSpace: 'nowrap' }}>
                {formatDateTime(row.registeredAt)}
              </td>
              <td>
                {row.kindText}
                {row.caseNo ? (
                  <div>
                    <Link to="/cases/$caseNo" params={{ caseNo: row.caseNo }} className="num">
                      {row.caseNo}
                    </Link>
                  </div>
                ) : null}
              </td>
              <td className="code">
                {row.unitCodes.map((unitCode) => (
                  <div key={unitCode}>
                    <Link to="/register/$unitCode" params={{ unitCode }}>
                      {formatUnitCode(unitCode)}
                    </Link>
                  </div>
                ))}
              </td>
              <td style={{ minWidth: 260 }}>
                {row.findings.map((finding) => (
                  <div key={`${finding.table}${finding.field}${finding.code}${finding.unitCode}`}>
                    <strong>{REMEDIES[finding.remedy]}</strong>：{finding.fieldName ? `${finding.fieldName}，` : ''}
                    {finding.message}
                  </div>
                ))}
              </td>
              {mends ? (
                <td style={{ whiteSpace: 'nowrap' }}>
                  {row.findings.some((one) => one.remedy === 'complete') ? (
                    <Button size="small" onClick={() => setCompleting(row.unitCodes[0] ?? null)}>
                      补录
                    </Button>
                  ) : null}{' '}
                  <Button size="small" onClick={() => setSending(row)}>
                    重新上报
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note" style={{ marginTop: 12 }}>
        权利人、面积、用途等登记事项只能由更正登记改变：请通知权利人到窗口申请更正；更正登记上报被接收后，原退回自动了结。
      </p>
      <CompleteDialog unitCode={completing} onClose={() => setCompleting(null)} />
      <ResendDialog report={sending} onClose={() => setSending(null)} />
    </div>
  );
}

function ResendDialog({ report, onClose }: { report: ReportView | null; onClose: () => void }) {
  const [note, setNote] = useState('');
  const client = useQueryClient();
  const { message } = App.useApp();
  const resend = useMutation({
    mutationFn: () => api(`/api/quality/reports/${report?.entryId}/resend`, { method: 'POST', body: { note } }),
    onSuccess: async () => {
      message.success('已重新上报');
      setNote('');
      onClose();
      await client.invalidateQueries({ queryKey: ['quality'] });
    },
  });
  return (
    <Modal
      open={report !== null}
      title="重新上报"
      okText="重新上报"
      okButtonProps={{ loading: resend.isPending, disabled: note.trim().length < 2 }}
      cancelText="取消"
      onCancel={onClose}
      onOk={() => resend.mutate()}
    >
      <p className="note" style={{ marginBottom: 12 }}>
        将按登记簿现有内容重新生成报文并上报；说明存入登记簿的事件链。
      </p>
      <label htmlFor="resend-note">订正说明</label>
      <Input.TextArea
        id="resend-note"
        rows={3}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {resend.error ? <Problem error={resend.error} /> : null}
    </Modal>
  );
}
