import Type, { type Static } from 'typebox';
import { CaseNo, Day, District, Fen, Instant, Nullable, Role, ShareValue, UnitCodeText } from './common.ts';
import { QueriedUnit } from './court.ts';
import { IdType } from './id-type.ts';
import { UnitUse } from './units.ts';

/** 档案查询 (domain §5.8): AR-01 … 04 at the window, the log of all queries, the public check of a sheet. */

export const QUERY_KINDS = {
  'AR-01': '权利人查询',
  'AR-02': '利害关系人、律师查询',
  'AR-03': '国家机关查询',
  'AR-04': '缴税用住房套次查询',
  'CT-01': '司法查询',
} as const;
export const QUERY_OUTCOMES = { GIVEN: '已提供', NOTHING: '查无', REFUSED: '不予查询' } as const;
export const LOOKUPS = {
  'unit.read': '查阅登记簿',
  'unit.search': '检索登记簿',
  query: '办理查询',
  'query.refused': '被拒绝的查询',
} as const;
const keys = <T extends string>(words: Record<T, string>) =>
  Type.Union((Object.keys(words) as T[]).map((key) => Type.Literal(key))) as unknown as Type.TUnsafe<T>;
export const QueryKind = keys(QUERY_KINDS);
export type QueryKind = keyof typeof QUERY_KINDS;
export const QueryOutcome = keys(QUERY_OUTCOMES);
export type QueryOutcome = keyof typeof QUERY_OUTCOMES;

const strict = { additionalProperties: false };
const text = (max: number) => Type.String({ maxLength: max });
const Person = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    idType: IdType,
    idNo: Type.String({ minLength: 4, maxLength: 40 }),
  },
  strict,
);
const UnitCodes = Type.Array(Type.String({ minLength: 28, maxLength: 40 }), { maxItems: 50 });
const Relation = Type.Union([Type.Literal('buyer'), Type.Literal('spouse'), Type.Literal('child')]);

/** What is asked. Identity is checked by the server; gaps of the papers are refusals, kept in the log, and not errors. */
export const QueryQuestion = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('AR-01'),
      applicant: Person,
      agent: Nullable(Person),
      unitCodes: UnitCodes,
      /** Also who has asked about these homes. */
      askers: Type.Boolean(),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('AR-02'),
      applicant: Person,
      capacity: Type.Union([Type.Literal('party'), Type.Literal('lawyer')]),
      licenceNo: Nullable(text(60)),
      basisNo: text(100),
      unitCodes: UnitCodes,
      holder: Nullable(Type.Object({ name: text(100), idNo: Nullable(text(40)) }, strict)),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('AR-03'),
      authority: text(100),
      officers: Type.Array(Type.Object({ name: text(60), certificateNo: text(60) }, strict), { maxItems: 6 }),
      mandateNo: text(100),
      legalBasis: text(300),
      unitCodes: UnitCodes,
      person: Nullable(Type.Object({ name: text(100), idNo: text(40) }, strict)),
      secret: Type.Boolean(),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('AR-04'),
      applicant: Person,
      members: Type.Array(Type.Object({ relation: Relation, name: text(100), idNo: text(40) }, strict), {
        maxItems: 12,
      }),
      marital: Nullable(
        Type.Union([
          Type.Literal('single'),
          Type.Literal('married'),
          Type.Literal('divorced'),
          Type.Literal('widowed'),
        ]),
      ),
      marriage: Type.Union([Type.Literal('record'), Type.Literal('declared'), Type.Literal('unknown')]),
      contractDate: Day,
      asOf: Nullable(Day),
      unitCode: Nullable(Type.String({ minLength: 28, maxLength: 40 })),
    },
    strict,
  ),
]);
export type QueryQuestion = Static<typeof QueryQuestion>;

export const QUERY_PAPERS = {
  identity: '身份证明',
  authorisation: '授权委托书或同意查询的签字',
  interest: '利害关系证明',
  lawyer: '律师执业证、律师事务所证明和委托书',
  mandate: '协助查询文书',
  declaration: '婚姻和家庭成员声明',
} as const;
export type QueryPaperKind = keyof typeof QUERY_PAPERS;

