/** Business rule tasks that call a decision. Like script tasks they listen for none of their boundary events. */
import type { Binding } from '../../model/index.ts';
import { boundVersion } from '../behaviour/bindings.ts';
import { runDecision } from '../behaviour/decisions.ts';
import { rememberTrigger } from '../behaviour/events.ts';
import { evaluateString } from '../behaviour/expressions.ts';
import { IncidentFailure } from '../behaviour/failure.ts';
import { visibleVariables } from '../behaviour/variables.ts';
import type { Processor } from '../step.ts';
import { activatedAndCompleting } from '../transitions.ts';
import type { Key } from '../types.ts';
import { activityFrame } from './task.ts';

export const decisionTask: Processor = {
  ...activityFrame,
  activate(step, context) {
    const { instance, element } = context;
    const { behaviour } = element;
    if (behaviour.kind !== 'decision') throw new Error(`element ${element.id} calls no decision`);
    const decisionId = evaluateString(step, behaviour.decisionId, instance.key);
    const deploymentKey = step.state.processDefinition.get(instance.processDefinitionKey)?.deploymentKey;
    const decision = boundVersion(step.state.by.decisionVersions, decisionId, behaviour.binding, deploymentKey);
    if (!decision) {
      throw new IncidentFailure(
        'CALLED_DECISION_ERROR',
        decisionMissing(decisionId, behaviour.binding, deploymentKey),
        instance.key,
      );
    }
    const { processInstanceKey, processDefinitionKey } = instance;
    const result = runDecision(step, decision, visibleVariables(step.state, instance.key), {
      processInstanceKey,
      processDefinitionKey,
      elementInstanceKey: instance.key,
      elementId: element.id,
    });
    if (result.failureMessage !== '')
      throw new IncidentFailure('DECISION_EVALUATION_ERROR', result.failureMessage, instance.key);
    rememberTrigger(step, instance.key, instance, element.id, { [behaviour.resultVariable]: result.decisionOutput });
    activatedAndCompleting(step, context);
  },
};

function decisionMissing(decisionId: string, binding: Binding, deploymentKey: Key | undefined): string {
  switch (binding.type) {
    case 'deployment':
      return `Expected to evaluate decision '${decisionId}' with binding type 'deployment', but no such decision found in the deployment with key ${deploymentKey} which contained the current process. To resolve this incident, migrate the process instance to a process definition that is deployed together with the intended decision to evaluate.`;
    case 'versionTag':
      return `Expected to evaluate decision with id '${decisionId}' and version tag '${binding.tag}', but no such decision found. To resolve this incident, deploy a decision with the given id and version tag.`;
    case 'latest':
      return `Expected to evaluate decision '${decisionId}', but no decision found for id '${decisionId}'`;
  }
}
