import Type, { type Static } from 'typebox';
import { ApplicationTerms, Consent, RightTarget } from './application-terms.ts';
import { CaseNo, Day, Fen, Instant, Nullable, ShareGiven, ShareValue } from './common.ts';
import { IdType } from './id-type.ts';
import { YilutongBlocks } from './yilutong.ts';

export { ID_TYPES, IdType } from './id-type.ts';

/** F-APPLY 三合一申请表 and F-INQUIRY 询问记录 (domain §5.0.5): one form for trade, tax and registration. */

/**
 * acquirer 权利人(买方、抵押权人、变更后的权利人) · obligor 义务人(卖方、抵押人) and the agents of each; mortgagee only where a
 * mortgage is applied for together with a transfer or a caution.
 */
export const PartyRole = Type.Union([
  Type.Literal('acquirer'),
  Type.Literal('acquirer_agent'),
  Type.Literal('obligor'),
  Type.Literal('obligor_agent'),
  Type.Literal('mortgagee'),
  Type.Literal('mortgagee_agent'),
  Type.Literal('debtor'),
]);
export type PartyRole = Static<typeof PartyRole>;
export const PARTY_ROLES: Record<PartyRole, string> = {
  acquirer: '权利人',
  acquirer_agent: '权利人代理人',
  obligor: '义务人',
  obligor_agent: '义务人代理人',
  mortgagee: '抵押权人',
  mortgagee_agent: '抵押权人代理人',
  debtor: '债务人',
};

export const PartyNature = Type.Union([
  Type.Literal('person'),
  Type.Literal('company'),
  Type.Literal('institution'),
  Type.Literal('government'),
  Type.Literal('other'),
]);
export type PartyNature = Static<typeof PartyNature>;

