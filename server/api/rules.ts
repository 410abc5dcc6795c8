import Type, { type Static } from 'typebox';
import { Day, Instant, Nullable, StaffRef } from './common.ts';
import type { UnitUse } from './units.ts';

/** 规则配置: dated and local rules as data (registry/rule-values). */
export const RuleScope = Type.Union([Type.Literal('*'), Type.Literal('current'), Type.Literal('2019')]);
export type RuleScope = Static<typeof RuleScope>;
export const RULE_PROFILES: Record<RuleScope, string> = { '*': '通用', current: '现行规则', '2019': '2019年规则' };

/** Form of a value, which the field of the screen is drawn from. */
export const RuleForm = Type.Union([
  Type.Object({ kind: Type.Literal('boolean'), yes: Type.String(), no: Type.String() }),
  Type.Object({
    kind: Type.Literal('integer'),
    min: Type.Integer(),
    max: Type.Integer(),
    unit: Type.String(),
  }),
  Type.Object({ kind: Type.Literal('day') }),
  Type.Object({
    kind: Type.Literal('choice'),
    options: Type.Array(Type.Object({ value: Type.String(), label: Type.String() })),
  }),
  Type.Object({ kind: Type.Literal('items') }),
  Type.Object({ kind: Type.Literal('housing') }),
]);
export type RuleForm = Static<typeof RuleForm>;

/** 住房套次统计口径: the value of rule `housing.count`, and its words. */
export interface HousingCountTerms {
  region: 'city' | 'district_group';
  districtGroups: string[][];
  uses: UnitUse[];
  countCautions: 'none' | 'presale' | 'purchase';
  minorShares: 'counted' | 'excluded' | 'uncertain';
  expropriated: 'counted' | 'excluded';
}
export const HOUSING_COUNT_WORDS = {
  region: { city: '全市', district_group: '按区（成组的区合并）' },
  countCautions: { none: '不计', presale: '计预售商品房', purchase: '计全部转让预告' },
  minorShares: { counted: '计入', excluded: '不计', uncertain: '由税务人员核定' },
  expropriated: { counted: '计入', excluded: '不计' },
} as const;

const Decision = Type.Union([Type.Literal('approved'), Type.Literal('rejected'), Type.Literal('withdrawn')]);
export type ChangeDecision = Static<typeof Decision>;
export const CHANGE_DECISIONS: Record<ChangeDecision, string> = {
  approved: '已批准',
  rejected: '未批准',
  withdrawn: '已撤回',
};

/** Who wanted a change, on what ground, and what became of it. */
export const ChangeHistory = Type.Object({
  source: Type.String(),
  reason: Type.String(),
  proposedBy: Nullable(StaffRef),
  proposedAt: Instant,
  decision: Nullable(Decision),
  decidedBy: Nullable(StaffRef),
  decidedAt: Nullable(Instant),
  decisionNote: Nullable(Type.String()),
});
export type ChangeHistory = Static<typeof ChangeHistory>;

export const RuleRow = Type.Object({
  ruleValueId: Type.String(),
  name: Type.String(),
  profile: RuleScope,
  value: Type.Unknown(),
  validFrom: Day,
  validTo: Nullable(Day),
  ...ChangeHistory.properties,
});
export type RuleRow = Static<typeof RuleRow>;

export const RuleView = Type.Object({
  name: Type.String(),
  title: Type.String(),
  group: Type.String(),
  help: Type.String(),
  perProfile: Type.Boolean(),
  /** Which day decides, Chinese: 受理日, 登簿日 … */
  governedBy: Type.String(),
  form: RuleForm,
  /** Of today, one for each profile that the rule has. */
  inForce: Type.Array(RuleRow),
  /** All rows, newest first: proposals, what is to come, history. */
  rows: Type.Array(RuleRow),
});
export type RuleView = Static<typeof RuleView>;

/** GET /api/rules */
export const RuleList = Type.Object({ today: Day, rules: Type.Array(RuleView) });
export type RuleList = Static<typeof RuleList>;

/** POST /api/rules/proposals. The key names the proposal: sent again it changes nothing. */
export const RuleProposalRequest = Type.Object(
  {
    proposalKey: Type.String({ minLength: 8, maxLength: 80 }),
    name: Type.String({ maxLength: 80 }),
    profile: RuleScope,
    value: Type.Unknown(),
    validFrom: Type.String({ maxLength: 10 }),
    validTo: Nullable(Type.String({ maxLength: 10 })),
    source: Type.String({ maxLength: 500 }),
    reason: Type.String({ maxLength: 1000 }),
  },
  { additionalProperties: false },
);
export type RuleProposalRequest = Static<typeof RuleProposalRequest>;

/** POST /api/rules/proposals/:id/decision, POST /api/calendar/changes/:id/decision */
export const ChangeDecisionRequest = Type.Object(
  { decision: Decision, note: Type.Optional(Type.String({ maxLength: 1000 })) },
  { additionalProperties: false },
);
export type ChangeDecisionRequest = Static<typeof ChangeDecisionRequest>;

/** GET /api/rules/proposals/:id/effect: what an approval would do to the running cases. */
export const RuleEffect = Type.Object({
  running: Type.Integer(),
  examined: Type.Integer(),
  affected: Type.Array(
    Type.Object({
      caseNo: Type.String(),
      itemName: Type.String(),
      before: Type.Array(Type.String()),
      after: Type.Array(Type.String()),
    }),
  ),
  asOf: Day,
  summary: Type.String(),
});
export type RuleEffect = Static<typeof RuleEffect>;
