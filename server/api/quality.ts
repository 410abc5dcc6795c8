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
