import type { Queryable } from '../db/transaction.ts';
import { type QueryRow, toLogLine } from './query-row.ts';
import type { Asker } from './types.ts';

/**
 * Who was shown these homes, newest first, for their owner. Left out: queries whose mandate forbids telling him, and counts for
 * taxes, which concern the family that asked. The public is masked.
 */
export async function askersOf(db: Queryable, unitCodes: readonly string[]): Promise<Asker[]> {
  const { rows } = await db.query<QueryRow>(
    `SELECT * FROM registry.queries WHERE unit_codes && $1 AND outcome = 'GIVEN' AND NOT secret AND kind <> 'AR-04'
     ORDER BY asked_at DESC, query_no LIMIT 500`,
    [unitCodes],
  );
  return rows.flatMap((row) => {
    const { forWhom, kind, askedAt, purpose } = toLogLine(row);
    return row.unit_codes
      .filter((code) => unitCodes.includes(code))
      .map((unitCode): Asker => ({ unitCode, askedAt, kind, who: forWhom, purpose }));
  });
}
