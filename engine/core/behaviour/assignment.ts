/** Whom a user task is for, till when, and its form: the same for native tasks and for those that are jobs. */

import type { Expression } from '../../feel/index.ts';
import { FeelDate, FeelDateTime } from '../../feel/temporal/index.ts';
import { parseInstant } from '../../feel/time.ts';
import type { Binding, TaskAssignment } from '../../model/index.ts';
import { isTooLong, tooLongText } from '../limits.ts';
import type { Step } from '../step.ts';
import { type ElementInstance, type Key, NO_KEY, type UserTask } from '../types.ts';
import { boundVersion } from './bindings.ts';
import { evaluateIn, evaluateNames, evaluateString, wrongType } from './expressions.ts';
import { IncidentFailure } from './failure.ts';

type Assigned = Pick<
  UserTask,
  'assignee' | 'candidateGroups' | 'candidateUsers' | 'dueDate' | 'followUpDate' | 'formKey' | 'formId'
>;

/** @throws IncidentFailure for the first that is not what it must be, in Camunda's order. */
export function evaluateAssignment(step: Step, assignment: TaskAssignment, instance: ElementInstance): Assigned {
  const scope = instance.key;
  const before = {
    assignee: evaluateAssignee(step, assignment.assignee, scope),
    candidateGroups: evaluateNames(step, assignment.candidateGroups, scope),
    candidateUsers: evaluateNames(step, assignment.candidateUsers, scope),
    dueDate: evaluateDate(step, assignment.dueDate, scope),
    followUpDate: evaluateDate(step, assignment.followUpDate, scope),
  };
  const formId = assignment.formId ? evaluateString(step, assignment.formId, scope) : null;
  return {
    ...before,
    formKey: formId === null ? NO_KEY : findForm(step, formId, assignment.binding, instance),
    formId,
  };
}

function evaluateAssignee(step: Step, expression: Expression | null, scope: Key): string {
  const assignee = expression ? evaluateString(step, expression, scope) : '';
  if (isTooLong(assignee)) throw new IncidentFailure('EXTRACT_VALUE_ERROR', tooLongText('assignee', assignee), scope);
  return assignee;
}

function evaluateDate(step: Step, expression: Expression | null, scope: Key): string {
  if (!expression) return '';
  const found = evaluateIn(step, expression, scope);
  const { value } = found;
  if (value === null || value === undefined) return '';
  const isDate = typeof value === 'string' || value instanceof FeelDateTime || value instanceof FeelDate;
  if (!isDate) wrongType(expression, `one of '[NULL, DATE_TIME, STRING]'`, found, scope);
  const text = String(value);
  if (parseInstant(text) === null) {
    throw new IncidentFailure(
      'EXTRACT_VALUE_ERROR',
      `Invalid date-time format '${text}' for expression '${expression.source}'.`,
      scope,
    );
  }
  return text;
}

function findForm(step: Step, formId: string, binding: Binding, instance: ElementInstance): Key {
  const deploymentKey = step.state.processDefinition.get(instance.processDefinitionKey)?.deploymentKey;
  const form = boundVersion(step.state.by.formVersions, formId, binding, deploymentKey);
  if (form) return form.key;
  throw new IncidentFailure('FORM_NOT_FOUND', formMissing(formId, binding, deploymentKey), instance.key);
}

function formMissing(formId: string, binding: Binding, deploymentKey: Key | undefined): string {
  switch (binding.type) {
    case 'deployment':
      return `Expected to use a form with id '${formId}' with binding type 'deployment', but no such form found in the deployment with key ${deploymentKey} which contained the current process. To resolve this incident, migrate the process instance to a process definition that is deployed together with the intended form to use.`;
    case 'versionTag':
      return `Expected to use a form with id '${formId}' and version tag '${binding.tag}', but no such form found. To resolve the incident, deploy a form with the given id and version tag.\n`;
    case 'latest':
      return `Expected to find a form with id '${formId}', but no form with this id is found, at least a form with this id should be available. To resolve the Incident please deploy a form with the same id`;
  }
}

/** The headers by which a job tells of it; what is not set has none. */
export function assignmentHeaders(step: Step, assignment: TaskAssignment, instance: ElementInstance) {
  const assigned = evaluateAssignment(step, assignment, instance);
  const told = {
    assignee: assigned.assignee,
    candidateGroups: listText(assignment.candidateGroups && assigned.candidateGroups),
    candidateUsers: listText(assignment.candidateUsers && assigned.candidateUsers),
    dueDate: withoutZeroSeconds(assigned.dueDate),
    followUpDate: withoutZeroSeconds(assigned.followUpDate),
    formKey: assigned.formKey === NO_KEY ? '' : assigned.formKey,
  };
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, value]) => (value === '' ? [] : [[`io.camunda.zeebe:${name}`, value]])),
  );
}

/** As 8.6.0 writes a list: names in quotes, nothing escaped. */
const listText = (names: readonly string[] | null) =>
  names === null ? '' : `[${names.map((name) => `"${name}"`).join(',')}]`;

/** As Java writes a date-time. */
const withoutZeroSeconds = (text: string) => text.replace(/(T\d\d:\d\d):00(?:\.0+)?(?=$|[Z+\-[@])/, '$1');
