import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { HOUSE_STATES, type StockHouseView, validateUnitCode } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Advice } from '../../components/advice.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatUnitCode } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';

/** 房地挂接: houses of the stock without land; a clerk links, another person reviews. Wrong ones wait for a corrected file. */
export function HouseTable({ rows }: { rows: StockHouseView[] }) {
  const session = useSession();
  const [linking, setLinking] = useState<StockHouseView | null>(null);
  const [reviewing, setReviewing] = useState<StockHouseView | null>(null);
  if (rows.length === 0)
    return <EmptyState title="没有待挂接的房屋">导入的存量房屋找不到宗地，或数据有错的，列在这里。</EmptyState>;
  return (
    <div className="panel scroll-x">
      <table className="grid as-cards">
        <thead>
          <tr>
            <th scope="col">状态</th>
            <th scope="col">房屋编号</th>
            <th scope="col">坐落</th>
            <th scope="col">问题</th>
            <th scope="col">操作</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.batchId}${row.house}`}>
              <td style={{ whiteSpace: 'nowrap' }}>{row.link ? '待复核' : HOUSE_STATES[row.state]}</td>
              <td className="code">{row.house}</td>
              <td>{row.location ?? '—'}</td>
              <td style={{ minWidth: 240 }}>
                {row.link ? (
                  <div>
                    拟挂接为 <span className="code">{formatUnitCode(row.link.unitCode)}</span>，依据：{row.link.basis}（
                    {row.link.proposedBy}）
                  </div>
                ) : null}
                {row.findings.map((finding) => (
                  <div key={`${finding.code}${finding.file}${finding.line}`}>
                    {finding.message}
                    <span className="muted">
                      {finding.file ? ` ${finding.file}` : ''}
                      {finding.line ? ` 第 ${finding.line} 行` : ''}
                    </span>
                  </div>
                ))}
              </td>
              <td style={{ whiteSpace: 'nowrap' }}>
                {row.state === 'UNLINKED' && !row.link && may(session, 'quality.mend') ? (
                  <Button size="small" onClick={() => setLinking(row)}>
                    挂接
                  </Button>
                ) : null}
                {row.link && may(session, 'quality.review') && row.link.proposedBy !== session.userId ? (
                  <Button size="small" type="primary" onClick={() => setReviewing(row)}>
                    复核
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <LinkDialog house={linking} onClose={() => setLinking(null)} />
      <ReviewDialog house={reviewing} onClose={() => setReviewing(null)} />
    </div>
  );
}

function LinkDialog({ house, onClose }: { house: StockHouseView | null; onClose: () => void }) {
  const [form] = Form.useForm<{ unitCode: string; basis: string }>();
  const code = Form.useWatch('unitCode', form) ?? '';
  const client = useQueryClient();
  const { message } = App.useApp();
  const link = useMutation({
    mutationFn: (values: { unitCode: string; basis: string }) =>
      api('/api/quality/links', {
        method: 'POST',
        body: { batchId: house?.batchId, house: house?.house, ...values },
      }),
    onSuccess: async () => {
      message.success('已提交，等待复核');
      onClose();
      await client.invalidateQueries({ queryKey: ['quality'] });
    },
  });
  return (
    <Modal
      open={house !== null}
      title={`房地挂接 ${house?.house ?? ''}`}
      okText="提交复核"
      okButtonProps={{ loading: link.isPending }}
      cancelText="取消"
      destroyOnHidden
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="note" style={{ marginBottom: 12 }}>
        {house?.location ?? ''}：填写宗地上的不动产单元号。复核同意后，房屋连同权利一并写入登记簿。
      </p>
      <Form form={form} layout="vertical" preserve={false} onFinish={(values) => link.mutate(values)}>
        <Form.Item
          name="unitCode"
          label="不动产单元号"
          rules={[{ required: true, whitespace: true, message: '请填写 28 位不动产单元号' }]}
          extra={<Advice value={code} check={validateUnitCode} />}
        >
          <Input className="code" maxLength={40} />
        </Form.Item>
        <Form.Item
          name="basis"
          label="依据"
          rules={[{ required: true, whitespace: true, min: 4, message: '请写明依据，如房产档案号、宗地图号' }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      </Form>
      {link.error ? <Problem error={link.error} /> : null}
    </Modal>
  );
}

function ReviewDialog({ house, onClose }: { house: StockHouseView | null; onClose: () => void }) {
  const [opinion, setOpinion] = useState('');
  const client = useQueryClient();
  const { message } = App.useApp();
  const decide = useMutation({
    mutationFn: (decision: 'approve' | 'reject') =>
      api(`/api/quality/links/${house?.link?.linkId}/decision`, { method: 'POST', body: { decision, opinion } }),
    onSuccess: async (_, decision) => {
      message.success(decision === 'approve' ? '已挂接，房屋已写入登记簿' : '已退回');
      setOpinion('');
      onClose();
      await client.invalidateQueries({ queryKey: ['quality'] });
    },
  });
  const empty = opinion.trim().length < 2;
  return (
    <Modal
      open={house !== null}
      title="复核挂接"
      onCancel={onClose}
      footer={[
        <Button key="reject" danger disabled={empty} loading={decide.isPending} onClick={() => decide.mutate('reject')}>
          退回
        </Button>,
        <Button
          key="approve"
          type="primary"
          disabled={empty}
          loading={decide.isPending}
          onClick={() => decide.mutate('approve')}
        >
          同意挂接
        </Button>,
      ]}
    >
      <p className="note" style={{ marginBottom: 12 }}>
        同意后，将以单元号 {house?.link ? formatUnitCode(house.link.unitCode) : ''} 为“{house?.location}
        ”建立簿页，写入其全部权利。依据：{house?.link?.basis}
      </p>
      <label htmlFor="review-opinion">复核意见</label>
      <Input.TextArea
        id="review-opinion"
        rows={2}
        maxLength={200}
        value={opinion}
        onChange={(event) => setOpinion(event.target.value)}
      />
      {decide.error ? <Problem error={decide.error} /> : null}
    </Modal>
  );
}
