/** Decisions without an engine: for the core, for `evaluateDecision`, and for tests of rule tables. */
import type { Json, Variables } from '../core/types.ts';
import { evaluateDecision } from './evaluate.ts';
import { readDmn } from './model.ts';

export { type DecisionOutcome, type DecisionTrace, evaluateDecision } from './evaluate.ts';
export type { Logic } from './logic.ts';
export { type DecisionModel, type DmnReading, type DrgModel, readDmn } from './model.ts';

/**
 * The result of one decision of a DMN file, as the engine would give it. `now` (epoch milliseconds) is what `now()` and
 * `today()` say. Throws an Error that names the decision when the file or an expression is wrong.
 */
export function evaluateDmn(xml: string, decisionId: string, variables: Variables, now = 0): Json {
  const reading = readDmn('decision.dmn', xml);
  if (!reading.ok) throw new Error(reading.message);
  const outcome = evaluateDecision(reading.drg, decisionId, variables, now);
  if (!outcome.ok) throw new Error(`decision '${outcome.failedDecisionId}': ${outcome.message}`);
  return outcome.output;
}
