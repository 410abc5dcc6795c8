import Type, { type Static } from 'typebox';
import { CaseNo, Instant } from './common.ts';
import { SeizureView } from './units.ts';

/** POST /api/seizures (registrar, supervisor): a court's notice of assistance was delivered. */
export const SeizureRequest = Type.Object(
  {
    unitCode: Type.String({ minLength: 28, maxLength: 40 }),
    court: Type.String({ minLength: 2, maxLength: 100 }),
    courtCaseNo: Type.String({ minLength: 5, maxLength: 60, description: '案号' }),
    documentNo: Type.Optional(Type.String({ maxLength: 60 })),
    /** When the notice reached the registry; decides the order (INV-07). Left out: now. */
    deliveredAt: Type.Optional(Instant),
    /** Term in months, at most 36 (INV-09). */
    months: Type.Integer({ minimum: 1, maximum: 36 }),
    applicant: Type.Optional(Type.String({ maxLength: 100 })),
    respondent: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
);
export type SeizureRequest = Static<typeof SeizureRequest>;

export const SeizureResult = Type.Object({
  seizure: SeizureView,
  /** Running cases that were told to stop. */
  affectedCases: Type.Array(CaseNo),
});
export type SeizureResult = Static<typeof SeizureResult>;

/** POST /api/seizures/:seizureId/lift */
export const LiftSeizureRequest = Type.Object(
  { documentNo: Type.String({ minLength: 2, maxLength: 60 }), reason: Type.String({ minLength: 2, maxLength: 200 }) },
  { additionalProperties: false },
);
export type LiftSeizureRequest = Static<typeof LiftSeizureRequest>;

/** GET /api/seizures?unitCode= */
export const SeizureList = Type.Object({ items: Type.Array(SeizureView) });
export type SeizureList = Static<typeof SeizureList>;
