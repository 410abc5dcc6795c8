import Type, { type Static } from 'typebox';
import { CaseNo, Day, Fen, Instant, Nullable, ShareValue, UnitCodeText } from './common.ts';

/** States of a unit; several may hold at once. */
export const UnitState = Type.Union([
  Type.Literal('NORMAL'),
  Type.Literal('MORTGAGED'),
  Type.Literal('CAUTIONED'),
  Type.Literal('OBJECTED'),
  Type.Literal('RESIDED'),
  Type.Literal('EASEMENT'),
  Type.Literal('SEIZED'),
  Type.Literal('PRE_SEIZED'),
  Type.Literal('DISPOSED'),
  Type.Literal('RESTRICTED'),
  Type.Literal('EXTINGUISHED'),
]);
export type UnitState = Static<typeof UnitState>;

export const UnitUse = Type.Union([
  Type.Literal('residential'),
  Type.Literal('commercial'),
  Type.Literal('office'),
  Type.Literal('industrial'),
  Type.Literal('parking'),
  Type.Literal('storage'),
  Type.Literal('common'),
]);
export type UnitUse = Static<typeof UnitUse>;
export const UNIT_USES: Record<UnitUse, string> = {
  residential: '住宅',
  commercial: '商业',
  office: '办公',
  industrial: '工业',
  parking: '车位（库）',
  storage: '储藏室',
  common: '业主共有部分',
};
export const UNIT_STATES: Record<UnitState, string> = {
  NORMAL: '正常',
  MORTGAGED: '已抵押',
  CAUTIONED: '已预告',
  OBJECTED: '有异议',
  RESIDED: '有居住权',
  EASEMENT: '有地役权',
  SEIZED: '已查封',
  PRE_SEIZED: '已预查封',
  DISPOSED: '已处置待过户',
  RESTRICTED: '限制处分',
  EXTINGUISHED: '已灭失',
};

/** One hit of GET /api/units?q= (unit code, its beginning, certificate number or place). */
export const UnitSummary = Type.Object({
  unitCode: UnitCodeText,
  district: Type.String(),
  location: Type.String(),
  area: Type.Number({ description: '㎡' }),
  use: UnitUse,
  states: Type.Array(UnitState),
  certificateNos: Type.Array(Type.String()),
  registerVersion: Type.Integer(),
  /** Found by this code of the dissolved 江东区; to be confirmed in the application (`legacyCodes`). */
  legacyCode: Nullable(Type.String()),
});
export type UnitSummary = Static<typeof UnitSummary>;
export const UnitSearchQuery = Type.Object({
  q: Type.String({ maxLength: 80 }),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
});
export type UnitSearchQuery = Static<typeof UnitSearchQuery>;
export const UnitSearchResult = Type.Object({ items: Type.Array(UnitSummary) });
export type UnitSearchResult = Static<typeof UnitSearchResult>;

/** A holder as the page of the book shows him; name and number masked. */
export const HolderView = Type.Object({
  seq: Type.Integer(),
  name: Type.String(),
  idType: Type.String(),
  idNo: Type.String(),
  nature: Type.String(),
  share: Nullable(ShareValue),
  masked: Type.Boolean(),
});
export type HolderView = Static<typeof HolderView>;

/** QUEUED only for seizures (轮候), CURRENT 现势, HISTORY 历史. */
export const RightStatus = Type.Union([Type.Literal('QUEUED'), Type.Literal('CURRENT'), Type.Literal('HISTORY')]);
export type RightStatus = Static<typeof RightStatus>;

const right = {
  rightId: Type.String(),
  unitCode: UnitCodeText,
  status: RightStatus,
  /** 登记类型: 100 首次, 200 转移, 300 变更 … */
  regType: Type.Integer(),
  reason: Type.String(),
  caseNo: Nullable(Type.String()),
  registeredAt: Instant,
  registrar: Type.String({ description: '登簿人, the name of the person or of the system' }),
  endedAt: Nullable(Instant),
  endedReason: Nullable(Type.String()),
  note: Nullable(Type.String()),
  certificateNos: Type.Array(Type.String()),
  holders: Type.Array(HolderView),
};

export const OwnershipView = Type.Object({
  ...right,
  /** 3 国有建设用地使用权 · 4 land and house */
  rightType: Type.String(),
  /** common: 业主共有部分, without holders by name */
  mode: Type.Union([Type.Literal('single'), Type.Literal('joint'), Type.Literal('shares'), Type.Literal('common')]),
  priceFen: Nullable(Fen),
});
export type OwnershipView = Static<typeof OwnershipView>;

