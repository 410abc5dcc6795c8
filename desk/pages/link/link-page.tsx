import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { LinkAnswered, LinkContent, LinkState } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { publicLinkQuery } from '../../api/queries.ts';
import { BrokenLink } from '../../components/broken-link.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { PublicHead } from '../../components/public-head.tsx';
import { formatDateTime, formatFen, formatUnitCode } from '../../lib/format.ts';

const TITLES = { consent: '同意银行查询不动产登记', signature: '签署抵押登记信息表' };

/** What the owner or signer opens from a text message: made for a phone, nothing shown before the code. */
export default function LinkPage() {
  const { token } = useParams({ from: '/s/$token' });
  const { data, error, isPending, refetch } = useQuery(publicLinkQuery(token));
  return (
    <main className="public">
      <PublicHead title={data ? TITLES[data.kind] : '不动产登记'} />
      {isPending ? <Loading what="正在打开" /> : null}
      {error ? <BrokenLink error={error} onRetry={() => void refetch()} /> : null}
      {data ? <Body token={token} link={data} /> : null}
    </main>
  );
}

function Body({ token, link }: { token: string; link: LinkState }) {
  const path = `/api/public/links/${encodeURIComponent(token)}`;
  const [code, setCode] = useState('');
  const send = useMutation({ mutationFn: () => api(`${path}/code`, { method: 'POST', body: {} }) });
  const open = useMutation({
    mutationFn: () => api<LinkContent>(`${path}/open`, { method: 'POST', body: { code } }),
  });
  const answer = useMutation({
    mutationFn: (agree: boolean) =>
      api<LinkAnswered>(`${path}/answer`, { method: 'POST', body: { code, agree } }).then((done) => ({
        ...done,
        agree,
      })),
  });
  if (answer.data) return <Done kind={link.kind} agreed={answer.data.agree} code={answer.data.consentCode} />;
  if (link.state !== 'open')
    return (
      <div className="public-verdict note-over" role="status">
        <div>
          <strong>{link.state === 'expired' ? '链接已过期' : '链接已办理过'}</strong>
          需要重新办理的，请联系贷款银行重新发送。
        </div>
      </div>
    );
  if (!open.data)
    return (
      <section className="panel" style={{ marginTop: 16 }}>
        <div className="panel-body">
          <p style={{ marginBottom: 12 }}>
            为保护您的信息，请先验证手机 <strong className="num">{link.phone}</strong>。
          </p>
          <Button block size="large" loading={send.isPending} onClick={() => send.mutate()}>
            {send.isSuccess ? '重新获取验证码' : '获取验证码'}
          </Button>
          {send.error ? <Problem error={send.error} /> : null}
          {send.isSuccess ? (
            <p className="note note-ok" role="status" style={{ margin: '12px 0' }}>
              验证码已发送，十分钟内有效。
            </p>
          ) : null}
          <Input
            aria-label="短信验证码"
            size="large"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            placeholder="六位验证码"
            style={{ margin: '12px 0' }}
            value={code}
            onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
          />
          <Button
            block
            size="large"
            type="primary"
            disabled={code.length !== 6}
            loading={open.isPending}
            onClick={() => open.mutate()}
          >
            查看
          </Button>
          {open.error ? <Problem error={open.error} /> : null}
        </div>
      </section>
    );
  const consent = link.kind === 'consent';
  return (
    <>
      <section className="panel" style={{ marginTop: 16 }}>
        <div className="panel-body">
          <Content content={open.data} />
          <p className="note" style={{ marginTop: 12 }}>
            {consent
              ? '同意后，该银行可以查看这一处不动产的登记簿，用于一件业务，七天内有效。您可以不同意。'
              : '签署表示您确认以上内容与合同一致，并申请办理登记。登簿之前可以撤回。您可以不签署。'}
          </p>
        </div>
      </section>
      {answer.error ? <Problem error={answer.error} /> : null}
      <div style={{ display: 'grid', gap: 12, marginTop: 16 }}>
        <Button block size="large" type="primary" loading={answer.isPending} onClick={() => answer.mutate(true)}>
          {consent ? '同意查询' : '确认签署'}
        </Button>
        <Button block size="large" danger disabled={answer.isPending} onClick={() => answer.mutate(false)}>
          {consent ? '不同意' : '不同意签署'}
        </Button>
      </div>
    </>
  );
}

function Content({ content }: { content: LinkContent }) {
  const { table } = content;
  return (
    <dl className="facts">
      <dt>银行</dt>
      <dd>{content.bank}</dd>
      <dt>坐落</dt>
      <dd>{content.location}</dd>
      <dt>单元</dt>
      <dd className="code">{content.unitCodes.map(formatUnitCode).join('、')}</dd>
      {content.purposeText ? (
        <>
          <dt>用途</dt>
          <dd>{content.purposeText}</dd>
        </>
      ) : null}
      {table ? (
        <>
          <dt>事项</dt>
          <dd>{table.itemName}</dd>
          <dt>签署人</dt>
          <dd>{table.signer}</dd>
          {table.priceFen === null ? null : (
            <>
              <dt>成交价</dt>
              <dd className="num">{formatFen(table.priceFen)}</dd>
            </>
          )}
          <dt>抵押方式</dt>
          <dd>{table.kindText}</dd>
          <dt>债权数额</dt>
          <dd className="num">{formatFen(table.amountFen)}</dd>
          <dt>期限</dt>
          <dd className="num">
            {table.termFrom} 至 {table.termTo}
          </dd>
          <dt>担保范围</dt>
          <dd>{table.scope}</dd>
          <dt>限制转让</dt>
          <dd>{table.restrictsTransfer ? '有约定' : '无约定'}</dd>
          <dt>合同签订</dt>
          <dd className="num">
            主债权合同 {table.loanSignedOn}，抵押合同 {table.mortgageSignedOn}
          </dd>
        </>
      ) : null}
      <dt>有效至</dt>
      <dd className="num">{formatDateTime(content.expiresAt)}</dd>
    </dl>
  );
}

function Done({ kind, agreed, code }: { kind: LinkState['kind']; agreed: boolean; code: string | null }) {
  return (
    <div className={`public-verdict ${agreed ? 'note-ok' : 'note-over'}`} role="status" style={{ marginTop: 16 }}>
      <span className="public-shape" aria-hidden="true">
        {agreed ? '✓' : '✕'}
      </span>
      <div>
        <strong>
          {agreed ? (kind === 'consent' ? '已同意' : '已签署') : kind === 'consent' ? '未同意' : '未签署'}
        </strong>
        {code ? (
          <>
            请把同意码告诉银行经办人，只显示这一次：
            <div className="code" style={{ fontSize: 24, marginTop: 8 }}>
              {code}
            </div>
          </>
        ) : agreed ? (
          '全部签署人签完后，银行提交登记，办结后会短信通知您。'
        ) : (
          '银行会收到通知。可以关闭本页。'
        )}
      </div>
    </div>
  );
}
