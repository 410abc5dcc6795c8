import Type, { type Static } from 'typebox';
import { Nullable } from '../common.ts';

/** A button of the bar at the bottom: which field of the completion gets which value. */
export const DecisionOption = Type.Object({
  field: Nullable(Type.String({ description: 'null: the step has one way only' })),
  value: Nullable(Type.String()),
  label: Type.String(),
  tone: Type.Union([Type.Literal('primary'), Type.Literal('default'), Type.Literal('danger')]),
  needsReason: Type.Boolean(),
  /** Pressed together with Alt. */
  key: Type.String(),
});
export type DecisionOption = Static<typeof DecisionOption>;
