import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import {
  type ConsentedUnit,
  type FiledCase,
  type LoanView,
  validateIdNumber,
  validateMobile,
} from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Advice } from '../../components/advice.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatFen } from '../../lib/format.ts';
import { today } from '../../lib/today.ts';
import { Labelled } from '../intake/labelled.tsx';
import { ConsentSection } from './consent-section.tsx';
import {
  emptyForm,
  missingOf,
  type NewForm,
  type NewKind,
  newPerson,
  type PersonForm,
  SIDE_WORDS,
  type Side,
  toBankApplication,
} from './new-form.ts';
import { TermsSection } from './terms-section.tsx';

/** 新办抵押 / 买房按揭: one page. Loan number first, then the consent code, then people and the table. */
export default function NewMortgagePage() {
  const { kind = 'mortgage' } = useSearch({ from: '/shell/bank/new' });
  return <NewCase key={kind} kind={kind} />;
}

function NewCase({ kind }: { kind: NewKind }) {
  const navigate = useNavigate();
  const [applicationKey] = useState(() => crypto.randomUUID());
  const [form, setForm] = useState(() => emptyForm(kind));
  const [unit, setUnit] = useState<ConsentedUnit | null>(null);
  const change = (part: Partial<NewForm>) => setForm((now) => ({ ...now, ...part }));
  const loan = useMutation({
    mutationFn: () => api<LoanView>('/api/bank/loans/query', { method: 'POST', body: { loanNo: form.loanNo } }),
  });
  const file = useMutation({
    mutationFn: () =>
      api<FiledCase>('/api/bank/cases', { method: 'POST', body: toBankApplication(form, kind, applicationKey) }),
    onSuccess: ({ caseNo }) => navigate({ to: '/bank/cases/$caseNo', params: { caseNo } }),
  });
  const blocked = unit && unit.blocks.length > 0 ? '登记簿有限制，不能申请。' : null;
  const missing = blocked ?? (unit ? missingOf(form, kind, today()) : '请先填写同意码并查看登记簿。');
  return (
    <>
      <div className="page-head">
        <h1>{kind === 'purchase' ? '买房按揭（过户与抵押一次登簿）' : '新办抵押'}</h1>
        <span className="grow" />
        <Link to="/bank">回到工作台</Link>
      </div>
      <div className="steps">
        <section className="panel">
          <div className="panel-head">
            <h2>一、贷款</h2>
          </div>
          <div className="panel-body">
            <Labelled label="贷款编号">
              <div style={{ display: 'flex', gap: 8, maxWidth: 420 }}>
                <Input
                  autoFocus
                  aria-label="贷款编号"
                  value={form.loanNo}
                  maxLength={40}
                  onChange={(event) => {
                    change({ loanNo: event.target.value.trim() });
                    loan.reset(); // what was found belongs to the other number
                  }}
                />
                <Button loading={loan.isPending} disabled={form.loanNo.length < 4} onClick={() => loan.mutate()}>
                  核对贷款
                </Button>
              </div>
            </Labelled>
            {loan.error ? <Problem error={loan.error} /> : null}
            {loan.data ? (
              <p className={`note ${loan.data.approved ? 'note-ok' : 'note-over'}`} role="status">
                {loan.data.approved
                  ? `${loan.data.product}，${loan.data.approvedOn} 审批，${formatFen(loan.data.amountFen)}`
                  : '贷款尚未审批，不能申请抵押登记。'}
              </p>
            ) : null}
          </div>
        </section>
        <ConsentSection
          kind={kind}
          code={form.consentCode}
          onCode={(consentCode) => {
            change({ consentCode });
            setUnit(null);
          }}
          unit={unit}
          onUnit={setUnit}
        />
        {unit ? (
          <>
            <People kind={kind} form={form} onChange={change} />
            <TermsSection kind={kind} form={form} onChange={change} nextRank={unit.nextRank} />
          </>
        ) : null}
        {file.error ? <Problem error={file.error} /> : null}
      </div>
      <div className="decision-bar">
        <Checkbox checked={form.declared} onChange={(event) => change({ declared: event.target.checked })}>
          本行确认申请内容与合同一致、真实
        </Checkbox>
        <span className="grow muted">{missing ?? '提交后核验身份，再填写签订日期并发送签署链接。'}</span>
        <Button type="primary" disabled={missing !== null} loading={file.isPending} onClick={() => file.mutate()}>
          提交
        </Button>
      </div>
    </>
  );
}

type Change = (part: Partial<NewForm>) => void;

function People({ kind, form, onChange }: { kind: NewKind; form: NewForm; onChange: Change }) {
  const set = (key: string, part: Partial<PersonForm>) =>
    onChange({ people: form.people.map((one) => (one.key === key ? { ...one, ...part } : one)) });
  const sides: Side[] = kind === 'purchase' ? ['mortgagor', 'seller', 'debtor'] : ['mortgagor', 'debtor'];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>三、当事人（全部共有人都要填写，都要签署）</h2>
      </div>
      <div className="panel-body">
        {form.people.map((one) => (
          <div key={one.key} className="fields fields-3" style={{ marginBottom: 8 }}>
            <Labelled label={`${SIDE_WORDS[kind][one.side]}姓名`}>
              <Input
                aria-label={`${SIDE_WORDS[kind][one.side]}姓名`}
                value={one.name}
                onChange={(event) => set(one.key, { name: event.target.value })}
              />
            </Labelled>
            <Labelled label="身份证号">
              <Input
                aria-label={`${SIDE_WORDS[kind][one.side]}身份证号`}
                value={one.idNo}
                onChange={(event) => set(one.key, { idNo: event.target.value })}
              />
              <Advice value={one.idNo} check={(text) => validateIdNumber('citizen', text, { today: today() })} quiet />
            </Labelled>
            <Labelled label="手机号（收签署链接）">
              <div style={{ display: 'flex', gap: 8 }}>
                <Input
                  aria-label={`${SIDE_WORDS[kind][one.side]}手机号`}
                  value={one.phone}
                  onChange={(event) => set(one.key, { phone: event.target.value })}
                />
                {form.people.filter((other) => other.side === one.side).length > 1 || one.side === 'debtor' ? (
                  <Button onClick={() => onChange({ people: form.people.filter((other) => other.key !== one.key) })}>
                    删除
                  </Button>
                ) : null}
              </div>
              <Advice value={one.phone} check={validateMobile} quiet />
            </Labelled>
          </div>
        ))}
        {sides.map((side) => (
          <Button
            key={side}
            size="small"
            style={{ marginRight: 8 }}
            onClick={() => onChange({ people: [...form.people, newPerson(side)] })}
          >
            添加{SIDE_WORDS[kind][side]}
          </Button>
        ))}
      </div>
    </section>
  );
}
