import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { type ApproveRequest, type CourtNotice, NOTICE_KINDS } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { DisposalFacts } from './disposal-facts.tsx';

/** 签发: says what is delivered, then asks for the approver's own password. */
export function ApproveDialog({ notice, onClose }: { notice: CourtNotice | null; onClose: () => void }) {
  const [pin, setPin] = useState('');
  const client = useQueryClient();
  const { message } = App.useApp();
  const close = () => {
    setPin('');
    approve.reset();
    onClose();
  };
  const approve = useMutation({
    mutationFn: (body: ApproveRequest) =>
      api<CourtNotice>(`/api/court/notices/${notice?.noticeNo}/approve`, { method: 'POST', body }),
    onSuccess: async (done) => {
      message.success(done.deliveredAt ? `已于 ${formatDateTime(done.deliveredAt)} 送达` : '已退回承办人，没有送达');
      close();
      await client.invalidateQueries({ queryKey: ['court'] });
    },
  });
  return (
    <Modal
      open={notice !== null}
      title="签发通知书"
      okText="签发并送达"
      okButtonProps={{ loading: approve.isPending, disabled: pin === '' }}
      cancelText="取消"
      onCancel={close}
      onOk={() => approve.mutate({ approveDecision: 'sign', pin })}
      footer={(buttons) => (
        <>
          <button
            type="button"
            className="ant-btn"
            style={{ float: 'left' }}
            onClick={() => approve.mutate({ approveDecision: 'return' })}
          >
            退回承办人
          </button>
          {buttons}
        </>
      )}
    >
      {notice ? (
        <>
          <p className="note" style={{ marginBottom: 12 }}>
            {notice.documentNo} {NOTICE_KINDS[notice.kind]}
            {notice.content.termMonths ? `，期限 ${notice.content.termMonths} 个月` : ''}
            {notice.content.respondent ? `，被执行人 ${notice.content.respondent.name}` : ''}。
            签发即送达，时刻由登记机构服务器记载，决定{notice.kind === 'dispose' ? '与其他查封的先后' : '查封次序'}
            ，不能撤回。
          </p>
          <DisposalFacts notice={notice} />
          <label htmlFor="approve-pin">签名口令（本人登录口令）</label>
          <Input.Password
            id="approve-pin"
            autoComplete="off"
            value={pin}
            onChange={(event) => setPin(event.target.value)}
            onPressEnter={() => pin && approve.mutate({ approveDecision: 'sign', pin })}
          />
          {approve.error ? <Problem error={approve.error} /> : null}
        </>
      ) : null}
    </Modal>
  );
}
