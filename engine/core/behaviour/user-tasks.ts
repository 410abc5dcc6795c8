/** Native user tasks: what the diagram makes of one. What happens to it is in `task-transitions.ts`. */

import { parseInstant } from '../../feel/time.ts';
import type { Binding, UserTaskBehaviour } from '../../model/index.ts';
import type { Step } from '../step.ts';
import { type ElementInstance, type Key, NO_KEY, type UserTask } from '../types.ts';
import { evaluateIn, evaluateNames, evaluateNumber, evaluateOptionalString, evaluateString } from './expressions.ts';
import { IncidentFailure } from './failure.ts';

/** Evaluates every expression of the task; nothing is written yet, and it has no key. */
export function prepareUserTask(step: Step, behaviour: UserTaskBehaviour, instance: ElementInstance): UserTask {
  const scope = instance.key;
  const formId = behaviour.formId ? evaluateString(step, behaviour.formId, scope) : null;
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
    assignee: evaluateOptionalString(step, behaviour.assignee, scope),
    candidateGroups: evaluateNames(step, behaviour.candidateGroups, scope),
    candidateUsers: evaluateNames(step, behaviour.candidateUsers, scope),
    dueDate: evaluateDate(step, behaviour, 'dueDate', scope),
    followUpDate: evaluateDate(step, behaviour, 'followUpDate', scope),
    formKey: formId === null ? NO_KEY : findForm(step, formId, behaviour.binding, instance),
    formId,
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

function evaluateDate(
  step: Step,
  behaviour: UserTaskBehaviour,
  property: 'dueDate' | 'followUpDate',
  scope: Key,
): string {
  const expression = behaviour[property];
  if (!expression) return '';
  const { value } = evaluateIn(step, expression, scope);
  if (value === null || value === undefined) return '';
  const text = String(value);
  if (parseInstant(text) === null) {
    throw new IncidentFailure(
      'EXTRACT_VALUE_ERROR',
      `Invalid date-time format '${text}' for expression '${expression.source}'`,
      scope,
    );
  }
  return text;
}

function findForm(step: Step, formId: string, binding: Binding, instance: ElementInstance): Key {
  const versions = [...step.state.by.formVersions.get(formId)];
  const deploymentKey = step.state.processDefinition.get(instance.processDefinitionKey)?.deploymentKey;
  const form =
    binding.type === 'deployment'
      ? versions.find((version) => version.deploymentKey === deploymentKey)
      : binding.type === 'versionTag'
        ? versions.findLast((version) => version.versionTag === binding.tag)
        : versions.at(-1);
  if (form) return form.key;
  throw new IncidentFailure(
    'FORM_NOT_FOUND',
    `Expected to find a form with id '${formId}', but no form with this id is found, at least a form with this id should be available. To resolve the Incident please deploy a form with the same id`,
    instance.key,
  );
}
