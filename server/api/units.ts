import Type, { type Static } from 'typebox';
import { CaseNo, Day, District, Fen, Instant, Nullable, ShareValue, UnitCode } from './common.ts';

/** States of a unit; several may hold at once. */
export const UnitState = Type.Union([
  Type.Literal('NORMAL'),
  Type.Literal('MORTGAGED'),
  Type.Literal('CAUTIONED'),
  Type.Literal('OBJECTED'),
  Type.Literal('SEIZED'),
  Type.Literal('PRE_SEIZED'),
  Type.Literal('RESTRICTED'),
  Type.Literal('EXTINGUISHED'),
]);
export type UnitState = Static<typeof UnitState>;

/** One hit of GET /api/units?q= (unit code, its beginning, certificate number or place). */
export const UnitSummary = Type.Object({
  unitCode: UnitCode,
  location: Type.String(),
  district: Type.String(),
  area: Nullable(Type.Number({ description: '㎡' })),
  use: Nullable(Type.String()),
  states: Type.Array(UnitState),
  /** Masked names of the current owners. */
  owners: Type.Array(Type.String()),
  certificateNos: Type.Array(Type.String()),
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
  name: Type.String(),
  nature: Type.String(),
  idType: Type.String(),
  idNo: Type.String({ description: 'masked' }),
  share: Nullable(ShareValue),
  certificateNo: Nullable(Type.String()),
});
export type HolderView = Static<typeof HolderView>;

export const RightStatus = Type.Union([Type.Literal('current'), Type.Literal('history'), Type.Literal('pending')]);

export const OwnershipView = Type.Object({
  rightId: Type.String(),
  rightType: Type.String({ description: '权利类型, Chinese' }),
  ownershipMode: Nullable(Type.Union([Type.Literal('single'), Type.Literal('joint'), Type.Literal('shares')])),
  holders: Type.Array(HolderView),
  certificateNos: Type.Array(Type.String()),
  caseNo: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  registeredAt: Nullable(Instant),
  registrar: Nullable(Type.String()),
  status: RightStatus,
});
export type OwnershipView = Static<typeof OwnershipView>;

export const MortgageView = Type.Object({
  rightId: Type.String(),
  rank: Nullable(Type.Integer()),
  mortgagee: Type.String(),
  mortgagor: Nullable(Type.String()),
  kind: Type.Union([Type.Literal('general'), Type.Literal('maximum')]),
  amountFen: Fen,
  debtFrom: Nullable(Day),
  debtTo: Nullable(Day),
  transferRestricted: Type.Boolean(),
  proofNo: Nullable(Type.String()),
  caseNo: Nullable(Type.String()),
  registeredAt: Nullable(Instant),
  status: RightStatus,
});
export type MortgageView = Static<typeof MortgageView>;

export const SeizureView = Type.Object({
  seizureId: Type.String(),
  kind: Type.String({ description: '查封 · 轮候查封 · 预查封 · 轮候预查封' }),
  queueNo: Type.Integer({ description: '0 is the effective one, then the queue in order of delivery' }),
  court: Type.String(),
  courtCaseNo: Type.String({ description: '案号' }),
  documentNo: Nullable(Type.String()),
  scope: Nullable(Type.String()),
  deliveredAt: Instant,
  from: Nullable(Day),
  to: Nullable(Day),
  liftedAt: Nullable(Instant),
  status: RightStatus,
});
export type SeizureView = Static<typeof SeizureView>;

export const NoteView = Type.Object({
  rightId: Type.String(),
  kind: Type.String({ description: '预告 · 异议 · 限制 …' }),
  text: Type.String(),
  holder: Nullable(Type.String()),
  proofNo: Nullable(Type.String()),
  registeredAt: Nullable(Instant),
  expiresOn: Nullable(Day),
  status: RightStatus,
});
export type NoteView = Static<typeof NoteView>;

export const HistoryEntry = Type.Object({
  seq: Type.Integer(),
  at: Instant,
  kind: Type.String(),
  text: Type.String(),
  caseNo: Nullable(Type.String()),
  version: Nullable(Type.Integer()),
});
export type HistoryEntry = Static<typeof HistoryEntry>;

/** GET /api/units/:unitCode — looks like the page of the book. `?at=` (instant) reads an earlier state. */
export const UnitPage = Type.Object({
  unitCode: UnitCode,
  registerVersion: Type.Integer(),
  district: Type.String(),
  location: Type.String(),
  states: Type.Array(UnitState),
  facts: Type.Object({
    parcelCode: Nullable(Type.String()),
    building: Nullable(Type.String()),
    floor: Nullable(Type.String()),
    roomNo: Nullable(Type.String()),
    use: Nullable(Type.String()),
    structure: Nullable(Type.String()),
    area: Nullable(Type.Number()),
    innerArea: Nullable(Type.Number()),
    sharedArea: Nullable(Type.Number()),
    landRight: Nullable(Type.String()),
    landTermTo: Nullable(Day),
    completedOn: Nullable(Day),
  }),
  ownership: Type.Array(OwnershipView),
  mortgages: Type.Array(MortgageView),
  seizures: Type.Array(SeizureView),
  cautions: Type.Array(NoteView),
  objections: Type.Array(NoteView),
  restrictions: Type.Array(NoteView),
  history: Type.Array(HistoryEntry),
  /** Running cases on this unit that the reader may see. */
  runningCases: Type.Array(Type.Object({ caseNo: CaseNo, itemName: Type.String(), status: Type.String() })),
});
export type UnitPage = Static<typeof UnitPage>;

export const CheckFinding = Type.Object({
  rule: Type.String({ examples: ['INV-06'] }),
  message: Type.String({ description: 'Chinese: what stands in the way and what can be done' }),
  blockingRow: Nullable(Type.String()),
});
export type CheckFinding = Static<typeof CheckFinding>;

/** GET /api/units/:unitCode/check?itemCode= */
export const UnitCheck = Type.Object({
  unitCode: UnitCode,
  itemCode: Type.String(),
  allowed: Type.Boolean(),
  blocks: Type.Array(CheckFinding),
  warnings: Type.Array(CheckFinding),
  registerVersion: Type.Integer(),
});
export type UnitCheck = Static<typeof UnitCheck>;
export const UnitCheckQuery = Type.Object({ itemCode: Type.String() });

/** GET /api/items */
export const Item = Type.Object({
  code: Type.String({ examples: ['BDC-10'] }),
  name: Type.String(),
  available: Type.Boolean({ description: 'a process for it is deployed and the window may take it' }),
  slaMinutes: Nullable(Type.Integer()),
  needsContract: Type.Boolean(),
  needsTax: Type.Boolean(),
  materials: Type.Array(Type.String()),
});
export type Item = Static<typeof Item>;
export const ItemList = Type.Object({ items: Type.Array(Item) });
export type ItemList = Static<typeof ItemList>;

export const DistrictOption = Type.Object({ code: District, name: Type.String() });
