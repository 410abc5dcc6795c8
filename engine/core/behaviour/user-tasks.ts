/** Native user tasks: what the diagram makes of one. What happens to it is in `task-transitions.ts`. */

import type { UserTaskBehaviour } from '../../model/index.ts';
import type { Step } from '../step.ts';
import { type ElementInstance, type Key, NO_KEY, type UserTask } from '../types.ts';
import { evaluateAssignment } from './assignment.ts';
import { evaluateNumber, evaluateOptionalString } from './expressions.ts';
import { IncidentFailure } from './failure.ts';

/** Evaluates every expression of the task; nothing is written yet, and it has no key. */
export function prepareUserTask(step: Step, behaviour: UserTaskBehaviour, instance: ElementInstance): UserTask {
  const scope = instance.key;
  return {
    key: NO_KEY,
    processInstanceKey: instance.processInstanceKey,
    processDefinitionKey: instance.processDefinitionKey,
    bpmnProcessId: instance.bpmnProcessId,
    processDefinitionVersion: instance.version,
    elementId: instance.elementId,
    elementName: instance.elementName,
    elementInstanceKey: instance.key,
    state: 'CREATED',
    ...evaluateAssignment(step, behaviour.assignment, instance),
    externalFormReference: evaluateOptionalString(step, behaviour.externalFormReference, scope),
    priority: behaviour.priority ? evaluatePriority(step, behaviour, scope) : 50,
    customHeaders: behaviour.headers,
    action: '',
    transition: null,
    createdAt: step.now,
    endedAt: null,
  };
}

function evaluatePriority(step: Step, behaviour: UserTaskBehaviour, scope: Key): number {
  const priority = behaviour.priority ? evaluateNumber(step, behaviour.priority, scope) : 50;
  if (priority < 0 || priority > 100) {
    throw new IncidentFailure(
      'EXTRACT_VALUE_ERROR',
      `Expected priority to be in the range [0,100] but was '${priority}'.`,
      scope,
    );
  }
  return priority;
}
