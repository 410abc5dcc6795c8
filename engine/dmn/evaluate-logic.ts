import { type Evaluation, evaluate, overlay, type Scope } from '../feel/index.ts';
import { DecisionError } from './decision-error.ts';
import type { DecisionTrace } from './evaluate.ts';
import { evaluateTable } from './evaluate-table.ts';
import type { Logic } from './logic.ts';

/** What logic is evaluated with, and where it leaves what it did. */
export interface Evaluating {
  decisionId: string;
  scope: Scope;
  /** Epoch milliseconds. */
  now: number;
  trace: DecisionTrace;
}

/** @throws DecisionError */
export function evaluateLogic(logic: Logic, evaluating: Evaluating): unknown {
  const { decisionId, scope, now } = evaluating;
  switch (logic.kind) {
    case 'table':
      return evaluateTable(logic, evaluating);
    case 'literal':
      return resultOf(evaluate(logic.expression, scope, now), decisionId);
    case 'context': {
      const entries: Record<string, unknown> = {};
      for (const { name, value } of logic.entries) {
        const found = evaluateLogic(value, { ...evaluating, scope: overlay(entries, scope) });
        if (name === null) return found;
        entries[name] = found;
      }
      return entries;
    }
    case 'invocation': {
      const invoked = scope.functionNamed?.(logic.functionName);
      if (!invoked) throw new DecisionError(decisionId, `no function found with name '${logic.functionName}'`);
      const [missing] = invoked.parameters;
      if (missing !== undefined) throw new DecisionError(decisionId, `no parameter found with name '${missing}'`);
      return invoked.invoke([]);
    }
    case 'list':
      return logic.items.map((item) => evaluateLogic(item, evaluating));
    case 'relation':
      return logic.rows.map((row) =>
        Object.fromEntries(row.map(({ name, value }) => [name, evaluateLogic(value, evaluating)])),
      );
  }
}

/** @throws DecisionError */
export function resultOf(result: Evaluation, decisionId: string): unknown {
  if (!result.ok) throw new DecisionError(decisionId, result.message);
  return result.value;
}
