/** Typed client of the lending banks; each bank has a circuit of its own. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { DisbursementRequest, LoanQuery, MortgageNotice, ProofDelivery, RankChange } from './contract.ts';
import { loanbankOperations } from './contract.ts';

export type LoanbankClient = ReturnType<typeof createLoanbankClient>;

export function createLoanbankClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('loanbank', options);
  return {
    queryLoan: (body: LoanQuery, context: CallContext) =>
      http.send(loanbankOperations.queryLoan, { body, organisation: body.bankId }, context),
    /** The result comes by callback (`loan.disbursed`, `loan.refused`). */
    requestDisbursement: (body: DisbursementRequest, context: CallContext) =>
      http.send(loanbankOperations.requestDisbursement, { body, organisation: body.bankId }, context),
    queryPayoff: (body: LoanQuery, context: CallContext) =>
      http.send(loanbankOperations.queryPayoff, { body, organisation: body.bankId }, context),
    deliverProof: (body: ProofDelivery, context: CallContext) =>
      http.send(loanbankOperations.deliverProof, { body, organisation: body.bankId }, context),
    notifyMortgagee: (body: MortgageNotice, context: CallContext) =>
      http.send(loanbankOperations.notifyMortgagee, { body, organisation: body.bankId }, context),
    confirmRank: (body: RankChange, context: CallContext) =>
      http.send(loanbankOperations.confirmRank, { body, organisation: body.bankId }, context),
    /** `disbursementNo` of the request, and the bank that gave it. */
    requestState: (requestNo: string, bankId: string, context: CallContext) =>
      http.send(loanbankOperations.requestState, { params: { requestNo }, organisation: bankId }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
