import { Form, Input, Modal, Radio } from 'antd';
import type { ReactNode } from 'react';
import type { PaperSheet } from '../../../server/api/index.ts';
import { Problem } from '../../components/problem.tsx';

export type PaperAct =
  | { kind: 'receive' }
  | { kind: 'write-off' }
  | { kind: 'reprint'; sheet: PaperSheet }
  | { kind: 'destroy'; sheets: PaperSheet[] }
  | { kind: 'recall'; certificateNo: string; way: 'returned' | 'announced' };

interface Values {
  kind?: string;
  state?: string;
  firstSerial?: string;
  lastSerial?: string;
  serials?: string;
  newSerial?: string;
  reason?: string;
  witness?: string;
  announcement?: string;
  note?: string;
}

const required = [{ required: true, message: '请填写' }];
const field = (name: keyof Values, label: string, placeholder = '', optional = false) => (
  <Form.Item name={name} label={label} rules={optional ? [] : required}>
    <Input placeholder={placeholder} maxLength={200} autoComplete="off" />
  </Form.Item>
);
const note = (values: Values) => (values.note?.trim() ? { note: values.note.trim() } : {});

interface Wording {
  title: string;
  button: string;
  /** What will be written. */
  writes: ReactNode;
  fields: ReactNode;
  start: Values;
  send(values: Values): [path: string, body: unknown];
}

function wordingOf(act: PaperAct): Wording {
  switch (act.kind) {
    case 'receive':
      return {
        title: '空白证书入库',
        button: '入库',
        writes: '照包装上的起止号填写；号段一经入库不能修改，之后缮证只能使用库存中的证书纸。',
        fields: (
          <>
            <Form.Item name="kind" label="种类">
              <Radio.Group
                options={[
                  { value: 'certificate', label: '权属证书' },
                  { value: 'proof', label: '登记证明' },
                ]}
              />
            </Form.Item>
            {field('firstSerial', '起号', '如 33000120001')}
            {field('lastSerial', '止号', '如 33000121000')}
            {field('note', '来源、单号', '如 省厅 2026 年第 3 批', true)}
          </>
        ),
        start: { kind: 'certificate' },
        send: (values) => {
          const { kind, firstSerial, lastSerial } = values;
          return ['batches', { kind, firstSerial, lastSerial, ...note(values) }];
        },
      };
    case 'write-off':
      return {
        title: '登记损坏、遗失、退回',
        button: '登记',
        writes: '这些空白证书纸从库存中减去，序列号不能再用。',
        fields: (
          <>
            <Form.Item name="state" label="去向">
              <Radio.Group
                options={[
                  { value: 'damaged', label: '损坏' },
                  { value: 'lost', label: '遗失' },
                  { value: 'returned', label: '退回' },
                ]}
              />
            </Form.Item>
            {field('serials', '印刷序列号', '多张用空格或逗号分开')}
            {field('reason', '原因', '如 受潮')}
          </>
        ),
        start: { state: 'damaged' },
        send: ({ state, serials = '', reason }) => ['write-offs', { state, serials: split(serials), reason }],
      };
    case 'reprint':
      return {
        title: '作废重印',
        button: '作废重印',
        writes: (
          <>
            证书纸 {act.sheet.serial} 作废，{act.sheet.certificateNo} 改用新的证书纸；证书号不变。
          </>
        ),
        fields: (
          <>
            {field('newSerial', '新证书纸的序列号')}
            {field('reason', '作废原因', '如 发证前发现套印偏移')}
          </>
        ),
        start: {},
        send: ({ newSerial, reason }) => ['reprints', { serial: act.sheet.serial, newSerial, reason }],
      };
    case 'destroy':
      return {
        title: `销毁废证 ${act.sheets.length} 张`,
        button: '登记销毁',
        writes: <>作废和损坏的证书纸：{act.sheets.map((sheet) => sheet.serial).join('、')}。须两人在场。</>,
        fields: (
          <>
            {field('witness', '监销人账号', '本分中心的另一位工作人员')}
            {field('note', '备注', '', true)}
          </>
        ),
        start: {},
        send: (values) => [
          'destructions',
          { serials: act.sheets.map((sheet) => sheet.serial), witness: values.witness, ...note(values) },
        ],
      };
    case 'recall':
      return act.way === 'returned'
        ? {
            title: '收回证书',
            button: '登记收回',
            writes: <>{act.certificateNo} 的纸质证书已经交回。</>,
            fields: null,
            start: {},
            send: () => ['recalls', { certificateNo: act.certificateNo, way: 'returned' }],
          }
        : {
            title: '公告作废',
            button: '登记公告',
            writes: <>{act.certificateNo} 无法收回，已公告作废；公众核验时显示公告日期和出处。</>,
            fields: field('announcement', '公告出处', '如 登记机构门户网站公告〔2026〕12 号'),
            start: {},
            send: ({ announcement }) => [
              'recalls',
              { certificateNo: act.certificateNo, way: 'announced', announcement },
            ],
          };
  }
}

const split = (text: string): string[] => text.split(/[\s,，、;；]+/).filter((part) => part !== '');

/** Says what will be written before it asks. */
export function PaperDialog({
  act,
  busy,
  error,
  onCancel,
  onSend,
}: {
  act: PaperAct | null;
  busy: boolean;
  error: unknown;
  onCancel: () => void;
  onSend: (path: string, body: unknown) => void;
}) {
  const [form] = Form.useForm<Values>();
  const wording = act && wordingOf(act);
  return (
    <Modal
      open={act !== null}
      title={wording?.title}
      okText={wording?.button}
      cancelText="取消"
      confirmLoading={busy}
      onCancel={onCancel}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      {wording ? (
        <Form
          form={form}
          layout="vertical"
          preserve={false}
          requiredMark={false}
          initialValues={wording.start}
          onFinish={(values) => onSend(...wording.send(values))}
        >
          <p className="note" style={{ marginBottom: 12 }}>
            {wording.writes}
          </p>
          {wording.fields}
          {error ? <Problem error={error} /> : null}
        </Form>
      ) : null}
    </Modal>
  );
}
