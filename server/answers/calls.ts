import type { DepartmentClients, DepartmentResult } from '../../departments/index.ts';
import type { RequestState } from '../../departments/shared/request-state.ts';
import type { AskedDepartment, WaitingRequest } from '../../registry/index.ts';
import type { AnswerKind } from './receive-answer.ts';

export type AskedClients = Pick<DepartmentClients, AskedDepartment>;

/** Which callback the results of a department are. */
export const kindOf = (department: AskedDepartment): AnswerKind =>
  department === 'loanbank'
    ? 'loan'
    : department === 'tax' || department === 'payment' || department === 'escrow'
      ? department
      : 'utility';

/** Who asks and what for, for the department's own audit trail. */
const contextOf = ({ requestId, idempotencyKey }: WaitingRequest) => ({
  idempotencyKey,
  traceId: `request-${requestId}`,
  operator: 'yitong-server',
  purpose: 'result.ask',
});

/** What became of the request, by the number that the department gave it. */
export function askState(clients: AskedClients, request: WaitingRequest): Promise<DepartmentResult<RequestState>> {
  const { department, organisation, numberThere } = request;
  const context = contextOf(request);
  return department === 'loanbank'
    ? clients.loanbank.requestState(numberThere, organisation ?? '', context)
    : clients[department].requestState(numberThere, context);
}

/**
 * The request as it was sent, under the same key, with the address where results are received now. Answers the number that the
 * department gives it.
 */
export async function sendAgain(
  clients: AskedClients,
  request: WaitingRequest & { body: object },
  callbackUrl: string,
): Promise<DepartmentResult<string>> {
  const { department, operation, numberThere } = request;
  const context = contextOf(request);
  // The body was built for this operation's contract, and the department checks it.
  const body = (
    'callbackUrl' in request.body
      ? { ...request.body, callbackUrl: `${callbackUrl}/api/callbacks/${kindOf(department)}` }
      : request.body
  ) as never;
  switch (operation) {
    case 'tax.assess':
      return numberOf(await clients.tax.assess(body, context), ({ taxCaseNo }) => taxCaseNo);
    case 'pay.create':
      return numberOf(await clients.payment.createOrder(body, context), ({ payOrderNo }) => payOrderNo);
    case 'escrow.open':
      return numberOf(await clients.escrow.openAccount(body, context), ({ escrowNo }) => escrowNo);
    case 'escrow.release':
      return numberOf(await clients.escrow.release(numberThere, body, context), ({ escrowNo }) => escrowNo);
    case 'loan.disburse.request':
      return numberOf(
        await clients.loanbank.requestDisbursement(body, context),
        ({ disbursementNo }) => disbursementNo,
      );
    case 'utility.transfer': {
      const service = department as Exclude<AskedDepartment, 'tax' | 'payment' | 'escrow' | 'loanbank'>;
      return numberOf(await clients[service].submitTransfer(body, context), ({ utilityOrderNo }) => utilityOrderNo);
    }
  }
}

const numberOf = <Value>(result: DepartmentResult<Value>, pick: (value: Value) => string): DepartmentResult<string> =>
  result.kind === 'ok' ? { kind: 'ok', value: pick(result.value) } : result;
