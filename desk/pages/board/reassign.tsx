import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal, Select } from 'antd';
import { useState } from 'react';
import type { BoardRow } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { takersQuery } from '../../api/queries.ts';
import { Problem } from '../../components/problem.tsx';

/** 转派: to somebody of the task's role who may have it, or back to the pool. */
export function Reassign({ row, onClose }: { row: BoardRow; onClose: () => void }) {
  const [account, setAccount] = useState<string>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const takers = useQuery(takersQuery(row.taskKey ?? ''));
  const reassign = useMutation({
    mutationFn: (to: string | null) =>
      api(`/api/tasks/${encodeURIComponent(row.taskKey ?? '')}/reassign`, { method: 'POST', body: { account: to } }),
    onSuccess: async (_answer, to) => {
      const name = takers.data?.items.find((one) => one.userId === to)?.name ?? to;
      message.success(to ? `已转派给${name}` : '已退回待签收');
      onClose();
      await client.invalidateQueries({ queryKey: ['board'] });
    },
  });
  return (
    <Modal
      open
      title={`转派：${row.step ?? ''}`}
      okText="转派"
      okButtonProps={{ disabled: !account }}
      cancelText="取消"
      confirmLoading={reassign.isPending}
      onCancel={onClose}
      onOk={() => account && reassign.mutate(account)}
    >
      <p style={{ marginBottom: 8 }}>
        业务 <span className="code">{row.caseNo}</span>，
        {row.holder ? `现由${row.holder.name}签收。` : '还没有人签收。'}
      </p>
      <Select
        aria-label="接办人"
        style={{ width: '100%' }}
        placeholder="请选择接办人"
        loading={takers.isPending}
        notFoundContent={takers.isPending ? '正在读取名单' : '本辖区没有其他可以接办的人员'}
        showSearch={{ optionFilterProp: 'label' }}
        value={account}
        options={takers.data?.items.map((one) => ({ value: one.userId, label: `${one.name}（${one.userId}）` }))}
        onChange={setAccount}
      />
      {row.holder ? (
        <p style={{ marginTop: 8 }}>
          <Button size="small" onClick={() => reassign.mutate(null)}>
            退回待签收
          </Button>
        </p>
      ) : null}
      {takers.error ? <Problem error={takers.error} /> : null}
      {reassign.error ? <Problem error={reassign.error} /> : null}
    </Modal>
  );
}