export const ApplicationParty = Type.Object(
  {
    role: PartyRole,
    nature: PartyNature,
    name: Type.String({ minLength: 1, maxLength: 100 }),
    idType: IdType,
    idNo: Type.String({ minLength: 1, maxLength: 40 }),
    /** Mobile number; institutions may leave it out. */
    phone: Type.Optional(Type.String({ maxLength: 20 })),
    address: Type.Optional(Type.String({ maxLength: 200 })),
    /** Only for acquirers when ownershipMode is `shares`. */
    share: Type.Optional(ShareGiven),
    /** Agents: number of the party they act for, counted from 1 in the order of `parties`. */
    representsPartyNo: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);
export type ApplicationParty = Static<typeof ApplicationParty>;

/** 全款 · 商贷 · 公积金 · 组合 */
export const PayMode = Type.Union([
  Type.Literal('full'),
  Type.Literal('loan'),
  Type.Literal('fund'),
  Type.Literal('mixed'),
]);
export type PayMode = Static<typeof PayMode>;

/** Sales (BDC-10): required when the item needs a contract. */
export const ContractInfo = Type.Object(
  {
    /** 网签合同号; left out when the window makes the contract of the standard format. */
    contractNo: Type.Optional(Type.String({ maxLength: 40 })),
    priceFen: Type.Integer({ minimum: 1 }),
    signedOn: Day,
    payMode: PayMode,
    escrow: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ContractInfo = Static<typeof ContractInfo>;

/** Mortgages (BDC-17). */
export const MortgageInfo = Type.Object(
  {
    mortgageKind: Type.Union([Type.Literal('general'), Type.Literal('maximum')]),
    amountFen: Type.Integer({ minimum: 1 }),
    termFrom: Day,
    termTo: Day,
    scope: Type.String({ maxLength: 200 }),
    /** 是否存在禁止或限制转让抵押不动产的约定 */
    restrictsTransfer: Type.Boolean(),
    loanContractNo: Type.String({ minLength: 1, maxLength: 60 }),
    mortgageContractNo: Type.String({ minLength: 1, maxLength: 60 }),
    /** 最高额: claims that existed before and are moved in */
    existingClaimFen: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: false },
);
export type MortgageInfo = Static<typeof MortgageInfo>;

/** Change of name (BDC-07): the acquirers carry the new identity, in the order of the register's holders. */
export const NameChangeInfo = Type.Object(
  {
    previous: Type.Array(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 100 }),
          idType: IdType,
          idNo: Type.String({ minLength: 1, maxLength: 40 }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 40 },
    ),
    reason: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
);
export type NameChangeInfo = Static<typeof NameChangeInfo>;

export const TaxFamily = Type.Object(
  {
    marital: Type.Union([
      Type.Literal('single'),
      Type.Literal('married'),
      Type.Literal('divorced'),
      Type.Literal('widowed'),
    ]),
    spouse: Type.Optional(
      Type.Object(
        { name: Type.String({ minLength: 1 }), idNo: Type.String({ minLength: 1 }) },
        { additionalProperties: false },
      ),
    ),
    minorChildren: Type.Array(
      Type.Object(
        { name: Type.String({ minLength: 1 }), idNo: Type.String({ minLength: 1 }) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type TaxFamily = Static<typeof TaxFamily>;

/** F-INQUIRY 询问记录, 民法典 212. */
export const Inquiry = Type.Object(
  {
    trueIntention: Type.Boolean(),
    leased: Type.Boolean(),
    residenceRight: Type.Boolean(),
    /** Only asked while the unit is mortgaged. */
    mortgageeInformed: Type.Optional(Type.Boolean()),
    other: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type Inquiry = Static<typeof Inquiry>;

export const Application = Type.Object(
  {
    /** UUID made by the client when the form opens; filing again with the same key answers the same case. */
    applicationKey: Type.String({ minLength: 8, maxLength: 64 }),
    itemCode: Type.String({ pattern: '^BDC-\\d{2}$' }),
    /** Which operation of the item (GET /api/items); needed where it has several. */
    operation: Type.Optional(Type.String({ maxLength: 20 })),
    /** Items entered in the same 登簿 (`combinesWith` of GET /api/items). */
    combined: Type.Optional(Type.Array(Type.String({ pattern: '^BDC-\\d{2}$' }), { maxItems: 3 })),
    /** Rights the case is about: the mortgage to cancel, the caution to transfer. */
    targets: Type.Optional(Type.Array(RightTarget, { maxItems: 20 })),
    /** As many as the item allows (`mostUnits` of GET /api/items). */
    unitCodes: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 300 }),
    /** Old codes on the papers (江东 330204), each compared with the unit of today and confirmed by the clerk. */
    legacyCodes: Type.Optional(
      Type.Array(
        Type.Object(
          { legacyCode: Type.String({ maxLength: 40 }), unitCode: Type.String({ maxLength: 40 }) },
          { additionalProperties: false },
        ),
        { maxItems: 20 },
      ),
    ),
    parties: Type.Array(ApplicationParty, { minItems: 1, maxItems: 40 }),
    /** Of the acquirers after a transfer; left out for mortgages and changes of name. */
    ownershipMode: Type.Optional(Type.Union([Type.Literal('single'), Type.Literal('joint'), Type.Literal('shares')])),
    contract: Type.Optional(ContractInfo),
    mortgage: Type.Optional(MortgageInfo),
    nameChange: Type.Optional(NameChangeInfo),
    ...ApplicationTerms.properties,
    /** Written consents and acknowledgements handed in with the application. */
    consents: Type.Optional(Type.Array(Consent, { maxItems: 40 })),
    hasLoan: Type.Optional(Type.Boolean()),
    ...YilutongBlocks.properties,
    certMedium: Type.Union([Type.Literal('electronic'), Type.Literal('paper'), Type.Literal('both')]),
    separateCerts: Type.Optional(Type.Boolean()),
    delivery: Type.Union([Type.Literal('window'), Type.Literal('none'), Type.Literal('mail')]),
    /** online: taken down from 浙里办; waits for what is missing instead of sending anybody home. Default window. */
    channel: Type.Optional(Type.Union([Type.Literal('window'), Type.Literal('online')])),
    deliveryAddress: Type.Optional(Type.String({ maxLength: 200 })),
    taxFamily: Type.Optional(TaxFamily),
    inquiry: Type.Optional(Inquiry),
    declareTruth: Type.Boolean(),
    /** Which rules for tax and fees; `current` unless an old case is replayed. */
    ruleProfile: Type.Optional(Type.Union([Type.Literal('current'), Type.Literal('2019')])),
  },
  { additionalProperties: false },
);
export type Application = Static<typeof Application>;

/** POST /api/cases answers 201 with this, 200 when the same `applicationKey` was filed before. */
export const FiledCase = Type.Object({ caseNo: CaseNo, firstTime: Type.Boolean() });
export type FiledCase = Static<typeof FiledCase>;

/** Masked view of a party on case and task pages. */
export const PartyView = Type.Object({
  partyNo: Type.Integer(),
  role: PartyRole,
  roleText: Type.String(),
  nature: PartyNature,
  name: Type.String(),
  idType: Type.String(),
  idNo: Type.String(),
  phone: Nullable(Type.String()),
  share: Nullable(ShareValue),
  masked: Type.Boolean(),
  /** Result of the identity check: null while not done. */
  identity: Nullable(
    Type.Object({
      /** matched · mismatch · unavailable · manual_ok · manual_reject */
      result: Type.String(),
      resultText: Type.String(),
      verifyNo: Nullable(Type.String()),
      at: Instant,
    }),
  ),
});
export type PartyView = Static<typeof PartyView>;

export const ContractView = Type.Object({
  contractNo: Nullable(Type.String()),
  priceFen: Nullable(Fen),
  signedOn: Nullable(Day),
  payMode: Nullable(Type.String()),
  /** FILED · CANCELLED; null before the filing. */
  filingState: Nullable(Type.String()),
  filedAt: Nullable(Instant),
});
export type ContractView = Static<typeof ContractView>;

/** POST /api/cases/:caseNo/parties/:partyNo/unmask; every call is logged with its purpose. */
export const UnmaskRequest = Type.Object(
  { purpose: Type.String({ minLength: 2, maxLength: 200 }) },
  { additionalProperties: false },
);
export type UnmaskRequest = Static<typeof UnmaskRequest>;