export const MortgageView = Type.Object({
  ...right,
  mortgageKind: Type.Union([Type.Literal('general'), Type.Literal('maximum')]),
  amountFen: Fen,
  termFrom: Day,
  termTo: Day,
  rank: Type.Integer(),
  scope: Type.String(),
  restrictsTransfer: Type.Boolean(),
  contractNo: Type.String(),
  loanContractNo: Nullable(Type.String()),
  /** What the rank is counted from. */
  rankSince: Instant,
  existingClaimFen: Nullable(Fen),
  claimFixed: Nullable(Type.Object({ on: Day, amountFen: Fen, fact: Type.String() })),
  underConstruction: Type.Boolean(),
});
export type MortgageView = Static<typeof MortgageView>;

export const SeizureView = Type.Object({
  ...right,
  seizureKind: Type.Union([Type.Literal('seizure'), Type.Literal('pre_seizure')]),
  authority: Type.String(),
  documentNo: Type.String({ description: '案号' }),
  deliveredAt: Instant,
  /** Null while effective; 1… while queued. */
  queueNo: Nullable(Type.Integer()),
  termMonths: Type.Integer(),
  startsAt: Nullable(Instant),
  endsAt: Nullable(Instant),
  scopeShare: Nullable(ShareValue),
});
export type SeizureView = Static<typeof SeizureView>;

export const CautionView = Type.Object({
  ...right,
  cautionKind: Type.Union([
    Type.Literal('presale'),
    Type.Literal('sale'),
    Type.Literal('presale_mortgage'),
    Type.Literal('mortgage'),
  ]),
  agreementNo: Nullable(Type.String()),
  agreedOn: Nullable(Day),
  registrableFrom: Nullable(Day),
  /** Last day of effect (90 days); null while the day is not known. */
  lapsesOn: Nullable(Day),
  priceFen: Nullable(Fen),
  claim: Nullable(
    Type.Object({
      amountFen: Fen,
      termFrom: Day,
      termTo: Day,
      scope: Type.String(),
      loanContractNo: Type.String(),
    }),
  ),
});
export type CautionView = Static<typeof CautionView>;

export const EasementView = Type.Object({
  ...right,
  /** 供役地 servient · 需役地 dominant */
  side: Type.Union([Type.Literal('servient'), Type.Literal('dominant')]),
  otherUnitCode: UnitCodeText,
  content: Type.String(),
  termFrom: Day,
  termTo: Day,
  contractNo: Type.String(),
});
export type EasementView = Static<typeof EasementView>;

export const ResidenceView = Type.Object({
  ...right,
  basis: Type.Union([Type.Literal('contract'), Type.Literal('will')]),
  basisNo: Type.String(),
  scope: Type.String(),
  conditions: Type.String(),
  /** Null = for life. */
  termTo: Nullable(Day),
  /** Null = free of charge. */
  priceFen: Nullable(Fen),
});
export type ResidenceView = Static<typeof ResidenceView>;

export const ObjectionView = Type.Object({
  ...right,
  matter: Type.String(),
  lapsesOn: Day,
  suitNo: Nullable(Type.String()),
});
export type ObjectionView = Static<typeof ObjectionView>;

export const HistoryEntry = Type.Object({
  at: Instant,
  kind: Type.String({ description: 'OWNERSHIP · MORTGAGE · CAUTION · OBJECTION · SEIZURE' }),
  text: Type.String(),
  caseNo: Nullable(Type.String()),
  certificateNos: Type.Array(Type.String()),
});
export type HistoryEntry = Static<typeof HistoryEntry>;

/** GET /api/units/:unitCode — looks like the page of the book. `?at=` (instant) reads an earlier state. */
/** INV-20 (查封规定 §25): from `toldAt` on, when the mortgagee had the notice, the claim grows no further. */
export const FrozenClaim = Type.Object({
  mortgageId: Type.String(),
  seizureId: Type.String(),
  toldAt: Nullable(Instant),
  connected: Type.Boolean(),
  /** As the mortgagee stated it; null: at most the 最高债权额. */
  claimFen: Nullable(Type.Integer()),
});
export type FrozenClaim = Static<typeof FrozenClaim>;

