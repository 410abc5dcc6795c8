import type { Queryable } from '../db/transaction.ts';
import { writeLetters } from '../letters/write-letters.ts';
import { type ApplicationFacts, identityOf } from '../rights/rule-input.ts';
import type { MortgageView, RightView } from '../rights/types.ts';

/** Who has not applied and is told of an entry, in its transaction. */

/**
 * INV-18 (民法典 406): the home was transferred, these mortgages follow it, and every holder of each is told. A mortgagee that is
 * not connected (a person, a foreign bank) is written to on paper: his letter waits for the clerk.
 */
export async function tellMortgagees(
  db: Queryable,
  input: { caseNo: string; at: Date; before: readonly RightView[]; after: readonly RightView[] },
): Promise<void> {
  const live = new Set(input.after.map((r) => r.rightId));
  const told = input.before
    .filter((r): r is MortgageView => r.kind === 'MORTGAGE' && r.status === 'CURRENT' && live.has(r.rightId))
    .flatMap((mortgage) => mortgage.holders.map(({ idNo, seq }) => ({ mortgage, seq, uscc: idNo.toUpperCase() })));
  if (told.length === 0) return;
  const { rows: connected } = await db.query<{ uscc: string }>(
    `INSERT INTO registry.outbox (channel, topic, case_no, correlation_key, payload, created_at, due_at)
     SELECT 'letter', 'mortgage.followed', $1, right_id,
       jsonb_build_object('bankId', org_id, 'rightId', right_id, 'unitCode', unit_code, 'certificateNo', certificate_no), $2, $2
     FROM unnest($3::text[], $4::text[], $5::text[], $6::text[]) AS told(right_id, unit_code, certificate_no, uscc)
     JOIN registry.organisations o ON o.uscc = told.uscc AND o.kind = 'bank' AND o.active
     ORDER BY right_id, org_id
     RETURNING (SELECT uscc FROM registry.organisations WHERE org_id = payload->>'bankId') AS uscc`,
    [
      input.caseNo,
      input.at,
      told.map(({ mortgage }) => mortgage.rightId),
      told.map(({ mortgage }) => mortgage.unitCode),
      told.map(({ mortgage }) => mortgage.certificateNos[0] ?? null),
      told.map(({ uscc }) => uscc),
    ],
  );
  const reached = new Set(connected.map(({ uscc }) => uscc));
  await writeLetters(db, {
    kind: 'mortgage_followed',
    reference: input.caseNo,
    at: input.at,
    to: told
      .filter(({ uscc }) => !reached.has(uscc))
      .map(({ mortgage, seq }) => ({ rightId: mortgage.rightId, holderSeq: seq })),
  });
}

/**
 * INV-26 (民法典 301): owners of at least two thirds of the shares have disposed of the home; the others, who did not apply, are told.
 * Nobody is connected to the register as a person, so on paper.
 */
export async function tellOtherOwners(
  db: Queryable,
  input: { caseNo: string; at: Date; before: readonly RightView[]; application: ApplicationFacts },
): Promise<void> {
  const { transfer, inheritance } = input.application.terms;
  if (transfer?.shareOnly || transfer?.previous?.length) return;
  const present = new Set([...input.application.parties, ...(inheritance?.deceased ?? [])].map(identityOf));
  const to = input.before
    .filter((right) => right.kind === 'OWNERSHIP' && right.status === 'CURRENT' && right.mode === 'shares')
    .flatMap((owner) =>
      owner.holders
        .filter((holder) => !present.has(identityOf(holder)))
        .map((holder) => ({ rightId: owner.rightId, holderSeq: holder.seq })),
    );
  await writeLetters(db, { kind: 'co_owner_disposed', reference: input.caseNo, at: input.at, to });
}
