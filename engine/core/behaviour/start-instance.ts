/** The beginning of a process instance, whatever starts it: a command, an event, a call activity. */
import { follow, newKey, type Step } from '../step.ts';
import {
  type ElementInstance,
  type EventTrigger,
  type Key,
  NO_KEY,
  type ProcessDefinition,
  type ProcessInstance,
  type Variables,
} from '../types.ts';

type Started = Pick<ProcessDefinition, 'key' | 'bpmnProcessId' | 'version'>;

interface Beginning {
  /** The event that starts it; without one it starts at its none start event. */
  trigger?: EventTrigger;
  /** Elements to start at instead of the start event. */
  startAt?: readonly string[];
  /** The call activity that starts it. */
  caller?: ElementInstance;
  /** Of the message that starts it. */
  messageCorrelationKey?: string | null;
  awaitResult?: ProcessInstance['awaitResult'];
  tags?: readonly string[];
  terminateAfter?: readonly string[];
}

/** Queues the activation of the process; `key` is the new instance's. */
export function startInstance(step: Step, key: Key, process: Started, beginning: Beginning): ProcessInstance {
  const { trigger, startAt, caller, messageCorrelationKey = null, awaitResult = null, tags = [] } = beginning;
  const { terminateAfter = [] } = beginning;
  const parent = caller && step.state.processInstance.get(caller.processInstanceKey);
  const processInstance: ProcessInstance = {
    key,
    processDefinitionKey: process.key,
    bpmnProcessId: process.bpmnProcessId,
    version: process.version,
    parentProcessInstanceKey: caller?.processInstanceKey ?? NO_KEY,
    parentElementInstanceKey: caller?.key ?? NO_KEY,
    rootProcessInstanceKey: parent?.rootProcessInstanceKey ?? caller?.processInstanceKey ?? key,
    state: 'ACTIVE',
    startedAt: step.now,
    endedAt: null,
    messageCorrelationKey,
    awaitResult,
    tags,
    terminateAfter,
  };
  follow(step, {
    kind: 'activate',
    key,
    elementId: process.bpmnProcessId,
    elementType: 'PROCESS',
    flowScopeKey: NO_KEY,
    processInstanceKey: key,
    processDefinitionKey: process.key,
    viaFlow: false,
    trigger,
    processInstance,
    startAt,
  });
  return processInstance;
}

/** A message, a timer or a signal starts an instance at its start event. Returns the instance's key. */
export function startByEvent(
  step: Step,
  process: Started,
  startEventId: string,
  variables: Variables,
  { key = newKey(step), messageCorrelationKey = null }: { key?: Key; messageCorrelationKey?: string | null } = {},
): Key {
  const trigger = { key: newKey(step), elementId: startEventId, variables };
  startInstance(step, key, process, { trigger, messageCorrelationKey });
  return key;
}
