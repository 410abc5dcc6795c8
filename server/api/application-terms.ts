import Type, { type Static } from 'typebox';
import { Day, ShareGiven } from './common.ts';
import { IdType } from './id-type.ts';

/** Blocks of the application that only some items ask for; which ones is in GET /api/items (`operations[].blocks`). */

const closed = { additionalProperties: false };
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const fen = Type.Integer({ minimum: 1 });
const ownershipMode = Type.Union([Type.Literal('single'), Type.Literal('joint'), Type.Literal('shares')]);

/** A right on the page, by its number there or by the number of its certificate or proof: exactly one of both. */
export const RightTarget = Type.Object(
  { rightId: Type.Optional(text(20)), certificateNo: Type.Optional(text(60)) },
  closed,
);
export type RightTarget = Static<typeof RightTarget>;

/** 知情同意: of a mortgagee, a caution's holder, another holder; or the signed risk of an objection or a residence right. */
export const Consent = Type.Object(
  {
    rightId: text(20),
    kind: Type.Union([
      Type.Literal('mortgagee'),
      Type.Literal('caution_holder'),
      Type.Literal('right_holder'),
      Type.Literal('objection_risk'),
      Type.Literal('residence_risk'),
    ]),
  },
  closed,
);
export type Consent = Static<typeof Consent>;

const RegisteredPerson = Type.Object({ name: text(100), idType: IdType, idNo: text(40) }, closed);

export const TransferReason = Type.Union([
  Type.Literal('sale'),
  Type.Literal('gift'),
  Type.Literal('inheritance'),
  Type.Literal('bequest'),
  Type.Literal('marital_agreement'),
  Type.Literal('divorce'),
  Type.Literal('share_change'),
  Type.Literal('judgment'),
  Type.Literal('arbitration'),
  Type.Literal('enforcement'),
  Type.Literal('contribution'),
  Type.Literal('company_merger'),
  Type.Literal('company_division'),
  Type.Literal('restructuring'),
  Type.Literal('exchange'),
  Type.Literal('resettlement'),
]);
export type TransferReason = Static<typeof TransferReason>;
export const TRANSFER_REASONS: Record<TransferReason, string> = {
  sale: '买卖',
  gift: '赠与',
  inheritance: '法定（遗嘱）继承',
  bequest: '受遗赠',
  marital_agreement: '夫妻财产约定',
  divorce: '离婚析产',
  share_change: '共有份额变化',
  judgment: '法院判决、调解',
  arbitration: '仲裁裁决',
  enforcement: '法院协助执行（拍卖、变卖、抵债）',
  contribution: '作价出资（入股）',
  company_merger: '企业合并',
  company_division: '企业分立',
  restructuring: '企业改制',
  exchange: '互换',
  resettlement: '拆迁安置',
};
/** Reasons an item knows, the usual one first; items with one reason do not ask. */
export const ITEM_REASONS: Record<string, TransferReason[]> = {
  'BDC-11': ['inheritance', 'bequest'],
  'BDC-12': ['gift'],
  'BDC-13': ['marital_agreement', 'divorce', 'share_change'],
  'BDC-14': ['judgment', 'arbitration', 'enforcement'],
  'BDC-15': ['contribution', 'company_merger', 'company_division', 'restructuring', 'exchange', 'resettlement'],
};

