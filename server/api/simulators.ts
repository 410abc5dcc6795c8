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
  Type.Literal('timestamp'),
]);
export type SimulatorName = Static<typeof SimulatorName>;
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

/** A circuit breaker that is not closed: a worker or a server does not call this department, or this bank or court, now. */
export const SimulatorCircuit = Type.Object({
  organisation: Nullable(Type.String()),
  state: Type.Union([Type.Literal('open'), Type.Literal('half_open')]),
  lastFailure: Nullable(Type.String()),
  since: Instant,
});
export type SimulatorCircuit = Static<typeof SimulatorCircuit>;

/** One bank or court behind a shared service. */
export const SimulatorOrganisation = Type.Object({
  id: Type.String(),
  name: Type.String(),
  faults: Faults,
  own: Type.Boolean({ description: 'has switches of its own; false: those of the department' }),
});
export type SimulatorOrganisation = Static<typeof SimulatorOrganisation>;

export const Simulator = Type.Object({
  name: SimulatorName,
  title: Type.String(),
  healthy: Type.Boolean(),
  /** Round trip of the health question; null when it did not answer. */
  latencyMs: Nullable(Type.Number()),
  faults: Nullable(Faults),
  refuseCodes: Type.Array(Type.String(), { description: 'codes that `refuse` understands' }),
  callsBack: Type.Boolean({ description: 'reports results by itself: `twice` and `outOfOrder` mean something' }),
  actsByItself: Type.Boolean({ description: '`auto` means something' }),
  organisations: Type.Array(SimulatorOrganisation),
  circuits: Type.Array(SimulatorCircuit),
  calls: Type.Array(SimulatorCall),
});
export type Simulator = Static<typeof Simulator>;

/**
 * GET /api/simulators; PUT /api/simulators/:name/faults with part of a Faults body answers the Simulator, so do
 * PUT and DELETE /api/simulators/:name/organisations/:id/faults.
 */
export const SimulatorList = Type.Object({ items: Type.Array(Simulator) });
export type SimulatorList = Static<typeof SimulatorList>;
