import type { MatchedRule } from '../core/types.ts';
import { type Expression, evaluate, judgeUnaryTests, toJson } from '../feel/index.ts';
import { type Evaluating, resultOf } from './evaluate-logic.ts';
import { hitPolicyResult } from './hit-policy.ts';
import type { DecisionTable } from './table.ts';

/** @throws DecisionError */
export function evaluateTable(table: DecisionTable, evaluating: Evaluating): unknown {
  const { decisionId, scope, now, trace } = evaluating;
  const value = (expression: Expression) => resultOf(evaluate(expression, scope, now), decisionId);
  const inputs: unknown[] = [];
  for (const { id, name, expression } of table.inputs) {
    const found = value(expression);
    inputs.push(found);
    trace.inputs.push({ inputId: id, inputName: name, inputValue: toJson(found) });
  }
  const rows: Record<string, unknown>[] = [];
  for (const [at, rule] of table.rules.entries()) {
    const matches = rule.tests.every(
      (test, column) => resultOf(judgeUnaryTests(test, inputs[column] ?? null, scope, now), decisionId) === true,
    );
    if (!matches) continue;
    const row: Record<string, unknown> = {};
    const evaluatedOutputs: MatchedRule['evaluatedOutputs'] = [];
    for (const [column, output] of table.outputs.entries()) {
      const expression = rule.outputs[column];
      const found = expression ? value(expression) : null;
      row[output.name || output.id] = found;
      evaluatedOutputs.push({ outputId: output.id, outputName: output.label, outputValue: toJson(found) });
    }
    rows.push(row);
    trace.matchedRules.push({ ruleId: rule.id, ruleIndex: at + 1, evaluatedOutputs });
    if (table.hitPolicy === 'FIRST') break;
  }
  return rows.length === 0 ? defaultOutput(table, value) : hitPolicyResult(decisionId, table, rows, now);
}

/** Without a hit the hit policy does not count: COLLECT and COUNT too are null, or what the outputs are by default. */
function defaultOutput(table: DecisionTable, value: (expression: Expression) => unknown): unknown {
  const row: Record<string, unknown> = {};
  for (const { name, id, byDefault } of table.outputs) if (byDefault) row[name || id] = value(byDefault);
  const values = Object.values(row);
  return values.length > 1 ? row : (values[0] ?? null);
}
