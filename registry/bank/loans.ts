import { lockCase, unitCodesOf } from '../cases/case-row.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { BankApi, CaseLoan } from './types.ts';

interface LoanRow {
  case_no: string;
  org_id: string;
  loan_no: string;
  state: CaseLoan['state'];
  event_id: string | null;
  settled_at: Date | null;
  payoff_proof_no: string | null;
}

const LOAN_STATES = { DISBURSED: 'loan.disbursed', REFUSED: 'loan.refused' } as const;

/** Inside the filing of the case. */
export async function insertLoan(
  db: Queryable,
  input: { caseNo: string; organisationId: string; loanNo: string },
): Promise<void> {
  await db.query('INSERT INTO registry.case_loans (case_no, org_id, loan_no) VALUES ($1, $2, $3)', [
    input.caseNo,
    input.organisationId,
    input.loanNo,
  ]);
}

async function loanOf(db: Queryable, caseNo: string): Promise<LoanRow | null> {
  return one<LoanRow>(db, 'SELECT * FROM registry.case_loans WHERE case_no = $1', [caseNo]);
}

async function recordLoanResult({ pool }: Deps, input: Parameters<BankApi['recordLoanResult']>[0]) {
  return inTransaction(pool, async (db) => {
    const { district } = await lockCase(db, input.caseNo);
    const row = await loanOf(db, input.caseNo);
    if (!row || row.loan_no !== input.loanNo || row.org_id !== input.organisationId)
      throw new RegistryError('ORDER_UNKNOWN', `业务${input.caseNo}没有这笔贷款；请核对业务号、贷款编号和银行。`);
    if (row.state === input.state) return { first: false };
    if (row.state !== 'PENDING')
      throw new RegistryError('CONFLICTING_RESULT', '这笔贷款的结果已经记录，与本次不同；请与银行核对后人工处理。');
    await db.query('UPDATE registry.case_loans SET state = $2, event_id = $3, settled_at = $4 WHERE case_no = $1', [
      input.caseNo,
      input.state,
      input.eventId,
      input.at,
    ]);
    await enqueue(db, {
      topic: LOAN_STATES[input.state],
      caseNo: input.caseNo,
      correlationKey: input.loanNo,
      payload: { loanState: input.state },
      at: input.at,
    });
    await appendEvent(db, {
      chain: district,
      topic: LOAN_STATES[input.state],
      caseNo: input.caseNo,
      actor: 'bank',
      at: input.at,
      payload: { loanNo: input.loanNo },
    });
    return { first: true };
  });
}

export const loansApi = (deps: Deps): Pick<BankApi, 'loan' | 'recordLoanResult' | 'recordPayoff' | 'ownerPhones'> => ({
  recordLoanResult: (input) => recordLoanResult(deps, input),
  async loan(caseNo) {
    const row = await loanOf(deps.pool, caseNo);
    return (
      row && {
        caseNo: row.case_no,
        organisationId: row.org_id,
        loanNo: row.loan_no,
        state: row.state,
        settledAt: row.settled_at,
        payoffProofNo: row.payoff_proof_no,
      }
    );
  },
  async recordPayoff({ caseNo, proofNo }) {
    await deps.pool.query('UPDATE registry.case_loans SET payoff_proof_no = $2 WHERE case_no = $1', [caseNo, proofNo]);
  },
  async ownerPhones(caseNo) {
    const { rows } = await deps.pool.query<{ person_id: string; phone: string }>(
      `SELECT DISTINCT p.person_id, p.phone FROM registry.rights r JOIN registry.right_holders h USING (right_id) JOIN registry.persons p USING (person_id)
       WHERE r.unit_code = ANY ($1) AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT' AND p.phone IS NOT NULL ORDER BY p.person_id`,
      [await unitCodesOf(deps.pool, caseNo)],
    );
    return rows.map((row) => ({ personId: row.person_id, phone: row.phone }));
  },
});
