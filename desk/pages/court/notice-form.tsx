import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useRef } from 'react';
import {
  type CourtSeizure,
  NOTICE_KINDS,
  type NoticeFiled,
  type NoticeKind,
  type NoticeRequest,
  parseShare,
  validateCourtCaseNo,
  validateUnitCode,
} from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { checked, need, toBase64 } from './fields.ts';
import { OfficerFields } from './officer-fields.tsx';
import { PaperField } from './paper-field.tsx';
import { courtItemsQuery } from './queries.ts';

interface Fields {
  kind: NoticeKind;
  documentNo: string;
  originalDocumentNo?: string;
  assistanceNo: string;
  orderNo?: string;
  respondent?: { name?: string; idNo?: string };
  applicant?: string;
  unitCodes?: string;
  share?: string;
  termMonths?: number;
  courtInsists?: boolean;
  officers: { name: string; workNo: string; dutyNo: string }[];
}
type PaperKind = NoticeRequest['papers'][number]['kind'];

/** F: one form for query, 查封, 预查封, 续封 and 解封; only the fields that the measure needs are shown. */
export function NoticeForm(props: {
  draft: { kind: NoticeKind; seizure: CourtSeizure | null } | null;
  onClose: () => void;
  onFiled: (noticeNo: string) => void;
}) {
  const { draft, onClose, onFiled } = props;
  const [form] = Form.useForm<Fields>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const files = useRef<Partial<Record<PaperKind, File>>>({});
  const key = useRef(crypto.randomUUID());
  const kind = Form.useWatch('kind', form) ?? draft?.kind ?? 'seize';
  const items = useQuery({ ...courtItemsQuery, enabled: draft !== null }).data?.items;
  const papers = items?.find((item) => item.notice === kind)?.papers ?? [];
  const measures = kind === 'seize' || kind === 'pre_seize';
  const close = () => {
    form.resetFields();
    file.reset();
    files.current = {};
    key.current = crypto.randomUUID();
    onClose();
  };
  const file = useMutation({
    mutationFn: async (values: Fields) => {
      const filed = await Promise.all(
        papers.flatMap(({ kind: paper, name }) => {
          const one = files.current[paper];
          return one ? [toBase64(one).then((content) => ({ kind: paper, title: name, content }))] : [];
        }),
      );
      return api<NoticeFiled>('/api/court/notices', {
        method: 'POST',
        body: {
          noticeKey: key.current,
          kind: values.kind,
          ...(draft?.seizure ? { targetRightId: draft.seizure.rightId } : {}),
          content: contentOf(values),
          papers: filed,
        } satisfies NoticeRequest,
      });
    },
    onSuccess: async ({ noticeNo }, values) => {
      message.success(values.kind === 'query' ? '已送达，正在查询' : '已提交，等待本院审批人签发');
      close();
      await client.invalidateQueries({ queryKey: ['court'] });
      if (values.kind === 'query') onFiled(noticeNo);
    },
  });
  return (
    <Modal
      open={draft !== null}
      title={draft?.seizure ? `${NOTICE_KINDS[draft.kind]}：${draft.seizure.location}` : '新通知书'}
      width={760}
      destroyOnHidden
      okText={kind === 'query' ? '提交查询' : '提交签发'}
      cancelText="取消"
      okButtonProps={{ loading: file.isPending, disabled: papers.length === 0 }}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{
          kind: draft?.kind ?? 'seize',
          termMonths: 36,
          officers: [{}, {}],
          ...(draft?.seizure
            ? { documentNo: draft.seizure.documentNo, originalDocumentNo: draft.seizure.documentNo }
            : {}),
        }}
        onFinish={(values) => file.mutate(values)}
      >
        <div className="fields fields-2">
          <Form.Item name="kind" label="协助事项">
            <Select
              disabled={draft?.seizure !== null}
              options={Object.entries(NOTICE_KINDS)
                .filter(([value]) => draft?.seizure || !['renew', 'lift', 'dispose'].includes(value))
                .map(([value, label]) => ({ value, label }))}
            />
          </Form.Item>
          <Form.Item
            name="documentNo"
            label="案号"
            validateTrigger="onChange"
            rules={[...need('请输入案号'), checked(validateCourtCaseNo)]}
          >
            <Input placeholder="（2026）浙0203执123号" maxLength={60} />
          </Form.Item>
          <Form.Item name="assistanceNo" label="协助通知书文号" rules={need('请填写协助通知书文号')}>
            <Input maxLength={60} />
          </Form.Item>
          {kind === 'query' ? null : (
            <Form.Item name="orderNo" label="裁定书文号" rules={need('请填写裁定书文号')}>
              <Input maxLength={60} />
            </Form.Item>
          )}
          {kind === 'renew' ? (
            <Form.Item name="originalDocumentNo" label="原查封案号">
              <Input maxLength={60} />
            </Form.Item>
          ) : null}
          {measures || kind === 'query' ? (
            <>
              <Form.Item
                name={['respondent', 'name']}
                label="被执行人姓名（名称）"
                rules={measures ? need('请填写被执行人') : []}
              >
                <Input maxLength={100} />
              </Form.Item>
              <Form.Item
                name={['respondent', 'idNo']}
                label="被执行人证件号"
                rules={measures ? need('请填写证件号') : []}
              >
                <Input maxLength={40} />
              </Form.Item>
              <Form.Item
                name="unitCodes"
                label={kind === 'query' ? '或按不动产单元号查询' : '不动产单元号（多个用空格或换行分开）'}
                rules={[
                  ...(measures ? need('请填写不动产单元号') : []),
                  checked((text) => {
                    const wrong = unitsOf(text)
                      .map((code) => validateUnitCode(code))
                      .find((found) => !found.ok);
                    return wrong ?? { ok: true };
                  }),
                ]}
              >
                <Input.TextArea rows={2} />
              </Form.Item>
            </>
          ) : null}
          {measures ? (
            <Form.Item name="share" label="查封份额（不填为全部）" rules={[checked((text) => parseShare(text))]}>
              <Input placeholder="1/2" maxLength={20} />
            </Form.Item>
          ) : null}
          {measures || kind === 'renew' ? (
            <Form.Item
              name="termMonths"
              label="期限（月，不超过三年）"
              rules={[{ required: true, message: '请填写期限' }]}
            >
              <InputNumber min={1} max={36} precision={0} style={{ width: '100%' }} />
            </Form.Item>
          ) : null}
        </div>
        <OfficerFields />
        {papers.map(({ kind: paper, name, required }) => (
          <PaperField
            key={paper}
            id={`paper-${paper}`}
            label={required ? name : `${name}（如有）`}
            onChange={(file) => {
              if (file) files.current[paper] = file;
              else delete files.current[paper];
            }}
          />
        ))}
        {kind === 'seize' ? (
          <Form.Item name="courtInsists" valuePropName="checked">
            <Checkbox>已知被执行人与登记簿不一致，仍要求办理（登记机构将附审查建议）</Checkbox>
          </Form.Item>
        ) : null}
      </Form>
      {file.error ? <Problem error={file.error} /> : null}
    </Modal>
  );
}

const unitsOf = (text: string | undefined) => (text ?? '').split(/[\s,，;；]+/).filter((code) => code !== '');

function contentOf(values: Fields): NoticeRequest['content'] {
  const { respondent, unitCodes, share, kind, termMonths, courtInsists, ...rest } = values;
  const parsed = share ? parseShare(share) : null;
  const optional = Object.fromEntries(
    Object.entries(rest).filter(
      ([name, value]) => name !== 'officers' && typeof value === 'string' && value.trim() !== '',
    ),
  );
  return {
    ...optional,
    documentNo: values.documentNo,
    officers: values.officers,
    ...(respondent?.name && respondent.idNo ? { respondent: { name: respondent.name, idNo: respondent.idNo } } : {}),
    ...(unitsOf(unitCodes).length > 0 ? { unitCodes: unitsOf(unitCodes) } : {}),
    ...(parsed?.ok ? { scopeShare: parsed.value } : {}),
    ...(kind !== 'query' && kind !== 'lift' && termMonths ? { termMonths } : {}),
    ...(courtInsists ? { courtInsists } : {}),
  };
}
