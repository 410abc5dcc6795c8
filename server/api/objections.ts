import type { Static } from 'typebox';
import Type from 'typebox';
import { Day } from './common.ts';

/** POST /api/units/:unitCode/objections/:rightId/suit-proof: the objector has sued within fifteen days (INV-23). 204. */
export const SuitProofRequest = Type.Object(
  {
    court: Type.String({ minLength: 2, maxLength: 100 }),
    documentNo: Type.String({ minLength: 4, maxLength: 60 }),
    filedOn: Day,
  },
  { additionalProperties: false },
);
export type SuitProofRequest = Static<typeof SuitProofRequest>;
