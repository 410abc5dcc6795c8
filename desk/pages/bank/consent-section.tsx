import { useMutation } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import type { AskedConsent, ConsentedUnit } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { RegisterBook } from '../../components/register-book.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { Labelled } from '../intake/labelled.tsx';
import type { NewKind } from './new-form.ts';

interface ConsentSectionProps {
  kind: NewKind;
  code: string;
  onCode: (code: string) => void;
  unit: ConsentedUnit | null;
  onUnit: (unit: ConsentedUnit | null) => void;
}

/** Consent code first; what the register says comes read-only, with what it blocks. */
export function ConsentSection({ kind, code, onCode, unit, onUnit }: ConsentSectionProps) {
  const [asking, setAsking] = useState(false);
  const look = useMutation({
    mutationFn: () => api<ConsentedUnit>('/api/bank/unit-lookups', { method: 'POST', body: { consentCode: code } }),
    onSuccess: onUnit,
    onError: () => onUnit(null),
  });
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>二、权利人同意与登记簿</h2>
        <span className="grow" />
        <Button size="small" onClick={() => setAsking(true)}>
          征求权利人同意
        </Button>
      </div>
      <div className="panel-body">
        <Labelled label="同意码（权利人在短信链接里看到的十二位）">
          <div style={{ display: 'flex', gap: 8, maxWidth: 420 }}>
            <Input
              aria-label="同意码"
              placeholder="XXXX-XXXX-XXXX"
              value={code}
              maxLength={20}
              onChange={(event) => onCode(event.target.value.toUpperCase())}
            />
            <Button
              loading={look.isPending}
              disabled={code.replace(/[^0-9A-Z]/g, '').length !== 12}
              onClick={() => look.mutate()}
            >
              查看登记簿
            </Button>
          </div>
        </Labelled>
        {look.error ? <Problem error={look.error} /> : null}
        {unit ? (
          <>
            <p className="note" style={{ marginBottom: 8 }}>
              新抵押的顺位：<strong>第 {unit.nextRank} 顺位</strong>（由登记簿算出，登簿时取定）。同意有效至{' '}
              <span className="num">{formatDateTime(unit.expiresAt)}</span>，只能用于一件业务。
            </p>
            {unit.blocks.map((block) => (
              <p key={`${block.rule}${block.message}`} className="note note-over" role="alert">
                {block.message}
                {block.advice}
              </p>
            ))}
            <RegisterBook page={unit.page} />
          </>
        ) : null}
      </div>
      {asking ? <AskConsent kind={kind} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}

function AskConsent({ kind, onClose }: { kind: NewKind; onClose: () => void }) {
  const [unitCode, setUnitCode] = useState('');
  const [name, setName] = useState('');
  const [idNo, setIdNo] = useState('');
  const [phone, setPhone] = useState('');
  const ask = useMutation({
    mutationFn: () =>
      api<AskedConsent>('/api/bank/consents', {
        method: 'POST',
        body: { unitCode, purpose: kind, owner: { name, idType: 'citizen', idNo, phone } },
      }),
  });
  const fields = [
    ['不动产单元号', unitCode, setUnitCode],
    ['权利人姓名', name, setName],
    ['身份证号', idNo, setIdNo],
    ['手机号', phone, setPhone],
  ] as const;
  return (
    <Modal
      open
      title="征求权利人同意"
      okText="发送短信"
      cancelText="关闭"
      onCancel={onClose}
      onOk={() => ask.mutate()}
      confirmLoading={ask.isPending}
      okButtonProps={{ disabled: fields.some(([, value]) => value.trim() === '') || ask.isSuccess }}
    >
      <p className="muted" style={{ marginBottom: 8 }}>
        短信链接发到权利人手机，一天内有效。权利人同意后会看到同意码，请其告知。
      </p>
      {fields.map(([label, value, set]) => (
        <Labelled key={label} label={label}>
          <Input aria-label={label} value={value} onChange={(event) => set(event.target.value.trim())} />
        </Labelled>
      ))}
      {ask.error ? <Problem error={ask.error} /> : null}
      {ask.data ? (
        <p className="note note-ok" role="status">
          已发送，同意编号 <span className="code">{ask.data.consentNo}</span>，{formatDateTime(ask.data.expiresAt)}{' '}
          前有效。
        </p>
      ) : null}
    </Modal>
  );
}
