import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import type { FiledCase, OwnMortgage } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime, formatFen } from '../../lib/format.ts';
import { today } from '../../lib/today.ts';
import { Labelled } from '../intake/labelled.tsx';

/** 还清注销 (BDC-21): the number of the proof, the loan, and the day the claim ended; the rest is looked up. */
export default function PayoffPage() {
  const navigate = useNavigate();
  const [applicationKey] = useState(() => crypto.randomUUID());
  const [certificateNo, setCertificateNo] = useState('');
  const [loanNo, setLoanNo] = useState('');
  const [endedOn, setEndedOn] = useState(today());
  const [declared, setDeclared] = useState(false);
  const look = useMutation({
    mutationFn: () => api<OwnMortgage>('/api/bank/proof-lookups', { method: 'POST', body: { certificateNo } }),
  });
  const file = useMutation({
    mutationFn: () =>
      api<FiledCase>('/api/bank/cases', {
        method: 'POST',
        body: {
          kind: 'cancellation',
          applicationKey,
          loanNo,
          certificateNo: look.data?.certificateNo,
          endedOn,
          declareTruth: declared,
        },
      }),
    onSuccess: ({ caseNo }) => navigate({ to: '/bank/cases/$caseNo', params: { caseNo } }),
  });
  const ready = look.data && /^[A-Za-z0-9-]{4,40}$/.test(loanNo) && endedOn && endedOn <= today() && declared;
  return (
    <>
      <div className="page-head">
        <h1>还清注销</h1>
        <span className="muted">贷款结清后由本行单方申请注销抵押</span>
        <span className="grow" />
        <Link to="/bank">回到工作台</Link>
      </div>
      <div className="steps">
        <section className="panel">
          <div className="panel-body" style={{ maxWidth: 720 }}>
            <Labelled label="登记证明号">
              <div style={{ display: 'flex', gap: 8 }}>
                <Input
                  aria-label="登记证明号"
                  placeholder="浙（2026）宁波市海曙不动产证明第0000001号"
                  value={certificateNo}
                  maxLength={80}
                  onChange={(event) => {
                    setCertificateNo(event.target.value);
                    look.reset(); // what was found belongs to the other number
                  }}
                />
                <Button
                  loading={look.isPending}
                  disabled={certificateNo.trim().length < 6}
                  onClick={() => look.mutate()}
                >
                  查找
                </Button>
              </div>
            </Labelled>
            {look.error ? <Problem error={look.error} /> : null}
            {look.data ? (
              <dl className="facts" style={{ marginBottom: 12 }}>
                <dt>坐落</dt>
                <dd>{look.data.location}</dd>
                <dt>单元</dt>
                <dd className="code">{look.data.unitCode}</dd>
                <dt>抵押</dt>
                <dd className="num">
                  第 {look.data.rank} 顺位，{formatFen(look.data.amountFen)}，{look.data.termFrom} 至 {look.data.termTo}
                  ，{formatDateTime(look.data.registeredAt)} 登簿
                </dd>
              </dl>
            ) : null}
            <Labelled label="贷款编号（结清情况向本行系统核对）">
              <Input
                aria-label="贷款编号"
                style={{ maxWidth: 320 }}
                value={loanNo}
                maxLength={40}
                onChange={(event) => setLoanNo(event.target.value.trim())}
              />
            </Labelled>
            <Labelled label="债权消灭日期">
              <Input
                aria-label="债权消灭日期"
                type="date"
                style={{ width: 180 }}
                max={today()}
                value={endedOn}
                onChange={(event) => setEndedOn(event.target.value)}
              />
            </Labelled>
            <Checkbox checked={declared} onChange={(event) => setDeclared(event.target.checked)}>
              本行确认主债权已经消灭，申请内容真实
            </Checkbox>
            {file.error ? <Problem error={file.error} /> : null}
          </div>
        </section>
      </div>
      <div className="decision-bar">
        <span className="grow muted">提交后由本行复核人复核；机器检查全部通过的自动受理、自动审核，由登簿人签簿。</span>
        <Button type="primary" disabled={!ready} loading={file.isPending} onClick={() => file.mutate()}>
          提交复核
        </Button>
      </div>
    </>
  );
}
