/** The process itself: starts, ends, tells a waiting caller or the call activity that called it. */
import { deleteCompensations } from '../behaviour/compensation.ts';
import { activateTriggered, rememberTrigger, waitingTrigger } from '../behaviour/events.ts';
import { releaseStartLock } from '../behaviour/message-starts.ts';
import { subscribe, unsubscribe } from '../behaviour/subscriptions.ts';
import { localVariables } from '../behaviour/variables.ts';
import { type Container, type Context, emit, newKey, type Step } from '../step.ts';
import { activated, activateInScope, contextOf, transition } from '../transitions.ts';
import { NO_KEY, type ProcessInstance, type Variables } from '../types.ts';
import { childEnded, completeWhenEmpty, terminateScope } from './scope.ts';

function activate(step: Step, context: Context): void {
  const { instance, element, model } = context;
  if (element.behaviour.kind !== 'scope') throw new Error(`process ${element.id} is no scope`);
  const active = activated(step, context);
  const trigger = waitingTrigger(step, active.instance, (event) => event.type === 'START_EVENT');
  if (trigger) {
    activateTriggered(step, instance.key, instance.key, active.instance, trigger);
    return;
  }
  const { startAt } = instance.internal;
  // Without a start event nobody else opens the events of the scope.
  if (startAt) subscribe(step, model, active.instance, element);
  for (const startId of startAt ?? [element.behaviour.noneStartId ?? '']) {
    const start = model.elements.get(startId);
    if (start) activateInScope(step, active.instance, instance.key, start, false);
  }
}

function finish(step: Step, { instance }: Context): void {
  unsubscribe(step, instance);
  deleteCompensations(step, instance);
}

function complete(step: Step, context: Context): void {
  const { key } = context.instance;
  const process = step.state.processInstance.get(key);
  const variables = localVariables(step.state, key);
  transition(step, context, 'ELEMENT_COMPLETED');
  if (!process) return;
  if (process.awaitResult) reportResult(step, process, variables);
  const caller = contextOf(step.state, process.parentElementInstanceKey);
  if (caller) {
    handOver(step, caller, variables);
    step.processors.container(caller).childCompleted(step, caller, context, false);
  }
  releaseStartLock(step, process);
}

/** The called process's variables reach the call activity like those of an event. */
function handOver(step: Step, { instance, element }: Context, variables: Variables): void {
  const { behaviour } = element;
  if (behaviour.kind !== 'call') return;
  if (behaviour.propagateAllChildVariables || element.outputs.length > 0) {
    rememberTrigger(step, instance.key, instance, element.id, variables);
  }
}

function reportResult(step: Step, process: ProcessInstance, variables: Variables): void {
  const wanted = process.awaitResult?.fetchVariables ?? [];
  const chosen =
    wanted.length === 0
      ? variables
      : Object.fromEntries(Object.entries(variables).filter(([name]) => wanted.includes(name)));
  const about = {
    processInstanceKey: process.key,
    processDefinitionKey: process.processDefinitionKey,
    bpmnProcessId: process.bpmnProcessId,
    version: process.version,
    tags: process.tags,
    variables: chosen,
  };
  emit(step, 'PROCESS_INSTANCE_RESULT', 'COMPLETED', newKey(step), about);
  step.effects.push({ kind: 'processInstanceCompleted', ...about });
}

function end(step: Step, context: Context): void {
  const process = step.state.processInstance.get(context.instance.key);
  transition(step, context, 'ELEMENT_TERMINATED');
  if (!process) return;
  step.effects.push({ kind: 'processInstanceTerminated', processInstanceKey: process.key });
  if (process.parentElementInstanceKey !== NO_KEY) {
    const caller = contextOf(step.state, process.parentElementInstanceKey);
    if (caller) step.processors.container(caller).childTerminated(step, caller, context);
  }
  releaseStartLock(step, process);
}

export const processScope: Container = {
  activate,
  finish,
  complete,
  terminate: (step, context) => terminateScope(step, context, end),
  childCompleted: (step, scope) => completeWhenEmpty(step, scope),
  childTerminated: (step, scope) => childEnded(step, scope, end),
};
