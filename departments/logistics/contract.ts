/** Courier (EMS): paper certificates by post. domain §5.0.4 `logistics.order`. */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CaseNo, Instant } from '../shared/wire.ts';

export const OrderDeliveryRequest = Type.Object(
  {
    caseNo: CaseNo,
    receiver: Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 100 }),
        phone: Type.String({ minLength: 5, maxLength: 20 }),
        address: Type.String({ minLength: 5, maxLength: 200 }),
      },
      { additionalProperties: false },
    ),
    /** What is in the envelope, by number. */
    certificateNos: Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { minItems: 1 }),
  },
  { additionalProperties: false },
);
export type OrderDeliveryRequest = Type.Static<typeof OrderDeliveryRequest>;

export const OrderDeliveryAnswer = Type.Object({ trackingNo: Type.String(), acceptedAt: Instant });
export type OrderDeliveryAnswer = Type.Static<typeof OrderDeliveryAnswer>;

export const DeliveryState = Type.Union([
  Type.Literal('accepted'),
  Type.Literal('in_transit'),
  Type.Literal('delivered'),
  Type.Literal('returned'),
]);
export type DeliveryState = Type.Static<typeof DeliveryState>;

/** No receiver in it: a GET must not spread personal data. */
export const Delivery = Type.Object({
  trackingNo: Type.String(),
  caseNo: CaseNo,
  state: DeliveryState,
  changedAt: Instant,
});
export type Delivery = Type.Static<typeof Delivery>;

export const orderDeliveryRefusals = ['ADDRESS_UNDELIVERABLE'] as const;
export const fetchDeliveryRefusals = ['DELIVERY_NOT_FOUND'] as const;

export const logisticsOperations = defineOperations({
  orderDelivery: {
    method: 'POST',
    path: '/deliveries',
    summary: '下单邮寄证书',
    body: OrderDeliveryRequest,
    answer: OrderDeliveryAnswer,
    refusals: orderDeliveryRefusals,
  },
  fetchDelivery: {
    method: 'GET',
    path: '/deliveries/:trackingNo',
    summary: '查询邮件状态',
    answer: Delivery,
    refusals: fetchDeliveryRefusals,
  },
});
