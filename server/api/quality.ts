import Type, { type Static } from 'typebox';
import { CaseNo, Day, Instant, Nullable, UnitCodeText } from './common.ts';

/** Data quality (domain S11, S12): reports that the platform above rejected, and units to put right. */

export const REPORT_STATES = {
  PENDING: '待上报',
  ACCEPTED: '已接收',
  REJECTED: '被退回',
  REPLACED: '已由更正代替',
} as const;
export const ReportStateName = Type.Enum(Object.keys(REPORT_STATES) as (keyof typeof REPORT_STATES)[]);

/** The lawful way to mend a finding. */
export const REMEDIES = {
  complete: '补录',
  correct: '更正登记',
  platform: '与上级平台核对',
} as const;

export const ReportFindingView = Type.Object({
  table: Nullable(Type.String()),
  field: Nullable(Type.String()),
  /** 表 · 字段 in Chinese. */
  fieldName: Nullable(Type.String()),
  unitCode: Nullable(Type.String()),
  code: Type.String(),
  message: Type.String(),
  remedy: Type.Enum(Object.keys(REMEDIES) as (keyof typeof REMEDIES)[]),
});

export const ReportView = Type.Object({
  entryId: Type.String(),
  messageNo: Type.String(),
  kindText: Type.String(),
  caseNo: Nullable(CaseNo),
  unitCodes: Type.Array(UnitCodeText),
  registeredAt: Instant,
  state: ReportStateName,
  attempts: Type.Integer(),
  lastError: Nullable(Type.String()),
  reportNo: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
  findings: Type.Array(ReportFindingView),
});
export type ReportView = Static<typeof ReportView>;

export const ReconciliationView = Type.Object({
  day: Day,
  madeAt: Instant,
  entered: Type.Integer(),
  accepted: Type.Integer(),
  pending: Type.Integer(),
  rejected: Type.Integer(),
  missing: Type.Array(Type.String()),
  unknown: Type.Array(Type.String()),
  different: Type.Array(Type.String()),
});
export type ReconciliationView = Static<typeof ReconciliationView>;

/** GET /api/quality/reports?state= */
export const ReportQuery = Type.Object({ state: Type.Optional(ReportStateName) });
export const ReportList = Type.Object({
  counts: Type.Record(Type.String(), Type.Integer()),
  items: Type.Array(ReportView),
});
export type ReportList = Static<typeof ReportList>;

/** GET /api/quality/reconciliations */
export const ReconciliationList = Type.Object({ items: Type.Array(ReconciliationView) });
export type ReconciliationList = Static<typeof ReconciliationList>;

/** POST /api/quality/reports/:entryId/resend */
export const ResendRequest = Type.Object(
  { note: Type.String({ minLength: 2, maxLength: 500 }) },
  { additionalProperties: false },
);

export const STRUCTURES = [
  '钢结构',
  '钢和钢筋混凝土结构',
  '钢筋混凝土结构',
  '混合结构',
  '砖木结构',
  '其他结构',
] as const;

