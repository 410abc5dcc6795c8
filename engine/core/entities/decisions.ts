/** How decisions came to their results: history only. */
import type { Json, Key } from './values.ts';

/** History only: one decision of an evaluation, in the order they were evaluated. */
export interface DecisionInstance {
  /** The evaluation's key plus the position. */
  key: Key;
  evaluationKey: Key;
  /** From 1. */
  position: number;
  state: 'EVALUATED' | 'FAILED';
  evaluatedAt: number;
  failureMessage: string | null;
  decisionKey: Key;
  decisionId: string;
  decisionName: string;
  decisionVersion: number;
  decisionType: 'DECISION_TABLE' | 'LITERAL_EXPRESSION' | 'CONTEXT' | 'LIST' | 'RELATION' | 'INVOCATION';
  decisionRequirementsKey: Key;
  output: Json;
  evaluatedInputs: EvaluatedInput[];
  matchedRules: MatchedRule[];
  /** `'-1'` when no task asked. */
  processInstanceKey: Key;
  processDefinitionKey: Key;
  elementInstanceKey: Key;
}

export interface EvaluatedInput {
  inputId: string;
  inputName: string;
  inputValue: Json;
}

export interface MatchedRule {
  ruleId: string;
  /** From 1. */
  ruleIndex: number;
  evaluatedOutputs: { outputId: string; outputName: string; outputValue: Json }[];
}
