import Type, { type Static } from 'typebox';
import { ApplicationParty, ContractInfo, Inquiry, MortgageInfo, TaxFamily } from './application.ts';
import { CaseSummary } from './cases.ts';
import { CaseNo, Day, Fen, Instant, Nullable, StaffRef } from './common.ts';
import { IdType } from './id-type.ts';
import { UnitPage } from './units.ts';

/** Partner API of banks (domain §5.2). Everything is the signed-in person's own bank's; another bank's is as if it did not exist. */
const strict = { additionalProperties: false };
const LoanNo = Type.String({ pattern: '^[A-Za-z0-9-]{4,40}$' });

/** POST /api/bank/loans/query: the loan in the bank's own system. */
export const LoanQuery = Type.Object({ loanNo: LoanNo }, strict);
export const LoanView = Type.Object({
  loanNo: Type.String(),
  approved: Type.Boolean(),
  product: Type.String(),
  approvedOn: Nullable(Day),
  amountFen: Fen,
});
export type LoanView = Static<typeof LoanView>;

export const ConsentPurpose = Type.Union([Type.Literal('mortgage'), Type.Literal('purchase')]);
/** POST /api/bank/consents: a link goes to the owner's phone. 422 CONSENT_INVALID when there is no such owner. */
export const ConsentRequest = Type.Object(
  {
    unitCode: Type.String({ minLength: 28, maxLength: 40 }),
    purpose: ConsentPurpose,
    owner: Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 100 }),
        idType: IdType,
        idNo: Type.String({ minLength: 1, maxLength: 40 }),
        phone: Type.String({ minLength: 11, maxLength: 20 }),
      },
      strict,
    ),
  },
  strict,
);
export type ConsentRequest = Static<typeof ConsentRequest>;
export const AskedConsent = Type.Object({ consentNo: CaseNo, expiresAt: Instant });
export type AskedConsent = Static<typeof AskedConsent>;

/** POST /api/bank/unit-lookups: the page of the one home that the code is for. */
export const UnitLookup = Type.Object({ consentCode: Type.String({ minLength: 8, maxLength: 20 }) }, strict);
export const ConsentedUnit = Type.Object({
  consentNo: CaseNo,
  purpose: ConsentPurpose,
  expiresAt: Instant,
  page: UnitPage,
  /** 抵押顺位 a new mortgage would get now. */
  nextRank: Type.Integer(),
  /** What stops the registration; empty when nothing does. */
  blocks: Type.Array(Type.Object({ rule: Type.String(), message: Type.String(), advice: Type.String() })),
});
export type ConsentedUnit = Static<typeof ConsentedUnit>;

/** POST /api/bank/proof-lookups: a mortgage of one's own bank by the number of its proof. */
export const ProofLookup = Type.Object({ certificateNo: Type.String({ minLength: 6, maxLength: 80 }) }, strict);
export const OwnMortgage = Type.Object({
  unitCode: Type.String(),
  location: Type.String(),
  certificateNo: Type.String(),
  rank: Type.Integer(),
  amountFen: Fen,
  termFrom: Day,
  termTo: Day,
  registeredAt: Instant,
});
export type OwnMortgage = Static<typeof OwnMortgage>;

