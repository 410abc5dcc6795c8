import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal } from 'antd';
import type { LiftSeizureRequest, LiftSeizureResult, SeizureView } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';

/** Lifts a seizure on the notice of the same authority; the first in the queue takes its place. */
export function LiftSeizure({ seizure, onClose }: { seizure: SeizureView | null; onClose: () => void }) {
  const [form] = Form.useForm<LiftSeizureRequest>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const lift = useMutation({
    mutationFn: (body: LiftSeizureRequest) =>
      api<LiftSeizureResult>(`/api/seizures/${encodeURIComponent(seizure?.rightId ?? '')}/lift`, {
        method: 'POST',
        body,
      }),
    onSuccess: async (result) => {
      message.success(result.promoted ? `已解除；${result.promoted.authority}的轮候查封同时生效` : '已解除查封');
      onClose();
      await client.invalidateQueries({ queryKey: ['unit'] });
    },
  });
  const need = (text: string) => [{ required: true, whitespace: true, message: text }];
  return (
    <Modal
      open={seizure !== null}
      title="解除查封"
      okText="解除查封"
      okButtonProps={{ loading: lift.isPending }}
      cancelText="取消"
      destroyOnHidden
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="note" style={{ marginBottom: 12 }}>
        将在登记簿上记载解除；有轮候查封的，第一位同时自动生效。
      </p>
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ authority: seizure?.authority, documentNo: seizure?.documentNo }}
        onFinish={(values) => lift.mutate(values)}
      >
        <Form.Item name="noticeNo" label="解封通知书编号" rules={need('请填写解封通知书编号')}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="authority" label="解封机关" rules={need('请填写解封机关')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="documentNo" label="案号" rules={need('请填写案号')}>
          <Input maxLength={60} />
        </Form.Item>
      </Form>
      {lift.error ? <Problem error={lift.error} /> : null}
    </Modal>
  );
}
