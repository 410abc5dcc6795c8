import Type, { type Static } from 'typebox';

/**
 * Words that every part of the API shares.
 * Terminology: an *instant* is ISO 8601 in UTC; a *day* is `YYYY-MM-DD` in Asia/Shanghai; money is integer fen;
 * minutes are working minutes unless the name says gross.
 */

export const Instant = Type.String({ description: 'ISO 8601 instant in UTC', examples: ['2026-02-13T08:40:00.000Z'] });
/** As sent to the server: with its zone, and one that exists. */
export const InstantGiven = Type.String({
  pattern: '^(?!0000)\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:[0-5]\\d(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$',
  format: 'date-time',
  description: 'ISO 8601 instant',
});
export type Instant = Static<typeof Instant>;

/** One that exists: no 30th of February. */
export const Day = Type.String({
  pattern: '^(?!0000)\\d{4}-\\d{2}-\\d{2}$',
  format: 'date',
  description: 'calendar day in Asia/Shanghai',
});
export type Day = Static<typeof Day>;

export const Fen = Type.Integer({ minimum: 0, description: 'money in fen' });
export type Fen = Static<typeof Fen>;

export const CaseNo = Type.String({ pattern: '^\\d{20}$', description: '业务号 {yyyyMMdd}{district6}{6 digits}' });
export const UnitCodeText = Type.String({ minLength: 28, maxLength: 28, description: '不动产单元代码, normalised' });

export const ShareValue = Type.Object({ n: Type.Integer({ minimum: 1 }), d: Type.Integer({ minimum: 1 }) });
export type ShareValue = Static<typeof ShareValue>;
/** As typed. A decimal passes the form, so that the register can say what to write instead (§5.13-10). */
export const ShareGiven = Type.Object({ n: Type.Number(), d: Type.Number() }, { additionalProperties: false });

export const DISTRICTS = {
  '330203': '海曙区',
  '330205': '江北区',
  '330206': '北仑区',
  '330211': '镇海区',
  '330212': '鄞州区',
  '330213': '奉化区',
} as const;
export type DistrictCode = keyof typeof DISTRICTS;
export const District = Type.Union([
  Type.Literal('330203'),
  Type.Literal('330205'),
  Type.Literal('330206'),
  Type.Literal('330211'),
  Type.Literal('330212'),
  Type.Literal('330213'),
]);

/** Candidate groups of the user tasks and the names desks show for them. */
export const ROLES = {
  window_acceptor: '受理',
  reviewer: '审核',
  registrar: '登簿',
  cert_clerk: '缮证发证',
  tax_officer: '税务',
  trade_officer: '交易',
  archivist: '档案',
  supervisor: '督办',
  sysadmin: '系统管理',
  analyst: '流程分析',
  auditor: '审计',
  bank_clerk: '银行经办',
  bank_checker: '银行复核',
  court_officer: '法院承办',
  court_approver: '法院审批',
  police_hukou: '公安户籍',
  utility_water: '自来水过户',
  utility_power: '供电过户',
  utility_gas: '燃气过户',
  utility_tv: '数字电视过户',
  utility_broadband: '宽带过户',
} as const;
export type RoleName = keyof typeof ROLES;
export const Role = Type.Enum(Object.keys(ROLES) as RoleName[]);

/** The partner that somebody works for. */
export const OrganisationRef = Type.Object({
  orgId: Type.String(),
  kind: Type.Union([Type.Literal('bank'), Type.Literal('court'), Type.Literal('utility')]),
  name: Type.String(),
});
export type OrganisationRef = Static<typeof OrganisationRef>;

/** A member of staff as other staff see him. */
export const StaffRef = Type.Object({ userId: Type.String(), name: Type.String() });
export type StaffRef = Static<typeof StaffRef>;

export const SlaState = Type.Union([
  Type.Literal('none'),
  Type.Literal('normal'),
  Type.Literal('near'),
  Type.Literal('over'),
  Type.Literal('paused'),
  Type.Literal('stopped'),
]);
export type SlaState = Static<typeof SlaState>;

/**
 * The clock of a case at `asOf` (server time). While `ticking` is true the browser may count `remainingMinutes` down
 * by wall time; otherwise (office closed, paused, stopped) it stands still.
 */
export const SlaView = Type.Object({
  state: SlaState,
  targetMinutes: Type.Integer(),
  remainingMinutes: Type.Number({ description: 'working minutes left, negative when over' }),
  netMinutes: Type.Number({ description: 'working minutes used, pauses taken out' }),
  grossMinutes: Type.Number({ description: 'working minutes since acceptance, pauses included' }),
  startedAt: Type.Union([Instant, Type.Null()]),
  warnAt: Type.Union([Instant, Type.Null()]),
  dueAt: Type.Union([Instant, Type.Null()]),
  stoppedAt: Type.Union([Instant, Type.Null()]),
  pausedSince: Type.Union([Instant, Type.Null()]),
  pauseCause: Type.Union([Type.String(), Type.Null()]),
  pauseCauseText: Type.Union([Type.String(), Type.Null()]),
  ticking: Type.Boolean(),
  asOf: Instant,
});
export type SlaView = Static<typeof SlaView>;

export const Ok = Type.Object({ ok: Type.Literal(true) });
export type Ok = Static<typeof Ok>;

/** Types a property that may be absent on the wire as null. */
export const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