const common = {
  applicationKey: Type.String({ minLength: 8, maxLength: 64 }),
  loanNo: LoanNo,
  declareTruth: Type.Boolean(),
};
/** POST /api/bank/cases. The bank itself is the mortgagee; it is not typed in. */
export const BankApplication = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('mortgage'),
      ...common,
      consentCode: Type.String({ minLength: 8, maxLength: 20 }),
      /** 抵押人: all owners. */
      mortgagors: Type.Array(ApplicationParty, { minItems: 1, maxItems: 20 }),
      /** 债务人 who own nothing of the home. */
      debtors: Type.Array(ApplicationParty, { maxItems: 10 }),
      mortgage: MortgageInfo,
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('purchase'),
      ...common,
      consentCode: Type.String({ minLength: 8, maxLength: 20 }),
      buyers: Type.Array(ApplicationParty, { minItems: 1, maxItems: 20 }),
      sellers: Type.Array(ApplicationParty, { minItems: 1, maxItems: 20 }),
      debtors: Type.Array(ApplicationParty, { maxItems: 10 }),
      ownershipMode: Type.Union([Type.Literal('single'), Type.Literal('joint'), Type.Literal('shares')]),
      contract: ContractInfo,
      taxFamily: Type.Optional(TaxFamily),
      inquiry: Type.Optional(Inquiry),
      mortgage: MortgageInfo,
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('cancellation'),
      ...common,
      certificateNo: Type.String({ minLength: 6, maxLength: 80 }),
      /** Day on which the claim ended; the proof itself is asked of the bank's system. */
      endedOn: Day,
    },
    strict,
  ),
]);
export type BankApplication = Static<typeof BankApplication>;

export const LOAN_STATES = { PENDING: '待放款', DISBURSED: '已放款', REFUSED: '未放款' } as const;
export const BankCase = Type.Object({
  ...CaseSummary.properties,
  loanNo: Nullable(Type.String()),
  loanState: Nullable(Type.Enum(Object.keys(LOAN_STATES) as (keyof typeof LOAN_STATES)[])),
  loanStateText: Nullable(Type.String()),
  /** Step that waits for somebody now. */
  step: Nullable(Type.Object({ elementId: Type.String(), name: Type.String(), role: Type.String() })),
  /** Task of this step that the signed-in person may open. */
  taskKey: Nullable(Type.String()),
  signers: Type.Object({ signed: Type.Integer(), asked: Type.Integer() }),
});
export type BankCase = Static<typeof BankCase>;

export const BANK_FILTERS = [
  { id: 'mine', label: '待我办理' },
  { id: 'signing', label: '等待签署' },
  { id: 'registering', label: '登记中' },
  { id: 'disbursing', label: '待放款' },
  { id: 'closed', label: '已办结' },
] as const;
export type BankFilter = (typeof BANK_FILTERS)[number]['id'];
export const BankCaseQuery = Type.Object({
  filter: Type.Optional(Type.Enum(BANK_FILTERS.map((one) => one.id))),
  q: Type.Optional(
    Type.String({ maxLength: 80, description: 'case number, loan number, unit code or place; never a name' }),
  ),
});
/** GET /api/bank/cases: most urgent first. */
export const BankCaseList = Type.Object({
  items: Type.Array(BankCase),
  counts: Type.Record(Type.String(), Type.Integer()),
});
export type BankCaseList = Static<typeof BankCaseList>;

/** GET /api/bank/cases/:caseNo */
export const BankCaseDetail = Type.Object({
  ...BankCase.properties,
  contractInfo: Nullable(
    Type.Object({
      round: Type.Integer(),
      loanSignedOn: Day,
      mortgageSignedOn: Day,
      note: Nullable(Type.String()),
      enteredBy: StaffRef,
      enteredAt: Instant,
    }),
  ),
  signerList: Type.Array(
    Type.Object({
      partyNo: Type.Integer(),
      roleText: Type.String(),
      /** Masked. */
      name: Type.String(),
      state: Type.Union([Type.Literal('invited'), Type.Literal('signed'), Type.Literal('declined')]),
      at: Instant,
    }),
  ),
  ranks: Type.Array(Type.Object({ unitCode: Type.String(), confirmed: Nullable(Type.Integer()), now: Type.Integer() })),
  payoffProofNo: Nullable(Type.String()),
  /** Sealed proofs, to be downloaded from GET /api/cases/:caseNo/documents/:documentId. */
  proofs: Type.Array(Type.Object({ certificateNo: Type.String(), documentId: Type.String(), sealed: Type.Boolean() })),
  canWithdraw: Type.Boolean(),
});
export type BankCaseDetail = Static<typeof BankCaseDetail>;

export const BankWithdrawal = Type.Object({ reason: Type.String({ minLength: 2, maxLength: 200 }) }, strict);
