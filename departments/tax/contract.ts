/**
 * Tax office. domain §5.0.4 `tax.housing.count`, `tax.assess`, `tax.clearance`, §6.
 * The product pre-calculates; the office confirms, corrects or rejects, and its result is the one that counts.
 */
import Type from 'typebox';
import type { CallbackContract } from '../shared/operation.ts';
import { defineOperations } from '../shared/operation.ts';
import { stateOperation } from '../shared/request-state.ts';
import { CalendarDate, CaseNo, Fen, Instant, Person, UnitCode } from '../shared/wire.ts';

export const TaxKind = Type.Union([
  Type.Literal('deed'),
  Type.Literal('vat'),
  Type.Literal('urban'),
  Type.Literal('education'),
  Type.Literal('local_education'),
  Type.Literal('income'),
]);
export type TaxKind = Type.Static<typeof TaxKind>;

/** One tax: `amountFen` = `baseFen` × `rate`, half up to the fen. `rate` is a decimal as text, "0.015" = 1.5 %. */
export const TaxLine = Type.Object(
  {
    kind: TaxKind,
    baseFen: Fen,
    rate: Type.String({ pattern: '^(0(\\.\\d{1,6})?|1(\\.0{1,6})?)$' }),
    amountFen: Fen,
    /** The rule that gave the rate, for the assessment notice. */
    basisRule: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type TaxLine = Type.Static<typeof TaxLine>;

/** What the office knows about a family's homes beyond this city's register, and about the unit's last purchase. */
export const HousingFamilyRequest = Type.Object(
  {
    caseNo: CaseNo,
    unitCode: UnitCode,
    contractDate: CalendarDate,
    /** Buyer, spouse and minor children (domain §6.1). */
    buyerFamily: Type.Array(Person, { minItems: 1 }),
    sellers: Type.Array(Person, { minItems: 1 }),
  },
  { additionalProperties: false },
);
export type HousingFamilyRequest = Type.Static<typeof HousingFamilyRequest>;

export const HousingFamilyAnswer = Type.Object({
  /** Homes of the buyer's family that this city's register does not hold. */
  homesElsewhere: Type.Integer({ minimum: 0 }),
  /** Day of the seller's deed-tax payment; null: not known here, use the certificate's date. */
  sellerHoldingSince: Type.Union([CalendarDate, Type.Null()]),
  /** Price the seller can prove to have paid; null: no proof, income tax is 1 % of the price. */
  originalValueFen: Type.Union([Fen, Type.Null()]),
  /** null: the office cannot say; the register's count decides. */
  sellerOnlyHome: Type.Union([Type.Boolean(), Type.Null()]),
  ruleVersion: Type.String(),
});
export type HousingFamilyAnswer = Type.Static<typeof HousingFamilyAnswer>;

export const AssessRequest = Type.Object(
  {
    caseNo: CaseNo,
    unitCode: UnitCode,
    contractNo: Type.Optional(Type.String()),
    contractDate: CalendarDate,
    use: Type.String({ minLength: 1 }),
    /** ㎡, two decimals. */
    areaM2: Type.Number({ exclusiveMinimum: 0 }),
    /** Left out where nothing was paid and no value declared: a gift, an agreement of spouses. */
    priceFen: Type.Optional(Fen),
    familyHousingCountAfter: Type.Integer({ minimum: 0 }),
    holdingYears: Type.Number({ minimum: 0 }),
    preCalculated: Type.Array(TaxLine),
    /** Where the office reports payment (`TaxResultCallback`), for example `…/api/callbacks/tax`. */
    callbackUrl: Type.String({ pattern: '^https?://' }),
  },
  { additionalProperties: false },
);
export type AssessRequest = Type.Static<typeof AssessRequest>;

export const AssessAnswer = Type.Object({
  taxCaseNo: Type.String(),
  /** The binding figures; `corrected` tells that they are not the pre-calculated ones. */
  taxes: Type.Array(TaxLine),
  totalFen: Fen,
  corrected: Type.Boolean(),
  /** Nothing to pay: the callback comes at once with result `exempt`. */
  exempt: Type.Boolean(),
  assessedAt: Instant,
  payBy: CalendarDate,
});
export type AssessAnswer = Type.Static<typeof AssessAnswer>;

export const ClearanceRequest = Type.Object(
  { caseNo: CaseNo, taxCaseNo: Type.String({ minLength: 1 }) },
  { additionalProperties: false },
);
export type ClearanceRequest = Type.Static<typeof ClearanceRequest>;

export const ClearanceAnswer = Type.Object({
  /** Number of the tax-paid or exemption certificate (完税/减免证明). */
  certNo: Type.String(),
  kind: Type.Union([Type.Literal('paid'), Type.Literal('exempt')]),
  totalFen: Fen,
  paidAt: Instant,
});
export type ClearanceAnswer = Type.Static<typeof ClearanceAnswer>;

export const TaxRefundRequest = Type.Object(
  {
    caseNo: CaseNo,
    taxCaseNo: Type.String({ minLength: 1 }),
    reason: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
);
export type TaxRefundRequest = Type.Static<typeof TaxRefundRequest>;

/** An unpaid tax case is voided (amount 0) and cannot be paid any more. */
export const TaxRefundAnswer = Type.Object({
  refundNo: Type.String(),
  kind: Type.Union([Type.Literal('refunded'), Type.Literal('voided')]),
  amountFen: Fen,
  refundedAt: Instant,
});
export type TaxRefundAnswer = Type.Static<typeof TaxRefundAnswer>;

/** POSTed to `callbackUrl`; `eventId` is the same on every repetition. */
export const TaxResultCallback = Type.Object({
  event: Type.Literal('tax.result'),
  eventId: Type.String(),
  caseNo: CaseNo,
  taxCaseNo: Type.String(),
  result: Type.Union([Type.Literal('paid'), Type.Literal('exempt'), Type.Literal('failed')]),
  totalFen: Fen,
  at: Instant,
  reason: Type.Union([Type.String(), Type.Null()]),
});
export type TaxResultCallback = Type.Static<typeof TaxResultCallback>;

export const assessRefusals = ['TAX_REJECTED'] as const;
export const clearanceRefusals = ['TAX_ARREARS', 'TAX_CASE_NOT_FOUND'] as const;
export const refundRefusals = ['TAX_CASE_NOT_FOUND'] as const;

export const taxOperations = defineOperations({
  housingFamily: {
    method: 'POST',
    path: '/housing-families/query',
    summary: '查询家庭住房与取得情况',
    body: HousingFamilyRequest,
    answer: HousingFamilyAnswer,
    refusals: [] as const,
  },
  assess: {
    method: 'POST',
    path: '/assessments',
    summary: '核定应纳税款',
    body: AssessRequest,
    answer: AssessAnswer,
    refusals: assessRefusals,
  },
  clearance: {
    method: 'POST',
    path: '/clearances',
    summary: '查验完税（减免）证明',
    body: ClearanceRequest,
    answer: ClearanceAnswer,
    refusals: clearanceRefusals,
  },
  refund: {
    method: 'POST',
    path: '/refunds',
    summary: '退款（未缴的予以作废）',
    body: TaxRefundRequest,
    answer: TaxRefundAnswer,
    refusals: refundRefusals,
  },
  requestState: stateOperation,
});

export const taxCallbacks: readonly CallbackContract[] = [
  { path: '/api/callbacks/tax', summary: '缴税结果', body: TaxResultCallback },
];
