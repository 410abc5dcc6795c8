/** Life of element instances, tokens on sequence flows, events waiting to be consumed. */
import type { Element } from '../../model/index.ts';
import type {
  ActivatingValue,
  CompletedValue,
  ElementValue,
  MigratedValue,
  ProcessEventValue,
  RecordValues,
} from '../records.ts';
import type { State } from '../state.ts';
import type { ElementInstance, ElementInternal, ElementState, Key } from '../types.ts';

export function patchInternal(state: State, key: Key, change: (internal: ElementInternal) => ElementInternal): void {
  const instance = state.elementInstance.get(key);
  if (instance) state.elementInstance.put({ ...instance, internal: change(instance.internal) });
}

function activating(state: State, key: Key, value: ElementValue, now: number): void {
  const activation = value as ActivatingValue;
  if (activation.viaFlow) consumeTokens(state, activation);
  if (activation.processInstance) state.processInstance.put(activation.processInstance);
  state.elementInstance.put({
    key,
    processInstanceKey: value.processInstanceKey,
    processDefinitionKey: value.processDefinitionKey,
    bpmnProcessId: value.bpmnProcessId,
    version: value.version,
    elementId: value.elementId,
    elementName: activation.elementName,
    elementType: value.bpmnElementType,
    flowScopeKey: value.flowScopeKey,
    state: 'ACTIVATING',
    startedAt: now,
    endedAt: null,
    internal: activation.internal,
    takenFlows: null,
  });
}

function consumeTokens(state: State, value: ActivatingValue): void {
  if (value.bpmnElementType === 'INCLUSIVE_GATEWAY') {
    consumeAll(state, value);
    return;
  }
  const gateway = value.bpmnElementType === 'PARALLEL_GATEWAY';
  const incoming = gateway
    ? (state.model(value.processDefinitionKey).elements.get(value.elementId)?.incoming ?? [])
    : [];
  patchInternal(state, value.flowScopeKey, (internal) => {
    const taken = gateway ? incoming.length : 1;
    const next: ElementInternal = { ...internal, activeFlows: Math.max(0, (internal.activeFlows ?? 0) - taken) };
    if (!gateway) return next;
    const waiting = { ...internal.waitingTokens?.[value.elementId] };
    for (const flowId of incoming) {
      const left = (waiting[flowId] ?? 0) - 1;
      if (left > 0) waiting[flowId] = left;
      else delete waiting[flowId];
    }
    const waitingTokens = { ...internal.waitingTokens, [value.elementId]: waiting };
    if (Object.keys(waiting).length === 0) delete waitingTokens[value.elementId];
    return { ...next, waitingTokens };
  });
}

/** Whatever has come to an inclusive gateway goes on as one token, a way taken twice included. */
function consumeAll(state: State, { flowScopeKey, elementId }: ActivatingValue): void {
  patchInternal(state, flowScopeKey, (internal) => {
    const { [elementId]: waiting, ...waitingTokens } = internal.waitingTokens ?? {};
    const taken = waiting ? Object.values(waiting).reduce((sum, count) => sum + count, 0) : 1;
    return { ...internal, activeFlows: Math.max(0, (internal.activeFlows ?? 0) - taken), waitingTokens };
  });
}

function moveTo(next: ElementState) {
  return (state: State, key: Key): void => {
    const instance = state.elementInstance.get(key);
    if (!instance) return;
    const { listenersDone, ...internal } = instance.internal;
    // Each state has listeners of its own.
    state.elementInstance.put({ ...instance, state: next, internal: listenersDone ? internal : instance.internal });
  };
}

function end(outcome: 'COMPLETED' | 'TERMINATED') {
  return (state: State, key: Key, value: ElementValue, now: number): void => {
    const instance = state.elementInstance.get(key);
    if (!instance) return;
    for (const variable of [...state.by.variables.get(key)]) {
      state.variable.evict(`${variable.scopeKey}:${variable.name}`);
    }
    countInner(state, instance, outcome);
    if (outcome === 'COMPLETED') interruptByTerminateEnd(state, instance);
    const takenFlows = outcome === 'COMPLETED' ? ((value as CompletedValue).takenFlows ?? null) : null;
    state.elementInstance.retire({ ...instance, state: outcome, endedAt: now, internal: {}, takenFlows });
    if (instance.elementType === 'PROCESS') {
      const process = state.processInstance.get(key);
      if (process) state.processInstance.retire({ ...process, state: outcome, endedAt: now, awaitResult: null });
      // A process that a modification ends says nothing of what could have been undone in it.
      for (const subscription of [...state.by.compensationsAt.get(key)])
        state.compensationSubscription.remove(subscription.key);
    }
  };
}

