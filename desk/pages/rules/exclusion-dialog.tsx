import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { type ExclusionProposalRequest, type HousingExclusion, validateUnitCode } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Advice } from '../../components/advice.tsx';
import { Problem } from '../../components/problem.tsx';
import { Titled } from '../../components/titled.tsx';

/** A home that is to count no longer, or (`ending`) to count again. */
export function ExclusionDialog({
  ending,
  today,
  onClose,
}: {
  ending: HousingExclusion | null;
  today: string;
  onClose: () => void;
}) {
  const [changeKey] = useState(() => crypto.randomUUID());
  const [unitCode, setUnitCode] = useState(ending?.unitCode ?? '');
  const [basisNo, setBasisNo] = useState(ending?.basisNo ?? '');
  const [day, setDay] = useState(today);
  const [source, setSource] = useState('');
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const { message } = App.useApp();
  const propose = useMutation({
    mutationFn: (body: ExclusionProposalRequest) => api('/api/exclusions/proposals', { method: 'POST', body }),
    onSuccess: async () => {
      message.success('已提出，等待另一位管理员审批');
      onClose();
      await client.invalidateQueries({ queryKey: ['rules', 'exclusions'] });
    },
  });
  const title = ending ? '提出恢复计入' : '提出不计入';
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText="取消"
      okButtonProps={{ disabled: [unitCode, basisNo, day, source, reason].some((typed) => typed.trim() === '') }}
      confirmLoading={propose.isPending}
      onCancel={onClose}
      onOk={() =>
        propose.mutate({
          changeKey,
          kind: ending ? 'end' : 'add',
          unitCode: unitCode.trim(),
          basisNo,
          day,
          source,
          reason,
        })
      }
    >
      <p className="muted">批准后才影响套次；登记簿上的权利不变。</p>
      <div className="change-form">
        <Titled title="不动产单元代码">
          <Input
            aria-label="不动产单元代码"
            disabled={ending !== null}
            maxLength={40}
            value={unitCode}
            onChange={(event) => setUnitCode(event.target.value)}
          />
          {ending ? null : <Advice value={unitCode} check={validateUnitCode} />}
        </Titled>
        <Titled title="征收决定文号">
          <Input
            aria-label="征收决定文号"
            disabled={ending !== null}
            maxLength={80}
            value={basisNo}
            onChange={(event) => setBasisNo(event.target.value)}
          />
        </Titled>
        <Titled title={ending ? '恢复计入日期' : '征收决定日期'}>
          <Input
            type="date"
            aria-label={ending ? '恢复计入日期' : '征收决定日期'}
            max={today}
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        </Titled>
        <Titled title="依据（文件名称、文号）">
          <Input aria-label="依据" maxLength={500} value={source} onChange={(event) => setSource(event.target.value)} />
        </Titled>
        <Titled title="变更理由">
          <Input.TextArea
            aria-label="变更理由"
            rows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Titled>
      </div>
      {propose.error ? <Problem error={propose.error} /> : null}
    </Modal>
  );
}
