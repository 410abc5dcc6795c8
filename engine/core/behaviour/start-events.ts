/** Starting an instance because an event happened: a timer or a signal. */
import { follow, newKey, type Step } from '../step.ts';
import { NO_KEY, type ProcessDefinition, type Variables } from '../types.ts';

export function startByEvent(
  step: Step,
  definition: ProcessDefinition,
  startEventId: string,
  variables: Variables,
): void {
  const key = newKey(step);
  follow(step, {
    kind: 'activate',
    key,
    elementId: definition.bpmnProcessId,
    elementType: 'PROCESS',
    flowScopeKey: NO_KEY,
    processInstanceKey: key,
    processDefinitionKey: definition.key,
    viaFlow: false,
    trigger: { key: newKey(step), elementId: startEventId, variables },
    processInstance: {
      key,
      processDefinitionKey: definition.key,
      bpmnProcessId: definition.bpmnProcessId,
      version: definition.version,
      parentProcessInstanceKey: NO_KEY,
      parentElementInstanceKey: NO_KEY,
      rootProcessInstanceKey: key,
      state: 'ACTIVE',
      startedAt: step.now,
      endedAt: null,
      messageCorrelationKey: null,
      awaitResult: null,
    },
  });
}
