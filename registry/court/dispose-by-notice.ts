import { dayOf } from '../calendar/local-time.ts';
import type { Actor } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { loadRights } from '../rights/load-rights.ts';
import { loadPages } from '../rights/rule-context.ts';
import type { MortgageView, RightView } from '../rights/types.ts';
import { disposeSeizureIn } from '../seizure/dispose-seizure.ts';
import { refused } from '../seizure/standing.ts';
import type { SeizureRefusal } from '../seizure/types.ts';
import { validateIdNumber } from '../validators/id-number.ts';
import { normaliseDocumentNo } from '../validators/normalise.ts';
import { boughtShareOf } from './disposal-application.ts';
import { executionBasis } from './execution-basis.ts';
import { measured } from './measured-units.ts';
import type { NoticeRow, Outcome } from './notice-row.ts';
import { priorOf } from './query-register.ts';
import { takenSharesProblem } from './taken-shares.ts';
import type { Taker } from './types.ts';

/**
 * CT-07, first half (INV-11): the seizure is carried out and ends, later ones lapse or move up, and what was sold is kept for its takers. The
 * second half is BDC-14 (`open-transfer.ts`), which moves the home and cancels the mortgages of the order.
 */
export async function disposeByNotice(
  db: Queryable,
  row: NoticeRow,
  { deliveredAt, now, actor }: { deliveredAt: Date; now: Date; actor: Actor },
): Promise<Outcome | SeizureRefusal> {
  const { disposal } = row.content;
  if (!disposal || !row.target_id)
    return refused('INV-13', 'NOTICE_INVALID', '通知书没有写明处置范围和买受人。', '请补充后重新送达。');
  const basis = await executionBasis(db, row);
  const { extent, takers } = disposal;
  // Since it was filed the page may have changed; from here on it does not.
  await loadPages(db, row.unit_codes, true);
  const [unitCode = ''] = row.unit_codes;
  const shares = await takenSharesProblem(db, disposal, { rightId: row.target_id, unitCode });
  if (shares) return shares;
  const result = await disposeSeizureIn(
    db,
    now,
    {
      noticeNo: row.notice_no,
      rightId: row.target_id,
      documentNo: row.document_no,
      authority: row.authority,
      ...(basis ? { basis } : {}),
      extent,
      part: extent === 'part' ? boughtShareOf(takers) : null,
      disposedAt: deliveredAt,
      takers: takers.map((taker) => personOf(taker, dayOf(now))),
    },
    actor,
  );
  if (result.kind === 'refused') return result;
  const page = await loadRights(db, row.unit_codes, 'all');
  const of = (rightIds: readonly string[]) =>
    rightIds.flatMap((id) => page.flatMap((r) => (r.kind === 'SEIZURE' && r.rightId === id ? [priorOf(r)] : [])));
  const units = (await measured(db, row.unit_codes, row.target_id)).map((unit) => ({
    ...unit,
    state: 'DISPOSED' as const,
    prior: [],
  }));
  return {
    state: 'DISPOSED',
    result: {
      units,
      disposal: {
        extent,
        kept: result.kept,
        lapsed: of(result.lapsedIds),
        promoted: of(result.promotions.map(({ rightId }) => rightId)),
        cancelled: cancelledBy(disposal.cancelledProofs, page),
      },
    },
    advice: [
      '自通知书送达时起，所处置的不动产（份额）只为通知书载明的买受人（承受人）办理过户；在后送达的查封不予登记（查封规定第二十三条）。',
    ],
  };
}

/** With name and number as the transfer's parties have them (`validateApplication`): the two are compared. */
function personOf({ nature, name, idType, idNo }: Taker, today: string) {
  const id = validateIdNumber(idType, idNo, { today });
  return { nature, name: name.trim(), idType, idNo: id.ok ? id.value : idNo };
}

function cancelledBy(proofs: readonly string[], page: readonly RightView[]) {
  const named = new Set(proofs.map(normaliseDocumentNo));
  return page
    .filter((r): r is MortgageView => r.kind === 'MORTGAGE' && r.status === 'CURRENT')
    .flatMap(({ certificateNos, holders, amountFen }) =>
      certificateNos
        .filter((no) => named.has(normaliseDocumentNo(no)))
        .map((certificateNo) => ({ certificateNo, mortgagee: holders.map(({ name }) => name).join('、'), amountFen })),
    );
}
