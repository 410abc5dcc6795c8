import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, InputNumber, Modal, Select } from 'antd';
import { type CompleteFactsRequest, STRUCTURES } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { formatUnitCode } from '../../lib/format.ts';

type Values = CompleteFactsRequest['facts'] & { basis: string };

/** 补录: survey data that no right depends on. What is left empty stays as it is. */
export function CompleteDialog({ unitCode, onClose }: { unitCode: string | null; onClose: () => void }) {
  const [form] = Form.useForm<Values>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const complete = useMutation({
    mutationFn: ({ basis, ...facts }: Values) => {
      const given = Object.fromEntries(
        Object.entries(facts).filter(([, value]) => value !== undefined && value !== null && value !== ''),
      );
      return api(`/api/quality/units/${unitCode}/complete`, { method: 'POST', body: { basis, facts: given } });
    },
    onSuccess: async () => {
      message.success('已补录，被退回的上报已重新发送');
      onClose();
      await client.invalidateQueries({ queryKey: ['quality'] });
    },
  });
  const day = { pattern: /^\d{4}-\d{2}-\d{2}$/, message: '请按 2015-09-30 的样式填写' };
  return (
    <Modal
      open={unitCode !== null}
      title={`补录 ${unitCode ? formatUnitCode(unitCode) : ''}`}
      okText="补录"
      okButtonProps={{ loading: complete.isPending }}
      cancelText="取消"
      destroyOnHidden
      width={640}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="note" style={{ marginBottom: 12 }}>
        只补测绘数据，在簿页上记一笔补录；已有的面积、层号、室号不能改，须办更正登记。不填的项目保持不变。
      </p>
      <Form form={form} layout="vertical" preserve={false} onFinish={(values) => complete.mutate(values)}>
        <div className="fields fields-2">
          <Form.Item name="floor" label="所在层">
            <InputNumber min={-9} max={200} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="roomNo" label="室号">
            <Input maxLength={20} />
          </Form.Item>
          <Form.Item name="innerArea" label="套内面积（㎡）">
            <InputNumber min={0} precision={2} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="sharedArea" label="分摊面积（㎡）">
            <InputNumber min={0} precision={2} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="structure" label="房屋结构">
            <Select allowClear options={STRUCTURES.map((value) => ({ value, label: value }))} />
          </Form.Item>
          <Form.Item name="totalFloors" label="总层数">
            <InputNumber min={1} max={200} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="projectName" label="项目名称">
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="completedOn" label="竣工日期" rules={[day]}>
            <Input placeholder="2015-09-30" maxLength={10} />
          </Form.Item>
        </div>
        <Form.Item
          name="basis"
          label="依据"
          rules={[{ required: true, whitespace: true, min: 4, message: '请写明依据，如测绘成果报告编号' }]}
        >
          <Input maxLength={200} placeholder="如：测绘成果报告 2026-017 号" />
        </Form.Item>
      </Form>
      {complete.error ? <Problem error={complete.error} /> : null}
    </Modal>
  );
}
