/** Creating and cancelling process instances. */
import { startInstance } from '../behaviour/start-instance.ts';
import { mergeLocal } from '../behaviour/variables.ts';
import { emit, follow, newKey, Rejected, type Step } from '../step.ts';
import {
  type CommandOf,
  type CreatedInstance,
  type Key,
  NO_KEY,
  type Nothing,
  type ProcessDefinition,
} from '../types.ts';
import { tagsOf } from './tags.ts';

type Create = CommandOf<'createProcessInstance'>;

function findDefinition(step: Step, command: Create): ProcessDefinition {
  if (command.processDefinitionKey && command.processDefinitionKey !== NO_KEY && command.processDefinitionKey !== '0') {
    const found = step.state.processDefinition.get(command.processDefinitionKey);
    if (found?.deletedAt === null) return found;
    throw new Rejected(
      'NOT_FOUND',
      `Expected to find process definition with key '${command.processDefinitionKey}', but none found`,
    );
  }
  const id = command.bpmnProcessId ?? '';
  if (id === '') {
    throw new Rejected(
      'INVALID_ARGUMENT',
      'Expected at least a bpmnProcessId or a key greater than -1, but none given',
    );
  }
  const version = command.version ?? -1;
  if (version < 0) {
    const latest = step.state.by.processVersions.last(id);
    if (latest) return latest;
    throw new Rejected('NOT_FOUND', `Expected to find process definition with process ID '${id}', but none found`);
  }
  const found = [...step.state.by.processVersions.get(id)].find((candidate) => candidate.version === version);
  if (found) return found;
  throw new Rejected(
    'NOT_FOUND',
    `Expected to find process definition with process ID '${id}' and version '${version}', but none found`,
  );
}

export function createProcessInstance(step: Step, command: Create): CreatedInstance {
  const definition = findDefinition(step, command);
  const { root, elements } = step.state.model(definition.key);
  const instructions = command.startInstructions ?? [];
  for (const { elementId } of instructions) {
    const element = elements.get(elementId);
    if (!element) {
      throw new Rejected(
        'INVALID_ARGUMENT',
        `Expected to create instance of process with start instructions but no element found with id '${elementId}'.`,
      );
    }
    if (element.parentId !== root.id || ['START_EVENT', 'BOUNDARY_EVENT', 'EVENT_SUB_PROCESS'].includes(element.type)) {
      throw new Rejected(
        'INVALID_ARGUMENT',
        `Expected to create instance of process with start instructions but the element with id '${elementId}' targets unsupported element type '${element.type}'; start at an activity, gateway or event of the process itself`,
      );
    }
  }
  if (instructions.length === 0 && root.behaviour.kind === 'scope' && root.behaviour.noneStartId === null) {
    throw new Rejected(
      'INVALID_STATE',
      'Expected to create instance of process with none start event, but there is no such event',
    );
  }
  const { terminateAfter = [] } = command;
  for (const elementId of terminateAfter) {
    if (elements.has(elementId)) continue;
    throw new Rejected(
      'INVALID_ARGUMENT',
      `Expected to create instance of process with runtime instructions but no element found with id '${elementId}'.`,
    );
  }
  const tags = tagsOf(command.tags ?? []);
  const key = newKey(step);
  mergeLocal(
    step,
    key,
    { processInstanceKey: key, processDefinitionKey: definition.key, bpmnProcessId: definition.bpmnProcessId },
    command.variables ?? {},
  );
  const instance = startInstance(step, key, definition, {
    startAt: instructions.map((instruction) => instruction.elementId),
    awaitResult: command.awaitResult ? { fetchVariables: command.awaitResult.fetchVariables ?? [] } : null,
    tags,
    terminateAfter,
  });
  const created: CreatedInstance = {
    processDefinitionKey: definition.key,
    bpmnProcessId: definition.bpmnProcessId,
    version: definition.version,
    processInstanceKey: key,
    tags,
  };
  emit(step, 'PROCESS_INSTANCE_CREATION', 'CREATED', newKey(step), { ...created, instance });
  return created;
}

export function cancelProcessInstance(step: Step, command: { processInstanceKey: Key }): Nothing {
  const key = command.processInstanceKey;
  const instance = step.state.processInstance.get(key);
  if (!instance) {
    throw new Rejected(
      'NOT_FOUND',
      `Expected to cancel a process instance with key '${key}', but no such process was found`,
    );
  }
  if (instance.parentProcessInstanceKey !== NO_KEY) {
    throw new Rejected(
      'INVALID_STATE',
      `Expected to cancel a process instance with key '${key}', but it is created by a parent process instance. Cancel the root process instance '${instance.rootProcessInstanceKey}' instead.`,
    );
  }
  follow(step, { kind: 'terminate', key });
  return {};
}
