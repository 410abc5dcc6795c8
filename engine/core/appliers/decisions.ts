/** What was decided, and how: history only. */

import { decisionInstanceKey } from '../keys.ts';
import type { RecordValues } from '../records.ts';
import type { State } from '../state.ts';
import type { Key } from '../types.ts';

type Evaluation = RecordValues['DECISION_EVALUATION'];

/** The last one of a failed evaluation is the one that failed. */
function keep(failed: boolean) {
  return (state: State, key: Key, evaluation: Evaluation, now: number): void => {
    const { evaluatedDecisions } = evaluation;
    evaluatedDecisions.forEach((decision, at) => {
      const failedHere = failed && at === evaluatedDecisions.length - 1;
      state.decisionInstance.retire({
        key: decisionInstanceKey(key, at + 1),
        evaluationKey: key,
        position: at + 1,
        state: failedHere ? 'FAILED' : 'EVALUATED',
        evaluatedAt: now,
        failureMessage: failedHere ? evaluation.failureMessage : null,
        decisionKey: decision.decisionKey,
        decisionId: decision.decisionId,
        decisionName: decision.decisionName,
        decisionVersion: decision.decisionVersion,
        decisionType: decision.decisionType,
        decisionRequirementsKey: evaluation.decisionRequirementsKey,
        output: decision.decisionOutput,
        evaluatedInputs: decision.evaluatedInputs,
        matchedRules: decision.matchedRules,
        processInstanceKey: evaluation.processInstanceKey,
        processDefinitionKey: evaluation.processDefinitionKey,
        elementInstanceKey: evaluation.elementInstanceKey,
      });
    });
  };
}

export const decisionEvaluationAppliers = { EVALUATED: keep(false), FAILED: keep(true) };
