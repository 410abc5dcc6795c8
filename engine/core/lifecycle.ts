/** Follow-up commands on element instances: activate, complete, terminate; with the guards that drop stale ones. */
import { IncidentFailure } from './behaviour/failure.ts';
import { raiseElementIncident, resolveIncidentsOf } from './behaviour/incidents.ts';
import { callListener } from './behaviour/listeners.ts';
import { mergeLocal } from './behaviour/variables.ts';
import { mayJoin } from './gateway/inclusive-join.ts';
import { type ActivateCommand, type Context, emit, type FollowUp, follow, type Step } from './step.ts';
import { canActivate, contextOf, isInner, outlivedByIncidents, refreshed, release, transition } from './transitions.ts';
import { type ElementInstance, type ElementInternal, type Key, NO_KEY } from './types.ts';

export function activate(step: Step, command: ActivateCommand): void {
  const { state } = step;
  const model = state.model(command.processDefinitionKey);
  const element = command.elementType === 'PROCESS' ? model.root : model.elements.get(command.elementId);
  if (!element) throw new Error(`element ${command.elementId} is not in process ${model.bpmnProcessId}`);
  if (!maySucceed(step, command)) return;
  const definition = state.processDefinition.get(command.processDefinitionKey);
  const internal: ElementInternal = {
    ...(command.trigger ? { triggers: [command.trigger] } : {}),
    ...(command.loopCounter === undefined ? {} : { loopCounter: command.loopCounter }),
    ...(command.startAt?.length ? { startAt: command.startAt } : {}),
  };
  const process = command.processInstance ?? state.processInstance.get(command.processInstanceKey);
  emit(step, 'PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', command.key, {
    processInstanceKey: command.processInstanceKey,
    processDefinitionKey: command.processDefinitionKey,
    bpmnProcessId: model.bpmnProcessId,
    version: definition?.version ?? 0,
    elementId: command.elementId,
    elementName: element.name,
    bpmnElementType: command.elementType,
    flowScopeKey: command.flowScopeKey,
    parentProcessInstanceKey: process?.parentProcessInstanceKey ?? NO_KEY,
    parentElementInstanceKey: process?.parentElementInstanceKey ?? NO_KEY,
    viaFlow: command.viaFlow,
    internal,
    processInstance: command.processInstance,
  });
  continueActivation(step, command.key);
}

/** The scope still runs; a joining gateway still has all its tokens. */
function maySucceed(step: Step, command: ActivateCommand): boolean {
  if (command.flowScopeKey === NO_KEY) return true;
  const scope = step.state.elementInstance.get(command.flowScopeKey);
  if (scope?.state !== 'ACTIVATED') return dropVariables(step, command.key);
  if (interruptedByOther(scope, command.elementId)) return dropVariables(step, command.key);
  const element = step.state.model(command.processDefinitionKey).elements.get(command.elementId);
  if (element?.type === 'INCLUSIVE_GATEWAY') {
    // A modification puts no token into an inclusive gateway (measured on 8.6.0).
    return command.viaFlow ? mayJoin(step, scope, element) : dropVariables(step, command.key);
  }
  return !command.viaFlow || (element !== undefined && canActivate(step.state, command.flowScopeKey, element));
}

/** An event sub-process or a terminate end event has taken over: nothing else in the scope begins or completes. */
function interruptedByOther({ internal }: ElementInstance, elementId: string): boolean {
  return Boolean(internal.interruptedBy) && internal.interruptedBy !== elementId;
}

/** An event that comes too late may already have brought variables. */
function dropVariables(step: Step, key: Key): false {
  for (const variable of [...step.state.by.variables.get(key)]) {
    step.state.variable.remove(`${variable.scopeKey}:${variable.name}`);
  }
  return false;
}

/** From ACTIVATING on; also where a resolved incident resumes. */
export function continueActivation(step: Step, key: Key): void {
  const context = contextOf(step.state, key);
  if (!context) return;
  guarded(step, context, () => {
    const processor = step.processors.of(context);
    if (!context.instance.internal.listenersDone) {
      const scope = contextOf(step.state, context.instance.flowScopeKey);
      if (scope) step.processors.container(scope).childActivating?.(step, scope, context);
      processor.prepare?.(step, refreshed(step, context));
    }
    if (!callListener(step, context, 'START')) processor.activate(step, refreshed(step, context));
  });
}

export function complete(step: Step, key: Key): void {
  const context = contextOf(step.state, key);
  if (context?.instance.state !== 'ACTIVATED') return;
  const scope = step.state.elementInstance.get(context.instance.flowScopeKey);
  if (scope && (scope.state !== 'ACTIVATED' || interruptedByOther(scope, context.element.id))) return;
  transition(step, context, 'ELEMENT_COMPLETING');
  continueCompletion(step, key);
}

export function continueCompletion(step: Step, key: Key): void {
  const context = contextOf(step.state, key);
  if (!context) return;
  guarded(step, context, () => {
    const processor = step.processors.of(context);
    if (!context.instance.internal.listenersDone) processor.finish?.(step, context);
    if (!callListener(step, context, 'END')) processor.complete(step, refreshed(step, context));
  });
}

/** The next listener is called, or the element goes on. */
export function listened(step: Step, { key, event, variables }: Extract<FollowUp, { kind: 'listened' }>): void {
  const context = contextOf(step.state, key);
  if (!context) return;
  const { instance } = context;
  if (event === 'START' && instance.state === 'ACTIVATING') {
    // A parallel gateway keeps nothing of what its listener says (measured on 8.6.0).
    if (instance.elementType !== 'PARALLEL_GATEWAY') mergeLocal(step, key, instance, variables);
    continueActivation(step, key);
  } else if (event === 'END' && instance.state === 'COMPLETING') {
    // They stay in the scope around the element, whoever else knows the name (measured on 8.6.0).
    // What they say to a scope that an event interrupted is lost (measured on 8.6.0).
    if (!deafened(step, context))
      mergeLocal(step, instance.flowScopeKey === NO_KEY ? key : instance.flowScopeKey, instance, variables);
    continueCompletion(step, key);
  }
}

/** By the event that interrupted it; one of many instances still hears (measured on 8.6.0). */
function deafened(step: Step, context: Context): boolean {
  const by = context.model.elements.get(context.instance.internal.interruptedBy ?? '');
  return by?.type === 'EVENT_SUB_PROCESS' && !isInner(step, context);
}

export function terminate(step: Step, key: Key): void {
  const context = contextOf(step.state, key);
  if (!context || context.instance.state === 'TERMINATING') return;
  transition(step, context, 'ELEMENT_TERMINATING');
  release(step, context, true);
  if (!outlivedByIncidents(context.instance)) resolveIncidentsOf(step, key);
  step.processors.of(context).terminate(step, refreshed(step, context));
}

export function terminateChildren(step: Step, scopeKey: Key): void {
  for (const child of [...step.state.by.children.get(scopeKey)]) {
    if (child.state !== 'TERMINATING') follow(step, { kind: 'terminate', key: child.key });
  }
}

function guarded(step: Step, context: Context, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof IncidentFailure)) throw error;
    raiseElementIncident(step, context.instance, error);
  }
}
