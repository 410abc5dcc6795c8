import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Form, Input, Modal, Radio, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useRef } from 'react';
import {
  type CourtSeizure,
  type CourtTransferRequest,
  DISPOSAL_EXTENTS,
  type DisposalExtent,
  type FiledCase,
  parseShare,
  TRANSFER_PAPERS,
  type TransferPaperKind,
} from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { parseYuan } from '../../lib/format.ts';
import { checked, need, toBase64 } from './fields.ts';
import { OfficerFields } from './officer-fields.tsx';
import { PaperField } from './paper-field.tsx';

interface Buyer {
  nature: 'person' | 'company';
  name: string;
  idNo: string;
  phone?: string;
  share?: string;
}
interface Fields {
  extent: DisposalExtent;
  orderNo: string;
  orderDate: Dayjs;
  assistanceNo: string;
  price: string;
  cancelledProofs?: string;
  buyers: Buyer[];
  officers: CourtTransferRequest['officers'];
}

const consequences: Record<DisposalExtent, string> = {
  whole: '登簿时解除本院查封，排列在后的轮候查封失效（查封规定 27）。',
  share: '登簿时解除本院对该份额的查封，对同一被执行人的轮候失效，其他共有人的份额不动。',
  part: '登簿时解除本院查封，被执行人保留其余份额，排列在后的轮候查封转为查封（法发〔2004〕5号 20）。',
};
const isYuan = (text: string) => ({ ok: (parseYuan(text) ?? 0) > 0, message: '请填写大于0的金额' });

/** CT-07 司法处置过户: the order, the price and the buyers; home and debtor come from the court's own seizure. */
export function TransferForm({ seizure, onClose }: { seizure: CourtSeizure | null; onClose: () => void }) {
  const [form] = Form.useForm<Fields>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const files = useRef<Partial<Record<TransferPaperKind, File>>>({});
  const key = useRef(crypto.randomUUID());
  const extent = Form.useWatch('extent', form) ?? 'whole';
  const close = () => {
    form.resetFields();
    file.reset();
    files.current = {};
    key.current = crypto.randomUUID();
    onClose();
  };
  const file = useMutation({
    mutationFn: async (values: Fields) => {
      const chosen = Object.entries(files.current) as [TransferPaperKind, File][];
      const papers = await Promise.all(chosen.map(async ([kind, one]) => ({ kind, content: await toBase64(one) })));
      const body = requestOf(values, { applicationKey: key.current, seizureId: seizure?.rightId ?? '', papers });
      return api<FiledCase>('/api/court/transfers', { method: 'POST', body });
    },
    onSuccess: async ({ caseNo }) => {
      message.success(`已提交登记机构，业务号 ${caseNo}`);
      close();
      await client.invalidateQueries({ queryKey: ['cases'] });
    },
  });
  return (
    <Modal
      open={seizure !== null}
      title={`司法处置过户：${seizure?.location ?? ''}`}
      width={760}
      destroyOnHidden
      okText="提交登记机构"
      cancelText="取消"
      okButtonProps={{ loading: file.isPending }}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <p className="note" style={{ marginBottom: 12 }}>
        被执行人 {seizure?.respondent.name}，{seizure?.documentNo}。{consequences[extent]}
      </p>
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ extent: 'whole', buyers: [{ nature: 'person' }], officers: [{}, {}] }}
        onFinish={(values) => file.mutate(values)}
      >
        <Form.Item name="extent" label="处置范围">
          <Radio.Group options={Object.entries(DISPOSAL_EXTENTS).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <div className="fields fields-2">
          <Form.Item name="orderNo" label="裁定书文号" rules={need('请填写裁定书文号')}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="orderDate" label="裁定送达（生效）日期" rules={[{ required: true, message: '请选择日期' }]}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="assistanceNo" label="协助执行通知书文号" rules={need('请填写协助执行通知书文号')}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="price" label="成交（抵债）价，元" rules={[...need('请填写成交价'), checked(isYuan)]}>
            <Input inputMode="decimal" maxLength={20} />
          </Form.Item>
        </div>
        <Form.Item name="cancelledProofs" label="裁定注销的抵押权（登记证明号，一行一个；没有不填）">
          <Input.TextArea rows={2} maxLength={600} />
        </Form.Item>
        <Buyers byShares={extent !== 'whole'} />
        <OfficerFields />
        {(Object.keys(TRANSFER_PAPERS) as TransferPaperKind[]).map((kind) => (
          <PaperField
            key={kind}
            id={`deal-${kind}`}
            label={TRANSFER_PAPERS[kind]}
            onChange={(file) => {
              if (file) files.current[kind] = file;
              else delete files.current[kind];
            }}
          />
        ))}
      </Form>
      {file.error ? <Problem error={file.error} /> : null}
    </Modal>
  );
}

function Buyers({ byShares }: { byShares: boolean }) {
  return (
    <Form.List name="buyers">
      {(rows, { add, remove }) => (
        <>
          {rows.map(({ key, name: i }) => (
            <div className="fields fields-3" key={key}>
              <Form.Item name={[i, 'name']} label={`买受人${i + 1}`} rules={need('请填写买受人')}>
                <Input maxLength={100} />
              </Form.Item>
              <Form.Item name={[i, 'idNo']} label="证件号" rules={need('请填写证件号')}>
                <Input maxLength={40} />
              </Form.Item>
              <Form.Item name={[i, 'nature']} label="买受人性质">
                <Select
                  options={[
                    { value: 'person', label: '个人（身份证）' },
                    { value: 'company', label: '单位（信用代码）' },
                  ]}
                />
              </Form.Item>
              <Form.Item name={[i, 'phone']} label="手机号（短信通知）">
                <Input maxLength={20} />
              </Form.Item>
              <Form.Item
                name={[i, 'share']}
                label={byShares ? '取得的份额' : '份额（共同共有不填）'}
                rules={[...(byShares ? need('请填写份额，如 1/2') : []), checked((text) => parseShare(text))]}
              >
                <Input placeholder="1/2" maxLength={20} />
              </Form.Item>
              {rows.length > 1 ? (
                <Form.Item label=" " colon={false}>
                  <Button onClick={() => remove(i)}>删除</Button>
                </Form.Item>
              ) : null}
            </div>
          ))}
          <Button style={{ marginBottom: 12 }} onClick={() => add({ nature: 'person' })}>
            增加买受人
          </Button>
        </>
      )}
    </Form.List>
  );
}

function requestOf(
  { extent, orderNo, orderDate, assistanceNo, price, cancelledProofs, buyers, officers }: Fields,
  more: Pick<CourtTransferRequest, 'applicationKey' | 'seizureId' | 'papers'>,
): CourtTransferRequest {
  return {
    ...more,
    extent,
    orderNo: orderNo.trim(),
    orderDate: orderDate.format('YYYY-MM-DD'),
    assistanceNo: assistanceNo.trim(),
    priceFen: parseYuan(price) ?? 0,
    officers,
    buyers: buyers.map(({ nature, name, idNo, phone, share }) => {
      const parsed = share ? parseShare(share) : null;
      return {
        nature,
        name: name.trim(),
        idType: nature === 'person' ? ('citizen' as const) : ('uscc' as const),
        idNo: idNo.trim(),
        ...(phone?.trim() ? { phone: phone.trim() } : {}),
        ...(parsed?.ok ? { share: parsed.value } : {}),
      };
    }),
    cancelledProofs: (cancelledProofs ?? '').split(/\n/).flatMap((line) => line.trim() || []),
  };
}
