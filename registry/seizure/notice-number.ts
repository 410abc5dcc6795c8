import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { refused } from './standing.ts';
import type { SeizureRefusal } from './types.ts';

/** Name of the lock of a notice: of two deliveries the second waits and gets the first result. */
export const noticeLock = (noticeNo: string): string => `registry.notice:${noticeNo}`;

/** A number that says the same again gets the first answer; one that says something else would never be entered. */
export const numberUsed = (noticeNo: string): SeizureRefusal =>
  refused(
    'INV-07',
    'NOTICE_NUMBER_USED',
    `送达编号${noticeNo}已经用于另一份内容不同的通知书，本次没有登记。`,
    '请核对后换一个编号重新登记；一份通知书涉及几项查封的，请逐项分别编号。',
  );

/**
 * Locks a notice to a seizure that is in the register, and answers what it has written before under this number; null = nothing yet.
 * @param same does the notice say beside its seizure what was entered?
 */
export async function earlierResult<Result extends { rightId: string }>(
  db: Queryable,
  step: 'renew' | 'lift' | 'dispose',
  { noticeNo, rightId }: { noticeNo: string; rightId: string },
  same: (result: Result) => boolean = () => true,
): Promise<Result | SeizureRefusal | null> {
  await db.query('SELECT pg_advisory_xact_lock(hashtext($1))', [noticeLock(noticeNo)]);
  const entry = await one<{ result: Result }>(
    db,
    'SELECT result FROM registry.register_entries WHERE reference = $1 AND step = $2',
    [noticeNo, step],
  );
  if (!entry) return null;
  return entry.result.rightId === rightId && same(entry.result) ? entry.result : numberUsed(noticeNo);
}
