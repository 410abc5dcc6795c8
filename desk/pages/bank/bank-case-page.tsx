import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import type { BankCaseDetail } from '../../../server/api/index.ts';
import { api, sentenceOf } from '../../api/http.ts';
import { bankCaseQuery, caseQuery, documentUrl } from '../../api/queries.ts';
import { Loading } from '../../components/loading.tsx';
import { PartyTable } from '../../components/party-table.tsx';
import { Problem } from '../../components/problem.tsx';
import { SlaMark } from '../../components/sla-mark.tsx';
import { StatusTag } from '../../components/status-tag.tsx';
import { may, useSession } from '../../lib/session.ts';
import { ContractInfoTable } from './contract-info-table.tsx';
import { Signers } from './signers.tsx';

/** One case of the bank: table, signatures, rank, proofs, loan. */
export default function BankCasePage() {
  const { caseNo } = useParams({ from: '/shell/bank/cases/$caseNo' });
  const { data, error, isPending, refetch } = useQuery(bankCaseQuery(caseNo));
  const detail = useQuery(caseQuery(caseNo));
  if (isPending || detail.isPending) return <Loading what="正在打开业务" />;
  if (!data || !detail.data) return <Problem error={error ?? detail.error} onRetry={() => void refetch()} />;
  const { mortgage, partyList, closeReason } = detail.data;
  return (
    <>
      <div className="page-head">
        <h1>{data.itemName}</h1>
        <span className="code">{data.caseNo}</span>
        <StatusTag status={data.status} text={data.statusText} />
        <SlaMark sla={data.sla} />
        <span className="grow" />
        {data.taskKey && data.step ? (
          <Link to="/tasks/$taskKey" params={{ taskKey: data.taskKey }}>
            去办理：{data.step.name}
          </Link>
        ) : null}
        <Link to="/cases/$caseNo" params={{ caseNo }} search={{ tab: 'timeline' }}>
          办理过程
        </Link>
        <Link to="/cases/$caseNo" params={{ caseNo }} search={{ tab: 'documents' }}>
          文书
        </Link>
        <Link to="/bank">回到工作台</Link>
      </div>
      {closeReason ? <p className="note note-over">结束理由：{closeReason}</p> : null}
      <section className="panel">
        <div className="panel-head">
          <h2>{mortgage ? '主债权合同及抵押合同信息表' : '注销抵押'}</h2>
        </div>
        <div className="panel-body">
          <p style={{ marginBottom: 8 }}>{data.location}</p>
          {mortgage ? (
            <ContractInfoTable mortgage={mortgage} loanNo={data.loanNo} ranks={data.ranks} signed={data.contractInfo} />
          ) : (
            <p>
              贷款 <span className="code">{data.loanNo}</span>，债权消灭证明号{' '}
              <span className="code">{data.payoffProofNo ?? '核对中'}</span>
            </p>
          )}
        </div>
      </section>
      {data.signerList.length > 0 ? <Signers list={data.signerList} /> : null}
      <section className="panel">
        <div className="panel-head">
          <h2>当事人</h2>
        </div>
        <PartyTable caseNo={caseNo} parties={partyList} canUnmask={false} />
      </section>
      <Proofs data={data} />
      <Withdraw data={data} />
    </>
  );
}

function Proofs({ data }: { data: BankCaseDetail }) {
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>电子登记证明与放款</h2>
      </div>
      <div className="panel-body">
        {data.proofs.length === 0 ? (
          <p className="muted">登簿并盖章后，电子登记证明会出现在这里。</p>
        ) : (
          data.proofs.map((proof) => (
            <p key={proof.certificateNo}>
              <span className="code">{proof.certificateNo}</span> {proof.sealed ? '已盖章' : '等待盖章'}{' '}
              <a href={documentUrl(data.caseNo, proof.documentId, true)}>下载 PDF</a>
            </p>
          ))
        )}
        {data.registeredAt && data.loanStateText ? (
          <p>
            放款：<strong>{data.loanStateText}</strong>
            {data.loanState === 'REFUSED' ? '。登记仍然有效，需要注销的请从“还清注销”申请。' : ''}
          </p>
        ) : null}
      </div>
    </section>
  );
}

function Withdraw({ data }: { data: BankCaseDetail }) {
  const session = useSession();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const withdraw = useMutation({
    mutationFn: () => api(`/api/bank/cases/${data.caseNo}/withdraw`, { method: 'POST', body: { reason } }),
    onSuccess: () => {
      message.success('已申请撤回，正在终止办理。');
      void client.invalidateQueries({ queryKey: ['case', data.caseNo] });
    },
    onError: (failure) => message.error(sentenceOf(failure)),
  });
  if (!data.canWithdraw || !may(session, 'mortgage.file')) return null;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>撤回</h2>
      </div>
      <div className="panel-body" style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        <Input
          style={{ maxWidth: 360 }}
          maxLength={200}
          aria-label="撤回原因"
          placeholder="撤回原因（登簿之前可以撤回）"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button
          danger
          disabled={reason.trim().length < 2}
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate()}
        >
          撤回申请
        </Button>
      </div>
    </section>
  );
}
