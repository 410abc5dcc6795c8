import { DatePicker, Form, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import type { LetterTold, PrintedLetter } from '../../../server/api/index.ts';
import { Problem } from '../../components/problem.tsx';
import { parseYuan } from '../../lib/format.ts';
import type { LetterDialogProps } from './post-dialog.tsx';

interface Values {
  toldAt: Dayjs;
  receiptNo: string;
  claim?: string;
}

const consequences: Record<PrintedLetter['kind'], string> = {
  mortgage_followed: '登记后，告知记录写明抵押权人何时知悉不动产已经转移（民法典 406）。',
  mortgage_seized: '自送达时起，最高额抵押担保的债权数额不再增加（民法典 423、查封规定 25），登记簿页同时载明。',
  co_owner_disposed: '登记后，告知记录写明共有人何时知悉处分（民法典 301）。',
  ex_officio: '自送达时起计算权利人的期限，期满无异议方可依职权更正（实施细则 81）。',
};
const required = [{ required: true, message: '请填写' }];

/** 登记送达: by the receipt, to the minute; what the law makes of it runs from then. */
export function ToldDialog({ letter, busy, error, onCancel, onSend }: LetterDialogProps<LetterTold>) {
  const [form] = Form.useForm<Values>();
  return (
    <Modal
      open={letter !== null}
      title={`登记送达 ${letter?.letterNo ?? ''}`}
      okText="登记送达"
      confirmLoading={busy}
      onCancel={onCancel}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      {letter ? <p className="note">{consequences[letter.kind]}送达登记后不能修改。</p> : null}
      {error ? <Problem error={error} /> : null}
      <Form
        form={form}
        layout="vertical"
        onFinish={({ toldAt, receiptNo, claim }) => {
          const claimFen = claim?.trim() ? parseYuan(claim) : null;
          if (letter)
            onSend(letter.letterId, {
              toldAt: `${toldAt.format('YYYY-MM-DDTHH:mm')}:00+08:00`,
              receiptNo: receiptNo.trim(),
              ...(claimFen === null ? {} : { claimFen }),
            });
        }}
      >
        <Form.Item name="toldAt" label="送达时间（按回执）" rules={required}>
          <DatePicker
            style={{ width: '100%' }}
            showTime={{ format: 'HH:mm' }}
            format="YYYY-MM-DD HH:mm"
            needConfirm={false}
          />
        </Form.Item>
        <Form.Item name="receiptNo" label="回执（送达回证）编号" rules={required}>
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
        {letter?.kind === 'mortgage_seized' ? (
          <Form.Item
            name="claim"
            label="抵押权人书面告知的债权数额（元，没有告知不填）"
            rules={[
              {
                validator: (_, value?: string) =>
                  !value?.trim() || parseYuan(value) !== null
                    ? Promise.resolve()
                    : Promise.reject(new Error('请填写金额，最多两位小数')),
              },
            ]}
          >
            <Input maxLength={30} inputMode="decimal" autoComplete="off" />
          </Form.Item>
        ) : null}
      </Form>
    </Modal>
  );
}
