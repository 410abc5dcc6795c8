import type { Pool } from 'pg';

export interface BookOfCase {
  entries: number;
  certificateNos: string[];
}

/** Entries and certificates of a case in the book. */
export async function entriesOf(pool: Pool, caseNo: string): Promise<BookOfCase> {
  const { rows } = await pool.query<BookOfCase>(
    `SELECT (SELECT count(*)::int FROM registry.register_entries WHERE case_no = $1) AS entries,
       ARRAY(SELECT certificate_no FROM registry.certificates WHERE case_no = $1) AS "certificateNos"`,
    [caseNo],
  );
  return rows[0] as BookOfCase;
}
