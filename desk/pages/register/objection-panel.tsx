import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import type { SuitProofRequest, UnitPage } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { formatDate } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';
import { today } from '../../lib/today.ts';

/** 异议登记: what keeps it beyond its fifteen days, for the window (INV-23). Nothing to show when none stands unsued. */
export function ObjectionPanel({ page }: { page: UnitPage }) {
  const session = useSession();
  const [open, setOpen] = useState<string | null>(null);
  const waiting = page.objections.filter((one) => one.suitNo === null);
  if (!may(session, 'case.file') || waiting.length === 0) return null;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>异议登记的起诉证明</h2>
      </div>
      <div className="panel-body">
        {waiting.map((one) => (
          <div key={one.rightId} style={{ marginBottom: 8 }}>
            <p style={{ marginBottom: 6 }}>
              {one.matter}（{formatDate(one.lapsesOn)} 前提交）
            </p>
            <Button size="small" onClick={() => setOpen(one.rightId)}>
              登记起诉证明
            </Button>
          </div>
        ))}
      </div>
      <RecordSuitProof unitCode={page.unit.unitCode} rightId={open} onClose={() => setOpen(null)} />
    </section>
  );
}

function RecordSuitProof({
  unitCode,
  rightId,
  onClose,
}: {
  unitCode: string;
  rightId: string | null;
  onClose: () => void;
}) {
  const [form] = Form.useForm<SuitProofRequest>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const record = useMutation({
    mutationFn: (body: SuitProofRequest) =>
      api<null>(`/api/units/${unitCode}/objections/${rightId ?? ''}/suit-proof`, { method: 'POST', body }),
    onSuccess: async () => {
      message.success('已登记起诉证明；异议登记继续有效，直到法院作出裁判');
      onClose();
      await client.invalidateQueries({ queryKey: ['unit'] });
    },
  });
  const need = (text: string) => [{ required: true, whitespace: true, message: text }];
  return (
    <Modal
      open={rightId !== null}
      title="登记起诉（仲裁）证明"
      okText="登记"
      okButtonProps={{ loading: record.isPending }}
      cancelText="取消"
      destroyOnHidden
      onCancel={onClose}
      afterClose={record.reset}
      onOk={() => form.submit()}
    >
      <p className="note" style={{ marginBottom: 12 }}>
        异议登记之日起十五日内起诉或者申请仲裁的，异议登记不失效（民法典 220）。
      </p>
      <Form form={form} layout="vertical" preserve={false} onFinish={(values) => record.mutate(values)}>
        <Form.Item name="court" label="法院或仲裁委员会" rules={need('请填写受理的法院或仲裁委员会')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="documentNo" label="受理通知书文号" rules={need('请填写受理通知书文号')}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          name="filedOn"
          label="起诉（申请）日期"
          rules={[
            ...need('请填写起诉日期'),
            {
              validator: (_rule, day?: string) =>
                day && day > today()
                  ? Promise.reject(new Error('起诉日期不能晚于今天，请按受理通知书核对'))
                  : Promise.resolve(),
            },
          ]}
        >
          <Input type="date" max={today()} />
        </Form.Item>
      </Form>
      {record.error ? <Problem error={record.error} /> : null}
    </Modal>
  );
}
