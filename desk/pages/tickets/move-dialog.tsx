import { AutoComplete, Form, Input, Modal, Select } from 'antd';
import type { Errand, MoveTicket, TicketView } from '../../../server/api/index.ts';
import { Problem } from '../../components/problem.tsx';
import { errandOptions, ticketNo } from './words.ts';

interface Props {
  ticket: TicketView | null;
  /** Windows that have called today. */
  counters: string[];
  busy: boolean;
  error: unknown;
  onCancel: () => void;
  onMove: (ticket: TicketView, to: MoveTicket) => void;
}

interface Values {
  errand: Errand;
  counter?: string;
  reason: string;
}

/** 转号: to another errand or one certain window, where the number is called first. */
export function MoveDialog({ ticket, counters, busy, error, onCancel, onMove }: Props) {
  const [form] = Form.useForm<Values>();
  return (
    <Modal
      open={ticket !== null}
      title={`转号 ${ticket ? ticketNo(ticket) : ''}`}
      okText="转号"
      confirmLoading={busy}
      onCancel={onCancel}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <p className="note">转出的号排在最前，由所选窗口（不选则由办理该事项的任一窗口）叫号；转号和原因记录在案。</p>
      {error ? <Problem error={error} /> : null}
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ errand: ticket?.errand, counter: ticket?.wantedCounter ?? undefined }}
        onFinish={({ errand, counter, reason }) =>
          ticket && onMove(ticket, { errand, counter: counter?.trim() || null, reason: reason.trim() })
        }
      >
        <Form.Item name="errand" label="事项">
          <Select options={errandOptions} />
        </Form.Item>
        <Form.Item name="counter" label="窗口（可不填）">
          <AutoComplete
            maxLength={20}
            placeholder="如 5 号窗口"
            options={counters.filter((one) => one !== ticket?.counter).map((value) => ({ value }))}
          />
        </Form.Item>
        <Form.Item name="reason" label="原因" rules={[{ required: true, whitespace: true, message: '请填写' }]}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
