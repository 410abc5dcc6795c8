/** Scopes: the process, embedded sub-processes, event sub-processes. */

import { deleteCompensations } from '../behaviour/compensation.ts';
import { activateInterrupting, consumeTrigger, hasChildren, waitingTrigger } from '../behaviour/events.ts';
import { type Container, type Context, follow, newKey, type Step } from '../step.ts';
import { activated, activateInScope, isEmpty, refreshed, terminated } from '../transitions.ts';
import type { EventTrigger } from '../types.ts';
import { activityFrame } from './task.ts';

/** Ends the children first; the last of them ends the scope. */
export function terminateScope(step: Step, context: Context, end: (step: Step, context: Context) => void): void {
  deleteCompensations(step, context.instance);
  if (hasChildren(step, context.instance.key)) follow(step, { kind: 'terminateChildren', key: context.instance.key });
  else end(step, context);
}

export function completeWhenEmpty(step: Step, scope: Context): void {
  if (scope.instance.state === 'ACTIVATED' && isEmpty(step, scope.instance)) {
    follow(step, { kind: 'complete', key: scope.instance.key });
  }
}

export function childEnded(step: Step, scope: Context, end: (step: Step, context: Context) => void): void {
  if (hasChildren(step, scope.instance.key)) return;
  if (scope.instance.state === 'TERMINATING') end(step, scope);
  else if (!activateInterrupting(step, scope.instance)) completeWhenEmpty(step, scope);
}

export const subProcess: Container = {
  ...activityFrame,
  activate(step, context) {
    const { instance, element, model } = context;
    if (element.behaviour.kind !== 'scope') throw new Error(`element ${element.id} is no scope`);
    activated(step, context);
    const start = model.elements.get(element.behaviour.noneStartId ?? '');
    if (start) activateInScope(step, instance, instance.key, start, false);
  },
  terminate: (step, context) => terminateScope(step, context, terminated),
  childCompleted: (step, scope) => completeWhenEmpty(step, scope),
  childTerminated: (step, scope) => childEnded(step, scope, terminated),
};

export const eventSubProcess: Container = {
  ...subProcess,
  activate(step, context) {
    const { instance, element, model } = context;
    const active = activated(step, context);
    const trigger = waitingTrigger(step, active.instance, (event) => event.type === 'START_EVENT');
    if (trigger) return activateStartEvent(step, active, trigger);
    // Put in by hand: it begins as if its event had happened.
    const start = element.behaviour.kind === 'eventSubProcess' && model.elements.get(element.behaviour.startId);
    if (start) activateInScope(step, instance, instance.key, start, false);
  },
};

/** A start event that consumes the event that triggered its scope, when it completes. */
export function activateStartEvent(step: Step, context: Context, trigger: EventTrigger): void {
  const { instance, model } = context;
  const start = model.elements.get(trigger.elementId);
  if (!start) throw new Error(`start event ${trigger.elementId} is not in process ${instance.bpmnProcessId}`);
  consumeTrigger(step, instance.key, instance, trigger);
  activateInScope(step, refreshed(step, context).instance, instance.key, start, false, {
    ...trigger,
    key: newKey(step),
  });
}
