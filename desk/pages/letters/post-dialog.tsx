import { DatePicker, Form, Input, Modal, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { LETTER_WAYS, type LetterWay, type PostLetter, type PrintedLetter } from '../../../server/api/index.ts';
import { Problem } from '../../components/problem.tsx';
import { today } from '../../lib/today.ts';

export interface LetterDialogProps<Body> {
  letter: PrintedLetter | null;
  busy: boolean;
  error: unknown;
  onCancel: () => void;
  onSend: (letterId: string, body: Body) => void;
}

interface Values {
  way: LetterWay;
  postedOn: Dayjs;
  trackingNo: string;
  address: string;
}

const required = [{ required: true, message: '请填写' }];

/** 登记寄出: how, when, under which number, to where. */
export function PostDialog({ letter, busy, error, onCancel, onSend }: LetterDialogProps<PostLetter>) {
  const [form] = Form.useForm<Values>();
  const way = Form.useWatch('way', form) ?? 'mail';
  return (
    <Modal
      open={letter !== null}
      title={`登记寄出 ${letter?.letterNo ?? ''}`}
      okText="登记寄出"
      confirmLoading={busy}
      onCancel={onCancel}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <p className="note">寄出日期和邮件号记入登记簿的告知记录，不能修改；退回的可以再次寄出。</p>
      {error ? <Problem error={error} /> : null}
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          way: 'mail',
          postedOn: dayjs(today()),
          trackingNo: '',
          address: letter?.postings.at(-1)?.address ?? '',
        }}
        onFinish={(values) =>
          letter &&
          onSend(letter.letterId, {
            way: values.way,
            postedOn: values.postedOn.format('YYYY-MM-DD'),
            trackingNo: values.trackingNo.trim(),
            address: values.address.trim(),
          })
        }
      >
        <Form.Item name="way" label="送达方式">
          <Radio.Group options={Object.entries(LETTER_WAYS).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item name="postedOn" label="寄出（送交、公告）日期" rules={required}>
          <DatePicker style={{ width: '100%' }} allowClear={false} />
        </Form.Item>
        <Form.Item
          name="trackingNo"
          label={way === 'mail' ? '邮件号' : way === 'person' ? '送达回证编号' : '公告载体和期号'}
          rules={required}
        >
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
        <Form.Item name="address" label={way === 'announced' ? '原收件地址' : '收件地址'} rules={required}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
