import type { Actor, Share } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { nextRegisterTime, openEntry } from '../enter/open-entry.ts';
import { endRight } from '../enter/write-right.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { upsertPersons } from '../people/parties.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import { loadPages } from '../rights/rule-context.ts';
import { type Disposal, endsWithDisposal } from '../rights/rules/court-disposal.ts';
import { seizuresOn } from '../rights/rules/seized-share.ts';
import { inTheWay, keptByDebtor } from './disposal-obstacles.ts';
import { disposalsUnderWay, lapsedByDisposal, partsOf } from './disposals-under-way.ts';
import { settle, termOf } from './end-of-term.ts';
import { promotionsOf } from './lift-seizure.ts';
import { loadSeizures } from './load-seizures.ts';
import { earlierResult } from './notice-number.ts';
import { nextInQueue, promote } from './seizure-queue.ts';
import { refused } from './standing.ts';
import { tellWatch } from './tell.ts';
import type { DisposalExtent, DisposalOrder, DisposalResult } from './types.ts';

/**
 * INV-11 (查封规定 §27): the court that seized has disposed of the property. Of the whole: its seizure and every other one on
 * the page lapse, effective or queued, so nothing hangs on the buyer. Of a share: what BDC-14 of it ends (`court-disposal.ts`), and
 * who waits for the shares of the others moves up. Of a part of it: its seizure, and who waits moves up to what is left.
 */
export async function disposeSeizure(
  { pool, clock }: Deps,
  order: DisposalOrder,
  actor: Actor,
): Promise<DisposalResult> {
  return inTransaction(pool, (client) => disposeSeizureIn(client, clock.now(), order, actor));
}

export async function disposeSeizureIn(
  client: Queryable,
  now: Date,
  input: DisposalOrder,
  actor: Actor,
): Promise<DisposalResult> {
  const earlier = await earlierResult<StoredDisposal>(client, 'dispose', input, (stored) =>
    disposesAlike(stored, input),
  );
  if (earlier && 'kind' in earlier) return earlier;
  if (earlier) {
    const promotions = await promotionsOf(client, earlier.promotedIds);
    return { kind: 'disposed', lapsedIds: earlier.lapsedIds, promotions, kept: earlier.kept ?? null, firstTime: false };
  }
  const place = await termOf(client, input.rightId);
  if (!place) return refused('INV-13', 'NOT_FOUND', '登记簿没有这项查封。', '请核对处置通知书所列的查封文号。');
  const disposedAt = input.disposedAt ?? now;
  await settle(client, await loadPages(client, [place.unitCode], true), disposedAt, now);
  const live = await loadSeizures(client, [place.unitCode]);
  const seizure = live.find((s) => s.rightId === input.rightId);
  if (!seizure)
    return (
      lapsedByDisposal(input.rightId, await disposalsUnderWay(client, [place.unitCode])) ??
      refused('INV-05', 'ALREADY_ENDED', '这项查封已经终止。', '请由现在的首封法院处置，或取得其移送文书。')
    );
  if (seizure.status !== 'CURRENT') {
    return refused(
      'INV-11',
      'NOT_EFFECTIVE',
      '轮候查封的法院不能处置该不动产。',
      '请由首封法院处置，或取得其移送处置权的文书。',
    );
  }
  const { authority = seizure.authority, basis } = input;
  if (authority !== seizure.authority && !basis)
    return refused(
      'INV-11',
      'NOT_SEIZING_AUTHORITY',
      `该不动产由${seizure.authority}查封，${authority}不能处置。`,
      '请由首封法院处置，或取得其移送处置权（商请移送执行函）的文书。',
    );
  const rights = await loadRights(client, [place.unitCode]);
  // Of several seizures of the court the one that its notice names is carried out first.
  const views = seizuresOn(rights).toSorted(
    (a, b) => Number(b.rightId === input.rightId) - Number(a.rightId === input.rightId),
  );
  const disposal: Disposal = {
    authority: seizure.authority,
    debtors:
      input.extent === 'whole'
        ? null
        : views.flatMap((one) => (one.rightId === seizure.rightId ? [one.respondent] : [])),
    part: input.extent === 'part' ? (input.part ?? null) : null,
  };
  const owner = currentOwnership(rights, place.unitCode);
  const sold = partsOf(seizure, await disposalsUnderWay(client, [place.unitCode]));
  const rest = keptByDebtor(input, disposal, { owner, sold });
  if ('kind' in rest) return rest;
  const { kept } = rest;
  const obstacle = inTheWay(disposal, views, { owner, kept });
  if (obstacle) return obstacle;
  const ending = new Set(views.filter((one) => endsWithDisposal(disposal, one, views)).map((one) => one.rightId));
  const lapsing = live.filter((s) => ending.has(s.rightId) && s.rightId !== seizure.rightId);
  // Of the debtor who keeps a rest, only the rest can be seized from now on.
  const queue = kept
    ? live.map((one) => (one.respondentId === seizure.respondentId ? { ...one, holding: kept } : one))
    : live;
  const waiting = nextInQueue(queue, ending);
  const lapsedIds = lapsing.map((s) => s.rightId);
  const promotedIds = waiting.map((s) => s.rightId);
  const takerIds = await upsertPersons(client, input.takers ?? []);
  const pages = await loadPages(client, [place.unitCode], true);
  const registeredAt = nextRegisterTime(now, pages);
  const { documentNo, extent, noticeNo } = input;
  const what = { rightId: seizure.rightId, extent, part: disposal.part, kept, documentNo, disposedAt };
  const entry = await openEntry(client, {
    kind: 'SEIZURE_DISPOSAL',
    caseNo: null,
    reference: input.noticeNo,
    step: 'dispose',
    registeredAt,
    registrar: actor.userId,
    result: { ...what, authority, takerIds, lapsedIds, promotedIds },
    pages,
  });
  await endRight(client, entry, seizure.rightId, `法院处置（${input.documentNo}）`);
  const why = `首封法院${{ whole: '全部处置', share: '处置该份额', part: '处置该份额的一部分' }[extent]}，查封（轮候）失效`;
  for (const one of lapsing) await endRight(client, entry, one.rightId, why);
  for (const one of [seizure, ...lapsing.filter((s) => s.status === 'CURRENT')])
    await tellWatch(client, { topic: 'seizure.disposed', rightId: one.rightId, at: registeredAt });
  const promotions = await promote(client, entry, waiting, disposedAt);
  await appendEvent(client, {
    chain: place.unitCode.slice(0, 6),
    topic: 'seizure.disposed',
    unitCodes: [place.unitCode],
    actor: actor.userId,
    at: registeredAt,
    payload: { noticeNo, ...what, lapsedIds, promotedIds },
  });
  return { kind: 'disposed', lapsedIds, promotions, kept, firstTime: true };
}

interface StoredDisposal {
  rightId: string;
  /** Not in the first entries, as `part` and `kept`. */
  extent?: DisposalExtent;
  part?: Share | null;
  lapsedIds: string[];
  promotedIds: string[];
  kept?: Share | null;
}

const disposesAlike = ({ extent, part }: StoredDisposal, order: DisposalOrder): boolean =>
  extent === undefined || (extent === order.extent && part?.n === order.part?.n && part?.d === order.part?.d);
