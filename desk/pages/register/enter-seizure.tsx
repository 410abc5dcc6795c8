import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, InputNumber, Modal, Select } from 'antd';
import {
  type SeizureRequest,
  type SeizureResult,
  type UnitPage,
  validateCourtCaseNo,
} from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';

type Officer = SeizureRequest['officers'][number];
interface Fields {
  noticeNo: string;
  seizureKind: SeizureRequest['seizureKind'];
  authority: string;
  documentNo: string;
  termMonths: number;
  respondent: { name: string; idNo: string };
  applicant?: string;
  officers: Officer[];
}

const need = (message: string) => [{ required: true, whitespace: true, message }];

/** A court's notice of assistance arrived: says first what will be written and whom it stops, then enters it. */
export function EnterSeizure({ page, open, onClose }: { page: UnitPage; open: boolean; onClose: () => void }) {
  const [form] = Form.useForm<Fields>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const queued = page.seizures.filter((one) => one.status !== 'HISTORY').length;
  const enter = useMutation({
    mutationFn: ({ applicant, ...values }: Fields) =>
      api<SeizureResult>('/api/seizures', {
        method: 'POST',
        body: {
          ...values,
          ...(applicant ? { applicant } : {}),
          unitCodes: [page.unit.unitCode],
        } satisfies SeizureRequest,
      }),
    onSuccess: async (result) => {
      const stopped = result.affectedCases.length;
      message.success(`查封已登簿${stopped > 0 ? `，已通知 ${stopped} 件在办业务停止` : ''}`);
      form.resetFields();
      onClose();
      await client.invalidateQueries({ queryKey: ['unit', page.unit.unitCode] });
    },
  });
  return (
    <Modal
      open={open}
      title="登记查封"
      width={640}
      okText="登记查封"
      okButtonProps={{ danger: true, loading: enter.isPending }}
      cancelText="取消"
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="note note-near" style={{ marginBottom: 12 }}>
        将写入登记簿：{page.unit.location}，{queued === 0 ? '查封，立即生效' : `轮候查封，排在第 ${queued} 位`}。
        {page.runningCases.length > 0
          ? `该单元上有 ${page.runningCases.length} 件在办业务，尚未登簿的将因查封终止。`
          : ''}
      </p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ seizureKind: 'seizure', termMonths: 36, officers: [{}, {}] }}
        onFinish={(values) => enter.mutate(values)}
      >
        <div className="fields fields-2">
          <Form.Item
            name="noticeNo"
            label="协助执行通知书编号"
            rules={need('请填写通知书编号，重复登记同一通知书不会生效两次')}
          >
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="seizureKind" label="类型">
            <Select
              options={[
                { value: 'seizure', label: '查封' },
                { value: 'pre_seizure', label: '预查封' },
              ]}
            />
          </Form.Item>
          <Form.Item name="authority" label="查封机关" rules={need('请填写查封机关全称')}>
            <Input placeholder="宁波市海曙区人民法院" maxLength={100} />
          </Form.Item>
          <Form.Item
            name="documentNo"
            label="案号"
            rules={[
              {
                validator: (_, value: string = '') => {
                  const checked = validateCourtCaseNo(value);
                  return checked.ok ? Promise.resolve() : Promise.reject(new Error(checked.message));
                },
              },
            ]}
          >
            <Input placeholder="（2026）浙0203执123号" maxLength={60} />
          </Form.Item>
          <Form.Item
            name={['respondent', 'name']}
            label="被执行人"
            rules={need('请填写被执行人，须是登记簿上的权利人')}
          >
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name={['respondent', 'idNo']} label="被执行人证件号码" rules={need('请填写证件号码')}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item name="applicant" label="申请执行人">
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="termMonths" label="期限（月，最长 36）" rules={[{ required: true, message: '请填写期限' }]}>
            <InputNumber min={1} max={36} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </div>
        {[0, 1].map((index) => (
          <div key={index} className="fields fields-3">
            <Form.Item name={['officers', index, 'name']} label={`执行人员${index + 1}`} rules={need('请填写姓名')}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item name={['officers', index, 'workNo']} label="工作证号" rules={need('请填写工作证号')}>
              <Input maxLength={40} />
            </Form.Item>
            <Form.Item name={['officers', index, 'dutyNo']} label="执行公务证号" rules={need('请填写执行公务证号')}>
              <Input maxLength={40} />
            </Form.Item>
          </div>
        ))}
      </Form>
      {enter.error ? <Problem error={enter.error} /> : null}
    </Modal>
  );
}
