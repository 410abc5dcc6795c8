import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Progress, ProgressDetail, UtilityService } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { BrokenLink } from '../../components/broken-link.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { PublicHead } from '../../components/public-head.tsx';
import { formatDateTime, formatFen } from '../../lib/format.ts';

const MARK: Record<Progress['steps'][number]['state'], string> = { done: '✓', now: '●', later: '○', stopped: '✕' };
const WORD: Record<Progress['steps'][number]['state'], string> = {
  done: '已完成',
  now: '正在进行',
  later: '待办',
  stopped: '未办理',
};

/** The citizen's progress, on a phone: steps as a line, what waits for whom, what to do now. Acting takes a code by SMS. */
export default function ProgressPage() {
  const { token } = useParams({ from: '/p/$token' });
  const base = `/api/public/progress/${token}`;
  const client = useQueryClient();
  const [code, setCode] = useState('');
  const [accounts, setAccounts] = useState<Partial<Record<UtilityService, string>>>({});
  const progress = useQuery({
    queryKey: ['progress', token],
    queryFn: () => api<Progress>(base),
    refetchInterval: 15_000,
  });
  const post = (what: string, body?: unknown) => api<unknown>(`${base}/${what}`, { method: 'POST', body });
  const again = () => void client.invalidateQueries({ queryKey: ['progress', token] });
  const sendCode = useMutation({ mutationFn: () => post('code') });
  const open = useMutation({ mutationFn: () => post('open', { code }) as Promise<ProgressDetail> });
  const act = useMutation({
    mutationFn: ({ what, body }: { what: string; body?: object }) => post(what, { code, ...body }),
    onSuccess: again,
  });
  const { data } = progress;
  const detail = open.data;
  const needsCode = code.length !== 6;
  const problem = sendCode.error ?? open.error ?? act.error;
  return (
    <main className="public">
      <PublicHead title="二手房一路通" />
      {progress.isPending ? <Loading what="正在查询进度" /> : null}
      {progress.error ? <BrokenLink error={progress.error} onRetry={() => void progress.refetch()} /> : null}
      {data ? (
        <>
          <div className="public-verdict note-ok" role="status">
            <div>
              <strong>{data.phase}</strong>
              业务号 <span className="num">{data.caseNo}</span>
            </div>
          </div>
          <section className="panel" aria-label="办理进度">
            <ol className="progress-line">
              {data.steps.map((step) => (
                <li key={step.id} className={`progress-${step.state}`}>
                  <span className="progress-mark" aria-hidden="true">
                    {MARK[step.state]}
                  </span>
                  <div>
                    <strong>{step.name}</strong>
                    <div className="muted">{step.note || WORD[step.state]}</div>
                  </div>
                </li>
              ))}
            </ol>
          </section>
          {data.services.length > 0 ? (
            <section className="panel" aria-label="公用事业过户">
              <div className="panel-head">
                <h2>水电气等过户</h2>
              </div>
              <ul className="progress-services">
                {data.services.map((one) => {
                  const own = detail?.services.find(({ service }) => service === one.service);
                  return (
                    <li key={one.service}>
                      <div>
                        <strong>{one.name}</strong> {one.done ? '✓ ' : ''}
                        {one.stateText}
                        {own?.accountNo ? <span className="muted num"> 户号 {own.accountNo}</span> : null}
                      </div>
                      {one.todo === 'arrears' ? (
                        <div>
                          {own?.amountFen ? <p>欠费 {formatFen(own.amountFen)}，请到该单位缴清。</p> : null}
                          <Button
                            disabled={needsCode}
                            loading={act.isPending}
                            onClick={() => act.mutate({ what: 'arrears-paid', body: { service: one.service } })}
                          >
                            我已缴清
                          </Button>
                        </div>
                      ) : null}
                      {one.todo === 'account' ? (
                        <div className="progress-row">
                          <Input
                            size="large"
                            aria-label={`${one.name}新户号`}
                            placeholder="缴费单上的户号"
                            value={accounts[one.service] ?? ''}
                            onChange={(event) => setAccounts({ ...accounts, [one.service]: event.target.value })}
                          />
                          <Button
                            size="large"
                            disabled={needsCode || !accounts[one.service]?.trim()}
                            loading={act.isPending}
                            onClick={() =>
                              act.mutate({
                                what: 'account',
                                body: { service: one.service, accountNo: accounts[one.service]?.trim() },
                              })
                            }
                          >
                            更正户号
                          </Button>
                        </div>
                      ) : null}
                    </li>
                  );
                })}
              </ul>
            </section>
          ) : null}
          <section className="panel" aria-label="本人办理">
            <div className="panel-head">
              <h2>本人办理</h2>
            </div>
            <div className="panel-body">
              <p className="muted">查看金额、户号或办理事项，须输入发到您手机上的验证码。</p>
              <div className="progress-row">
                <Input
                  size="large"
                  aria-label="短信验证码"
                  inputMode="numeric"
                  maxLength={6}
                  placeholder="6 位验证码"
                  value={code}
                  onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
                />
                <Button size="large" loading={sendCode.isPending} onClick={() => sendCode.mutate()}>
                  {sendCode.isSuccess ? '重新获取' : '获取验证码'}
                </Button>
              </div>
              <div className="progress-row">
                <Button size="large" disabled={needsCode} loading={open.isPending} onClick={() => open.mutate()}>
                  查看金额与户号
                </Button>
                {data.confirmTax ? (
                  <Button
                    size="large"
                    type="primary"
                    disabled={needsCode}
                    loading={act.isPending}
                    onClick={() => act.mutate({ what: 'confirm-tax' })}
                  >
                    确认税款
                  </Button>
                ) : null}
              </div>
              {problem ? <Problem error={problem} /> : null}
              {detail ? (
                <dl className="facts" style={{ marginTop: 10 }}>
                  <dt>坐落</dt>
                  <dd>{detail.location}</dd>
                  {detail.taxTotalFen === null ? null : (
                    <>
                      <dt>税款合计</dt>
                      <dd className="num">{formatFen(detail.taxTotalFen)}</dd>
                    </>
                  )}
                  {detail.escrowFen === null ? null : (
                    <>
                      <dt>监管资金</dt>
                      <dd className="num">{formatFen(detail.escrowFen)}</dd>
                    </>
                  )}
                  {detail.certificateNos.map((no) => (
                    <div key={no} style={{ display: 'contents' }}>
                      <dt>证书号</dt>
                      <dd>{no}</dd>
                    </div>
                  ))}
                </dl>
              ) : null}
            </div>
          </section>
          <p className="muted" style={{ marginTop: 12 }}>
            {data.savings ? (
              <>
                一路通比分头办理少跑 {data.savings.steps} 个环节、少交 {data.savings.materials} 份材料、少填{' '}
                {data.savings.forms} 张表。
                <br />
              </>
            ) : null}
            <span className="num">{formatDateTime(data.now)}</span> 的进度
          </p>
        </>
      ) : null}
    </main>
  );
}
