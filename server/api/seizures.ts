import Type, { type Static } from 'typebox';
import { CaseNo, Instant, InstantGiven, Nullable, UnitCodeText } from './common.ts';

/** POST /api/seizures (registrar, supervisor): a court's notice of assistance was delivered. */
export const SeizureRequest = Type.Object(
  {
    /** Number of the notice's receipt; entering it again changes nothing. */
    noticeNo: Type.String({ minLength: 2, maxLength: 60 }),
    unitCodes: Type.Array(Type.String({ minLength: 28, maxLength: 40 }), { minItems: 1, maxItems: 20 }),
    seizureKind: Type.Union([Type.Literal('seizure'), Type.Literal('pre_seizure')]),
    /** 查封机关 */
    authority: Type.String({ minLength: 2, maxLength: 100 }),
    /** 案号, e.g. （2026）浙0203执123号 */
    documentNo: Type.String({ minLength: 5, maxLength: 60 }),
    /** When the notice reached the registry; decides the order (INV-07). Left out: now. */
    deliveredAt: Type.Optional(InstantGiven),
    /** Term in months, at most 36 (INV-09). */
    termMonths: Type.Integer({ minimum: 1, maximum: 36 }),
    respondent: Type.Object(
      { name: Type.String({ minLength: 1, maxLength: 100 }), idNo: Type.String({ minLength: 1, maxLength: 40 }) },
      { additionalProperties: false },
    ),
    applicant: Type.Optional(Type.String({ maxLength: 100 })),
    /** Two officers with their certificate numbers. */
    officers: Type.Array(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 60 }),
          workNo: Type.String({ minLength: 1, maxLength: 40 }),
          dutyNo: Type.String({ minLength: 1, maxLength: 40 }),
        },
        { additionalProperties: false },
      ),
      { minItems: 2, maxItems: 6 },
    ),
  },
  { additionalProperties: false },
);
export type SeizureRequest = Static<typeof SeizureRequest>;

/** A notice the register refuses (debtor is not the owner, already transferred …) is a 422 problem SEIZURE_REFUSED. */
export const SeizureResult = Type.Object({
  deliveredAt: Instant,
  registeredAt: Instant,
  entries: Type.Array(
    Type.Object({
      unitCode: UnitCodeText,
      rightId: Type.String(),
      state: Type.Union([Type.Literal('EFFECTIVE'), Type.Literal('QUEUED')]),
      queueNo: Nullable(Type.Integer()),
      startsAt: Nullable(Instant),
      endsAt: Nullable(Instant),
    }),
  ),
  /** Running cases that were told to stop. */
  affectedCases: Type.Array(CaseNo),
  firstTime: Type.Boolean(),
});
export type SeizureResult = Static<typeof SeizureResult>;

/** POST /api/seizures/:rightId/lift, by the same authority; the first in the queue takes its place. */
export const LiftSeizureRequest = Type.Object(
  {
    noticeNo: Type.String({ minLength: 2, maxLength: 60 }),
    authority: Type.String({ minLength: 2, maxLength: 100 }),
    documentNo: Type.String({ minLength: 5, maxLength: 60 }),
  },
  { additionalProperties: false },
);
export type LiftSeizureRequest = Static<typeof LiftSeizureRequest>;
export const LiftSeizureResult = Type.Object({
  promoted: Nullable(
    Type.Object({
      rightId: Type.String(),
      authority: Type.String(),
      documentNo: Type.String(),
      startsAt: Instant,
      endsAt: Instant,
    }),
  ),
  firstTime: Type.Boolean(),
});
export type LiftSeizureResult = Static<typeof LiftSeizureResult>;
