/** Setting variables, resolving incidents, evaluating decisions on their own. */
import { runDecision } from '../behaviour/decisions.ts';
import { resolve } from '../behaviour/incidents.ts';
import { offerJob } from '../behaviour/jobs.ts';
import { taskOf } from '../behaviour/listened-task.ts';
import { beginTransition, isUpdateListened, repeatTransition } from '../behaviour/task-transitions.ts';
import { updateVariables } from '../behaviour/update-variables.ts';
import { continueActivation, continueCompletion } from '../lifecycle.ts';
import { newKey, Rejected, type Step } from '../step.ts';
import {
  type Awaited,
  type CommandOf,
  type DecisionResult,
  type Key,
  NO_KEY,
  type Nothing,
  type UserTask,
  type Variables,
} from '../types.ts';

export function setVariables(step: Step, command: CommandOf<'setVariables'>): { key: Key } & Awaited {
  const { elementInstanceKey, variables } = command;
  const instance = step.state.elementInstance.get(elementInstanceKey);
  if (!instance) {
    throw new Rejected(
      'NOT_FOUND',
      `Expected to update variables for element with key '${elementInstanceKey}', but no such element was found`,
    );
  }
  const semantics = command.local ? 'LOCAL' : 'PROPAGATE';
  const task = taskOf(step, instance);
  if (task && isUpdateListened(step, task)) return updateOfTask(step, task, variables, semantics);
  return { key: updateVariables(step, instance.key, variables, semantics) };
}

/** The variables of a user task are part of it: its listeners are asked. */
function updateOfTask(
  step: Step,
  task: UserTask,
  variables: Variables,
  update: 'LOCAL' | 'PROPAGATE',
): { key: Key } & Awaited {
  if (task.state !== 'CREATED') {
    throw new Rejected(
      'INVALID_STATE',
      `Expected to trigger update transition for user task with key '${task.key}', but it is in state '${task.state}'`,
    );
  }
  const key = newKey(step);
  const awaits = beginTransition(step, task, { event: 'updating', action: 'update', variables, update });
  return awaits === null ? { key } : { key, awaits };
}

/** The instance goes on where it stopped: the failed step is tried again. */
export function resolveIncident(step: Step, { incidentKey }: CommandOf<'resolveIncident'>): Nothing {
  const incident = step.state.incident.get(incidentKey);
  if (!incident) {
    throw new Rejected(
      'NOT_FOUND',
      `Expected to resolve incident with key '${incidentKey}', but no such incident was found`,
    );
  }
  const job = step.state.job.get(incident.jobKey);
  if (incident.jobKey !== NO_KEY && job && job.retries <= 0) {
    throw new Rejected(
      'NOT_FOUND',
      `Expected to resolve incident with key '${incidentKey}', but job with key '${job.key}' has no retries left. Please update the job retries and retry resolving the incident`,
    );
  }
  resolve(step, incident);
  if (incident.jobKey !== NO_KEY) {
    const available = step.state.job.get(incident.jobKey);
    if (available?.state === 'ACTIVATABLE') offerJob(step, available);
    return {};
  }
  const instance = step.state.elementInstance.get(incident.elementInstanceKey);
  if (instance?.state === 'ACTIVATING') continueActivation(step, instance.key);
  else if (instance?.state === 'COMPLETING') continueCompletion(step, instance.key);
  else if (instance) repeatTransition(step, instance);
  return {};
}

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
