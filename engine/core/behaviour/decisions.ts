/** Evaluating a deployed decision. */
import { type DecisionOutcome, type DrgModel, evaluateDecision, type Logic, readDmn } from '../../dmn/index.ts';
import type { RecordValues } from '../records.ts';
import type { State } from '../state.ts';
import { emit, newKey, type Step } from '../step.ts';
import type { Decision, DecisionRequirements, DecisionResult, Variables } from '../types.ts';

/** Parsed once per deployed file; the row object is the key, so a reloaded state parses anew. */
const parsed = new WeakMap<DecisionRequirements, DrgModel>();

function drgOf(requirements: DecisionRequirements): DrgModel {
  const known = parsed.get(requirements);
  if (known) return known;
  const reading = readDmn(requirements.resourceName, requirements.resource);
  if (!reading.ok)
    throw new Error(`the stored decisions ${requirements.resourceName} cannot be read: ${reading.message}`);
  parsed.set(requirements, reading.drg);
  return reading.drg;
}

/** The task that asks, or nobody. */
type Asking = Pick<
  RecordValues['DECISION_EVALUATION'],
  'processInstanceKey' | 'processDefinitionKey' | 'elementInstanceKey' | 'elementId'
>;

/** Evaluates the decision and writes down how it came to its result. */
export function runDecision(step: Step, decision: Decision, variables: Variables, asking: Asking): DecisionResult {
  const result = evaluated(step, decision, variables);
  // Taken by the decisions of the evaluation.
  for (const _ of result.evaluatedDecisions) newKey(step);
  const intent = result.failureMessage === '' ? 'EVALUATED' : 'FAILED';
  emit(step, 'DECISION_EVALUATION', intent, result.evaluationKey, { ...result, ...asking });
  return result;
}

function evaluated(step: Step, decision: Decision, variables: Variables): DecisionResult {
  const requirements = step.state.decisionRequirements.get(decision.decisionRequirementsKey);
  if (!requirements) throw new Error(`decision requirements ${decision.decisionRequirementsKey} are not in memory`);
  const outcome = evaluateDecision(drgOf(requirements), decision.decisionId, variables, step.now);
  return {
    evaluationKey: newKey(step),
    decisionId: decision.decisionId,
    decisionKey: decision.key,
    decisionName: decision.name,
    decisionVersion: decision.version,
    decisionRequirementsId: decision.decisionRequirementsId,
    decisionRequirementsKey: decision.decisionRequirementsKey,
    decisionOutput: outcome.ok ? outcome.output : null,
    evaluatedDecisions: evaluatedOf(step.state, decision, outcome),
    failedDecisionId: outcome.ok ? '' : outcome.failedDecisionId,
    failureMessage: outcome.ok ? '' : `Expected to evaluate decision '${decision.decisionId}', but ${outcome.message}`,
  };
}

const TYPES: Record<Logic['kind'], DecisionResult['evaluatedDecisions'][number]['decisionType']> = {
  table: 'DECISION_TABLE',
  literal: 'LITERAL_EXPRESSION',
  context: 'CONTEXT',
  list: 'LIST',
  relation: 'RELATION',
  invocation: 'INVOCATION',
};

function evaluatedOf(state: State, decision: Decision, outcome: DecisionOutcome): DecisionResult['evaluatedDecisions'] {
  const siblings = [...state.by.decisionsOf.get(decision.decisionRequirementsKey)];
  return outcome.evaluated.map((trace) => {
    const deployed = siblings.find((sibling) => sibling.decisionId === trace.decision.id);
    return {
      decisionId: trace.decision.id,
      decisionName: trace.decision.name,
      decisionKey: deployed?.key ?? decision.key,
      decisionVersion: deployed?.version ?? decision.version,
      decisionType: TYPES[trace.decision.logic.kind],
      decisionOutput: trace.output,
      evaluatedInputs: trace.inputs,
      matchedRules: trace.matchedRules,
    };
  });
}