/** POST /api/queries */
export const QueryRequest = Type.Object(
  {
    /** Made by the client once for each query. */
    queryKey: Type.String({ minLength: 8, maxLength: 64 }),
    purpose: text(300),
    /** For whoever is not bound to a district. */
    district: Type.Optional(District),
    question: QueryQuestion,
    /** PDF, JPG or PNG, base64. */
    papers: Type.Array(Type.Object({ kind: keys(QUERY_PAPERS), content: Type.String({ minLength: 8 }) }, strict), {
      maxItems: 6,
    }),
  },
  strict,
);
export type QueryRequest = Static<typeof QueryRequest>;

const facts = {
  unitCode: UnitCodeText,
  location: Type.String(),
  use: UnitUse,
  area: Type.Number(),
  innerArea: Nullable(Type.Number()),
  sharedArea: Nullable(Type.Number()),
  floor: Nullable(Type.Integer()),
  totalFloors: Nullable(Type.Integer()),
  structure: Nullable(Type.String()),
  completedOn: Nullable(Day),
  landUse: Type.String(),
  landNature: Type.String(),
  landTermTo: Nullable(Day),
};
const Names = Type.Array(Type.String());

/** AR-01: one's own page. */
export const OwnedUnit = Type.Object({
  ...facts,
  rights: Type.Array(Type.Union([Type.Literal('OWNERSHIP'), Type.Literal('CAUTION'), Type.Literal('RESIDENCE')])),
  mode: Nullable(Type.Union([Type.Literal('single'), Type.Literal('joint'), Type.Literal('shares')])),
  certificateNos: Names,
  registeredAt: Nullable(Instant),
  holders: Type.Array(Type.Object({ name: Type.String(), share: Nullable(ShareValue), self: Type.Boolean() })),
  mortgages: Type.Array(
    Type.Object({ rank: Type.Integer(), mortgagee: Type.String(), amountFen: Fen, termFrom: Day, termTo: Day }),
  ),
  cautions: Type.Array(Type.Object({ kind: Type.String(), holders: Names })),
  objections: Type.Array(Type.Object({ matter: Type.String(), holders: Names })),
  residences: Type.Array(Type.Object({ scope: Type.String(), holders: Names })),
  seizures: Type.Array(
    Type.Object({
      authority: Type.String(),
      documentNo: Type.String(),
      queueNo: Nullable(Type.Integer()),
      startsAt: Nullable(Instant),
      endsAt: Nullable(Instant),
    }),
  ),
});
export type OwnedUnit = Static<typeof OwnedUnit>;

/** AR-02: no person. */
export const LimitedUnit = Type.Object({
  ...facts,
  registered: Type.Boolean(),
  extinguished: Type.Boolean(),
  coOwned: Type.Boolean(),
  mortgaged: Type.Boolean(),
  cautioned: Type.Boolean(),
  objected: Type.Boolean(),
  seized: Type.Boolean(),
  holderMatches: Nullable(Type.Boolean()),
});
export type LimitedUnit = Static<typeof LimitedUnit>;

export const Asker = Type.Object({
  unitCode: UnitCodeText,
  askedAt: Instant,
  kind: QueryKind,
  who: Type.String(),
  purpose: Type.String(),
});

/** GET /api/cases/:caseNo/housing-count, and what AR-04 gives. */
export const HousingCount = Type.Object({
  ruleVersion: Type.String(),
  count: Type.Integer(),
  items: Type.Array(
    Type.Object({
      unitCode: UnitCodeText,
      location: Type.String(),
      area: Type.Number(),
      via: Type.Union([Type.Literal('OWNERSHIP'), Type.Literal('CAUTION'), Type.Literal('BOUGHT')]),
      relations: Type.Array(Relation),
      counted: Type.Boolean(),
      reason: Nullable(Type.String()),
    }),
  ),
  uncertain: Type.Array(Type.Object({ code: Type.String(), text: Type.String(), unitCode: Nullable(UnitCodeText) })),
});
export type HousingCount = Static<typeof HousingCount>;

export const QueryAnswer = Type.Union([
  Type.Object({ kind: Type.Literal('AR-01'), units: Type.Array(OwnedUnit), askers: Nullable(Type.Array(Asker)) }),
  Type.Object({ kind: Type.Literal('AR-02'), units: Type.Array(LimitedUnit) }),
  Type.Object({ kind: Type.Literal('AR-03'), units: Type.Array(QueriedUnit) }),
  Type.Object({ kind: Type.Literal('AR-04'), housing: HousingCount }),
]);
export type QueryAnswer = Static<typeof QueryAnswer>;

