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

/** Scalar subquery: number of the first notice of seizure for these pages that is delivered and not decided yet. */
export const pendingNoticeSql = (unitCodes: string) => `(
  SELECT notice_no FROM registry.court_notices
  WHERE state = 'DELIVERED' AND kind IN ('seize', 'pre_seize') AND unit_codes && ${unitCodes} ORDER BY delivered_at LIMIT 1)`;

/**
 * INV-12: a 查封 counts from its delivery, a few seconds before its process has looked at the form. In between nothing is
 * entered on the page: the case goes back to its reviewer, and by then the notice is a seizure or was returned.
 */
export function pendingNoticeBlock(noticeNo: string): Block {
  return {
    rule: 'INV-12',
    code: 'REG_CONFLICT',
    message: '法院对该单元的查封通知书已送达，正在核对形式，此时不能登簿。',
    advice: '请稍候重新审核：通知书生效的，业务将因查封终止；退回法院的，可以继续登簿。',
    blockingRow: { table: 'court_notices', id: noticeNo, summary: `协助执行通知书 ${noticeNo}` },
  };
}
