import { useMutation } from '@tanstack/react-query';
import { Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { ID_TYPES, type PartyView } from '../../server/api/index.ts';
import { api } from '../api/http.ts';
import { formatShare } from '../lib/format.ts';
import { Problem } from './problem.tsx';

const purposes = ['核对身份证件', '电话联系当事人', '制作登记文书', '核对登记簿记载'];

export interface PartyTableProps {
  caseNo: string;
  parties: PartyView[];
  canUnmask: boolean;
}

/** Parties of a case, masked. Unmasking asks for a purpose, is logged, and lasts only while the page is open. */
export function PartyTable({ caseNo, parties, canUnmask }: PartyTableProps) {
  const [shown, setShown] = useState<Record<number, PartyView>>({});
  const [asking, setAsking] = useState<PartyView | null>(null);
  const [purpose, setPurpose] = useState(purposes[0] ?? '');
  const unmask = useMutation({
    mutationFn: (party: PartyView) =>
      api<PartyView>(`/api/cases/${encodeURIComponent(caseNo)}/parties/${party.partyNo}/unmask`, {
        method: 'POST',
        body: { purpose },
      }),
    onSuccess: (party) => {
      setShown((now) => ({ ...now, [party.partyNo]: party }));
      setAsking(null);
    },
  });
  return (
    <div className="scroll-x">
      <table className="grid as-cards">
        <thead>
          <tr>
            <th scope="col">身份</th>
            <th scope="col">姓名 / 名称</th>
            <th scope="col">证件</th>
            <th scope="col">电话</th>
            <th scope="col">份额</th>
            <th scope="col">身份核验</th>
            {canUnmask ? (
              <th scope="col">
                <span className="visually-hidden">操作</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {parties.map((masked) => {
            const party = shown[masked.partyNo] ?? masked;
            return (
              <tr key={party.partyNo}>
                <td style={{ whiteSpace: 'nowrap' }}>{party.roleText}</td>
                <td>{party.name}</td>
                <td>
                  <span className="muted">{ID_TYPES[party.idType as keyof typeof ID_TYPES] ?? '证件'}</span>
                  <br />
                  <span className="code">{party.idNo}</span>
                </td>
                <td className="code" data-label="电话">
                  {party.phone ?? '—'}
                </td>
                <td data-label="份额">{formatShare(party.share)}</td>
                <td data-label="身份核验">
                  {party.identity === null ? (
                    <span className="tag">未核验</span>
                  ) : party.identity.result === 'matched' || party.identity.result === 'manual_ok' ? (
                    <span className="tag tag-ok">✓ {party.identity.resultText}</span>
                  ) : (
                    <span className="tag tag-over">✕ {party.identity.resultText}</span>
                  )}
                </td>
                {canUnmask ? (
                  <td>
                    {party.masked ? (
                      <Button size="small" onClick={() => setAsking(masked)}>
                        查看
                      </Button>
                    ) : (
                      <span className="muted">已记录</span>
                    )}
                  </td>
                ) : null}
              </tr>
            );
          })}
        </tbody>
      </table>
      <Modal
        open={asking !== null}
        title={`查看${asking?.roleText ?? ''}的完整信息`}
        okText="查看"
        cancelText="取消"
        confirmLoading={unmask.isPending}
        onCancel={() => setAsking(null)}
        onOk={() => asking && unmask.mutate(asking)}
      >
        <p style={{ marginBottom: 12 }}>这次查看会连同您的姓名、时间和用途记入日志。请选择用途：</p>
        <Select
          aria-label="用途"
          style={{ width: '100%' }}
          value={purpose}
          options={purposes.map((one) => ({ value: one, label: one }))}
          onChange={setPurpose}
        />
        {unmask.error ? (
          <div style={{ marginTop: 12 }}>
            <Problem error={unmask.error} />
          </div>
        ) : null}
      </Modal>
    </div>
  );
}
