import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import {
  type Accepted202,
  type CaseDetail,
  PUBLICITY_KINDS,
  type PublicityNotice,
  type PublicityObjectionRequest,
  type PublicityView,
} from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { documentUrl } from '../../api/queries.ts';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';

/** Items that may have to be made public first: a lost certificate, an inheritance without notary (alone or with its sale), a correction ex officio. */
const MADE_PUBLIC = new Set(['BDC-10', 'BDC-11', 'BDC-29', 'BDC-31']);

/** 公告（公示） of the case: until when, what was objected, and the window's button for an objection. */
export function PublicityPanel({ detail }: { detail: CaseDetail }) {
  const session = useSession();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ['case', detail.caseNo, 'publicity'],
    enabled: MADE_PUBLIC.has(detail.itemCode),
    queryFn: () => api<PublicityView | null>(`/api/cases/${detail.caseNo}/publicity`),
  });
  if (!data) return null;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{PUBLICITY_KINDS[data.kind]}</h2>
      </div>
      <div className="panel-body">
        <dl className="facts" style={{ marginBottom: 8 }}>
          <dt>开始</dt>
          <dd className="num">{formatDateTime(data.openedAt)}</dd>
          <dt>{data.running ? '期满' : '已期满'}</dt>
          <dd className="num">
            {formatDateTime(data.dueAt)}
            {data.running ? '，期间停表' : ''}
          </dd>
        </dl>
        {data.untold > 0 ? (
          <p className="note note-near" style={{ marginBottom: 8 }}>
            还有 {data.untold} 名登记簿权利人没有书面通知，请在“告知书”中寄送并登记送达；送达前不能登簿。
          </p>
        ) : null}
        {data.holdersUntil ? (
          <p className="muted num" style={{ marginBottom: 8 }}>
            权利人收到书面通知后的期限至 {formatDateTime(data.holdersUntil)}
          </p>
        ) : null}
        {data.objections.length === 0 ? (
          <p className="muted" style={{ marginBottom: 8 }}>
            没有人提出异议
          </p>
        ) : null}
        {data.objections.map((one) => (
          <p key={one.raisedAt} className={one.settled ? 'note' : 'note note-over'} style={{ marginBottom: 8 }}>
            {formatDateTime(one.raisedAt)} 异议：{one.matter}
            {one.settled ? '（会商已处理）' : '（待会商处理，不能登簿）'}
          </p>
        ))}
        {may(session, 'document.upload') ? <Notice caseNo={detail.caseNo} /> : null}{' '}
        {data.running && may(session, 'case.file') ? (
          <Button danger onClick={() => setOpen(true)}>
            登记异议
          </Button>
        ) : null}
      </div>
      {open ? <Objection caseNo={detail.caseNo} onClose={() => setOpen(false)} /> : null}
    </section>
  );
}

/** The notice to be posted and published; it opens in a page of its own, sealed, and stays in the case's file. */
function Notice({ caseNo }: { caseNo: string }) {
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => api<PublicityNotice>(`/api/cases/${caseNo}/publicity/notice`, { method: 'POST', body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['case', caseNo] }),
  });
  if (make.error) return <Problem error={make.error} onRetry={() => make.mutate()} />;
  if (make.data)
    return (
      <Button href={documentUrl(caseNo, make.data.documentId)} target="_blank">
        打开公告（公示）文书
      </Button>
    );
  return (
    <Button loading={make.isPending} onClick={() => make.mutate()}>
      制作公告（公示）文书
    </Button>
  );
}

function Objection({ caseNo, onClose }: { caseNo: string; onClose: () => void }) {
  const [form] = Form.useForm<Omit<PublicityObjectionRequest, 'key'>>();
  const [key] = useState(() => crypto.randomUUID());
  const client = useQueryClient();
  const { message } = App.useApp();
  const object = useMutation({
    mutationFn: (body: PublicityObjectionRequest) =>
      api<Accepted202>(`/api/cases/${caseNo}/publicity/objections`, { method: 'POST', body }),
    onSuccess: async (answer) => {
      message.success(answer.message);
      onClose();
      await client.invalidateQueries({ queryKey: ['case', caseNo] });
    },
  });
  const need = (min: number, message: string) => [{ required: true, whitespace: true, min, message }];
  return (
    <Modal
      open
      title="登记公告（公示）期间的异议"
      okText="登记异议"
      okButtonProps={{ danger: true, loading: object.isPending }}
      cancelText="取消"
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="note" style={{ marginBottom: 12 }}>
        登记后业务转提级会商；异议处理之前不会登簿。
      </p>
      <Form
        form={form}
        layout="vertical"
        onFinish={({ evidenceNo, ...values }) =>
          object.mutate({ ...values, key, ...(evidenceNo ? { evidenceNo } : {}) })
        }
      >
        <Form.Item name="objector" label="异议人" rules={need(2, '请填写异议人姓名或名称')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="matter" label="异议事项和理由" rules={need(4, '请写明异议事项和理由，至少4个字')}>
          <Input.TextArea rows={3} maxLength={300} placeholder="请勿填写姓名、证件号码" />
        </Form.Item>
        <Form.Item name="evidenceNo" label="证明材料编号（没有可不填）">
          <Input maxLength={60} />
        </Form.Item>
      </Form>
      {object.error ? <Problem error={object.error} /> : null}
    </Modal>
  );
}
