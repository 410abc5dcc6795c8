import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useRef } from 'react';
import { QUERY_PAPERS, type Query, type QueryPaperKind } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { today } from '../../lib/today.ts';
import { type AskedKind, papersOf, type QueryFields, requestOf } from './form-values.ts';

const need = (message: string) => [{ required: true, whitespace: true, message }];

function Person({ at, who, optional = false }: { at: (string | number)[]; who: string; optional?: boolean }) {
  return (
    <>
      <Form.Item name={[...at, 'name']} label={`${who}姓名`} rules={optional ? [] : need(`请填写${who}姓名`)}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name={[...at, 'idNo']} label={`${who}证件号码`} rules={optional ? [] : need(`请填写${who}证件号码`)}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
    </>
  );
}

/** One form for the window's queries. What is missing comes back as 不予查询 with what to bring, and is kept. */
export function QueryForm({ kind, onAnswered }: { kind: AskedKind; onAnswered: (query: Query) => void }) {
  const [form] = Form.useForm<QueryFields>();
  const client = useQueryClient();
  const files = useRef<Partial<Record<QueryPaperKind, File>>>({});
  const key = useRef(crypto.randomUUID());
  const by = Form.useWatch('by', form) ?? 'unit';
  const hasAgent = Form.useWatch('hasAgent', form) ?? false;
  const lawyer = Form.useWatch('capacity', form) === 'lawyer';
  const married = Form.useWatch('marital', form) === 'married';
  const ask = useMutation({
    mutationFn: async (values: QueryFields) =>
      api<Query>('/api/queries', { method: 'POST', body: await requestOf(kind, values, files.current, key.current) }),
    onSuccess: async (query) => {
      key.current = crypto.randomUUID();
      onAnswered(query);
      await client.invalidateQueries({ queryKey: ['queries'] });
    },
    // What was changed after a failure is another question.
    onError: () => {
      key.current = crypto.randomUUID();
    },
  });
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ capacity: 'party', by: 'unit', officers: [{}, {}], marriage: 'record', contractDate: today() }}
      onFinish={(values) => ask.mutate(values)}
    >
      <div className="fields fields-2">
        {kind === 'AR-03' ? (
          <>
            <Form.Item name="authority" label="查询机关" rules={need('请填写查询机关全称')}>
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item name="mandateNo" label="协助查询文书文号">
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item name="legalBasis" label="文书所列法律依据">
              <Input maxLength={300} />
            </Form.Item>
            <Form.Item name="by" label="查询范围">
              <Select
                options={[
                  { value: 'unit', label: '按不动产单元' },
                  { value: 'person', label: '按人（姓名和证件号码）' },
                ]}
              />
            </Form.Item>
            {[0, 1].map((n) => (
              <div key={n} className="fields fields-2">
                <Form.Item name={['officers', n, 'name']} label={`执行人员${n + 1}`}>
                  <Input maxLength={60} />
                </Form.Item>
                <Form.Item name={['officers', n, 'certificateNo']} label={`执行人员${n + 1}证件号`}>
                  <Input maxLength={60} />
                </Form.Item>
              </div>
            ))}
            {by === 'person' ? <Person at={['person']} who="被查询人" optional /> : null}
          </>
        ) : (
          <Person at={['applicant']} who={kind === 'AR-04' ? '购房人' : '申请人'} />
        )}
        {kind === 'AR-02' ? (
          <>
            <Form.Item name="capacity" label="申请人身份">
              <Select
                options={[
                  { value: 'party', label: '利害关系人' },
                  { value: 'lawyer', label: '律师' },
                ]}
              />
            </Form.Item>
            {lawyer ? (
              <Form.Item name="licenceNo" label="律师执业证号">
                <Input maxLength={60} />
              </Form.Item>
            ) : null}
            <Form.Item name="basisNo" label="合同号或案号">
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item name={['holder', 'name']} label="申请人所述权利人（如需核对）">
              <Input maxLength={100} autoComplete="off" />
            </Form.Item>
          </>
        ) : null}
        {kind === 'AR-04' ? (
          <>
            <Form.Item name="marital" label="婚姻状况" rules={[{ required: true, message: '请选择婚姻状况' }]}>
              <Select
                options={[
                  { value: 'single', label: '未婚' },
                  { value: 'married', label: '已婚' },
                  { value: 'divorced', label: '离异' },
                  { value: 'widowed', label: '丧偶' },
                ]}
              />
            </Form.Item>
            <Form.Item name="marriage" label="婚姻登记记录">
              <Select
                options={[
                  { value: 'record', label: '民政有记录' },
                  { value: 'declared', label: '无记录，已签声明' },
                  { value: 'unknown', label: '无记录，也没有声明' },
                ]}
              />
            </Form.Item>
            {married ? <Person at={['spouse']} who="配偶" optional /> : null}
            {[0, 1].map((n) => (
              <Person key={n} at={['children', n]} who={`未成年子女${n + 1}`} optional />
            ))}
            <Form.Item name="contractDate" label="合同签订日期" rules={need('请填写合同签订日期')}>
              <Input type="date" />
            </Form.Item>
          </>
        ) : null}
      </div>
      {kind === 'AR-01' ? (
        <>
          <Form.Item name="hasAgent" valuePropName="checked">
            <Checkbox>由代理人查询</Checkbox>
          </Form.Item>
          {hasAgent ? (
            <div className="fields fields-2">
              <Person at={['agent']} who="代理人" />
            </div>
          ) : null}
        </>
      ) : null}
      {kind === 'AR-03' && by === 'person' ? null : (
        <Form.Item
          name="unitCodes"
          label={
            kind === 'AR-01'
              ? '不动产单元号（不填为名下全部）'
              : kind === 'AR-04'
                ? '所购房屋单元号（如已确定）'
                : '不动产单元号（多个用空格或换行分开）'
          }
        >
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 5 }} />
        </Form.Item>
      )}
      <Form.Item name="purpose" label="查询目的">
        <Input maxLength={300} />
      </Form.Item>
      {kind === 'AR-01' ? (
        <Form.Item name="askers" valuePropName="checked">
          <Checkbox>同时告知哪些人查询过本人的不动产</Checkbox>
        </Form.Item>
      ) : null}
      {kind === 'AR-03' ? (
        <Form.Item name="secret" valuePropName="checked">
          <Checkbox>文书要求对权利人保密</Checkbox>
        </Form.Item>
      ) : null}
      <div className="fields fields-2">
        {papersOf[kind].map((paper) => (
          <label key={paper} className="file-field">
            {QUERY_PAPERS[paper]}
            <input
              type="file"
              aria-label={QUERY_PAPERS[paper]}
              accept="application/pdf,image/jpeg,image/png"
              onChange={(event) => {
                files.current[paper] = event.target.files?.[0];
              }}
            />
          </label>
        ))}
      </div>
      {ask.error ? <Problem error={ask.error} /> : null}
      <Button type="primary" htmlType="submit" loading={ask.isPending}>
        核验并查询
      </Button>
    </Form>
  );
}
