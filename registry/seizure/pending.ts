import type { Block } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';

interface Pending {
  notice_no: string;
  delivered_at: Date;
}

/** A notice on these pages that was delivered before `before` and is not decided yet. The pages must be locked. */
export async function earlierNotice(
  db: Queryable,
  unitCodes: readonly string[],
  before: { noticeNo: string; deliveredAt: Date },
): Promise<Pending | null> {
  return one<Pending>(
    db,
    `SELECT notice_no, delivered_at FROM registry.court_notices
     WHERE state = 'DELIVERED' AND kind <> 'query' AND unit_codes && $1 AND notice_no <> $2 AND delivered_at < $3
     ORDER BY delivered_at LIMIT 1`,
    [unitCodes, before.noticeNo, before.deliveredAt],
  );
}

/**
 * INV-12: a 查封 counts from its delivery, a few seconds before its process has looked at the form. In between nothing is
 * entered on the page: the case goes back to its reviewer, and by then the notice is a seizure or was returned.
 */
export async function pendingNoticeBlock(db: Queryable, unitCodes: readonly string[]): Promise<Block | null> {
  const row = await one<Pending>(
    db,
    `SELECT notice_no, delivered_at FROM registry.court_notices
     WHERE state = 'DELIVERED' AND kind IN ('seize', 'pre_seize') AND unit_codes && $1 ORDER BY delivered_at LIMIT 1`,
    [unitCodes],
  );
  if (!row) return null;
  return {
    rule: 'INV-12',
    code: 'REG_CONFLICT',
    message: '法院对该单元的查封通知书已送达，正在核对形式，此时不能登簿。',
    advice: '请稍候重新审核：通知书生效的，业务将因查封终止；退回法院的，可以继续登簿。',
    blockingRow: { table: 'court_notices', id: row.notice_no, summary: `协助执行通知书 ${row.notice_no}` },
  };
}
