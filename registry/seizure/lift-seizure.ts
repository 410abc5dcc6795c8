import { addMonths } from '../calendar/local-time.ts';
import type { Actor } from '../common.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { nextRegisterTime, openEntry } from '../enter/open-entry.ts';
import { endRight } from '../enter/write-right.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { loadRights } from '../rights/load-rights.ts';
import { loadPages } from '../rights/rule-context.ts';
import type { SeizureView } from '../rights/types.ts';
import { queueOf } from './enter-seizure.ts';
import type { SeizuresApi } from './types.ts';

type LiftResult = Awaited<ReturnType<SeizuresApi['liftSeizure']>>;
type Promotion = { rightId: string; authority: string; documentNo: string; startsAt: Date; endsAt: Date };

/** CT-06 解除查封: by the seizing authority; the first in the queue becomes effective in the same transaction (INV-08, 10). */
export async function liftSeizure(
  { pool, clock }: Deps,
  input: { noticeNo: string; rightId: string; authority: string; documentNo: string; liftedAt?: Date },
  actor: Actor,
): Promise<LiftResult> {
  const refused = (
    code: 'NOT_FOUND' | 'NOT_SEIZING_AUTHORITY' | 'ALREADY_ENDED',
    message: string,
    advice: string,
  ): LiftResult => ({ kind: 'refused', code, message, advice });
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`registry.notice:${input.noticeNo}`]);
    const earlier = await one<{ result: { promotedId: string | null } }>(
      client,
      "SELECT result FROM registry.register_entries WHERE reference = $1 AND step = 'lift'",
      [input.noticeNo],
    );
    const place = await one<{ unit_code: string }>(
      client,
      "SELECT unit_code FROM registry.rights WHERE right_id = $1 AND kind = 'SEIZURE'",
      [input.rightId],
    );
    if (!place) return refused('NOT_FOUND', '登记簿没有这项查封。', '请按解除查封的通知书核对单元号和原查封文号。');
    const pages = await loadPages(client, [place.unit_code], true);
    const rights = await loadRights(client, [place.unit_code], 'all');
    if (earlier)
      return {
        kind: 'lifted',
        promoted: promotionOf(rights.find((r) => r.rightId === earlier.result.promotedId)),
        firstTime: false,
      };

    const seizure = rights.find((r): r is SeizureView => r.rightId === input.rightId && r.kind === 'SEIZURE');
    if (!seizure || seizure.status === 'HISTORY')
      return refused('ALREADY_ENDED', '这项查封已经终止。', '请查看登记簿历史，无需重复解除。');
    if (seizure.authority !== input.authority) {
      return refused(
        'NOT_SEIZING_AUTHORITY',
        '解除机关不是查封机关。',
        '请由查封机关出具解除通知书；上级法院或移送执行的，请先附相应文书办理变更。',
      );
    }
    const registeredAt = nextRegisterTime(input.liftedAt ?? clock.now(), pages);
    const next = seizure.status === 'CURRENT' ? (queueOf(rights)[0] ?? null) : null;
    const entry = await openEntry(client, {
      kind: 'SEIZURE_LIFT',
      caseNo: null,
      reference: input.noticeNo,
      step: 'lift',
      registeredAt,
      registrar: actor.userId,
      result: { promotedId: next?.rightId ?? null },
      pages,
    });
    await endRight(client, entry, seizure.rightId, `解除查封（${input.documentNo}）`);
    if (next) {
      await client.query("UPDATE registry.rights SET status = 'CURRENT' WHERE right_id = $1", [next.rightId]);
      await client.query('UPDATE registry.seizure_details SET starts_at = $2, ends_at = $3 WHERE right_id = $1', [
        next.rightId,
        registeredAt,
        addMonths(registeredAt, next.termMonths),
      ]);
    }
    await appendEvent(client, {
      chain: place.unit_code.slice(0, 6),
      topic: 'seizure.lifted',
      unitCodes: [place.unit_code],
      actor: actor.userId,
      at: registeredAt,
      payload: {
        noticeNo: input.noticeNo,
        documentNo: input.documentNo,
        rightId: seizure.rightId,
        promotedId: next?.rightId ?? null,
      },
    });
    const promoted = next
      ? { ...next, startsAt: registeredAt, endsAt: addMonths(registeredAt, next.termMonths) }
      : undefined;
    return { kind: 'lifted', promoted: promotionOf(promoted), firstTime: true };
  });
}

function promotionOf(right: unknown): Promotion | null {
  const seizure = right as SeizureView | undefined;
  if (!seizure?.startsAt || !seizure.endsAt) return null;
  return {
    rightId: seizure.rightId,
    authority: seizure.authority,
    documentNo: seizure.documentNo,
    startsAt: seizure.startsAt,
    endsAt: seizure.endsAt,
  };
}
