import type { Deps, Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { type PaperRow, paperColumns, toPaper } from './notice-row.ts';
import type { CourtApi, NewNotice, NoticePaper } from './types.ts';

/** A second paper of the kind is not written: the first is evidence. */
export async function insertPaper(
  db: Queryable,
  noticeNo: string,
  paper: NewNotice['papers'][number],
  at: Date,
  by: string,
): Promise<NoticePaper> {
  await db.query(
    `INSERT INTO registry.notice_papers (notice_no, kind, title, media_type, bytes, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (notice_no, kind) DO NOTHING`,
    [noticeNo, paper.kind, paper.title, paper.mediaType, Buffer.from(paper.bytes), at, by],
  );
  const row = await one<PaperRow>(
    db,
    `SELECT ${paperColumns} FROM registry.notice_papers WHERE notice_no = $1 AND kind = $2`,
    [noticeNo, paper.kind],
  );
  return toPaper(row as PaperRow);
}

export function papersApi({ pool, clock }: Deps): Pick<CourtApi, 'getPaper' | 'putPaper' | 'recordPaperSeal'> {
  return {
    async getPaper(paperId) {
      if (!/^[0-9a-f-]{36}$/i.test(paperId)) return null;
      const row = await one<PaperRow & { bytes: Buffer }>(
        pool,
        `SELECT ${paperColumns}, bytes FROM registry.notice_papers WHERE paper_id = $1`,
        [paperId],
      );
      return row ? { noticeNo: row.notice_no, paper: toPaper(row), bytes: row.bytes } : null;
    },
    putPaper: (noticeNo, paper) => insertPaper(pool, noticeNo, paper, clock.now(), 'system'),
    async recordPaperSeal(paperId, seal) {
      await pool.query('UPDATE registry.notice_papers SET seal = $2 WHERE paper_id = $1 AND seal IS NULL', [
        paperId,
        JSON.stringify(seal),
      ]);
    },
  };
}
