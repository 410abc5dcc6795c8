/** Bank that supervises the purchase money (资金监管). domain §5.0.4 `escrow.open`, `.release`, `.refund`, §5.4. */
import Type from 'typebox';
import type { CallbackContract } from '../shared/operation.ts';
import { defineOperations } from '../shared/operation.ts';
import { stateOperation } from '../shared/request-state.ts';
import { CallbackUrl, CaseNo, Fen, Instant } from '../shared/wire.ts';

export const OpenAccountRequest = Type.Object(
  {
    caseNo: CaseNo,
    contractNo: Type.String({ minLength: 4, maxLength: 60 }),
    amountFen: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    callbackUrl: CallbackUrl,
  },
  { additionalProperties: false },
);
export type OpenAccountRequest = Type.Static<typeof OpenAccountRequest>;

export const EscrowStatus = Type.Union([
  /** Waits for the buyer's money. */
  Type.Literal('open'),
  Type.Literal('funded'),
  Type.Literal('released'),
  Type.Literal('refunded'),
  /** The deposit was rejected, or the account was given up before it was funded. */
  Type.Literal('failed'),
]);
export type EscrowStatus = Type.Static<typeof EscrowStatus>;

export const EscrowAccount = Type.Object({
  escrowNo: Type.String(),
  caseNo: CaseNo,
  contractNo: Type.String(),
  amountFen: Fen,
  /** Paid in so far. */
  depositedFen: Fen,
  status: EscrowStatus,
  openedAt: Instant,
});
export type EscrowAccount = Type.Static<typeof EscrowAccount>;

export const EscrowReason = Type.Object(
  { caseNo: CaseNo, reason: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
export type EscrowReason = Type.Static<typeof EscrowReason>;

export const EscrowMoved = Type.Object({
  escrowNo: Type.String(),
  status: EscrowStatus,
  /** What went to the seller, or back to the buyer. */
  amountFen: Fen,
  at: Instant,
});
export type EscrowMoved = Type.Static<typeof EscrowMoved>;

/** POSTed to `<callbackUrl>`; `eventId` is the same on every repetition. */
export const EscrowCallback = Type.Object({
  event: Type.Union([Type.Literal('escrow.funded'), Type.Literal('escrow.released'), Type.Literal('escrow.failed')]),
  eventId: Type.String(),
  caseNo: CaseNo,
  escrowNo: Type.String(),
  amountFen: Fen,
  at: Instant,
  reason: Type.Union([Type.String(), Type.Null()]),
});
export type EscrowCallback = Type.Static<typeof EscrowCallback>;

export const fetchEscrowRefusals = ['ESCROW_NOT_FOUND'] as const;
/** ESCROW_CLOSED: the case has an account that is finished (open), or the money has already gone (release, refund). */
export const openAccountRefusals = ['ESCROW_CLOSED'] as const;
export const releaseRefusals = ['ESCROW_NOT_FOUND', 'ESCROW_UNDERFUNDED', 'ESCROW_CLOSED'] as const;
export const escrowRefundRefusals = ['ESCROW_NOT_FOUND', 'ESCROW_CLOSED'] as const;

export const escrowOperations = defineOperations({
  openAccount: {
    method: 'POST',
    path: '/accounts',
    summary: '开立监管账户（同一业务只有一个有效账户）',
    body: OpenAccountRequest,
    answer: EscrowAccount,
    refusals: openAccountRefusals,
  },
  fetch: {
    method: 'GET',
    path: '/accounts/:escrowNo',
    summary: '查询监管账户',
    answer: EscrowAccount,
    refusals: fetchEscrowRefusals,
  },
  release: {
    method: 'POST',
    path: '/accounts/:escrowNo/release',
    summary: '登簿后向卖方划付监管资金',
    body: EscrowReason,
    answer: EscrowMoved,
    refusals: releaseRefusals,
  },
  refund: {
    method: 'POST',
    path: '/accounts/:escrowNo/refund',
    summary: '交易未成，监管资金退回买方（未存入的账户予以关闭）',
    body: EscrowReason,
    answer: EscrowMoved,
    refusals: escrowRefundRefusals,
  },
  requestState: stateOperation,
});

export const escrowCallbacks: readonly CallbackContract[] = [
  { path: '/api/callbacks/escrow', summary: '监管资金到账、划付或存入失败', body: EscrowCallback },
];