export const UnitPage = Type.Object({
  unit: Type.Object({
    unitCode: UnitCodeText,
    parcelCode: Type.String(),
    district: Type.String(),
    location: Type.String(),
    projectName: Nullable(Type.String()),
    buildingNo: Nullable(Type.String()),
    floor: Nullable(Type.Integer()),
    totalFloors: Nullable(Type.Integer()),
    roomNo: Nullable(Type.String()),
    use: UnitUse,
    structure: Nullable(Type.String()),
    area: Type.Number(),
    innerArea: Nullable(Type.Number()),
    sharedArea: Nullable(Type.Number()),
    landNature: Type.String(),
    landUse: Type.String(),
    landTermTo: Nullable(Day),
    completedOn: Nullable(Day),
  }),
  registerVersion: Type.Integer(),
  asOf: Instant,
  states: Type.Array(UnitState),
  ownership: Nullable(OwnershipView),
  /** By rank. */
  mortgages: Type.Array(MortgageView),
  /** Claims of 最高额抵押 that stand still under a seizure, the first notice first. */
  frozenClaims: Type.Array(FrozenClaim),
  cautions: Type.Array(CautionView),
  easements: Type.Array(EasementView),
  residences: Type.Array(ResidenceView),
  objections: Type.Array(ObjectionView),
  /** Effective first, then the queue. */
  seizures: Type.Array(SeizureView),
  /** Newest first. */
  history: Type.Array(HistoryEntry),
  runningCases: Type.Array(Type.Object({ caseNo: CaseNo, itemCode: Type.String() })),
  /** A sentence per state that says what it blocks. */
  effects: Type.Array(Type.Object({ state: UnitState, text: Type.String() })),
});
export type UnitPage = Static<typeof UnitPage>;

/** What stands in the way: the rule, what is wrong (`message`) and what to do (`advice`). */
export const Block = Type.Object({
  rule: Type.String({ examples: ['INV-06'] }),
  code: Type.String(),
  message: Type.String(),
  advice: Type.String(),
  blockingRow: Nullable(Type.Object({ table: Type.String(), id: Type.String(), summary: Type.String() })),
});
export type Block = Static<typeof Block>;

/** GET /api/units/:unitCode/check?itemCode= */
export const UnitCheck = Type.Object({
  unitCode: UnitCodeText,
  itemCode: Type.String(),
  allowed: Type.Boolean(),
  blocks: Type.Array(Block),
  warnings: Type.Array(Block),
  registerVersion: Type.Integer(),
});
export type UnitCheck = Static<typeof UnitCheck>;
export const UnitCheckQuery = Type.Object({
  itemCode: Type.String(),
  /** Which operation of the item; its first when left out. */
  operation: Type.Optional(Type.String({ maxLength: 20 })),
});

/** How a side is called for this item, and which kind of person it usually is. */
export const PartyNeed = Type.Object({
  title: Type.String({ examples: ['买方'] }),
  required: Type.Boolean(),
  nature: Type.Union([Type.Literal('person'), Type.Literal('company')]),
});
export type PartyNeed = Static<typeof PartyNeed>;

/** One thing an item can do. */
export const ItemOperation = Type.Object({
  code: Type.String(),
  name: Type.String(),
  /** transfer, mortgage, caution_cancel …: what it does to the page. */
  effects: Type.Array(Type.String()),
  acquirer: PartyNeed,
  obligor: Nullable(PartyNeed),
  mortgagee: Nullable(PartyNeed),
  /** Parts of the application that must be filled in. */
  blocks: Type.Array(Type.String()),
});
export type ItemOperation = Static<typeof ItemOperation>;

/** GET /api/items */
export const Item = Type.Object({
  code: Type.String({ examples: ['BDC-10'] }),
  name: Type.String(),
  /** Only enabled items can be filed. */
  enabled: Type.Boolean(),
  slaClass: Type.String({ examples: ['60m'] }),
  right: Type.String(),
  needsContract: Type.Boolean(),
  needsTax: Type.Boolean(),
  /** In a citizen's words, and the heading under which it is offered. */
  situation: Type.String(),
  group: Type.String(),
  operations: Type.Array(ItemOperation),
  /** Items that may be applied for together with this one. */
  combinesWith: Type.Array(Type.String()),
  /** What it does when it is applied for together with another; null = its first operation. */
  joined: Nullable(ItemOperation),
  /** none · possible · always (条例 §19) */
  siteView: Type.String(),
  /** Units of one application at most. */
  mostUnits: Type.Integer(),
  /** Rule profiles in which the item exists. */
  profiles: Type.Array(Type.String()),
  materials: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), shared: Type.Boolean(), required: Type.Boolean() }),
  ),
});
export type Item = Static<typeof Item>;
export const ItemList = Type.Object({ items: Type.Array(Item) });
export type ItemList = Static<typeof ItemList>;
