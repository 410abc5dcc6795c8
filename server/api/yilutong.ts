import Type, { type Static } from 'typebox';
import { CaseNo, Fen, Instant, Nullable } from './common.ts';

/** 一路通 (domain §5.4): F-UTILITY of the one form, and the citizen's progress page. */

export const UtilityService = Type.Union([
  Type.Literal('water'),
  Type.Literal('power'),
  Type.Literal('gas'),
  Type.Literal('tv'),
  Type.Literal('broadband'),
]);
export type UtilityService = Static<typeof UtilityService>;
export const UTILITY_SERVICES: Record<UtilityService, string> = {
  water: '水',
  power: '电',
  gas: '燃气',
  tv: '数字电视',
  broadband: '宽带',
};
const strict = { additionalProperties: false };
const accountNo = Type.String({ maxLength: 30 });

export const UtilityChoice = Type.Object(
  {
    service: UtilityService,
    /** May be missing: it never blocks the registration. */
    accountNo: Type.Optional(accountNo),
    /** Consent to share the parties' data with this provider. */
    consented: Type.Boolean(),
    reading: Type.Optional(Type.Number({ minimum: 0 })),
    arrearsPolicy: Type.Optional(Type.Union([Type.Literal('seller_pays'), Type.Literal('buyer_takes_over')])),
    paymentAccount: Type.Optional(Type.String({ maxLength: 64 })),
    action: Type.Optional(Type.Union([Type.Literal('transfer'), Type.Literal('terminate'), Type.Literal('install')])),
  },
  strict,
);
export type UtilityChoice = Static<typeof UtilityChoice>;

/** Blocks of the application that only 一路通 has. */
export const YilutongBlocks = Type.Object({
  process: Type.Optional(Type.Literal('bdc-secondhand-yilutong')),
  utilities: Type.Optional(Type.Array(UtilityChoice, { maxItems: 5 })),
  /** 户籍: the police are told; left out when nothing is to be told. */
  hukou: Type.Optional(Type.Object({ movedOut: Type.Boolean(), moveIn: Type.Boolean() }, strict)),
});

/** GET /api/public/progress/:token, without the code: nothing personal. */
export const ProgressStep = Type.Object({
  id: Type.String(),
  name: Type.String(),
  state: Type.Union([Type.Literal('done'), Type.Literal('now'), Type.Literal('later'), Type.Literal('stopped')]),
  /** Whom it waits for, or what happened. */
  note: Type.String(),
});
export const ProgressService = Type.Object({
  service: UtilityService,
  name: Type.String(),
  stateText: Type.String(),
  /** What the citizen can do about it now. */
  todo: Nullable(Type.Union([Type.Literal('account'), Type.Literal('arrears')])),
  done: Type.Boolean(),
});
export const Savings = Type.Object({ steps: Type.Integer(), materials: Type.Integer(), forms: Type.Integer() });
export type Savings = Static<typeof Savings>;
export const Progress = Type.Object({
  caseNo: CaseNo,
  phase: Type.String(),
  steps: Type.Array(ProgressStep),
  services: Type.Array(ProgressService),
  /** The tax waits for this citizen's confirmation. */
  confirmTax: Type.Boolean(),
  /** Counted for this case; null while its list of materials is not known. */
  savings: Nullable(Savings),
  now: Instant,
});
export type Progress = Static<typeof Progress>;

/** POST …/open, with the code of the text message: figures and numbers of the citizen's own case. */
const code = Type.String({ pattern: '^\\d{6}$' });
export const ProgressCode = Type.Object({ code }, strict);
export const ProgressDetail = Type.Object({
  location: Type.String(),
  taxTotalFen: Nullable(Fen),
  escrowFen: Nullable(Fen),
  certificateNos: Type.Array(Type.String()),
  services: Type.Array(
    Type.Object({ service: UtilityService, accountNo: Nullable(Type.String()), amountFen: Nullable(Fen) }),
  ),
});
export type ProgressDetail = Static<typeof ProgressDetail>;
export const AccountCorrection = Type.Object({ code, service: UtilityService, accountNo }, strict);
export const ArrearsPaid = Type.Object({ code, service: UtilityService }, strict);
