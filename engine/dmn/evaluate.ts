/** Evaluates a decision and everything it requires. Pure: variables and the instant in, result out. */
import type { EvaluatedInput, Json, MatchedRule, Variables } from '../core/types.ts';
import { FeelFunction, isLimit, makes, scopeOf, toJson, withinLimits } from '../feel/index.ts';
import { DecisionError } from './decision-error.ts';
import { evaluateLogic } from './evaluate-logic.ts';
import type { DecisionModel, DrgModel, KnowledgeModel } from './model.ts';

/** Something that was evaluated: a decision, or a business knowledge model that one called. */
export interface DecisionTrace {
  decision: DecisionModel | KnowledgeModel;
  output: Json;
  inputs: EvaluatedInput[];
  matchedRules: MatchedRule[];
}
export type DecisionOutcome =
  | { ok: true; output: Json; evaluated: DecisionTrace[] }
  | { ok: false; failedDecisionId: string; message: string; evaluated: DecisionTrace[] };

/** What is kept of each of them in the database. */
const TRACE_BYTES = 2_048;

/** `now` in epoch milliseconds. A decision has, with everything it requires and calls, the limits of one expression. */
export function evaluateDecision(
  drg: DrgModel,
  decisionId: string,
  variables: Variables,
  now: number,
): DecisionOutcome {
  const evaluated: DecisionTrace[] = [];

  function evaluateModel(model: DecisionModel | KnowledgeModel, context: Record<string, unknown>): unknown {
    makes(1, TRACE_BYTES);
    const functions = functionsOf(model.knownIds);
    const scope = { ...scopeOf(context), functionNamed: (name: string) => functions.get(name), isDecision: true };
    const trace: DecisionTrace = { decision: model, output: null, inputs: [], matchedRules: [] };
    try {
      const value = evaluateLogic(model.logic, { decisionId: model.id, scope, now, trace });
      trace.output = toJson(value);
      return value;
    } finally {
      // What it called has been evaluated before it.
      evaluated.push(trace);
    }
  }

  function functionsOf(ids: readonly string[]): Map<string, FeelFunction> {
    const models = ids.flatMap((id) => drg.knowledge.get(id) ?? []);
    return new Map(
      models.map((model) => {
        const { parameters, functionName } = model;
        const invoke = (args: readonly unknown[]) =>
          evaluateModel(model, Object.fromEntries(parameters.map((name, at) => [name, args[at]])));
        return [functionName, new FeelFunction(parameters, invoke)];
      }),
    );
  }

  /** A decision that several require is evaluated for each of them. */
  function run(id: string): unknown {
    const decision = drg.decisions.get(id);
    if (!decision) throw new DecisionError(id, `no decision found for id '${id}'`);
    const context: Record<string, unknown> = { ...variables };
    for (const requiredId of decision.requiredIds) {
      context[drg.decisions.get(requiredId)?.resultName ?? requiredId] = run(requiredId);
    }
    return evaluateModel(decision, context);
  }

  try {
    return { ok: true, output: withinLimits(true, () => toJson(run(decisionId))), evaluated };
  } catch (error) {
    if (isLimit(error)) return { ok: false, failedDecisionId: decisionId, message: error.message, evaluated: [] };
    if (!(error instanceof DecisionError)) throw error;
    return { ok: false, failedDecisionId: error.decisionId, message: error.message, evaluated };
  }
}
