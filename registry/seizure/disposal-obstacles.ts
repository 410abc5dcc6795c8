import type { BlockingRow, Share } from '../common.ts';
import { type Disposal, endsWithDisposal, followsSoldShare, shareOfDebtor } from '../rights/rules/court-disposal.ts';
import { isDebtor } from '../rights/rules/seized-share.ts';
import type { OwnershipView, RightView, SeizureView } from '../rights/types.ts';
import { exceedTogether, formatShare, restOf, validateShare } from '../validators/shares.ts';
import { refused } from './standing.ts';
import type { DisposalOrder, SeizureRefusal } from './types.ts';

const ownershipRow = (owner: RightView | null): BlockingRow | null =>
  owner && { table: 'rights', id: owner.rightId, summary: `所有权 ${owner.certificateNos[0] ?? ''}`.trim() };

/**
 * INV-25 (法发〔2004〕5号 §20): a part is more than nothing and less than what the debtor has left of the home. Answers what he keeps,
 * null for a disposal of all that he has.
 * @param sold parts of his that courts have disposed of before, whose transfer is not entered yet
 */
export function keptByDebtor(
  { extent, part }: Pick<DisposalOrder, 'extent' | 'part'>,
  disposal: Disposal,
  page: { owner: OwnershipView | null; sold: readonly Share[] },
): { kept: Share | null } | SeizureRefusal {
  const row = ownershipRow(page.owner);
  const wrong = (message: string, advice: string) => refused('INV-25', 'PART_INVALID', message, advice, row);
  if (extent !== 'part') {
    return part
      ? wrong('处置整个不动产或全部份额的，不另写份额。', '请核对协助执行通知书：只处置一部分的，选“该份额的一部分”。')
      : { kept: null };
  }
  if (!part || !validateShare(part).ok)
    return wrong('没有写明所处置的份额，或者不是大于0、不超过1的分数。', '请按裁定书填写占整个不动产的份额，如1/4。');
  const held = page.owner && shareOfDebtor(disposal, page.owner);
  if (!held)
    return wrong(
      '被执行人在登记簿上没有可以单独处置的份额。',
      '共同共有的请先析产，由法院明确份额；请与登记簿核对被执行人。',
    );
  const left = page.sold.reduce<Share | null>((share, one) => share && restOf(share, one), held);
  const kept = left && restOf(left, part);
  return kept
    ? { kept }
    : wrong(
        `被执行人现有${left ? formatShare(left) : '0'}，不能从中处置${formatShare(part)}并保留其余。`,
        '处置其全部份额的，请选“被执行人的份额”；否则请按裁定书核对份额。',
      );
}

/** INV-06, 16: a share is sold neither past another court's seizure of it nor past a 轮候 that would follow it to the buyer. */
export function inTheWay(
  disposal: Disposal,
  live: readonly SeizureView[],
  page: { owner: OwnershipView | null; kept: Share | null },
): SeizureRefusal | null {
  const { owner, kept } = page;
  const staying = live.filter((one) => one.status === 'CURRENT' && !endsWithDisposal(disposal, one, live));
  const ofDebtor = staying.filter((one) => disposal.debtors?.some((debtor) => isDebtor(debtor, one)));
  const other = ofDebtor.find((one) => !kept || one.scopeShare === null) ?? tooMuchFor(kept, ofDebtor);
  if (other)
    return refused(
      'INV-06',
      'SEIZED_BY_OTHERS',
      kept ? '被执行人剩余的份额容不下其他法院的生效查封。' : '被执行人的份额还有其他法院的生效查封。',
      '请与该法院协商处置权，由其解除查封或移送后再处置。',
      rowOf(other),
    );
  const queued = live.find((one) => followsSoldShare(disposal, one, { live, holders: owner?.holders ?? [], kept }));
  return queued
    ? refused(
        'INV-16',
        'SEIZED_BY_OTHERS',
        kept
          ? '轮候查封没有限于其他共有人的份额或被执行人剩余的份额，处置后它会及于买受人。'
          : '轮候查封没有限于其他共有人的份额，只处置一名共有人的份额后，它会及于买受人。',
        '请与轮候法院协调：由其明确所查封的份额或者解除轮候后再处置。',
        rowOf(queued),
      )
    : null;
}

const rowOf = ({ rightId, documentNo }: SeizureView): BlockingRow => ({
  table: 'rights',
  id: rightId,
  summary: `查封 ${documentNo}`,
});

/** The first seizure that what is kept cannot hold beside those before it. */
function tooMuchFor(kept: Share | null, seizures: readonly SeizureView[]): SeizureView | undefined {
  if (!kept) return undefined;
  const shares = seizures.map(({ scopeShare }) => scopeShare ?? { n: 1, d: 1 });
  return seizures.find((_, i) => exceedTogether(shares.slice(0, i + 1), kept));
}