/** After a terminate end event nothing of the scope goes on, tokens at joins included. */
function interruptByTerminateEnd(state: State, instance: ElementInstance): void {
  if (instance.elementType !== 'END_EVENT') return;
  const element = state.model(instance.processDefinitionKey).elements.get(instance.elementId);
  if (element?.behaviour.kind !== 'end' || element.behaviour.event.kind !== 'terminate') return;
  patchInternal(state, instance.flowScopeKey, (internal) => ({
    ...internal,
    interruptedBy: instance.elementId,
    activeFlows: 0,
    waitingTokens: {},
  }));
}

function countInner(state: State, instance: ElementInstance, outcome: 'COMPLETED' | 'TERMINATED'): void {
  const body = state.elementInstance.get(instance.flowScopeKey);
  if (body?.elementType !== 'MULTI_INSTANCE_BODY' || instance.internal.loopCounter === undefined) return;
  const counter = outcome === 'COMPLETED' ? 'numberOfCompletedInstances' : 'numberOfTerminatedInstances';
  patchInternal(state, body.key, (internal) => ({ ...internal, [counter]: (internal[counter] ?? 0) + 1 }));
}

function flowTaken(state: State, _key: Key, value: ElementValue): void {
  const model = state.model(value.processDefinitionKey);
  const flow = model.flows.get(value.elementId);
  const target = flow && model.elements.get(flow.targetId);
  patchInternal(state, value.flowScopeKey, (internal) => {
    const next: ElementInternal = { ...internal, activeFlows: (internal.activeFlows ?? 0) + 1 };
    if (!flow || !target || !joins(target)) return next;
    const waiting = internal.waitingTokens?.[target.id];
    const count = (waiting?.[flow.id] ?? 0) + 1;
    return { ...next, waitingTokens: { ...internal.waitingTokens, [target.id]: { ...waiting, [flow.id]: count } } };
  });
}

const joins = ({ type, incoming }: Element): boolean =>
  type === 'PARALLEL_GATEWAY' || (type === 'INCLUSIVE_GATEWAY' && incoming.length > 1);

function migrated(state: State, key: Key, value: ElementValue): void {
  const { processDefinitionKey, bpmnProcessId, version, elementId, elementName, internal } = value as MigratedValue;
  const instance = state.elementInstance.get(key);
  if (!instance) return;
  const process = { processDefinitionKey, bpmnProcessId, version };
  state.elementInstance.put({ ...instance, ...process, elementId, elementName, internal });
  const row = instance.elementType === 'PROCESS' ? state.processInstance.get(key) : undefined;
  if (row) state.processInstance.put({ ...row, ...process });
}

function triggering(state: State, key: Key, value: ProcessEventValue): void {
  const model = state.model(value.processDefinitionKey);
  const target = model.elements.get(value.targetElementId);
  const trigger = { key, elementId: value.targetElementId, variables: value.variables };
  const interruptsScope =
    target?.behaviour.kind === 'start' &&
    target.behaviour.interrupting &&
    model.elements.get(target.parentId ?? '')?.type === 'EVENT_SUB_PROCESS';
  patchInternal(state, value.scopeKey, (internal) => ({
    ...internal,
    triggers: [...(internal.triggers ?? []), trigger],
    // Tokens of an interrupted scope are dead: nothing but the interrupting event goes on in it.
    ...(interruptsScope ? { interruptedBy: target.parentId, activeFlows: 0, waitingTokens: {} } : {}),
  }));
}

function triggered(state: State, key: Key, value: ProcessEventValue): void {
  patchInternal(state, value.scopeKey, (internal) => ({
    ...internal,
    triggers: (internal.triggers ?? []).filter((trigger) => trigger.key !== key),
  }));
}

export function adHocFulfilled(state: State, _key: Key, value: { adHocSubProcessInstanceKey: Key }): void {
  patchInternal(state, value.adHocSubProcessInstanceKey, (internal) => ({ ...internal, completionFulfilled: true }));
}

export const elementAppliers = {
  ELEMENT_ACTIVATING: activating,
  ELEMENT_ACTIVATED: moveTo('ACTIVATED'),
  ELEMENT_COMPLETING: moveTo('COMPLETING'),
  ELEMENT_COMPLETED: end('COMPLETED'),
  ELEMENT_TERMINATING: moveTo('TERMINATING'),
  ELEMENT_TERMINATED: end('TERMINATED'),
  ELEMENT_MIGRATED: migrated,
  SEQUENCE_FLOW_TAKEN: flowTaken,
};

export const processEventAppliers = { TRIGGERING: triggering, TRIGGERED: triggered };

/** What was put in by hand may begin, though its scope was interrupted (measured on 8.6.0). */
export const modificationAppliers = {
  MODIFIED: (state: State, _key: Key, { ancestorScopeKeys }: RecordValues['PROCESS_INSTANCE_MODIFICATION']): void => {
    for (const key of ancestorScopeKeys) {
      patchInternal(state, key, ({ interruptedBy: _interruptedBy, ...internal }) => internal);
    }
  },
};
