import type { Queryable } from '../db/transaction.ts';
import type { LetterKind } from './types.ts';

/** Who is to be written to: a holder of a right, by his place in it. */
export interface Addressee {
  rightId: string;
  holderSeq: number;
}

/** Letters wait for the clerk; the same person hears of the same occasion once. Called in the transaction of what they tell. */
export async function writeLetters(
  db: Queryable,
  input: { kind: Exclude<LetterKind, 'mortgage_seized'>; reference: string; at: Date; to: readonly Addressee[] },
): Promise<void> {
  if (input.to.length === 0) return;
  await db.query(
    `INSERT INTO registry.printed_letters (kind, unit_code, right_id, holder_seq, reference, created_at)
     SELECT $1, r.unit_code, t.right_id, t.seq, $2, $3 FROM unnest($4::bigint[], $5::integer[]) AS t(right_id, seq) JOIN registry.rights r USING (right_id)
     ORDER BY t.right_id, t.seq ON CONFLICT DO NOTHING`,
    [input.kind, input.reference, input.at, input.to.map((one) => one.rightId), input.to.map((one) => one.holderSeq)],
  );
}
