import Type, { type Static } from 'typebox';
import { CaseNo, Day, Instant, Nullable, ShareGiven, ShareValue, UnitCodeText } from './common.ts';
import { IdType } from './id-type.ts';

/** The courts' own API (domain §5.3): notices, their answers, and the court's seizures. Officers of the signed-in court only. */

export const NOTICE_KINDS = {
  query: '协助查询',
  seize: '查封',
  pre_seize: '预查封',
  renew: '续封',
  lift: '解除查封',
  dispose: '司法处置过户',
} as const;
export const NOTICE_STATES = {
  FILED: '待签发',
  UNSIGNED: '退回承办人',
  DELIVERED: '已送达，办理中',
  EFFECTIVE: '查封生效',
  QUEUED: '轮候查封',
  RENEWED: '已续封',
  LIFTED: '已解除',
  DISPOSED: '已处置，过户办理中',
  ANSWERED: '已答复',
  RETURNED: '退回法院',
} as const;
const literals = <T extends string>(words: Record<T, string>) =>
  Type.Union((Object.keys(words) as T[]).map((key) => Type.Literal(key))) as unknown as Type.TUnsafe<T>;
export const NoticeKind = literals(NOTICE_KINDS);
export type NoticeKind = keyof typeof NOTICE_KINDS;
export const NoticeState = literals(NOTICE_STATES);
export type NoticeState = keyof typeof NOTICE_STATES;

const strict = { additionalProperties: false };
const text = (max: number) => Type.String({ minLength: 1, maxLength: max });
const Person = Type.Object({ name: text(100), idNo: text(40) }, strict);
/** With 工作证 and 执行公务证; two of them (domain §5.3). */
const Officer = Type.Object({ name: text(60), workNo: text(40), dutyNo: text(40) }, strict);

/** Of the home: all of it, the debtor's share, or a part of it (INV-11, 16). */
export const DISPOSAL_EXTENTS = { whole: '整个不动产', share: '被执行人的份额', part: '该份额的一部分' } as const;
export const DisposalExtent = literals(DISPOSAL_EXTENTS);
export type DisposalExtent = keyof typeof DISPOSAL_EXTENTS;

/** CT-07: what the order disposes of, for how much and to whom, and the mortgages that it cancels (domain §5.7). */
export const NoticeDisposal = Type.Object(
  {
    extent: DisposalExtent,
    priceFen: Type.Integer({ minimum: 1 }),
    takers: Type.Array(
      Type.Object(
        {
          nature: Type.Union([Type.Literal('person'), Type.Literal('company')]),
          name: text(100),
          idType: IdType,
          idNo: text(40),
          phone: Type.Optional(Type.String({ maxLength: 20 })),
          /** Of the home; wherever shares are held afterwards. */
          share: Type.Optional(ShareGiven),
        },
        strict,
      ),
      { minItems: 1, maxItems: 10 },
    ),
    /** By their proofs. */
    cancelledProofs: Type.Array(text(60), { maxItems: 10 }),
  },
  strict,
);
export type NoticeDisposal = Static<typeof NoticeDisposal>;

export const NoticeContent = Type.Object(
  {
    /** 案号, e.g. （2026）浙0203执123号 */
    documentNo: text(60),
    caseName: Type.Optional(Type.String({ maxLength: 200 })),
    officers: Type.Array(Officer, { maxItems: 6 }),
    assistanceNo: Type.Optional(Type.String({ maxLength: 60 })),
    orderNo: Type.Optional(Type.String({ maxLength: 60 })),
    orderDate: Type.Optional(Day),
    applicant: Type.Optional(Type.String({ maxLength: 100 })),
    respondent: Type.Optional(Person),
    unitCodes: Type.Optional(Type.Array(Type.String({ minLength: 28, maxLength: 40 }), { maxItems: 20 })),
    scopeShare: Type.Optional(Nullable(ShareValue)),
    termMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 120 })),
    originalDocumentNo: Type.Optional(Type.String({ maxLength: 60 })),
    courtInsists: Type.Optional(Type.Boolean()),
    disposal: Type.Optional(NoticeDisposal),
    remarks: Type.Optional(Type.String({ maxLength: 500 })),
  },
  strict,
);
export type NoticeContent = Static<typeof NoticeContent>;

