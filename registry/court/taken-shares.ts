import type { Queryable } from '../db/transaction.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import { shareOfDebtor } from '../rights/rules/court-disposal.ts';
import type { OwnershipView, SeizureView } from '../rights/types.ts';
import { disposalsUnderWay } from '../seizure/disposals-under-way.ts';
import { refused } from '../seizure/standing.ts';
import type { SeizureRefusal } from '../seizure/types.ts';
import { formatShare, restOf, sumShares, validateShares } from '../validators/shares.ts';
import type { NoticeDisposal } from './types.ts';

/**
 * INV-25: what the transfer (BDC-14) of a disposal would be refused for when it is entered. Asked of the notice, since its disposal holds
 * the home until that transfer. Of a live seizure only: why another cannot be carried out, `disposeSeizure` says better.
 */
export async function takenSharesProblem(
  db: Queryable,
  disposal: NoticeDisposal,
  seized: { rightId: string; unitCode: string },
): Promise<SeizureRefusal | null> {
  const { extent, takers } = disposal;
  const shares = takers.flatMap(({ share }) => (share ? [share] : []));
  const wrong = (message: string, advice: string, owner: OwnershipView | null = null) =>
    refused(
      'INV-25',
      'PART_INVALID',
      message,
      advice,
      owner && { table: 'rights', id: owner.rightId, summary: `所有权 ${owner.certificateNos[0] ?? ''}`.trim() },
    );
  if (extent === 'whole') {
    if (shares.length === 0) return null;
    return takers.length > 1 && shares.length === takers.length && validateShares(shares).ok
      ? null
      : wrong(
          '处置整个不动产的，买受人按份共有须有两名以上，且每人的份额合计为1。',
          '请填写每名买受人的份额，或者都不填份额（一人为单独所有，数人为共同共有）。',
        );
  }
  if (shares.length < takers.length)
    return wrong('处置份额的，没有写明每名买受人取得的份额。', '请按裁定书填写每人取得的、占整个不动产的份额，如1/4。');
  if (extent === 'part') return null;
  const rights = await loadRights(db, [seized.unitCode]);
  const seizure = rights.find((r): r is SeizureView => r.kind === 'SEIZURE' && r.rightId === seized.rightId);
  const owner = currentOwnership(rights, seized.unitCode);
  if (!seizure || !owner) return null;
  if (owner.mode !== 'shares')
    return owner.mode === 'single'
      ? wrong(
          '登记簿记载被执行人单独所有，没有可以单独转让的份额。',
          '处置全部的，处置范围请选“整个不动产”；只处置其中一部分的，请选“该份额的一部分”。',
          owner,
        )
      : wrong(
          '登记簿记载为共同共有，被执行人没有可以单独转让的份额。',
          '处置全部的，处置范围请选“整个不动产”；只处置被执行人份额的，请先析产，由法院明确份额并办理登记。',
          owner,
        );
  const held = shareOfDebtor({ authority: seizure.authority, debtors: [seizure.respondent], part: null }, owner);
  if (!held) return wrong('被执行人现在不是登记的权利人，没有份额可以处置。', '请与登记簿核对被执行人。', owner);
  const sold = (await disposalsUnderWay(db, [seized.unitCode])).flatMap(({ part, respondent }) =>
    part && respondent.idNo.toUpperCase() === seizure.respondent.idNo.toUpperCase() ? [part] : [],
  );
  const left = sold.reduce<typeof held | null>((share, part) => share && restOf(share, part), held);
  const taken = sumShares(shares);
  return left && taken.n * BigInt(left.d) === BigInt(left.n) * taken.d
    ? null
    : wrong(
        `买受人取得的份额合计${taken.n}/${taken.d}，与被执行人现有的份额${left ? formatShare(left) : '0'}不相等。`,
        '请填写每名买受人取得的份额，合计等于被执行人的份额；只处置其中一部分的，处置范围请选“该份额的一部分”。',
        owner,
      );
}
