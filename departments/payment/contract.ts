/** Unified payment platform (统一支付, non-tax revenue). domain §5.0.4 `pay.create`, `pay.refund`, §6.5. */
import Type from 'typebox';
import type { CallbackContract } from '../shared/operation.ts';
import { defineOperations } from '../shared/operation.ts';
import { stateOperation } from '../shared/request-state.ts';
import { CaseNo, Fen, Instant } from '../shared/wire.ts';

export const OrderLine = Type.Object(
  {
    code: Type.String({ minLength: 1 }),
    name: Type.String({ minLength: 1 }),
    quantity: Type.Integer({ minimum: 1 }),
    unitFen: Fen,
    amountFen: Fen,
  },
  { additionalProperties: false },
);
export type OrderLine = Type.Static<typeof OrderLine>;

export const CreateOrderRequest = Type.Object(
  {
    caseNo: CaseNo,
    lines: Type.Array(OrderLine, { minItems: 1 }),
    totalFen: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    /** Where the platform reports the result (`PaymentCallback`), for example `…/api/callbacks/payment`. */
    callbackUrl: Type.String({ pattern: '^https?://' }),
  },
  { additionalProperties: false },
);
export type CreateOrderRequest = Type.Static<typeof CreateOrderRequest>;

export const OrderStatus = Type.Union([
  Type.Literal('pending'),
  Type.Literal('settled'),
  Type.Literal('failed'),
  Type.Literal('refunded'),
]);
export type OrderStatus = Type.Static<typeof OrderStatus>;

export const Order = Type.Object({
  payOrderNo: Type.String(),
  caseNo: CaseNo,
  totalFen: Fen,
  status: OrderStatus,
  /** Text of the QR code that the payer scans. */
  qr: Type.String(),
  createdAt: Instant,
  settledAt: Type.Union([Instant, Type.Null()]),
});
export type Order = Type.Static<typeof Order>;

export const RefundRequest = Type.Object(
  {
    caseNo: CaseNo,
    reason: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
);
export type RefundRequest = Type.Static<typeof RefundRequest>;

export const RefundAnswer = Type.Object({ refundNo: Type.String(), amountFen: Fen, refundedAt: Instant });
export type RefundAnswer = Type.Static<typeof RefundAnswer>;

/** POSTed to `callbackUrl`; `eventId` is the same on every repetition. */
export const PaymentCallback = Type.Object({
  event: Type.Union([Type.Literal('payment.settled'), Type.Literal('payment.failed')]),
  eventId: Type.String(),
  caseNo: CaseNo,
  payOrderNo: Type.String(),
  totalFen: Fen,
  at: Instant,
  reason: Type.Union([Type.String(), Type.Null()]),
});
export type PaymentCallback = Type.Static<typeof PaymentCallback>;

export const createOrderRefusals = ['ORDER_REFUSED'] as const;
export const fetchOrderRefusals = ['ORDER_NOT_FOUND'] as const;
export const orderRefundRefusals = ['ORDER_NOT_FOUND', 'ORDER_NOT_PAID'] as const;

export const paymentOperations = defineOperations({
  createOrder: {
    method: 'POST',
    path: '/orders',
    summary: '生成缴费订单',
    body: CreateOrderRequest,
    answer: Order,
    refusals: createOrderRefusals,
  },
  fetchOrder: {
    method: 'GET',
    path: '/orders/:payOrderNo',
    summary: '查询缴费订单',
    answer: Order,
    refusals: fetchOrderRefusals,
  },
  refund: {
    method: 'POST',
    path: '/orders/:payOrderNo/refund',
    summary: '退款（未缴的予以作废）',
    body: RefundRequest,
    answer: RefundAnswer,
    refusals: orderRefundRefusals,
  },
  requestState: stateOperation,
});

export const paymentCallbacks: readonly CallbackContract[] = [
  { path: '/api/callbacks/payment', summary: '缴费结果', body: PaymentCallback },
];
