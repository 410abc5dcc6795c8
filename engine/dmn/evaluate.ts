/** Evaluates a decision and everything it requires. Pure: variables and the instant in, result out. */

import type { EvaluatedInput, Json, MatchedRule, Variables } from '../core/types.ts';
import {
  type Evaluation,
  type Expression,
  evaluate,
  judgeUnaryTests,
  type Scope,
  scopeOf,
  toJson,
} from '../feel/index.ts';
import { DecisionError } from './decision-error.ts';
import { hitPolicyResult } from './hit-policy.ts';
import type { DecisionModel, DecisionTable, DrgModel } from './model.ts';

export interface DecisionTrace {
  decision: DecisionModel;
  output: Json;
  inputs: EvaluatedInput[];
  matchedRules: MatchedRule[];
}
export type DecisionOutcome =
  | { ok: true; output: Json; evaluated: DecisionTrace[] }
  | { ok: false; failedDecisionId: string; message: string; evaluated: DecisionTrace[] };

/** `now` in epoch milliseconds. */
export function evaluateDecision(
  drg: DrgModel,
  decisionId: string,
  variables: Variables,
  now: number,
): DecisionOutcome {
  const evaluated: DecisionTrace[] = [];
  const results = new Map<string, unknown>();
  const run = (id: string): unknown => {
    if (results.has(id)) return results.get(id);
    const decision = drg.decisions.get(id);
    if (!decision) throw new DecisionError(id, `no decision found for id '${id}'`);
    const context: Record<string, unknown> = { ...variables };
    for (const requiredId of decision.requiredIds) {
      context[drg.decisions.get(requiredId)?.resultName ?? requiredId] = run(requiredId);
    }
    const trace: DecisionTrace = { decision, output: null, inputs: [], matchedRules: [] };
    evaluated.push(trace);
    const value =
      decision.logic.kind === 'literal'
        ? resultOf(evaluate(decision.logic.expression, scopeOf(context), now), decision.id)
        : runTable(decision, decision.logic, scopeOf(context), now, trace);
    trace.output = toJson(value);
    results.set(id, value);
    return value;
  };
  try {
    return { ok: true, output: toJson(run(decisionId)), evaluated };
  } catch (error) {
    if (!(error instanceof DecisionError)) throw error;
    return { ok: false, failedDecisionId: error.decisionId, message: error.message, evaluated };
  }
}

function resultOf(result: Evaluation, decisionId: string): unknown {
  if (!result.ok) throw new DecisionError(decisionId, result.message);
  return result.value;
}

function runTable(
  decision: DecisionModel,
  table: DecisionTable,
  scope: Scope,
  now: number,
  trace: DecisionTrace,
): unknown {
  const inputs = table.inputs.map((input) => resultOf(evaluate(input.expression, scope, now), decision.id));
  trace.inputs = table.inputs.map((input, at) => ({
    inputId: input.id,
    inputName: input.name,
    inputValue: toJson(inputs[at]),
  }));
  const hits: { row: Record<string, unknown>; rule: MatchedRule }[] = [];
  for (const [at, rule] of table.rules.entries()) {
    const matches = rule.tests.every(
      (test, column) => resultOf(judgeUnaryTests(test, inputs[column] ?? null, scope, now), decision.id) === true,
    );
    if (!matches) continue;
    const row: Record<string, unknown> = {};
    const outputs = table.outputs.map((output, column) => {
      const expression: Expression | undefined = rule.outputs[column];
      const value = expression ? resultOf(evaluate(expression, scope, now), decision.id) : null;
      row[output.name || output.id] = value;
      return { outputId: output.id, outputName: output.label, outputValue: toJson(value) };
    });
    hits.push({ row, rule: { ruleId: rule.id, ruleIndex: at + 1, evaluatedOutputs: outputs } });
    if (table.hitPolicy === 'FIRST') break;
  }
  trace.matchedRules = hits.map((hit) => hit.rule);
  if (hits.length === 0) return defaultOutput(decision, table, scope, now);
  return hitPolicyResult(
    decision.id,
    table,
    hits.map((hit) => hit.row),
    now,
  );
}

/** Without a hit the hit policy does not count: COLLECT and COUNT too are null, or what the outputs are by default. */
function defaultOutput(decision: DecisionModel, table: DecisionTable, scope: Scope, now: number): unknown {
  const row: Record<string, unknown> = {};
  for (const { name, id, byDefault } of table.outputs) {
    if (byDefault) row[name || id] = resultOf(evaluate(byDefault, scope, now), decision.id);
  }
  const values = Object.values(row);
  return values.length > 1 ? row : (values[0] ?? null);
}
