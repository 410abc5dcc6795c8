/** Typed client of the escrow bank. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { EscrowReason, OpenAccountRequest } from './contract.ts';
import { escrowOperations } from './contract.ts';

export type EscrowClient = ReturnType<typeof createEscrowClient>;

export function createEscrowClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('escrow', options);
  return {
    /** The buyer's payment is reported by callback (`escrow.funded`). */
    openAccount: (body: OpenAccountRequest, context: CallContext) =>
      http.send(escrowOperations.openAccount, { body }, context),
    fetch: (escrowNo: string, context: CallContext) =>
      http.send(escrowOperations.fetch, { params: { escrowNo } }, context),
    /** Releasing twice answers ok again; the money goes once. */
    release: (escrowNo: string, body: EscrowReason, context: CallContext) =>
      http.send(escrowOperations.release, { params: { escrowNo }, body }, context),
    /** Refunding twice answers ok again with amount 0. */
    refund: (escrowNo: string, body: EscrowReason, context: CallContext) =>
      http.send(escrowOperations.refund, { params: { escrowNo }, body }, context),
    requestState: (requestNo: string, context: CallContext) =>
      http.send(escrowOperations.requestState, { params: { requestNo } }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
