import type { Queryable } from '../db/transaction.ts';
import { seizureNoOf } from './tell.ts';

/**
 * INV-20 (查封规定 §25; 民法典 423): called in the entry that makes a seizure effective. Every holder of an open 最高额抵押 on the page is to be
 * told, a connected bank over its interface, the others by a letter on paper; what he is owed grows no further from the moment he has it.
 */
export async function freezeClaims(db: Queryable, seizureId: string, at: Date): Promise<void> {
  await db.query(
    `WITH told AS (
       INSERT INTO registry.claim_freezes (mortgage_id, seizure_id, holder_seq, org_id, created_at)
       SELECT m.right_id, s.right_id, h.seq, o.org_id, $2
       FROM registry.rights s JOIN registry.rights m ON m.unit_code = s.unit_code AND m.kind = 'MORTGAGE' AND m.status = 'CURRENT'
       JOIN registry.mortgage_details d ON d.right_id = m.right_id AND d.mortgage_kind = 'maximum' AND d.claim_fixed_on IS NULL
       JOIN registry.right_holders h ON h.right_id = m.right_id
       LEFT JOIN registry.organisations o ON o.uscc = upper(h.id_no) AND o.kind = 'bank' AND o.active
       WHERE s.right_id = $1
       RETURNING *),
     on_paper AS (
       INSERT INTO registry.printed_letters (kind, unit_code, right_id, holder_seq, reference, seizure_id, created_at)
       SELECT 'mortgage_seized', m.unit_code, t.mortgage_id, t.holder_seq, $3, t.seizure_id, $2
       FROM told t JOIN registry.rights m ON m.right_id = t.mortgage_id WHERE t.org_id IS NULL ORDER BY t.mortgage_id, t.holder_seq)
     INSERT INTO registry.outbox (channel, topic, case_no, correlation_key, payload, created_at, due_at)
     SELECT 'letter', 'mortgage.seized', $3, t.mortgage_id,
       jsonb_build_object('bankId', t.org_id, 'rightId', t.mortgage_id::text, 'seizureId', t.seizure_id::text, 'unitCode', m.unit_code, 'certificateNo',
         (SELECT min(k.certificate_no) FROM registry.certificates k WHERE k.right_id = t.mortgage_id AND k.status = 'LIVE')), $2, $2
     FROM told t JOIN registry.rights m ON m.right_id = t.mortgage_id WHERE t.org_id IS NOT NULL ORDER BY t.mortgage_id, t.holder_seq`,
    [seizureId, at, seizureNoOf(seizureId)],
  );
}

/** What a mortgagee answered to the notice of a seizure. */
export interface FreezeReceipt {
  receiptNo: string;
  /** When he had the notice, by his own receipt. */
  receivedAt: Date;
  /** What he was owed then, fen, if he says so. */
  claimFen?: number;
}

/** Over its interface a bank is told at once whatever holders it is; a printed letter is to one holder, whom no interface connects. */
export async function recordFreeze(
  db: Queryable,
  {
    mortgageId,
    seizureId,
    told,
  }: { mortgageId: string; seizureId: string; told: { orgId: string } | { holderSeq: number } },
  receipt: FreezeReceipt,
): Promise<void> {
  const [whom, whoever] =
    'orgId' in told ? ['org_id = $3', told.orgId] : ['org_id IS NULL AND holder_seq = $3', told.holderSeq];
  await db.query(
    `UPDATE registry.claim_freezes SET told_at = greatest($4, created_at), receipt_no = $5, claim_fen = $6
     WHERE mortgage_id = $1 AND seizure_id = $2 AND ${whom} AND told_at IS NULL`,
    [mortgageId, seizureId, whoever, receipt.receivedAt, receipt.receiptNo, receipt.claimFen ?? null],
  );
}

/** The claim of a 最高额抵押 that stands still while its home is seized. */
export interface FrozenClaim {
  mortgageId: string;
  seizureId: string;
  /** Null = not told yet. */
  toldAt: Date | null;
  /** The connected bank answers by itself; the others are written to on paper. */
  connected: boolean;
  /** As the mortgagee stated it for that moment, fen; null = not stated, at most the 最高债权额. */
  claimFen: number | null;
}

/**
 * As it stood at an instant, the first notice first. A mortgage that was changed or assigned since goes on with the same frozen claim.
 * @param of effective seizures and current mortgages of the page at that instant
 */
export async function frozenClaims(
  db: Queryable,
  of: { seizureIds: readonly string[]; mortgageIds: readonly string[] },
  at: Date,
): Promise<FrozenClaim[]> {
  const { rows } = await db.query<{
    mortgage_id: string;
    seizure_id: string;
    org_id: string | null;
    told_at: Date | null;
    claim_fen: string | null;
  }>(
    `WITH RECURSIVE line (mortgage_id, right_id) AS (
       SELECT id, id FROM unnest($2::bigint[]) AS id
       UNION ALL
       SELECT line.mortgage_id, r.previous_id FROM line JOIN registry.rights r USING (right_id) WHERE r.previous_id IS NOT NULL)
     SELECT line.mortgage_id, f.seizure_id, f.org_id, f.told_at, f.claim_fen
     FROM registry.claim_freezes f JOIN line ON line.right_id = f.mortgage_id WHERE f.seizure_id = ANY ($1)
     ORDER BY f.told_at NULLS LAST, f.created_at, f.mortgage_id, f.holder_seq`,
    [of.seizureIds, of.mortgageIds],
  );
  return rows.map((row) => {
    const told = row.told_at !== null && row.told_at <= at;
    return {
      mortgageId: row.mortgage_id,
      seizureId: row.seizure_id,
      toldAt: told ? row.told_at : null,
      connected: row.org_id !== null,
      claimFen: told && row.claim_fen !== null ? Number(row.claim_fen) : null,
    };
  });
}
