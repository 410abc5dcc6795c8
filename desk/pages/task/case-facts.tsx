import type { CaseDetail } from '../../../server/api/index.ts';
import { formatDate, formatDateTime, formatFen } from '../../lib/format.ts';
import { CERT_MEDIUM, DELIVERY, MORTGAGE_KINDS, OWNERSHIP_MODES, PAY_MODES } from '../../lib/words.ts';

/** What was applied for, in a few lines: ownership, contract, mortgage, tax, delivery. */
export function CaseFacts({ detail }: { detail: CaseDetail }) {
  const { contract, mortgage, tax, payment } = detail;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>申请内容</h2>
      </div>
      <div className="panel-body">
        <dl className="facts">
          <dt>事项</dt>
          <dd>
            {detail.itemName} <span className="muted">{detail.itemCode}</span>
          </dd>
          <dt>坐落</dt>
          <dd>{detail.location}</dd>
          {detail.ownershipMode ? (
            <>
              <dt>共有方式</dt>
              <dd>{OWNERSHIP_MODES[detail.ownershipMode] ?? detail.ownershipMode}</dd>
            </>
          ) : null}
          {contract ? (
            <>
              <dt>买卖合同</dt>
              <dd className="num">
                {contract.contractNo ?? '窗口格式合同'}，{formatFen(contract.priceFen)}，签于{' '}
                {formatDate(contract.signedOn)}
                {contract.payMode ? `，${PAY_MODES[contract.payMode] ?? contract.payMode}` : ''}
                {contract.filedAt
                  ? `，${formatDateTime(contract.filedAt)} ${contract.filingState === 'CANCELLED' ? '备案已撤销' : '已备案'}`
                  : ''}
              </dd>
            </>
          ) : null}
          {mortgage ? (
            <>
              <dt>抵押</dt>
              <dd className="num">
                {MORTGAGE_KINDS[mortgage.mortgageKind]}，{formatFen(mortgage.amountFen)}，{mortgage.termFrom} 至{' '}
                {mortgage.termTo}
                {mortgage.restrictsTransfer ? '，约定限制转让' : ''}
                <br />
                主债权合同 {mortgage.loanContractNo}，抵押合同 {mortgage.mortgageContractNo}
                <br />
                担保范围：{mortgage.scope}
              </dd>
            </>
          ) : null}
          {tax && (tax.lines.length > 0 || tax.stateText) ? (
            <>
              <dt>税费</dt>
              <dd className="num">
                {tax.lines.map((line) => (
                  <div key={line.name}>
                    {line.name} {formatFen(line.amountFen)}
                    {line.basis ? <span className="muted">（{line.basis}）</span> : null}
                  </div>
                ))}
                <div>
                  合计 {formatFen(tax.totalFen)}
                  {tax.stateText ? `，${tax.stateText}` : ''}
                  {tax.clearanceNo ? `，完税凭证 ${tax.clearanceNo}` : ''}
                </div>
              </dd>
            </>
          ) : null}
          {payment ? (
            <>
              <dt>登记费</dt>
              <dd className="num">
                {formatFen(payment.amountFen)}，{payment.stateText}
              </dd>
            </>
          ) : null}
          <dt>证书</dt>
          <dd>
            {CERT_MEDIUM[detail.certMedium] ?? detail.certMedium}，{DELIVERY[detail.delivery] ?? detail.delivery}
          </dd>
        </dl>
      </div>
    </section>
  );
}
