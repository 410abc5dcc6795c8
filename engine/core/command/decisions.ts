/** Evaluating a decision on its own. */
import { runDecision } from '../behaviour/decisions.ts';
import { Rejected, type Step } from '../step.ts';
import { type CommandOf, type DecisionResult, NO_KEY } from '../types.ts';

export function evaluateDecision(step: Step, command: CommandOf<'evaluateDecision'>): DecisionResult {
  const { decisionId = '', decisionKey = '0' } = command;
  const byKey = decisionId === '' || (decisionKey !== NO_KEY && decisionKey !== '0');
  const decision = byKey ? step.state.decision.get(decisionKey) : step.state.by.decisionVersions.last(decisionId);
  if (!decision) {
    const [what, asked] = byKey ? ['key', decisionKey] : ['id', decisionId];
    throw new Rejected(
      'INVALID_ARGUMENT',
      `Expected to evaluate decision '${asked}', but no decision found for ${what} '${asked}'`,
    );
  }
  return runDecision(step, decision, command.variables ?? {}, {
    processInstanceKey: NO_KEY,
    processDefinitionKey: NO_KEY,
    elementInstanceKey: NO_KEY,
    elementId: '',
  });
}
