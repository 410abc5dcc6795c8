import Type, { type Static } from 'typebox';
import { District, Instant, Nullable, Role } from './common.ts';

/** POST /api/session */
export const SignInRequest = Type.Object(
  { account: Type.String({ minLength: 1, maxLength: 64 }), password: Type.String({ minLength: 1, maxLength: 128 }) },
  { additionalProperties: false },
);
export type SignInRequest = Static<typeof SignInRequest>;

export const Permission = Type.Union([
  Type.Literal('case.file'),
  Type.Literal('case.withdraw'),
  Type.Literal('case.supplement'),
  Type.Literal('document.upload'),
  Type.Literal('party.unmask'),
  Type.Literal('seizure.enter'),
  Type.Literal('seizure.lift'),
  Type.Literal('board.view'),
  Type.Literal('incident.retry'),
  Type.Literal('task.reassign'),
  Type.Literal('model.view'),
  Type.Literal('model.deploy'),
  Type.Literal('simulator.view'),
  Type.Literal('simulator.fault'),
]);
export type Permission = Static<typeof Permission>;

/** GET /api/session, and the answer of POST /api/session. DELETE /api/session signs out (204). */
export const Session = Type.Object({
  userId: Type.String(),
  account: Type.String(),
  name: Type.String(),
  roles: Type.Array(Role),
  /** null: the whole city (analyst, sysadmin). */
  district: Nullable(District),
  permissions: Type.Array(Permission),
  expiresAt: Instant,
  serverTime: Instant,
});
export type Session = Static<typeof Session>;

/** GET /api/demo-accounts: only served while the demo accounts exist; lets the sign-in page offer them. */
export const DemoAccounts = Type.Object({
  password: Type.String(),
  accounts: Type.Array(
    Type.Object({ account: Type.String(), name: Type.String(), roles: Type.Array(Role), district: Nullable(District) }),
  ),
});
export type DemoAccounts = Static<typeof DemoAccounts>;
