import { DEFAULT_TENANT, type EvaluatedInput, type Json, type MatchedRule } from '../../core/types.ts';
import { badRequest } from '../problem.ts';
import type { Resource } from '../search.ts';
import { always, integer, iso, key, type Row, tenantId, text } from './fields.ts';

/** Decisions of one evaluation at most; their keys follow the evaluation's (see migration 013). */
const LARGEST_EVALUATION = 10_000;

/**
 * What was decided. `decisionEvaluationInstanceKey` is a number, as the published API of 8.8 has it; Camunda's own servers
 * write the evaluation's key and the position into it (`2251799813685250-1`), which the strict client of 8.8 refuses.
 */
export const decisionInstances: Resource = {
  source: {
    from: 'engine.decision_instance t',
    select: 't.*, t.output::text AS output_text',
    keyField: 'decisionEvaluationInstanceKey',
    fields: {
      decisionEvaluationInstanceKey: key('t.key'),
      decisionEvaluationKey: key('t.evaluation_key'),
      state: text('t.state'),
      evaluationDate: always('t.evaluated_at'),
      evaluationFailure: text('t.failure_message'),
      decisionDefinitionId: text('t.decision_id'),
      decisionDefinitionKey: key('t.decision_key'),
      decisionDefinitionName: text('t.decision_name'),
      decisionDefinitionVersion: integer('t.decision_version'),
      decisionDefinitionType: text('t.decision_type'),
      processDefinitionKey: key('t.process_definition_key'),
      processInstanceKey: key('t.process_instance_key'),
      elementInstanceKey: key('t.element_instance_key'),
      tenantId,
    },
    special: {
      decisionEvaluationKey(value, params) {
        if (!/^\d{1,19}$/.test(String(value))) {
          throw badRequest(`The value for decisionEvaluationKey is '${value}' but must be a key (a string of digits).`);
        }
        params.push(value);
        const evaluation = `$${params.length}::bigint`;
        // By the primary key: no index of its own has to be kept up to date with every decision.
        return `(t.key BETWEEN ${evaluation} AND ${evaluation} + ${LARGEST_EVALUATION} AND t.evaluation_key = ${evaluation})`;
      },
    },
  },
  toItem: (row: Row) => ({
    decisionEvaluationInstanceKey: row.key,
    decisionEvaluationKey: row.evaluation_key,
    state: row.state,
    evaluationDate: iso(row.evaluated_at),
    evaluationFailure: row.failure_message ?? undefined,
    decisionDefinitionId: row.decision_id,
    decisionDefinitionKey: row.decision_key,
    decisionDefinitionName: row.decision_name,
    decisionDefinitionVersion: row.decision_version,
    decisionDefinitionType: row.decision_type,
    result: row.output_text,
    processDefinitionKey: row.process_definition_key,
    processInstanceKey: row.process_instance_key,
    elementInstanceKey: row.element_instance_key,
    tenantId: DEFAULT_TENANT,
  }),
};

/** One decision instance with what it was decided from and by. */
export const decisionInstanceWhole: Resource = {
  source: decisionInstances.source,
  toItem: (row: Row) => ({
    ...decisionInstances.toItem(row as never),
    ...reasons(row.evaluated_inputs, row.matched_rules),
  }),
};

const json = (value: Json): string => JSON.stringify(value);

/** Inputs and rules as the API shows them: values are JSON texts. */
export function reasons(inputs: readonly EvaluatedInput[], rules: readonly MatchedRule[]): object {
  return {
    evaluatedInputs: inputs.map((input) => ({ ...input, inputValue: json(input.inputValue) })),
    matchedRules: rules.map((rule) => ({
      ...rule,
      evaluatedOutputs: rule.evaluatedOutputs.map((output) => ({ ...output, outputValue: json(output.outputValue) })),
    })),
  };
}