/** POST /api/quality/units/:unitCode/complete: survey data only, with what it was taken from. */
export const CompleteFactsRequest = Type.Object(
  {
    basis: Type.String({ minLength: 4, maxLength: 200, description: '依据，如测绘成果报告编号' }),
    facts: Type.Object(
      {
        projectName: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
        structure: Type.Optional(Type.Enum([...STRUCTURES])),
        totalFloors: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        completedOn: Type.Optional(Day),
        floor: Type.Optional(Type.Integer({ minimum: -9, maximum: 200 })),
        roomNo: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
        innerArea: Type.Optional(Type.Number({ minimum: 0, maximum: 999_999 })),
        sharedArea: Type.Optional(Type.Number({ minimum: 0, maximum: 999_999 })),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type CompleteFactsRequest = Static<typeof CompleteFactsRequest>;

/** POST /api/quality/reconciliations */
export const ReconcileRequest = Type.Object({ day: Day }, { additionalProperties: false });

export const HOUSE_STATES = {
  READY: '可入库',
  HELD: '有错待改',
  UNLINKED: '待挂接',
  PRESENT: '已在登记簿',
  IMPORTED: '已入库',
  SUPERSEDED: '已由后续文件入库',
} as const;
const HouseStateName = Type.Enum(Object.keys(HOUSE_STATES) as (keyof typeof HOUSE_STATES)[]);

export const StockFindingView = Type.Object({
  severity: Type.Enum(['error', 'unlinked', 'warning']),
  code: Type.String(),
  message: Type.String(),
  file: Nullable(Type.String()),
  line: Nullable(Type.Integer()),
});

export const StockHouseView = Type.Object({
  batchId: Type.String(),
  house: Type.String(),
  location: Nullable(Type.String()),
  state: HouseStateName,
  findings: Type.Array(StockFindingView),
  link: Nullable(
    Type.Object({
      linkId: Type.String(),
      unitCode: UnitCodeText,
      basis: Type.String(),
      proposedBy: Type.String(),
      proposedAt: Instant,
    }),
  ),
});
export type StockHouseView = Static<typeof StockHouseView>;

export const UnitQualityView = Type.Object({
  unitCode: UnitCodeText,
  location: Type.String(),
  score: Type.Integer(),
  blocked: Type.Boolean(),
  findings: Type.Array(
    Type.Object({
      code: Type.String(),
      weight: Type.Integer(),
      text: Type.String(),
      remedy: Type.Enum(['complete', 'correct', 'resend']),
    }),
  ),
  wantedBy: Type.Array(CaseNo),
  assessedAt: Instant,
});
export type UnitQualityView = Static<typeof UnitQualityView>;

/** GET /api/quality/units: pages below 100, the worst first, and houses of the stock that wait. */
export const QualityWorkbench = Type.Object({
  threshold: Type.Integer(),
  units: Type.Array(UnitQualityView),
  houses: Type.Array(StockHouseView),
});
export type QualityWorkbench = Static<typeof QualityWorkbench>;

/** POST /api/quality/links */
export const LinkRequest = Type.Object(
  {
    batchId: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    house: Type.String({ minLength: 1, maxLength: 60 }),
    unitCode: Type.String({ minLength: 28, maxLength: 40 }),
    basis: Type.String({ minLength: 4, maxLength: 200 }),
  },
  { additionalProperties: false },
);
export type LinkRequest = Static<typeof LinkRequest>;

/** POST /api/quality/links/:linkId/decision */
export const LinkDecision = Type.Object(
  {
    decision: Type.Enum(['approve', 'reject']),
    opinion: Type.String({ minLength: 2, maxLength: 200 }),
  },
  { additionalProperties: false },
);
export type LinkDecision = Static<typeof LinkDecision>;

export const StockBatchView = Type.Object({
  batchId: Type.String(),
  files: Type.Array(Type.Object({ name: Type.String(), sha256: Type.String() })),
  state: Type.Enum(['READING', 'CHECKED', 'IMPORTED']),
  openedAt: Instant,
  importedAt: Nullable(Instant),
  rows: Type.Integer(),
  houses: Type.Integer(),
  imported: Type.Integer(),
  byState: Type.Record(Type.String(), Type.Integer()),
  byCode: Type.Array(
    Type.Object({ severity: Type.String(), code: Type.String(), message: Type.String(), count: Type.Integer() }),
  ),
});
export type StockBatchView = Static<typeof StockBatchView>;

/** GET and POST /api/stock/batches (multipart files: dry run); POST /api/stock/batches/:batchId/import; GET /api/stock/templates/:kind.csv */
export const StockBatchList = Type.Object({ items: Type.Array(StockBatchView) });
export type StockBatchList = Static<typeof StockBatchList>;

export const STOCK_TABLES = {
  parcel: '宗地',
  building: '自然幢',
  unit: '不动产单元',
  ownership: '所有权',
  holder: '权利人',
  mortgage: '抵押权',
  seizure: '查封',
} as const;
