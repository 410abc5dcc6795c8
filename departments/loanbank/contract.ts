/**
 * Lending banks, sixteen behind one service; `bankId` says which. domain §5.2: the loan's approval opens a case, the
 * proof goes back to the bank, which pays out and later reports the payoff.
 */
import Type from 'typebox';
import type { CallbackContract } from '../shared/operation.ts';
import { defineOperations } from '../shared/operation.ts';
import { stateOperation } from '../shared/request-state.ts';
import { CalendarDate, CallbackUrl, CaseNo, Fen, Instant, Sha256 } from '../shared/wire.ts';

export const BankId = Type.String({ pattern: '^BANK-\\d{2}$' });
export const LoanNo = Type.String({ minLength: 4, maxLength: 40, pattern: '^[0-9A-Za-z-]+$' });

export const LoanQuery = Type.Object(
  {
    bankId: BankId,
    loanNo: LoanNo,
    caseNo: Type.Optional(CaseNo),
  },
  { additionalProperties: false },
);
export type LoanQuery = Type.Static<typeof LoanQuery>;

export const Loan = Type.Object({
  approved: Type.Boolean(),
  product: Type.String(),
  approvedOn: CalendarDate,
  amountFen: Fen,
});
export type Loan = Type.Static<typeof Loan>;

export const DisbursementRequest = Type.Object(
  {
    bankId: BankId,
    loanNo: LoanNo,
    caseNo: CaseNo,
    /** Numbers of the electronic proofs (登记证明) that secure the loan. */
    certificateNos: Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { minItems: 1 }),
    callbackUrl: CallbackUrl,
  },
  { additionalProperties: false },
);
export type DisbursementRequest = Type.Static<typeof DisbursementRequest>;

export const DisbursementAnswer = Type.Object({ disbursementNo: Type.String(), acceptedAt: Instant });
export type DisbursementAnswer = Type.Static<typeof DisbursementAnswer>;

export const Payoff = Type.Object({
  paidOff: Type.Boolean(),
  /** The bank's signed statement that its claim has ended (主债权消灭证明). */
  claimEndedProofNo: Type.Union([Type.String(), Type.Null()]),
  on: Type.Union([CalendarDate, Type.Null()]),
});
export type Payoff = Type.Static<typeof Payoff>;

export const ProofDelivery = Type.Object(
  {
    bankId: BankId,
    caseNo: CaseNo,
    certificateNo: Type.String({ minLength: 1, maxLength: 80 }),
    /** SHA-256 of the sealed PDF. */
    sha256: Sha256,
  },
  { additionalProperties: false },
);
export type ProofDelivery = Type.Static<typeof ProofDelivery>;

/** Another mortgage got in first: the bank is told its new rank and confirms on its own workbench. */
export const RankChange = Type.Object(
  {
    bankId: BankId,
    caseNo: CaseNo,
    loanNo: Type.Optional(LoanNo),
    rankShown: Type.Integer({ minimum: 1 }),
    rankNow: Type.Integer({ minimum: 1 }),
  },
  { additionalProperties: false },
);
export type RankChange = Type.Static<typeof RankChange>;

/**
 * 民法典 406: the mortgaged home was transferred, and the mortgage goes on under its new owner. 查封规定 §25: the home under a 最高额抵押 was
 * seized, and the claim grows no further from the receipt of this notice. No names.
 */
export const MortgageNotice = Type.Object(
  {
    bankId: BankId,
    kind: Type.Union([Type.Literal('mortgage_followed'), Type.Literal('mortgage_seized')]),
    /** The case of the transfer, or the number of the seizure (CF…) */
    caseNo: Type.String({ pattern: '^(\\d{20}|CF\\d{1,18})$' }),
    unitCode: Type.String({ minLength: 28, maxLength: 28 }),
    /** 登记证明号 of the mortgage */
    certificateNo: Type.Optional(Type.String({ minLength: 1 })),
  },
  { additionalProperties: false },
);
export type MortgageNotice = Type.Static<typeof MortgageNotice>;

export const BankReceipt = Type.Object({ receiptNo: Type.String(), receivedAt: Instant });
export type BankReceipt = Type.Static<typeof BankReceipt>;

export const MortgageNoticeReceipt = Type.Object({
  ...BankReceipt.properties,
  /** Of `mortgage_seized`: what the mortgage secured when the notice was received */
  claimFen: Type.Optional(Fen),
});
export type MortgageNoticeReceipt = Type.Static<typeof MortgageNoticeReceipt>;

/** POSTed to `callbackUrl`; `eventId` is the same on every repetition. */
export const LoanCallback = Type.Object({
  event: Type.Union([Type.Literal('loan.disbursed'), Type.Literal('loan.refused')]),
  eventId: Type.String(),
  caseNo: CaseNo,
  loanNo: Type.String(),
  bankId: BankId,
  at: Instant,
  reason: Type.Union([Type.String(), Type.Null()]),
});
export type LoanCallback = Type.Static<typeof LoanCallback>;

export const loanRefusals = ['LOAN_NOT_FOUND', 'LOAN_REFUSED'] as const;
export const payoffRefusals = ['LOAN_NOT_FOUND'] as const;
export const bankRefusals = ['BANK_NOT_CONNECTED'] as const;

export const loanbankOperations = defineOperations({
  queryLoan: {
    method: 'POST',
    path: '/loans/query',
    summary: '查询贷款审批结果',
    body: LoanQuery,
    answer: Loan,
    refusals: [...loanRefusals, ...bankRefusals] as const,
  },
  requestDisbursement: {
    method: 'POST',
    path: '/disbursements',
    summary: '抵押登记完成，请银行放款（结果以回调告知）',
    body: DisbursementRequest,
    answer: DisbursementAnswer,
    refusals: [...loanRefusals, ...bankRefusals] as const,
  },
  queryPayoff: {
    method: 'POST',
    path: '/payoffs/query',
    summary: '查询贷款是否结清及债权消灭证明',
    body: LoanQuery,
    answer: Payoff,
    refusals: [...payoffRefusals, ...bankRefusals] as const,
  },
  deliverProof: {
    method: 'POST',
    path: '/proofs',
    summary: '向银行送达电子登记证明',
    body: ProofDelivery,
    answer: BankReceipt,
    refusals: bankRefusals,
  },
  notifyMortgagee: {
    method: 'POST',
    path: '/mortgage-notices',
    summary: '告知抵押权人：抵押不动产已转移，抵押权继续存在；或者最高额抵押的不动产已被查封，债权数额不再增加',
    body: MortgageNotice,
    answer: MortgageNoticeReceipt,
    refusals: bankRefusals,
  },
  confirmRank: {
    method: 'POST',
    path: '/rank-changes',
    summary: '告知抵押顺位变化，请银行确认',
    body: RankChange,
    answer: BankReceipt,
    refusals: bankRefusals,
  },
  requestState: stateOperation,
});

export const loanbankCallbacks: readonly CallbackContract[] = [
  { path: '/api/callbacks/loan', summary: '放款结果', body: LoanCallback },
];
