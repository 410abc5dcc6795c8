/** The body around a multi-instance activity: starts the inner instances, collects their results. */

import type { MultiInstance } from '../../model/index.ts';
import { hasChildren } from '../behaviour/events.ts';
import { evaluateBoolean, evaluateJson, evaluateList } from '../behaviour/expressions.ts';
import { IncidentFailure } from '../behaviour/failure.ts';
import { handUp, keepAt, ownVariableOf } from '../behaviour/output-collections.ts';
import { subscribe, unsubscribe } from '../behaviour/subscriptions.ts';
import { setLocal } from '../behaviour/variables.ts';
import { type Container, type Context, follow, newKey, type Step } from '../step.ts';
import { activated, completed, contextOf, isEmpty, refreshed, terminated } from '../transitions.ts';
import type { Json, Key } from '../types.ts';
import { terminateScope } from './scope.ts';

function loopOf({ element }: Context): MultiInstance {
  if (!element.multiInstance) throw new Error(`element ${element.id} is not multi-instance`);
  return element.multiInstance;
}

/** The collection is read anew each time, as Zeebe does: it may have changed. */
function items(step: Step, body: Context): Json[] {
  return evaluateList(step, loopOf(body).inputCollection, body.instance.key);
}

function activate(step: Step, context: Context): void {
  const { instance, element, model } = context;
  const loop = loopOf(context);
  const collection = items(step, context);
  subscribe(step, model, instance, element);
  const body = activated(step, context);
  if (loop.outputCollection) {
    setLocal(
      step,
      instance.key,
      instance,
      loop.outputCollection,
      collection.map(() => null),
    );
  }
  if (collection.length === 0) follow(step, { kind: 'complete', key: instance.key });
  else if (loop.sequential) startInner(step, body, 1);
  else follow(step, { kind: 'startInners', key: instance.key, count: collection.length });
}

/** Parallel instances begin a step later than a sequential one (measured on 8.6.0: it has them made in batches). */
export function startInners(step: Step, { key, count }: { key: Key; count: number }): void {
  const body = contextOf(step.state, key);
  if (body?.instance.state !== 'ACTIVATED') return;
  for (let counter = 1; counter <= count; counter++) startInner(step, body, counter);
}

function startInner(step: Step, { instance, element }: Context, loopCounter: number): void {
  follow(step, {
    kind: 'activate',
    key: newKey(step),
    elementId: element.id,
    elementType: element.type,
    flowScopeKey: instance.key,
    processInstanceKey: instance.processInstanceKey,
    processDefinitionKey: instance.processDefinitionKey,
    viaFlow: false,
    loopCounter,
  });
}

function itemAt(step: Step, body: Context, index: number): Json {
  const found = items(step, body);
  if (index < found.length) return found[index] ?? null;
  throw new IncidentFailure(
    'EXTRACT_VALUE_ERROR',
    `Expected to read item at index ${index} of the multiInstanceBody input collection but it contains only ${found.length} elements. The input collection might be modified while iterating over it.`,
  );
}

function childActivating(step: Step, body: Context, child: Context): void {
  const loop = loopOf(body);
  const counter = child.instance.internal.loopCounter ?? 0;
  const owner = child.instance;
  if (loop.inputElement) {
    setLocal(step, owner.key, owner, loop.inputElement, itemAt(step, body, counter - 1));
  }
  const outputName = ownVariableOf(loop.outputElement);
  if (outputName && outputName !== loop.inputElement) setLocal(step, owner.key, owner, outputName, null);
  setLocal(step, owner.key, owner, 'loopCounter', counter);
}

function beforeChildCompleted(step: Step, body: Context, child: Context): boolean {
  const loop = loopOf(body);
  const { key, internal } = child.instance;
  if (loop.outputCollection && loop.outputElement) {
    const value = evaluateJson(step, loop.outputElement, key);
    keepAt(step, body.instance, loop.outputCollection, internal.loopCounter ?? 1, value);
  }
  if (!loop.completionCondition) return false;
  const total = items(step, body).length;
  const completedSoFar = (body.instance.internal.numberOfCompletedInstances ?? 0) + 1;
  const active = step.state.by.children.count(body.instance.key) - 1;
  return evaluateBoolean(step, loop.completionCondition, key, {
    numberOfInstances: total,
    numberOfActiveInstances: active,
    numberOfCompletedInstances: completedSoFar,
    numberOfTerminatedInstances: body.instance.internal.numberOfTerminatedInstances ?? 0,
  });
}

function childCompleted(step: Step, body: Context, child: Context, done: boolean): void {
  if (body.instance.state !== 'ACTIVATED') return;
  if (done) {
    if (hasChildren(step, body.instance.key)) follow(step, { kind: 'terminateChildren', key: body.instance.key });
    else follow(step, { kind: 'complete', key: body.instance.key });
    return;
  }
  const counter = child.instance.internal.loopCounter ?? 0;
  if (loopOf(body).sequential && counter < items(step, body).length) startInner(step, body, counter + 1);
  else if (isEmpty(step, body.instance)) follow(step, { kind: 'complete', key: body.instance.key });
}

function childTerminated(step: Step, body: Context): void {
  if (hasChildren(step, body.instance.key)) return;
  if (body.instance.state === 'TERMINATING') terminated(step, body);
  // The completion condition was met: the others were terminated, the body is done.
  else follow(step, { kind: 'complete', key: body.instance.key });
}

export const multiInstanceBody: Container = {
  activate,
  complete(step, context) {
    const { instance } = context;
    unsubscribe(step, instance);
    const name = loopOf(context).outputCollection;
    if (name) handUp(step, instance, name);
    completed(step, refreshed(step, context));
  },
  terminate: (step, context) => terminateScope(step, context, terminated),
  childActivating,
  beforeChildCompleted,
  childCompleted,
  childTerminated,
};
