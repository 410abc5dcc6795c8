/** Typed client of the payment platform. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { CreateOrderRequest, RefundRequest } from './contract.ts';
import { createOrderRefusals, fetchOrderRefusals, Order, orderRefundRefusals, RefundAnswer } from './contract.ts';

export type PaymentClient = ReturnType<typeof createPaymentClient>;

export function createPaymentClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('payment', options);
  return {
    createOrder: (body: CreateOrderRequest, context: CallContext) =>
      http.call({
        name: 'createOrder',
        method: 'POST',
        path: '/orders',
        body,
        answer: Order,
        refusals: createOrderRefusals,
        context,
      }),
    fetchOrder: (payOrderNo: string, context: CallContext) =>
      http.call({
        name: 'fetchOrder',
        method: 'GET',
        path: `/orders/${encodeURIComponent(payOrderNo)}`,
        answer: Order,
        refusals: fetchOrderRefusals,
        context,
      }),
    refund: (payOrderNo: string, body: RefundRequest, context: CallContext) =>
      http.call({
        name: 'refund',
        method: 'POST',
        path: `/orders/${encodeURIComponent(payOrderNo)}/refund`,
        body,
        answer: RefundAnswer,
        refusals: orderRefundRefusals,
        context,
      }),
    close: http.close,
  };
}