export const TransferTerms = Type.Object(
  {
    reason: TransferReason,
    /** Number of the deed: 公证书、赠与合同、离婚协议、裁判文书. */
    basisNo: text(80),
    effectiveOn: Day,
    valueFen: Type.Optional(fen),
    /** Holders who do not apply themselves: the deceased, the party named in the judgment. */
    previous: Type.Optional(Type.Array(RegisteredPerson, { maxItems: 40 })),
    /** BDC-11 without notary: made public for fifteen working days first. */
    unnotarised: Type.Optional(Type.Boolean()),
    shareOnly: Type.Optional(Type.Boolean()),
    preemptionNoticedOn: Type.Optional(Day),
    court: Type.Optional(
      Type.Object(
        {
          authority: text(60),
          noticeNo: text(60),
          wholeDisposal: Type.Boolean(),
          /** With `shareOnly`: the rest of the debtor's share stays his. */
          partOfShare: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type TransferTerms = Static<typeof TransferTerms>;

/** BDC-11 together with BDC-10: from whom the sellers inherit, on what paper, and which of them. */
export const InheritanceTerms = Type.Object(
  {
    deceased: Type.Array(RegisteredPerson, { minItems: 1, maxItems: 40 }),
    /** 公证书; without notary the will or the heirs' agreement. */
    basisNo: text(80),
    diedOn: Day,
    unnotarised: Type.Boolean(),
    mode: ownershipMode,
    /** Sellers who inherit, by number among the parties, from 1. */
    heirs: Type.Array(
      Type.Object({ partyNo: Type.Integer({ minimum: 1 }), share: Type.Optional(ShareGiven) }, closed),
      { minItems: 1, maxItems: 40 },
    ),
    shareOnly: Type.Optional(Type.Boolean()),
    renunciations: Type.Optional(
      Type.Array(Type.Object({ ...RegisteredPerson.properties, statementNo: text(60) }, closed), { maxItems: 40 }),
    ),
  },
  closed,
);
export type InheritanceTerms = Static<typeof InheritanceTerms>;

export const OBJECTION_GROUNDS = {
  owner: '权利人不是登记的人',
  share: '份额或共有情况有错',
  forged: '登记材料虚假',
  area: '面积、坐落等记载有错',
  burden: '抵押权等他项权利有错',
  other: '其他',
} as const;

export const GRANT_METHODS = {
  assignment: '出让',
  allocation: '划拨',
  contribution: '作价出资（入股）',
  lease: '租赁',
  authorised: '授权经营',
} as const;

/** BDC-01: 出让合同 or 划拨决定书; the parcel itself comes from its survey. */
export const LandGrantTerms = Type.Object(
  {
    method: Type.Union([
      Type.Literal('assignment'),
      Type.Literal('allocation'),
      Type.Literal('contribution'),
      Type.Literal('lease'),
      Type.Literal('authorised'),
    ]),
    contractNo: text(60),
    signedOn: Day,
    priceFen: Type.Optional(fen),
    termFrom: Type.Optional(Day),
    termTo: Type.Optional(Day),
  },
  closed,
);

export const MortgageChangeTerms = Type.Object(
  {
    reason: text(200),
    amountFen: Type.Optional(fen),
    termFrom: Type.Optional(Day),
    termTo: Type.Optional(Day),
    scope: Type.Optional(text(200)),
    restrictsTransfer: Type.Optional(Type.Boolean()),
    swapRankWith: Type.Optional(RightTarget),
    claimFixed: Type.Optional(
      Type.Object({ on: Day, amountFen: Type.Integer({ minimum: 0 }), fact: text(200) }, closed),
    ),
  },
  closed,
);

export const CancellationCause = Type.Union([
  Type.Literal('claim_ended'),
  Type.Literal('waived'),
  Type.Literal('realised'),
  Type.Literal('legal_document'),
  Type.Literal('destroyed'),
  Type.Literal('abandoned'),
  Type.Literal('expropriated'),
  Type.Literal('expired'),
  Type.Literal('death'),
  Type.Literal('agreement'),
  Type.Literal('fulfilled'),
]);
export type CancellationCause = Static<typeof CancellationCause>;
export const CANCELLATION_CAUSES: Record<CancellationCause, string> = {
  claim_ended: '债权消灭（已还清）',
  waived: '权利人放弃',
  realised: '抵押权实现',
  legal_document: '生效法律文书',
  destroyed: '不动产灭失',
  abandoned: '放弃所有权',
  expropriated: '征收、收回',
  expired: '期限届满',
  death: '权利人死亡',
  agreement: '双方协议解除',
  fulfilled: '已办理本登记',
};
/** Causes that make sense for what is cancelled, the usual one first. */
export const CAUSES_OF: Record<string, CancellationCause[]> = {
  mortgage_cancel: ['claim_ended', 'waived', 'realised', 'legal_document'],
  caution_cancel: ['waived', 'agreement', 'claim_ended', 'legal_document'],
  easement_cancel: ['expired', 'agreement', 'waived', 'legal_document'],
  residence_cancel: ['expired', 'death', 'waived', 'agreement', 'legal_document'],
  objection_cancel: ['waived', 'legal_document'],
  extinguish: ['destroyed', 'expropriated', 'abandoned', 'legal_document'],
};

/** Everything besides parties, contract, mortgage and change of name. */
export const ApplicationTerms = Type.Object({
  transfer: Type.Optional(TransferTerms),
  inheritance: Type.Optional(InheritanceTerms),
  mortgageChange: Type.Optional(MortgageChangeTerms),
  mortgageTransfer: Type.Optional(
    Type.Object(
      {
        assignmentNo: text(60),
        assignedOn: Day,
        debtorNoticedOn: Day,
        partial: Type.Boolean(),
        agreedToMove: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
  ),
  caution: Type.Optional(
    Type.Object({ agreementNo: text(60), agreedOn: Day, registrableFrom: Type.Optional(Day) }, closed),
  ),
  cautionChange: Type.Optional(
    Type.Object(
      {
        reason: text(200),
        registrableFrom: Type.Optional(Day),
        amountFen: Type.Optional(fen),
        termTo: Type.Optional(Day),
      },
      closed,
    ),
  ),
  cancellation: Type.Optional(
    Type.Object({ cause: CancellationCause, endedOn: Day, evidenceNo: Type.Optional(text(60)) }, closed),
  ),
  easement: Type.Optional(
    Type.Object(
      {
        servientUnitCode: text(40),
        dominantUnitCode: text(40),
        content: text(200),
        termFrom: Day,
        termTo: Day,
        contractNo: text(60),
      },
      closed,
    ),
  ),
  residence: Type.Optional(
    Type.Object(
      {
        basis: Type.Union([Type.Literal('contract'), Type.Literal('will')]),
        basisNo: text(60),
        scope: text(200),
        conditions: text(500),
        termTo: Type.Optional(Day),
        priceFen: Type.Optional(fen),
      },
      closed,
    ),
  ),
  facts: Type.Optional(
    Type.Object(
      {
        reason: text(200),
        basisNo: text(60),
        area: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
        innerArea: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
        sharedArea: Type.Optional(Type.Number({ minimum: 0 })),
        use: Type.Optional(
          Type.Union([
            Type.Literal('residential'),
            Type.Literal('commercial'),
            Type.Literal('office'),
            Type.Literal('industrial'),
            Type.Literal('parking'),
            Type.Literal('storage'),
          ]),
        ),
        location: Type.Optional(text(200)),
        landTermTo: Type.Optional(Day),
        ownershipMode: Type.Optional(ownershipMode),
      },
      closed,
    ),
  ),
  correction: Type.Optional(
    Type.Object(
      {
        error: text(300),
        evidenceNo: text(60),
        holderConsents: Type.Boolean(),
        exOfficio: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
  ),
  objection: Type.Optional(
    Type.Object(
      {
        ground: Type.Union([
          Type.Literal('owner'),
          Type.Literal('share'),
          Type.Literal('forged'),
          Type.Literal('area'),
          Type.Literal('burden'),
          Type.Literal('other'),
        ]),
        matter: text(300),
        evidenceNo: text(60),
      },
      closed,
    ),
  ),
  reissue: Type.Optional(
    Type.Object(
      {
        cause: Type.Union([
          Type.Literal('damaged'),
          Type.Literal('old_style'),
          Type.Literal('other'),
          Type.Literal('lost'),
        ]),
        oldReturned: Type.Boolean(),
        lossStatementNo: Type.Optional(text(60)),
      },
      closed,
    ),
  ),
  landGrant: Type.Optional(LandGrantTerms),
  /** BDC-05, 06: the surveyed areas that the homes are registered with. */
  first: Type.Optional(Type.Object({ surveyNo: text(60), completionNo: Type.Optional(text(60)) }, closed)),
  /** BDC-08 分割, 合并: the new units are those of the survey. */
  partition: Type.Optional(Type.Object({ surveyNo: text(60), reason: text(200) }, closed)),
});
export type ApplicationTerms = Static<typeof ApplicationTerms>;
