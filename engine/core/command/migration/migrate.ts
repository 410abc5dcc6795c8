/** A running process instance goes on in another process definition, with all it has. */
import { innerIdOf } from '../../../model/index.ts';
import { taskOf } from '../../behaviour/listened-task.ts';
import { userTaskChanged } from '../../behaviour/task-transitions.ts';
import { emit, newKey, Rejected, type Step } from '../../step.ts';
import { contextOf, elementValue } from '../../transitions.ts';
import type { CommandOf, ElementInternal, Key, Nothing } from '../../types.ts';
import { moveCatchEvents } from './catch-events.ts';
import { checkElement, checkMapping } from './checks.ts';
import { activeIn, type Moved, type Plan } from './plan.ts';

type Migrate = CommandOf<'migrateProcessInstance'>;

/**
 * Every active element needs an element of the same type in the same scope to become. Jobs, user tasks, incidents, variables and
 * subscriptions go along as they are; events of the new elements are listened for, those without an element any more are not.
 * https://docs.camunda.io/docs/components/concepts/process-instance-migration/
 */
export function migrateProcessInstance(step: Step, command: Migrate): Nothing {
  const { processInstanceKey: key, targetProcessDefinitionKey, mapping } = command;
  const process = contextOf(step.state, key);
  if (process?.instance.elementType !== 'PROCESS') {
    throw new Rejected(
      'NOT_FOUND',
      `Expected to migrate process instance but no process instance found with key '${key}'`,
    );
  }
  const target = step.state.processDefinition.get(targetProcessDefinitionKey);
  if (target?.deletedAt !== null) {
    throw new Rejected(
      'NOT_FOUND',
      `Expected to migrate process instance to process definition but no process definition found with key '${targetProcessDefinitionKey}'`,
    );
  }
  const plan: Plan = {
    processInstanceKey: key,
    target,
    source: process.model,
    model: step.state.model(target.key),
    mapping: withWrappers(mapping),
  };
  checkMapping(command, plan);
  const moved = activeIn(step, process.instance).map((instance) => checkElement(step, plan, instance));
  for (const one of moved) move(step, plan, one);
  moveCompensations(step, plan);
  emit(step, 'PROCESS_INSTANCE_MIGRATION', 'MIGRATED', newKey(step), {
    processInstanceKey: key,
    migrationPlan: { targetProcessDefinitionKey, mappingInstructions: mapping },
  });
  return {};
}

/** What wraps the elements of an ad-hoc sub-process goes where the sub-process goes. */
function withWrappers(mapping: Migrate['mapping']): ReadonlyMap<string, string> {
  const given = mapping.map(({ sourceElementId, targetElementId }) => [sourceElementId, targetElementId] as const);
  return new Map([...given.map(([from, to]) => [innerIdOf(from), innerIdOf(to)] as const), ...given]);
}

function move(step: Step, plan: Plan, moved: Moved): void {
  const { instance } = moved.from;
  const { element } = moved;
  const { target } = plan;
  const elementId = element.id;
  const process = { processDefinitionKey: target.key, bpmnProcessId: target.bpmnProcessId };
  emit(step, 'PROCESS_INSTANCE', 'ELEMENT_MIGRATED', instance.key, {
    ...elementValue(step, instance),
    ...process,
    version: target.version,
    elementId,
    elementName: element.name,
    internal: internalIn(plan, instance.internal),
  });
  const { jobKey } = instance.internal;
  const job = jobKey ? step.state.job.get(jobKey) : undefined;
  if (job) {
    const changed = { ...process, processDefinitionVersion: target.version, elementId };
    emit(step, 'JOB', 'MIGRATED', job.key, { ...job, ...changed });
    moveIncidents(step, job.key, { ...process, elementId });
  }
  moveIncidents(step, instance.key, { ...process, elementId });
  const task = taskOf(step, instance);
  if (task) {
    const changed = {
      ...process,
      processDefinitionVersion: target.version,
      elementId,
      elementName: element.name,
      action: '',
    };
    emit(step, 'USER_TASK', 'MIGRATED', task.key, { ...task, ...changed });
    userTaskChanged(step, task);
  }
  for (const variable of [...step.state.by.variables.get(instance.key)]) {
    emit(step, 'VARIABLE', 'MIGRATED', variable.key, { ...variable, ...process });
  }
  moveCatchEvents(step, plan, moved);
}

function moveIncidents(
  step: Step,
  ownerKey: Key,
  changed: { processDefinitionKey: Key; bpmnProcessId: string; elementId: string },
): void {
  for (const incident of [...step.state.by.incidentsOf.get(ownerKey)]) {
    emit(step, 'INCIDENT', 'MIGRATED', incident.key, { ...incident, ...changed });
  }
}

/** Element ids that an instance remembers. */
function internalIn({ mapping }: Plan, internal: ElementInternal): ElementInternal {
  const { interruptedBy, triggers } = internal;
  return {
    ...internal,
    ...(interruptedBy ? { interruptedBy: mapping.get(interruptedBy) ?? interruptedBy } : {}),
    ...(triggers
      ? { triggers: triggers.map((one) => ({ ...one, elementId: mapping.get(one.elementId) ?? one.elementId })) }
      : {}),
  };
}

/** What was done can be undone if the new process says how: 8.6.0 leaves it behind, and fails at the next compensation. */
function moveCompensations(step: Step, { processInstanceKey, mapping, target, model }: Plan): void {
  for (const subscription of [...step.state.by.compensationsAt.get(processInstanceKey)]) {
    const activityId = mapping.get(subscription.activityId);
    const handlerId = model.elements.get(activityId ?? '')?.compensation?.handlerId ?? '';
    if (activityId === undefined || (handlerId === '') !== (subscription.handlerId === '')) {
      emit(step, 'COMPENSATION_SUBSCRIPTION', 'DELETED', subscription.key, subscription);
      continue;
    }
    emit(step, 'COMPENSATION_SUBSCRIPTION', 'MIGRATED', subscription.key, {
      ...subscription,
      processDefinitionKey: target.key,
      bpmnProcessId: target.bpmnProcessId,
      activityId,
      handlerId,
      throwEventId: mapping.get(subscription.throwEventId) ?? subscription.throwEventId,
    });
  }
}
