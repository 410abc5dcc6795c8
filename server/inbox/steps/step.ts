import type { ReviewStep } from '../../../registry/index.ts';
import type { DecisionOption } from '../../api/completions/index.ts';

/** What the desk must know about each user task besides its form. Data; the completion handlers are in ../evidence. */
export interface Step {
  decisions: DecisionOption[];
  /** Steps the register keeps as decisions; 受办分离 is checked for them before the form opens. */
  reviewStep: ReviewStep | null;
  /** Why a task of this step waits, for the top of the form. */
  hint: string | null;
  /** Job types whose refusal leads here: the reason given in this very case stands before the hint. */
  refusedBy: readonly string[];
  /** The register before and after is part of the decision. */
  showsRegister: boolean;
}

type Tone = DecisionOption['tone'];
/** One button: `field` of the completion gets `value`. */
export const option = (
  field: string | null,
  value: string | null,
  label: string,
  key: string,
  tone: Tone,
  needsReason = false,
) => ({
  field,
  value,
  label,
  tone,
  needsReason,
  key,
});
/** A step with one way on. */
export const only = (label: string): DecisionOption[] => [option(null, null, label, 'T', 'primary')];
export const step = (decisions: DecisionOption[], more: Partial<Step> = {}): Step => ({
  decisions,
  reviewStep: null,
  hint: null,
  refusedBy: [],
  showsRegister: false,
  ...more,
});