const line = {
  queryNo: CaseNo,
  kind: QueryKind,
  district: Type.String(),
  askedAt: Instant,
  userId: Type.String(),
  forWhom: Type.String(),
  purpose: Type.String(),
  legalBasis: Type.String(),
  basisNo: Nullable(Type.String()),
  unitCodes: Type.Array(Type.String()),
  fields: Type.Array(Type.String()),
  outcome: QueryOutcome,
  refusals: Type.Array(Type.Object({ code: Type.String(), reason: Type.String(), advice: Type.String() })),
  resultHash: Nullable(Type.String()),
  secret: Type.Boolean(),
  validUntil: Nullable(Instant),
};

/** One query as whoever asked it sees it. */
export const Query = Type.Object({
  ...line,
  result: Nullable(QueryAnswer),
  /** 查询结果 or 不予查询告知书, sealed; null while the seal service does not answer (POST …/sheet tries again). */
  sheet: Nullable(Type.Object({ paperId: Type.String(), title: Type.String() })),
  /** Verification code on the sheet. */
  code: Nullable(Type.String()),
});
export type Query = Static<typeof Query>;

/** GET /api/queries: one's own of the last days, newest first. The applicant is masked. */
export const QueryLine = Type.Object(line);
export type QueryLine = Static<typeof QueryLine>;
export const QueryList = Type.Object({ items: Type.Array(QueryLine) });
export type QueryList = Static<typeof QueryList>;

/** POST /api/queries/log: a body, so that what is searched for stands in no address and no log of requests. */
export const QueryLogRequest = Type.Object(
  {
    kind: Type.Optional(QueryKind),
    outcome: Type.Optional(QueryOutcome),
    userId: Type.Optional(text(64)),
    unitCode: Type.Optional(text(40)),
    text: Type.Optional(text(100)),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
  },
  strict,
);
export type QueryLogRequest = Static<typeof QueryLogRequest>;
export const QueryLogLine = Type.Object({
  ...line,
  userName: Type.String(),
  role: Type.String(),
  papers: Type.Array(Type.Object({ paperId: Type.String(), kind: Type.String(), title: Type.String() })),
});
export type QueryLogLine = Static<typeof QueryLogLine>;
export const QueryLog = Type.Object({
  items: Type.Array(QueryLogLine),
  /** When a unit was named: every other reading of its page by staff. */
  readings: Type.Array(
    Type.Object({
      at: Instant,
      userName: Type.String(),
      action: Type.String(),
      purpose: Type.String(),
      caseNo: Nullable(Type.String()),
    }),
  ),
});
export type QueryLog = Static<typeof QueryLog>;

/** GET /api/queries/alarms: members of staff who looked up unusually much, newest first. */
export const LookupAlarms = Type.Object({
  items: Type.Array(
    Type.Object({
      userId: Type.String(),
      userName: Type.String(),
      role: Nullable(Role),
      day: Day,
      what: keys(LOOKUPS),
      n: Type.Integer(),
      stopped: Type.Boolean(),
      at: Instant,
    }),
  ),
});
export type LookupAlarms = Static<typeof LookupAlarms>;

/** GET /api/query-items */
export const QueryItemList = Type.Object({
  items: Type.Array(
    Type.Object({
      code: QueryKind,
      name: Type.String(),
      situation: Type.String(),
      channels: Type.Array(Type.String()),
      slaClass: Type.String(),
      slaWithRetrieval: Nullable(Type.String()),
      materials: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), required: Type.Boolean() })),
      legalBasis: Type.String(),
      fields: Type.Array(Type.String()),
    }),
  ),
});

/** GET /api/public/queries/:code, without sign-in: is this sheet ours, and does it still hold? Nothing of what it says. */
export const QueryVerification = Type.Union([
  Type.Object({
    found: Type.Literal(true),
    queryNo: Type.String(),
    kind: QueryKind,
    askedAt: Instant,
    validUntil: Instant,
    valid: Type.Boolean(),
    /** SHA-256 of the sealed PDF; null when none was handed out. */
    sha256: Nullable(Type.String()),
    checkedAt: Instant,
  }),
  Type.Object({ found: Type.Literal(false), message: Type.String(), checkedAt: Instant }),
]);
export type QueryVerification = Static<typeof QueryVerification>;
