import Type, { type Static } from 'typebox';
import { District, Instant, Nullable, OrganisationRef, Role } from './common.ts';

/** POST /api/session */
export const SignInRequest = Type.Object(
  { account: Type.String({ minLength: 1, maxLength: 64 }), password: Type.String({ minLength: 1, maxLength: 128 }) },
  { additionalProperties: false },
);
export type SignInRequest = Static<typeof SignInRequest>;

export const Permission = Type.Union([
  /** The inbox of one's own tasks. */
  Type.Literal('task.view'),
  /** Cases of one's own district or organisation. */
  Type.Literal('case.view'),
  /** Search in the register and every page of it. */
  Type.Literal('register.view'),
  Type.Literal('case.file'),
  Type.Literal('case.withdraw'),
  Type.Literal('case.supplement'),
  Type.Literal('document.upload'),
  /** Take a whole case away as one file (归档包). */
  Type.Literal('case.package'),
  Type.Literal('party.unmask'),
  Type.Literal('seizure.enter'),
  Type.Literal('seizure.lift'),
  /** Stock of blank certificate paper, reprints, destruction, recall of cancelled certificates. */
  Type.Literal('paper.keep'),
  Type.Literal('letter.keep'),
  /** 取号、叫号 at a window. */
  Type.Literal('ticket.serve'),
  Type.Literal('hall.manage'),
  /** 档案查询 at the window: AR-01 … 04, refusals included. */
  Type.Literal('query.ask'),
  /** AR-04 by office: homes of a family for its taxes. */
  Type.Literal('query.tax'),
  /** Who asked what, when and why; alarms of unusual look-ups. */
  Type.Literal('query.audit'),
  Type.Literal('board.view'),
  Type.Literal('escalation.decide'),
  Type.Literal('incident.retry'),
  Type.Literal('task.reassign'),
  Type.Literal('model.view'),
  Type.Literal('model.deploy'),
  /** Ask a department for a result that did not come. */
  Type.Literal('department.ask'),
  Type.Literal('simulator.view'),
  Type.Literal('simulator.fault'),
  /** 规则配置: read, propose, decide about another's proposal. */
  Type.Literal('rules.view'),
  Type.Literal('rules.propose'),
  Type.Literal('rules.approve'),
  /** 工作日历 and window hours: the same. */
  Type.Literal('calendar.view'),
  Type.Literal('calendar.propose'),
  Type.Literal('calendar.approve'),
  Type.Literal('bank.workbench'),
  /** File a mortgage of one's own bank. */
  Type.Literal('mortgage.file'),
  /** Look up a unit whose owner has given a consent code. */
  Type.Literal('unit.consented'),
  Type.Literal('court.workbench'),
  /** 协助查询: every query is logged with its notice. */
  Type.Literal('court.query'),
  /** Hand in a notice: 查封, 续封, 解封. */
  Type.Literal('court.notice'),
  /** CT-07 司法处置过户: start the transfer that carries out one's own court's order. */
  Type.Literal('court.transfer'),
  /** Data quality: rejected reports, units to put right. */
  Type.Literal('quality.view'),
  /** Complete survey data, link a house to its land, send a report again. */
  Type.Literal('quality.mend'),
  /** Decide on a link that somebody else proposed. */
  Type.Literal('quality.review'),
  /** Take existing stock into the register. */
  Type.Literal('register.import'),
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
  /** null: staff of the centre. */
  organisation: Nullable(OrganisationRef),
  permissions: Type.Array(Permission),
  expiresAt: Instant,
  serverTime: Instant,
});
export type Session = Static<typeof Session>;

/** GET /api/demo-accounts: only served while the demo accounts exist; lets the sign-in page offer them. */
export const DemoAccounts = Type.Object({
  password: Type.String(),
  accounts: Type.Array(
    Type.Object({
      account: Type.String(),
      name: Type.String(),
      roles: Type.Array(Role),
      district: Nullable(District),
      organisation: Nullable(OrganisationRef),
    }),
  ),
});
export type DemoAccounts = Static<typeof DemoAccounts>;
