import type { Queryable } from '../db/transaction.ts';
import type { NoticeRow } from './notice-row.ts';

const INTERMEDIATE_COURT = 'COURT-02';

/** Why somebody else than the seizing court may lift (CT-06) or dispose (CT-07): it is above it, or was handed the execution (移送). */
export async function executionBasis(db: Queryable, row: NoticeRow): Promise<'superior' | 'transferred' | null> {
  if (await hasPaper(db, row.notice_no, 'transfer')) return 'transferred';
  return row.court_id === INTERMEDIATE_COURT ? 'superior' : null;
}

export async function hasPaper(db: Queryable, noticeNo: string, kind: string): Promise<boolean> {
  const { rowCount } = await db.query('SELECT 1 FROM registry.notice_papers WHERE notice_no = $1 AND kind = $2', [
    noticeNo,
    kind,
  ]);
  return (rowCount ?? 0) > 0;
}