const CourtPaperKind = Type.Union([
  Type.Literal('order'),
  Type.Literal('assistance'),
  Type.Literal('third_party'),
  Type.Literal('transfer'),
  Type.Literal('deal'),
]);

/** GET /api/court/items: what a court can ask for, and with which papers. */
export const CourtItemList = Type.Object({
  items: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      /** Null: not by a notice of its own. */
      notice: Nullable(NoticeKind),
      itemCode: Nullable(Type.String()),
      slaClass: Type.String(),
      papers: Type.Array(Type.Object({ kind: CourtPaperKind, name: Type.String(), required: Type.Boolean() })),
      feeClass: Type.String(),
      effect: Type.String(),
      legalBasis: Type.String(),
    }),
  ),
});
export type CourtItemList = Static<typeof CourtItemList>;

/** POST /api/court/notices. A wrong form is no error here: it goes back to the court with its reasons. */
export const NoticeRequest = Type.Object(
  {
    /** Made by the client once for each notice. */
    noticeKey: Type.String({ minLength: 8, maxLength: 64 }),
    kind: NoticeKind,
    /** renew, lift, dispose: the seizure. */
    targetRightId: Type.Optional(Type.String({ pattern: '^\\d{1,18}$' })),
    content: NoticeContent,
    /** PDF, JPG or PNG, base64. */
    papers: Type.Array(
      Type.Object({ kind: CourtPaperKind, title: text(100), content: Type.String({ minLength: 8 }) }, strict),
      { maxItems: 6 },
    ),
  },
  strict,
);
export type NoticeRequest = Static<typeof NoticeRequest>;
export const NoticeFiled = Type.Object({ noticeNo: CaseNo, firstTime: Type.Boolean() });
export type NoticeFiled = Static<typeof NoticeFiled>;

/** POST /api/court/notices/:noticeNo/approve */
export const ApproveRequest = Type.Object(
  {
    approveDecision: Type.Union([Type.Literal('sign'), Type.Literal('return')]),
    pin: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  },
  strict,
);
export type ApproveRequest = Static<typeof ApproveRequest>;

export const PriorSeizure = Type.Object({
  authority: Type.String(),
  documentNo: Type.String(),
  state: Type.Union([Type.Literal('EFFECTIVE'), Type.Literal('QUEUED')]),
  startsAt: Nullable(Instant),
  endsAt: Nullable(Instant),
});
const Mortgage = Type.Object({ rank: Type.Integer(), amountFen: Type.Integer(), mortgagee: Type.String() });

export const MeasuredUnit = Type.Object({
  unitCode: UnitCodeText,
  location: Type.String(),
  state: Type.String(),
  queueNo: Nullable(Type.Integer()),
  startsAt: Nullable(Instant),
  endsAt: Nullable(Instant),
  prior: Type.Array(PriorSeizure),
  mortgages: Type.Array(Mortgage),
  otherStates: Type.Array(Type.String()),
});
const Named = Type.Array(Type.String());
export const QueriedUnit = Type.Object({
  unitCode: UnitCodeText,
  location: Type.String(),
  area: Type.Number(),
  use: Type.String(),
  mode: Type.String(),
  owners: Type.Array(Type.Object({ name: Type.String(), idNo: Type.String(), share: Nullable(ShareValue) })),
  mortgages: Type.Array(Mortgage),
  seizures: Type.Array(Type.Intersect([PriorSeizure, Type.Object({ queueNo: Nullable(Type.Integer()) })])),
  cautions: Type.Array(Type.Object({ kind: Type.String(), holders: Named })),
  objections: Type.Array(Type.Object({ matter: Type.String(), holders: Named })),
  residences: Type.Array(Type.Object({ scope: Type.String(), holders: Named })),
  disposals: Type.Optional(Type.Array(Type.String())),
});
export type QueriedUnit = Static<typeof QueriedUnit>;

