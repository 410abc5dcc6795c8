import Type, { type Static } from 'typebox';
import { Instant, Nullable } from './common.ts';

export const SimulatorName = Type.Union([
  Type.Literal('identity'),
  Type.Literal('housing'),
  Type.Literal('tax'),
  Type.Literal('payment'),
  Type.Literal('seal'),
  Type.Literal('sms'),
  Type.Literal('ecert'),
  Type.Literal('escrow'),
  Type.Literal('civil'),
  Type.Literal('market'),
  Type.Literal('loanbank'),
  Type.Literal('court'),
  Type.Literal('water'),
  Type.Literal('power'),
  Type.Literal('gas'),
  Type.Literal('tv'),
  Type.Literal('broadband'),
  Type.Literal('logistics'),
  Type.Literal('archive'),
  Type.Literal('upper'),
]);
export type SimulatorName = Static<typeof SimulatorName>;
export const SIMULATOR_TITLES: Record<SimulatorName, string> = {
  identity: '公安身份户籍',
  housing: '住建网签备案',
  tax: '税务',
  payment: '统一支付',
  seal: '电子印章',
  sms: '短信',
  ecert: '电子证照库',
  escrow: '资金监管银行',
  civil: '民政',
  market: '市场监管',
  loanbank: '贷款银行',
  court: '法院',
  water: '自来水',
  power: '供电',
  gas: '燃气',
  tv: '数字电视',
  broadband: '宽带',
  logistics: '邮政速递',
  archive: '档案',
  upper: '上级平台',
};

/** Switches of a simulator: slow, refuse, fail, call back twice or out of order, let others act by themselves. */
export const Faults = Type.Object({
  latencyMs: Type.Integer({ minimum: 0, maximum: 600_000 }),
  refuse: Nullable(Type.String({ maxLength: 60 })),
  fail: Nullable(Type.Union([Type.Literal('500'), Type.Literal('timeout'), Type.Literal('down')])),
  twice: Type.Boolean(),
  outOfOrder: Type.Boolean({ description: 'callbacks leave newest first, and once more late' }),
  auto: Type.Boolean({ description: 'what others do (pay, fund, disburse, answer) happens by itself' }),
});
export type Faults = Static<typeof Faults>;

export const SimulatorCall = Type.Object({
  at: Instant,
  operation: Type.String(),
  caseNo: Nullable(Type.String()),
  organisation: Nullable(Type.String()),
  traceId: Nullable(Type.String()),
  idempotencyKey: Nullable(Type.String()),
  outcome: Type.String(),
  replayed: Type.Boolean(),
});
export type SimulatorCall = Static<typeof SimulatorCall>;

export const Simulator = Type.Object({
  name: SimulatorName,
  title: Type.String(),
  healthy: Type.Boolean(),
  /** Round trip of the health question; null when it did not answer. */
  latencyMs: Nullable(Type.Number()),
  faults: Nullable(Faults),
  refuseCodes: Type.Array(Type.String(), { description: 'codes that `refuse` understands' }),
  calls: Type.Array(SimulatorCall),
});
export type Simulator = Static<typeof Simulator>;

/** GET /api/simulators; PUT /api/simulators/:name/faults with a Faults body answers the Simulator. */
export const SimulatorList = Type.Object({ items: Type.Array(Simulator) });
export type SimulatorList = Static<typeof SimulatorList>;
