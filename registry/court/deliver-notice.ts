import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { nextRegisterTime } from '../enter/open-entry.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { loadPages } from '../rights/rule-context.ts';
import { lockNotice, type NoticeRow } from './notice-row.ts';

const CITY = '3302';

/**
 * 签发 and delivery in one: the approver's signature reaches our server, and this instant is the 送达时间 (查封规定 §1), day and
 * night. Taken under the locks of the pages, so against a 登簿 it is before or after and never both (INV-12), and later than
 * every other delivery in the city, to the millisecond (INV-07).
 */
export async function signNotice(
  { pool, clock }: Deps,
  noticeNo: string,
  actor: Actor,
): Promise<{ deliveredAt: Date; firstTime: boolean }> {
  return inTransaction(pool, async (client) => {
    const row = await lockNotice(client, noticeNo);
    if (row.delivered_at) return { deliveredAt: row.delivered_at, firstTime: false };
    if (row.state === 'UNSIGNED')
      throw new RegistryError('NOTICE_REFUSED', '这份通知书已退回承办人，不能签发；请承办人重新提交。');
    if (row.kind !== 'query' && row.filed_by === actor.userId)
      throw new RegistryError('NOTICE_REFUSED', '承办人不能签发自己提交的通知书，请由本院审批人签发。');
    const deliveredAt = await nextDelivery(client, row, clock.now());
    await client.query(
      "UPDATE registry.court_notices SET state = 'DELIVERED', delivered_at = $2, signed_by = $3 WHERE notice_no = $1",
      [noticeNo, deliveredAt, actor.userId],
    );
    await appendEvent(client, {
      chain: row.district,
      topic: 'court.notice.delivered',
      unitCodes: row.unit_codes,
      actor: actor.userId,
      at: deliveredAt,
      payload: { noticeNo, kind: row.kind, documentNo: row.document_no, deliveredAt },
    });
    return { deliveredAt, firstTime: true };
  });
}

async function nextDelivery(db: Queryable, { unit_codes }: NoticeRow, now: Date): Promise<Date> {
  const earliest = nextRegisterTime(now, await loadPages(db, unit_codes, true));
  const row = await one<{ last_at: Date }>(
    db,
    `UPDATE registry.court_delivery_clock SET last_at = greatest($2::timestamptz, last_at + interval '1 millisecond')
     WHERE city = $1 RETURNING last_at`,
    [CITY, earliest],
  );
  if (!row) throw new Error('The clock of deliveries has no row');
  return row.last_at;
}

/** The approver does not sign: nothing was delivered, the officer files anew. */
export async function declineNotice({ pool, clock }: Deps, noticeNo: string, actor: Actor): Promise<void> {
  await inTransaction(pool, async (client) => {
    const row = await lockNotice(client, noticeNo);
    if (row.state === 'UNSIGNED') return;
    if (row.state !== 'FILED') throw new RegistryError('NOTICE_REFUSED', '通知书已签发送达，不能再退回承办人。');
    const at = clock.now();
    await client.query(
      "UPDATE registry.court_notices SET state = 'UNSIGNED', signed_by = $2, decided_at = $3 WHERE notice_no = $1",
      [noticeNo, actor.userId, at],
    );
    await appendEvent(client, {
      chain: row.district,
      topic: 'court.notice.declined',
      unitCodes: row.unit_codes,
      actor: actor.userId,
      at,
      payload: { noticeNo },
    });
  });
}
