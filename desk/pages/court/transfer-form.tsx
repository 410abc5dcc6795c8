import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Form, Input, Modal, Radio, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useRef } from 'react';
import {
  type CourtSeizure,
  DISPOSAL_EXTENTS,
  type DisposalExtent,
  type NoticeContent,
  type NoticeFiled,
  type NoticeRequest,
  parseShare,
  validateCourtCaseNo,
} from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { parseYuan } from '../../lib/format.ts';
import { checked, need, toBase64 } from './fields.ts';
import { OfficerFields } from './officer-fields.tsx';
import { PaperField } from './paper-field.tsx';
import { courtItemsQuery } from './queries.ts';

interface Taker {
  nature: 'person' | 'company';
  name: string;
  idNo: string;
  phone?: string;
  share?: string;
}
interface Fields {
  documentNo: string;
  extent: DisposalExtent;
  orderNo: string;
  orderDate: Dayjs;
  assistanceNo: string;
  price: string;
  cancelledProofs?: string;
  takers: Taker[];
  officers: NoticeContent['officers'];
}

const consequences: Record<DisposalExtent, string> = {
  whole: '签发送达后解除本院查封，排列在后的轮候查封失效（查封规定 27），登簿前只为买受人保留。',
  share: '签发送达后解除本院对该份额的查封，对同一被执行人的轮候失效，其他共有人的份额不动。',
  part: '签发送达后解除本院查封，被执行人保留其余份额，排列在后的轮候查封转为查封（法发〔2004〕5号 20）。',
};
const isYuan = (text: string) => ({ ok: (parseYuan(text) ?? 0) > 0, message: '请填写大于0的金额' });

type PaperKind = NoticeRequest['papers'][number]['kind'];

/** CT-07 司法处置过户: the order, the price and the takers; home and debtor come from the court's own seizure. The court's approver signs it. */
export function TransferForm({ seizure, onClose }: { seizure: CourtSeizure | null; onClose: () => void }) {
  const [form] = Form.useForm<Fields>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const files = useRef<Partial<Record<PaperKind, File>>>({});
  const key = useRef(crypto.randomUUID());
  const extent = Form.useWatch('extent', form) ?? 'whole';
  const items = useQuery({ ...courtItemsQuery, enabled: seizure !== null });
  const papers = items.data?.items.find((item) => item.notice === 'dispose')?.papers ?? [];
  const close = () => {
    form.resetFields();
    file.reset();
    files.current = {};
    key.current = crypto.randomUUID();
    onClose();
  };
  const file = useMutation({
    mutationFn: async (values: Fields) => {
      const scans = await Promise.all(
        papers.flatMap(({ kind, name }) => {
          const one = files.current[kind];
          return one ? [toBase64(one).then((content) => ({ kind, title: name, content }))] : [];
        }),
      );
      const body: NoticeRequest = {
        noticeKey: key.current,
        kind: 'dispose',
        targetRightId: seizure?.rightId ?? '',
        content: contentOf(values),
        papers: scans,
      };
      return api<NoticeFiled>('/api/court/notices', { method: 'POST', body });
    },
    onSuccess: async () => {
      message.success('已提交，等待本院审批人签发');
      close();
      await client.invalidateQueries({ queryKey: ['court'] });
    },
  });
  return (
    <Modal
      open={seizure !== null}
      title={`司法处置过户：${seizure?.location ?? ''}`}
      width={760}
      destroyOnHidden
      okText="提交签发"
      cancelText="取消"
      okButtonProps={{ loading: file.isPending, disabled: papers.length === 0 }}
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
        initialValues={{
          documentNo: seizure?.documentNo,
          extent: 'whole',
          takers: [{ nature: 'person' }],
          officers: [{}, {}],
        }}
        onFinish={(values) => file.mutate(values)}
      >
        <Form.Item name="extent" label="处置范围">
          <Radio.Group options={Object.entries(DISPOSAL_EXTENTS).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <div className="fields fields-2">
          <Form.Item
            name="documentNo"
            label="案号"
            validateTrigger="onChange"
            rules={[...need('请输入案号'), checked(validateCourtCaseNo)]}
          >
            <Input maxLength={60} />
          </Form.Item>
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
        <Takers byShares={extent !== 'whole'} />
        <OfficerFields />
        {papers.map(({ kind, name, required }) => (
          <PaperField
            key={kind}
            id={`deal-${kind}`}
            label={required ? name : `${name}（如有）`}
            onChange={(file) => {
              if (file) files.current[kind] = file;
              else delete files.current[kind];
            }}
          />
        ))}
      </Form>
      {items.error ? <Problem error={items.error} onRetry={() => void items.refetch()} /> : null}
      {file.error ? <Problem error={file.error} /> : null}
    </Modal>
  );
}

function Takers({ byShares }: { byShares: boolean }) {
  return (
    <Form.List name="takers">
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

function contentOf({
  documentNo,
  extent,
  orderNo,
  orderDate,
  assistanceNo,
  price,
  cancelledProofs,
  takers,
  officers,
}: Fields): NoticeContent {
  return {
    documentNo,
    orderNo: orderNo.trim(),
    orderDate: orderDate.format('YYYY-MM-DD'),
    assistanceNo: assistanceNo.trim(),
    officers,
    disposal: {
      extent,
      priceFen: parseYuan(price) ?? 0,
      takers: takers.map(({ nature, name, idNo, phone, share }) => {
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
    },
  };
}
