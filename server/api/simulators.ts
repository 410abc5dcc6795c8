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
]);
export type SimulatorName = Static<typeof SimulatorName>;
export const SIMULATOR_TITLES: Record<SimulatorName, string> = {
  identity: '公安可信身份',
  housing: '住建网签备案',
  tax: '税务',
  payment: '统一支付',
  seal: '电子印章',
  sms: '短信',
  ecert: '电子证照库',
};

/** Switches of a simulator: slow, refuse, fail, answer twice. */
export const Faults = Type.Object({
  latencyMs: Type.Integer({ minimum: 0, maximum: 600_000 }),
  refuse: Nullable(Type.String({ maxLength: 60 })),
  fail: Nullable(Type.Union([Type.Literal('500'), Type.Literal('timeout'), Type.Literal('down')])),
  twice: Type.Boolean(),
  auto: Type.Boolean({ description: 'tax and payment settle orders by themselves' }),
});
export type Faults = Static<typeof Faults>;

export const SimulatorCall = Type.Object({
  at: Instant,
  operation: Type.String(),
  caseNo: Nullable(Type.String()),
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
