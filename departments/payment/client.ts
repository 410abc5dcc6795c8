/** Typed client of the payment platform. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { CreateOrderRequest, RefundRequest } from './contract.ts';
import { paymentOperations } from './contract.ts';

export type PaymentClient = ReturnType<typeof createPaymentClient>;

export function createPaymentClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('payment', options);
  return {
    createOrder: (body: CreateOrderRequest, context: CallContext) =>
      http.send(paymentOperations.createOrder, { body }, context),
    fetchOrder: (payOrderNo: string, context: CallContext) =>
      http.send(paymentOperations.fetchOrder, { params: { payOrderNo } }, context),
    refund: (payOrderNo: string, body: RefundRequest, context: CallContext) =>
      http.send(paymentOperations.refund, { params: { payOrderNo }, body }, context),
    requestState: (requestNo: string, context: CallContext) =>
      http.send(paymentOperations.requestState, { params: { requestNo } }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
