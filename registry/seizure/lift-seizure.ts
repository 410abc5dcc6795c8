import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { nextRegisterTime, openEntry } from '../enter/open-entry.ts';
import { endRight } from '../enter/write-right.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { loadPages } from '../rights/rule-context.ts';
import { disposalsUnderWay, lapsedByDisposal } from './disposals-under-way.ts';
import { settle, termOf } from './end-of-term.ts';
import { loadSeizures } from './load-seizures.ts';
import { earlierResult } from './notice-number.ts';
import { nextInQueue, promote } from './seizure-queue.ts';
import { refused } from './standing.ts';
import { tellWatch } from './tell.ts';
import type { LiftOrder, LiftResult, Promotion } from './types.ts';

/**
 * CT-06 解除查封: by the seizing authority, its superior or with the papers of a transfer. What it sets free is promoted in the
 * same transaction (INV-08, 10); of a queued one only the place is given up, and the numbers close up by themselves.
 */
export async function liftSeizure({ pool, clock }: Deps, input: LiftOrder, actor: Actor): Promise<LiftResult> {
  return inTransaction(pool, (client) => liftSeizureIn(client, clock.now(), input, actor));
}

export async function liftSeizureIn(client: Queryable, now: Date, input: LiftOrder, actor: Actor): Promise<LiftResult> {
  const earlier = await earlierResult<{ rightId: string; promotedIds: string[] }>(client, 'lift', input);
  if (earlier && 'kind' in earlier) return earlier;
  if (earlier) {
    const promotions = await promotionsOf(client, earlier.promotedIds);
    return { kind: 'lifted', promoted: promotions[0] ?? null, promotions, firstTime: false };
  }
  const place = await termOf(client, input.rightId);
  if (!place)
    return refused('INV-13', 'NOT_FOUND', '登记簿没有这项查封。', '请按解除查封的通知书核对单元号和原查封文号。');
  const found = await loadPages(client, [place.unitCode], true);
  const liftedAt = input.liftedAt ?? now;
  await settle(client, found, liftedAt, now);
  const live = await loadSeizures(client, [place.unitCode]);
  const seizure = live.find((s) => s.rightId === input.rightId);
  if (!seizure)
    return (
      lapsedByDisposal(input.rightId, await disposalsUnderWay(client, [place.unitCode])) ??
      refused('INV-05', 'ALREADY_ENDED', '这项查封已经终止。', '请查看登记簿历史，无需重复解除。')
    );
  if (seizure.authority !== input.authority && !input.basis) {
    return refused(
      'INV-13',
      'NOT_SEIZING_AUTHORITY',
      '解除机关不是查封机关。',
      '请由查封机关出具解除通知书；上级法院或移送执行的，请先附相应文书办理变更。',
    );
  }
  const pages = await loadPages(client, [place.unitCode], true);
  const registeredAt = nextRegisterTime(now, pages);
  const waiting = seizure.status === 'CURRENT' ? nextInQueue(live, new Set([seizure.rightId])) : [];
  const promotedIds = waiting.map((s) => s.rightId);
  const entry = await openEntry(client, {
    kind: 'SEIZURE_LIFT',
    caseNo: null,
    reference: input.noticeNo,
    step: 'lift',
    registeredAt,
    registrar: actor.userId,
    result: { rightId: seizure.rightId, promotedIds },
    pages,
  });
  await endRight(client, entry, seizure.rightId, `解除查封（${input.documentNo}）`);
  const promotions = await promote(client, entry, waiting, liftedAt);
  if (seizure.status === 'CURRENT')
    await tellWatch(client, { topic: 'seizure.lifted', rightId: seizure.rightId, at: registeredAt });
  await appendEvent(client, {
    chain: place.unitCode.slice(0, 6),
    topic: 'seizure.lifted',
    unitCodes: [place.unitCode],
    actor: actor.userId,
    at: registeredAt,
    payload: { noticeNo: input.noticeNo, documentNo: input.documentNo, rightId: seizure.rightId, promotedIds },
  });
  return { kind: 'lifted', promoted: promotions[0] ?? null, promotions, firstTime: true };
}

export async function promotionsOf(db: Queryable, rightIds: readonly string[]): Promise<Promotion[]> {
  const terms = await Promise.all(rightIds.map((rightId) => termOf(db, rightId)));
  return terms.flatMap((term) =>
    term?.startsAt && term.endsAt
      ? [
          {
            rightId: term.rightId,
            authority: term.authority,
            documentNo: term.documentNo,
            startsAt: term.startsAt,
            endsAt: term.endsAt,
          },
        ]
      : [],
  );
}
