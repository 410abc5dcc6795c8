import { Link } from '@tanstack/react-router';
import { type CourtNotice, DISPOSAL_EXTENTS, type DisposalOutcome } from '../../../server/api/index.ts';
import { formatFen, formatShare } from '../../lib/format.ts';

/** CT-07 as the court wrote it: what is sold, for how much, to whom, and which mortgages the order cancels. */
export function DisposalFacts({ notice }: { notice: CourtNotice }) {
  const { disposal, orderNo, assistanceNo } = notice.content;
  if (!disposal) return null;
  const { extent, priceFen, takers, cancelledProofs } = disposal;
  return (
    <dl className="facts" style={{ marginBottom: 12 }}>
      <dt>处置范围</dt>
      <dd>{DISPOSAL_EXTENTS[extent]}</dd>
      <dt>裁定书、协助执行通知书</dt>
      <dd>{[orderNo, assistanceNo].filter(Boolean).join('；')}</dd>
      <dt>成交（抵债）价</dt>
      <dd>{formatFen(priceFen)}</dd>
      <dt>买受人（承受人）</dt>
      <dd>
        {takers.map(({ name, idNo, share }) => `${name}（${idNo}）${share ? formatShare(share) : ''}`).join('、')}
      </dd>
      <dt>裁定注销的抵押权</dt>
      <dd>{cancelledProofs.join('、') || '无，抵押权随不动产转移'}</dd>
    </dl>
  );
}

/** What came of it: the case that transfers it, and what became of the other courts' seizures. */
export function DisposalResult({ notice }: { notice: CourtNotice }) {
  const { disposal, caseNo } = notice;
  if (!disposal) return null;
  return (
    <dl className="facts" style={{ marginBottom: 12 }}>
      <dt>过户业务</dt>
      <dd>
        {caseNo ? (
          <Link to="/cases/$caseNo" params={{ caseNo }}>
            {caseNo}
          </Link>
        ) : (
          '尚未受理；买受人可持裁定书到登记窗口申请'
        )}
      </dd>
      {disposal.kept ? (
        <>
          <dt>被执行人保留</dt>
          <dd>{formatShare(disposal.kept)}</dd>
        </>
      ) : null}
      <dt>失效的查封（轮候）</dt>
      <dd>{named(disposal.lapsed)}</dd>
      <dt>转为查封的轮候</dt>
      <dd>{named(disposal.promoted)}</dd>
    </dl>
  );
}

const named = (seizures: DisposalOutcome['lapsed']) =>
  seizures.map(({ authority, documentNo }) => `${authority} ${documentNo}`).join('；') || '无';
