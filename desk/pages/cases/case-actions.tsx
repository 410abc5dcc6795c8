import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import type { Accepted202, CaseDetail, SupplementRequest } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { UploadScan } from '../../components/upload-scan.tsx';
import { formatDate } from '../../lib/format.ts';
import { kindOfMaterial } from '../../lib/material-kind.ts';

/** 撤回 and 补正: offered only while the server says that they are possible. */
export function CaseActions({ detail }: { detail: CaseDetail }) {
  const [open, setOpen] = useState<'withdraw' | 'supplement' | null>(null);
  return (
    <>
      {detail.actions.supplement ? (
        <Button type="primary" onClick={() => setOpen('supplement')}>
          收到补正
        </Button>
      ) : null}
      {detail.actions.withdraw ? (
        <Button danger onClick={() => setOpen('withdraw')}>
          申请人撤回
        </Button>
      ) : null}
      {open === 'withdraw' ? <Withdraw detail={detail} onClose={() => setOpen(null)} /> : null}
      {open === 'supplement' ? <Supplement detail={detail} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

/** Sends a request about the case and refreshes what shows it; the server answers before the diagram has gone on. */
function useCaseRequest<T>(caseNo: string, path: string, onClose: () => void) {
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (body: T) =>
      api<Accepted202>(`/api/cases/${encodeURIComponent(caseNo)}/${path}`, { method: 'POST', body }),
    onSuccess: async (answer) => {
      message.success(answer.message);
      onClose();
      await client.invalidateQueries({ queryKey: ['case', caseNo] });
    },
  });
}

function Withdraw({ detail, onClose }: { detail: CaseDetail; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const withdraw = useCaseRequest<{ reason: string }>(detail.caseNo, 'withdraw', onClose);
  return (
    <Modal
      open
      title="申请人撤回"
      okText="撤回申请"
      okButtonProps={{ danger: true, disabled: reason.trim().length < 2 }}
      cancelText="返回"
      confirmLoading={withdraw.isPending}
      onCancel={onClose}
      onOk={() => withdraw.mutate({ reason: reason.trim() })}
    >
      <p className="note note-over" style={{ marginBottom: 12 }}>
        登簿之前申请人可以撤回。撤回后：已备案的合同将撤销，已缴的税费退还，出具撤回决定，本件办结，不能恢复。
      </p>
      <Input.TextArea
        aria-label="撤回原因"
        rows={3}
        maxLength={300}
        placeholder="撤回原因（请勿填写姓名、证件号码）"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {withdraw.error ? <Problem error={withdraw.error} /> : null}
    </Modal>
  );
}

function Supplement({ detail, onClose }: { detail: CaseDetail; onClose: () => void }) {
  const [chosen, setChosen] = useState<Record<string, { documentId?: string } | undefined>>({});
  const supplement = useCaseRequest<SupplementRequest>(detail.caseNo, 'supplement', onClose);
  const wanted = new Set(detail.supplementAsked?.items);
  // What was asked for first, whoever makes it; then whatever else people hand in.
  const asked = detail.materials
    .filter(
      ({ name, source, present }) =>
        wanted.has(name) || source === 'upload' || source === 'scan' || (source === 'shared' && !present),
    )
    .sort((a, b) => Number(wanted.has(b.name)) - Number(wanted.has(a.name)));
  const materials = Object.entries(chosen).flatMap(([materialId, one]) =>
    one ? [{ materialId, ...(one.documentId ? { documentId: one.documentId } : {}) }] : [],
  );
  return (
    <Modal
      open
      title="收到补正材料"
      okText="确认收到，继续办理"
      okButtonProps={{ disabled: materials.length === 0 }}
      cancelText="返回"
      confirmLoading={supplement.isPending}
      onCancel={onClose}
      onOk={() => supplement.mutate({ materials })}
    >
      {detail.supplementAsked ? (
        <p className="note note-near" style={{ marginBottom: 12 }}>
          要求补正：{detail.supplementAsked.items.join('、')}。请于 {formatDate(detail.supplementAsked.dueAt)} 前收齐。
        </p>
      ) : null}
      <p className="note" style={{ marginBottom: 12 }}>
        勾选收到的材料，可同时上传扫描件。确认后恢复计时，回到审核。
      </p>
      {asked.map((material) => (
        <div key={material.materialId} className="switches" style={{ marginBottom: 6 }}>
          <Checkbox
            checked={chosen[material.materialId] !== undefined}
            onChange={(event) =>
              setChosen((now) => ({ ...now, [material.materialId]: event.target.checked ? {} : undefined }))
            }
          >
            {material.name}
            {wanted.has(material.name) ? <span className="tag tag-near"> 要求补正</span> : null}
          </Checkbox>
          <UploadScan
            caseNo={detail.caseNo}
            title={`补正：${material.name}`}
            kind={kindOfMaterial(material.materialId)}
            materialId={material.materialId}
            label={chosen[material.materialId]?.documentId ? '✓ 已上传，重传' : '上传'}
            onUploaded={(document) =>
              setChosen((now) => ({ ...now, [material.materialId]: { documentId: document.documentId } }))
            }
          />
        </div>
      ))}
      {supplement.error ? <Problem error={supplement.error} /> : null}
    </Modal>
  );
}
