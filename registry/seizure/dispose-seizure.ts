import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { nextRegisterTime, openEntry } from '../enter/open-entry.ts';
import { endRight } from '../enter/write-right.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import { loadPages } from '../rights/rule-context.ts';
import { type Disposal, endsWithDisposal, followsSoldShare } from '../rights/rules/court-disposal.ts';
import { isDebtor, seizuresOn } from '../rights/rules/seized-share.ts';
import type { HolderView, SeizureView } from '../rights/types.ts';
import { settle, termOf } from './end-of-term.ts';
import { promotionsOf } from './lift-seizure.ts';
import { loadSeizures } from './load-seizures.ts';
import { nextInQueue, promote } from './seizure-queue.ts';
import { refused } from './standing.ts';
import { tellWatch } from './tell.ts';
import type { SeizureRefusal, SeizuresApi } from './types.ts';

/**
 * INV-11 (查封规定 §27): the court that seized has disposed of the property. Of the whole: its seizure and every other one on
 * the page lapse, effective or queued, so nothing hangs on the buyer. Of a share: what BDC-14 of it ends (`court-disposal.ts`), and
 * who waits for the shares of the others moves up.
 */
export async function disposeSeizure(
  { pool, clock }: Deps,
  ...[input, actor]: Parameters<SeizuresApi['disposeSeizure']>
): ReturnType<SeizuresApi['disposeSeizure']> {
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`registry.notice:${input.noticeNo}`]);
    const earlier = await storedDisposal(client, input.noticeNo);
    if (earlier) {
      const promotions = await promotionsOf(client, earlier.promotedIds);
      return { kind: 'disposed', lapsedIds: earlier.lapsedIds, promotions, firstTime: false };
    }
    const place = await termOf(client, input.rightId);
    if (!place) return refused('INV-13', 'NOT_FOUND', '登记簿没有这项查封。', '请核对处置通知书所列的查封文号。');
    const now = clock.now();
    const disposedAt = input.disposedAt ?? now;
    await settle(client, await loadPages(client, [place.unitCode], true), disposedAt, now);
    const live = await loadSeizures(client, [place.unitCode]);
    const seizure = live.find((s) => s.rightId === input.rightId);
    if (!seizure)
      return refused('INV-05', 'ALREADY_ENDED', '这项查封已经终止。', '请由现在的首封法院处置，或取得其移送文书。');
    if (seizure.status !== 'CURRENT') {
      return refused(
        'INV-11',
        'NOT_EFFECTIVE',
        '轮候查封的法院不能处置该不动产。',
        '请由首封法院处置，或取得其移送处置权的文书。',
      );
    }
    const rights = await loadRights(client, [place.unitCode]);
    const views = seizuresOn(rights);
    const disposal: Disposal = {
      authority: seizure.authority,
      debtors:
        input.extent === 'whole'
          ? null
          : views.flatMap((one) => (one.rightId === seizure.rightId ? [one.respondent] : [])),
      part: null,
    };
    const holders = currentOwnership(rights, place.unitCode)?.holders ?? [];
    const obstacle = inTheWay(disposal, views, holders);
    if (obstacle) return obstacle;
    const ending = new Set(views.filter((one) => endsWithDisposal(disposal, one, views)).map((one) => one.rightId));
    const lapsing = live.filter((s) => ending.has(s.rightId) && s.rightId !== seizure.rightId);
    const waiting = nextInQueue(live, ending);
    const lapsedIds = lapsing.map((s) => s.rightId);
    const promotedIds = waiting.map((s) => s.rightId);
    const pages = await loadPages(client, [place.unitCode], true);
    const registeredAt = nextRegisterTime(now, pages);
    const entry = await openEntry(client, {
      kind: 'SEIZURE_DISPOSAL',
      caseNo: null,
      reference: input.noticeNo,
      step: 'dispose',
      registeredAt,
      registrar: actor.userId,
      result: { rightId: seizure.rightId, lapsedIds, promotedIds },
      pages,
    });
    await endRight(client, entry, seizure.rightId, `法院处置（${input.documentNo}）`);
    const why = `首封法院${input.extent === 'whole' ? '全部处置' : '处置该份额'}，查封（轮候）失效`;
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
      payload: { noticeNo: input.noticeNo, rightId: seizure.rightId, extent: input.extent, lapsedIds, promotedIds },
    });
    return { kind: 'disposed', lapsedIds, promotions, firstTime: true };
  });
}

/** INV-06, 16: a share is sold neither past another court's seizure of it nor past a 轮候 that would follow it to the buyer. */
function inTheWay(
  disposal: Disposal,
  live: readonly SeizureView[],
  holders: readonly HolderView[],
): SeizureRefusal | null {
  const row = ({ rightId, documentNo }: SeizureView) => ({
    table: 'rights',
    id: rightId,
    summary: `查封 ${documentNo}`,
  });
  const other = live.find(
    (one) =>
      one.status === 'CURRENT' &&
      disposal.debtors?.some((debtor) => isDebtor(debtor, one)) &&
      !endsWithDisposal(disposal, one, live),
  );
  if (other)
    return refused(
      'INV-06',
      'SEIZED_BY_OTHERS',
      '被执行人的份额还有其他法院的生效查封。',
      '请与该法院协商处置权，由其解除查封或移送后再处置。',
      row(other),
    );
  const queued = live.find((one) => followsSoldShare(disposal, one, { live, holders, kept: null }));
  return queued
    ? refused(
        'INV-16',
        'SEIZED_BY_OTHERS',
        '轮候查封没有限于其他共有人的份额，只处置一名共有人的份额后，它会及于买受人。',
        '请与轮候法院协调：由其明确所查封的份额或者解除轮候后再处置。',
        row(queued),
      )
    : null;
}

async function storedDisposal(
  db: Queryable,
  noticeNo: string,
): Promise<{ lapsedIds: string[]; promotedIds: string[] } | null> {
  const entry = await one<{ result: { lapsedIds: string[]; promotedIds: string[] } }>(
    db,
    "SELECT result FROM registry.register_entries WHERE reference = $1 AND step = 'dispose'",
    [noticeNo],
  );
  return entry?.result ?? null;
}
