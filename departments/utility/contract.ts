/**
 * Water, power, gas, digital television and broadband: change of the account's holder (过户). One contract for five
 * companies. domain §5.0.4 `utility.transfer`, §5.4 `sub-utility-transfer`.
 */
import Type from 'typebox';
import type { CallbackContract } from '../shared/operation.ts';
import { defineOperations } from '../shared/operation.ts';
import { stateOperation } from '../shared/request-state.ts';
import { CalendarDate, CallbackUrl, CaseNo, Fen, Instant, Person, Sha256 } from '../shared/wire.ts';

export const utilityServices = ['water', 'power', 'gas', 'tv', 'broadband'] as const;
export const UtilityService = Type.Union([
  Type.Literal('water'),
  Type.Literal('power'),
  Type.Literal('gas'),
  Type.Literal('tv'),
  Type.Literal('broadband'),
]);
export type UtilityService = Type.Static<typeof UtilityService>;

export const SubmitTransferRequest = Type.Object(
  {
    caseNo: CaseNo,
    service: UtilityService,
    /** 户号; for television the smart-card number. */
    accountNo: Type.String({ minLength: 4, maxLength: 30, pattern: '^[0-9A-Za-z-]+$' }),
    oldHolder: Person,
    newHolder: Type.Object(
      { ...Person.properties, phone: Type.String({ maxLength: 20 }) },
      { additionalProperties: false },
    ),
    address: Type.String({ minLength: 2, maxLength: 200 }),
    /** Meter reading agreed by both sides, in the meter's own unit. */
    reading: Type.Optional(
      Type.Object(
        {
          value: Type.Number({ minimum: 0 }),
          readOn: Type.Optional(CalendarDate),
          photoSha256: Type.Optional(Sha256),
        },
        { additionalProperties: false },
      ),
    ),
    /** Who settles what is owed; `buyer_takes_over`: the debt does not stop the transfer. */
    arrearsPolicy: Type.String({ minLength: 1, maxLength: 40, pattern: '^[a-z_]+$' }),
    /** How the new holder will pay. */
    paymentAccount: Type.Optional(Type.String({ maxLength: 64 })),
    /** The register's proof of the transfer: with it another holder's name on the account is no obstacle. */
    proof: Type.Optional(
      Type.Object(
        { certificateNo: Type.String({ minLength: 1, maxLength: 80 }), sha256: Type.Optional(Sha256) },
        { additionalProperties: false },
      ),
    ),
    /** Broadband: 过户, 拆机, 新装. */
    action: Type.Optional(Type.Union([Type.Literal('transfer'), Type.Literal('terminate'), Type.Literal('install')])),
    callbackUrl: CallbackUrl,
  },
  { additionalProperties: false },
);
export type SubmitTransferRequest = Type.Static<typeof SubmitTransferRequest>;

export const SubmitTransferAnswer = Type.Object({ utilityOrderNo: Type.String(), acceptedAt: Instant });
export type SubmitTransferAnswer = Type.Static<typeof SubmitTransferAnswer>;

export const UtilityResult = Type.Union([
  Type.Literal('DONE'),
  Type.Literal('ARREARS'),
  Type.Literal('ACCOUNT_NOT_FOUND'),
  Type.Literal('NAME_MISMATCH'),
  Type.Literal('OUT_OF_AREA'),
]);
export type UtilityResult = Type.Static<typeof UtilityResult>;

export const Transfer = Type.Object({
  utilityOrderNo: Type.String(),
  caseNo: CaseNo,
  service: UtilityService,
  state: Type.Union([Type.Literal('accepted'), Type.Literal('done'), Type.Literal('rejected')]),
  /** null while it is being worked on. */
  resultCode: Type.Union([UtilityResult, Type.Null()]),
  /** What is owed, with ARREARS. */
  amountFen: Type.Optional(Fen),
  acceptedAt: Instant,
  finishedAt: Type.Union([Instant, Type.Null()]),
});
export type Transfer = Type.Static<typeof Transfer>;

/** POSTed to `callbackUrl`; `eventId` is the same on every repetition. */
export const UtilityCallback = Type.Object({
  event: Type.Literal('utility.result'),
  eventId: Type.String(),
  caseNo: CaseNo,
  utilityOrderNo: Type.String(),
  service: UtilityService,
  result: UtilityResult,
  amountFen: Type.Optional(Fen),
  at: Instant,
});
export type UtilityCallback = Type.Static<typeof UtilityCallback>;

/** Refused at once with the same codes that the callback has: the account is looked up before the order is taken. */
export const submitRefusals = ['ARREARS', 'ACCOUNT_NOT_FOUND', 'NAME_MISMATCH', 'OUT_OF_AREA'] as const;
export const fetchTransferRefusals = ['TRANSFER_NOT_FOUND'] as const;

export const utilityOperations = defineOperations({
  submitTransfer: {
    method: 'POST',
    path: '/transfers',
    summary: '提交过户（24 小时内以回调告知结果）',
    body: SubmitTransferRequest,
    answer: SubmitTransferAnswer,
    refusals: submitRefusals,
  },
  fetchTransfer: {
    method: 'GET',
    path: '/transfers/:utilityOrderNo',
    summary: '查询过户进度与结果',
    answer: Transfer,
    refusals: fetchTransferRefusals,
  },
  requestState: stateOperation,
});

export const utilityCallbacks: readonly CallbackContract[] = [
  { path: '/api/callbacks/utility', summary: '过户结果', body: UtilityCallback },
];
