import type { Deps } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { sealedLetterColumns } from '../letters/letter-row.ts';
import type { SealedLetter } from '../letters/types.ts';
import { type PaperRow, paperColumns, toPaper } from './notice-row.ts';
import type { ArchivedNotice } from './types.ts';

type Row = PaperRow & { size: number; created_by: string; seal: ArchivedNotice['papers'][number]['seal'] };

export async function archivedNotice({ pool }: Deps, noticeNo: string): Promise<ArchivedNotice | null> {
  const notice = await one<Omit<ArchivedNotice, 'papers'>>(
    pool,
    'SELECT content::text, result::text FROM registry.court_notices WHERE notice_no = $1',
    [noticeNo],
  );
  if (!notice) return null;
  const { rows } = await pool.query<Row>(
    `SELECT ${paperColumns}, length(bytes) AS size, created_by FROM registry.notice_papers WHERE notice_no = $1 ORDER BY created_at, kind`,
    [noticeNo],
  );
  return {
    ...notice,
    papers: rows.map((row) => ({ ...toPaper(row), size: row.size, createdBy: row.created_by, seal: row.seal })),
  };
}

export async function sealedLettersOf({ pool }: Deps, noticeNo: string): Promise<SealedLetter[]> {
  const { rows } = await pool.query<SealedLetter>(
    `SELECT ${sealedLetterColumns} FROM registry.register_entries o JOIN registry.rights r ON r.entry_id = o.entry_id
     JOIN registry.printed_letters l ON l.seizure_id = r.right_id WHERE o.reference = $1 AND l.bytes IS NOT NULL ORDER BY l.letter_no`,
    [noticeNo],
  );
  return rows;
}
