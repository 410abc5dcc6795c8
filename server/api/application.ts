import Type, { type Static } from 'typebox';
import { CaseNo, Day, Fen, Nullable, ShareValue } from './common.ts';

/** F-APPLY 三合一申请表 and F-INQUIRY 询问记录 (domain §5.0.5): one form for trade, tax and registration. */

/** 1 身份证 2 港澳台身份证 3 护照 4 户口簿 5 军官证 7 营业执照(统一社会信用代码) 99 其他 */
export const IdType = Type.Union((['1', '2', '3', '4', '5', '7', '99'] as const).map((code) => Type.Literal(code)));
export const ID_TYPES = {
  '1': '居民身份证',
  '2': '港澳台身份证',
  '3': '护照',
  '4': '户口簿',
  '5': '军官证（士兵证）',
  '7': '统一社会信用代码',
  '99': '其他',
} as const;

/** holder 权利人(买方、抵押权人、变更后的权利人) · obligor 义务人(卖方、抵押人) and the agents of each. */
export const PartyRole = Type.Union([
  Type.Literal('holder'),
  Type.Literal('holder_agent'),
  Type.Literal('obligor'),
  Type.Literal('obligor_agent'),
]);
export type PartyRole = Static<typeof PartyRole>;
export const PARTY_ROLES = {
  holder: '权利人',
  holder_agent: '权利人代理人',
  obligor: '义务人',
  obligor_agent: '义务人代理人',
} as const;

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
    idType: Type.String({ pattern: '^(1|2|3|4|5|7|99)$' }),
    idNo: Type.String({ minLength: 1, maxLength: 40 }),
    /** Mobile number; institutions may leave it out. */
    phone: Type.Optional(Type.String({ maxLength: 20 })),
    address: Type.Optional(Type.String({ maxLength: 200 })),
    /** Only for holders when ownershipMode is `shares`. */
    share: Type.Optional(ShareValue),
    /** For companies and banks: who signs. */
    legalRepresentative: Type.Optional(Type.String({ maxLength: 60 })),
  },
  { additionalProperties: false },
);
export type ApplicationParty = Static<typeof ApplicationParty>;

export const PayMode = Type.Union([
  Type.Literal('full'),
  Type.Literal('commercial_loan'),
  Type.Literal('provident_fund'),
  Type.Literal('mixed'),
]);

/** Sales (BDC-10): required when the item needs a contract. */
export const ContractInfo = Type.Object(
  {
    /** 网签合同号; empty when the window makes the contract of the standard format. */
    contractNo: Type.Optional(Type.String({ maxLength: 40 })),
    priceFen: Type.Integer({ minimum: 1 }),
    signedOn: Day,
    payMode: PayMode,
    escrow: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type ContractInfo = Static<typeof ContractInfo>;

/** Mortgages (BDC-17). */
export const MortgageInfo = Type.Object(
  {
    contractNo: Type.Optional(Type.String({ maxLength: 40 })),
    amountFen: Type.Integer({ minimum: 1 }),
    kind: Type.Union([Type.Literal('general'), Type.Literal('maximum')]),
    debtFrom: Day,
    debtTo: Day,
    scope: Type.Optional(Type.String({ maxLength: 200 })),
    transferRestricted: Type.Boolean({ description: '是否存在禁止或限制转让抵押不动产的约定' }),
  },
  { additionalProperties: false },
);
export type MortgageInfo = Static<typeof MortgageInfo>;

/** Change of name (BDC-07): the party with role `holder` carries the new name and number. */
export const NameChangeInfo = Type.Object(
  {
    previousName: Type.String({ minLength: 1, maxLength: 100 }),
    previousIdNo: Type.Optional(Type.String({ maxLength: 40 })),
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
    itemCode: Type.String({ pattern: '^BDC-\\d{2}$' }),
    unitCodes: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 20 }),
    /** Certificate the applicant brought, compared with the register. */
    certificateNo: Type.Optional(Type.String({ maxLength: 60 })),
    parties: Type.Array(ApplicationParty, { minItems: 1, maxItems: 40 }),
    ownershipMode: Type.Union([Type.Literal('single'), Type.Literal('joint'), Type.Literal('shares')]),
    contract: Type.Optional(ContractInfo),
    mortgage: Type.Optional(MortgageInfo),
    nameChange: Type.Optional(NameChangeInfo),
    hasLoan: Type.Boolean(),
    certMedium: Type.Union([Type.Literal('electronic'), Type.Literal('paper'), Type.Literal('both')]),
    separateCerts: Type.Boolean(),
    delivery: Type.Union([Type.Literal('window'), Type.Literal('none'), Type.Literal('mail')]),
    mailAddress: Type.Optional(Type.String({ maxLength: 200 })),
    taxFamily: Type.Optional(TaxFamily),
    inquiry: Inquiry,
    declareTruth: Type.Boolean(),
    /** Which rules for tax and fees; `current` unless an old case is replayed. */
    ruleProfile: Type.Optional(Type.Union([Type.Literal('current'), Type.Literal('2019')])),
  },
  { additionalProperties: false },
);
export type Application = Static<typeof Application>;

/** POST /api/cases answers 201 with this. `Idempotency-Key` header: filing twice answers the same case. */
export const FiledCase = Type.Object({ caseNo: CaseNo, warnings: Type.Array(Type.String()) });
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
    Type.Object({ matched: Type.Boolean(), verifyNo: Nullable(Type.String()), note: Nullable(Type.String()) }),
  ),
});
export type PartyView = Static<typeof PartyView>;

export const ContractView = Type.Object({
  contractNo: Nullable(Type.String()),
  priceFen: Nullable(Fen),
  signedOn: Nullable(Day),
  state: Nullable(Type.String()),
});
export type ContractView = Static<typeof ContractView>;

/** POST /api/cases/:caseNo/parties/:partyNo/unmask; every call is logged with its purpose. */
export const UnmaskRequest = Type.Object(
  { purpose: Type.String({ minLength: 2, maxLength: 200 }) },
  { additionalProperties: false },
);
export type UnmaskRequest = Static<typeof UnmaskRequest>;