/** What came of a disposal: what lapsed, what has taken its place, which mortgages the transfer cancels. */
export const DisposalOutcome = Type.Object({
  extent: DisposalExtent,
  kept: Nullable(ShareValue),
  lapsed: Type.Array(PriorSeizure),
  promoted: Type.Array(PriorSeizure),
  cancelled: Type.Array(
    Type.Object({ certificateNo: Type.String(), mortgagee: Type.String(), amountFen: Type.Integer() }),
  ),
});
export type DisposalOutcome = Static<typeof DisposalOutcome>;

export const CourtNotice = Type.Object({
  noticeNo: CaseNo,
  kind: NoticeKind,
  state: NoticeState,
  documentNo: Type.String(),
  unitCodes: Type.Array(UnitCodeText),
  content: NoticeContent,
  filedAt: Instant,
  filedBy: Type.String(),
  signedBy: Nullable(Type.String()),
  deliveredAt: Nullable(Instant),
  decidedAt: Nullable(Instant),
  reasons: Type.Array(Type.String()),
  advice: Type.Array(Type.String()),
  /** The answer has been handed over. */
  answered: Type.Boolean(),
  units: Type.Array(MeasuredUnit),
  disposal: Nullable(DisposalOutcome),
  /** dispose: the case that transfers it (BDC-14). */
  caseNo: Nullable(CaseNo),
  query: Nullable(Type.Object({ found: Type.Boolean(), units: Type.Array(QueriedUnit) })),
  papers: Type.Array(
    Type.Object({
      paperId: Type.String(),
      kind: Type.String(),
      title: Type.String(),
      mediaType: Type.String(),
      sealed: Type.Boolean(),
    }),
  ),
});
export type CourtNotice = Static<typeof CourtNotice>;
export const CourtNoticeList = Type.Object({ items: Type.Array(CourtNotice) });
export type CourtNoticeList = Static<typeof CourtNoticeList>;

/** GET /api/archive/notices (archive, supervisors): notices whose package can be asked for, without what they say. */
export const ArchiveNotice = Type.Object({
  noticeNo: CaseNo,
  kind: NoticeKind,
  state: NoticeState,
  authority: Type.String(),
  district: Type.String(),
  documentNo: Type.String(),
  filedAt: Instant,
  deliveredAt: Nullable(Instant),
  decidedAt: Nullable(Instant),
  receiptNo: Nullable(Type.String()),
});
export type ArchiveNotice = Static<typeof ArchiveNotice>;
export const ArchiveNoticeList = Type.Object({
  items: Type.Array(ArchiveNotice),
  /** There are older ones, which a search finds. */
  more: Type.Boolean(),
});
export type ArchiveNoticeList = Static<typeof ArchiveNoticeList>;

/** GET /api/court/seizures: the court's own live seizures, those that end first on top. */
export const CourtSeizure = Type.Object({
  rightId: Type.String(),
  unitCode: UnitCodeText,
  location: Type.String(),
  seizureKind: Type.Union([Type.Literal('seizure'), Type.Literal('pre_seizure')]),
  documentNo: Type.String(),
  state: Type.Union([Type.Literal('EFFECTIVE'), Type.Literal('QUEUED')]),
  queueNo: Nullable(Type.Integer()),
  deliveredAt: Instant,
  termMonths: Type.Integer(),
  startsAt: Nullable(Instant),
  endsAt: Nullable(Instant),
  daysLeft: Nullable(Type.Integer()),
  scopeShare: Nullable(ShareValue),
  respondent: Person,
  ahead: Type.Array(PriorSeizure),
});
export type CourtSeizure = Static<typeof CourtSeizure>;
export const CourtSeizureList = Type.Object({ items: Type.Array(CourtSeizure) });
export type CourtSeizureList = Static<typeof CourtSeizureList>;
