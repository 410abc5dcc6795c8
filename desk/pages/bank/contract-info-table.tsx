import type { BankCaseDetail, MortgageInfo } from '../../../server/api/index.ts';
import { formatFen, formatUnitCode } from '../../lib/format.ts';
import { MORTGAGE_KINDS } from '../../lib/words.ts';

/** 《主债权合同及抵押合同信息表》 as it stands; nothing in it is typed twice. */
export function ContractInfoTable({
  mortgage,
  loanNo,
  ranks,
  signed,
}: {
  mortgage: MortgageInfo | null;
  loanNo: string | null;
  ranks: BankCaseDetail['ranks'];
  signed?: BankCaseDetail['contractInfo'];
}) {
  if (!mortgage) return null;
  const maximum = mortgage.mortgageKind === 'maximum';
  return (
    <dl className="facts">
      <dt>贷款编号</dt>
      <dd className="code">{loanNo ?? '—'}</dd>
      <dt>抵押方式</dt>
      <dd>{MORTGAGE_KINDS[mortgage.mortgageKind]}</dd>
      <dt>{maximum ? '最高债权额' : '被担保主债权数额'}</dt>
      <dd className="num">{formatFen(mortgage.amountFen)}</dd>
      {maximum ? (
        <>
          <dt>转入的已有债权</dt>
          <dd className="num">{mortgage.existingClaimFen ? formatFen(mortgage.existingClaimFen) : '无'}</dd>
        </>
      ) : null}
      <dt>{maximum ? '债权确定期间' : '债务履行期限'}</dt>
      <dd className="num">
        {mortgage.termFrom} 至 {mortgage.termTo}
      </dd>
      <dt>担保范围</dt>
      <dd>{mortgage.scope}</dd>
      <dt>禁止或限制转让</dt>
      <dd>{mortgage.restrictsTransfer ? '有约定' : '无约定'}</dd>
      <dt>主债权合同</dt>
      <dd className="num">
        {mortgage.loanContractNo}
        {signed ? (
          <>
            ，<span className="whole">{signed.loanSignedOn} 签订</span>
          </>
        ) : null}
      </dd>
      <dt>抵押合同</dt>
      <dd className="num">
        {mortgage.mortgageContractNo}
        {signed ? (
          <>
            ，<span className="whole">{signed.mortgageSignedOn} 签订</span>
          </>
        ) : null}
      </dd>
      <dt>抵押顺位</dt>
      <dd className="num">
        {ranks.length === 0
          ? '—'
          : ranks.map((rank) => (
              <div key={rank.unitCode}>
                第 {rank.confirmed ?? rank.now} 顺位（登簿时取定）
                {rank.confirmed !== null && rank.confirmed !== rank.now ? `，现在是第 ${rank.now} 顺位` : ''}
                {ranks.length > 1 ? <span className="muted"> {formatUnitCode(rank.unitCode)}</span> : null}
              </div>
            ))}
      </dd>
    </dl>
  );
}
