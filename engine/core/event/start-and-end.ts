/** Start events, boundary events and end events. */

import { terminateActivity } from '../activity/task.ts';
import { findErrorCatch, hasChildren, throwError, uncaughtText } from '../behaviour/events.ts';
import { IncidentFailure } from '../behaviour/failure.ts';
import { applyInputMappings, applyOutputMappings } from '../behaviour/mappings.ts';
import { subscribe } from '../behaviour/subscriptions.ts';
import { type Context, follow, type Processor, type Step } from '../step.ts';
import { activated, activatedAndCompleting, completed, contextOf, transition } from '../transitions.ts';

/** Start and boundary events have already happened when they are activated. */
export const happenedEvent: Processor = {
  activate: activatedAndCompleting,
  complete(step, context) {
    applyOutputMappings(step, context.instance, context.element);
    if (context.element.type === 'START_EVENT') openScope(step, context);
    completed(step, context);
  },
  terminate: terminateActivity,
};

/** A scope listens once its start event is over: what started it may bring the correlation keys. */
function openScope(step: Step, { instance }: Context): void {
  const scope = contextOf(step.state, instance.flowScopeKey);
  if (scope) subscribe(step, scope.model, scope.instance, scope.element);
}

export const endEvent: Processor = {
  activate(step, context) {
    const { instance, element } = context;
    applyInputMappings(step, instance, element);
    if (element.behaviour.kind === 'end' && element.behaviour.event.kind === 'error') {
      const code = element.behaviour.event.code?.source ?? '';
      const found = findErrorCatch(step, instance, code);
      if (!found.caught) {
        throw new IncidentFailure('UNHANDLED_ERROR_EVENT', uncaughtText(code, '', found.available), instance.key);
      }
      activated(step, context);
      throwError(step, found.caught, {});
      return;
    }
    activatedAndCompleting(step, context);
  },
  complete(step, context) {
    const { instance, element } = context;
    applyOutputMappings(step, instance, element);
    if (element.behaviour.kind === 'end' && element.behaviour.event.kind === 'terminate') {
      terminateSiblings(step, context);
      return;
    }
    completed(step, context);
  },
  terminate: terminateActivity,
};

/** A terminate end event ends everything else in its scope; the scope then completes. */
function terminateSiblings(...[step, context]: Parameters<Processor['complete']>): void {
  const { instance } = context;
  const scope = contextOf(step.state, instance.flowScopeKey);
  transition(step, context, 'ELEMENT_COMPLETED');
  if (!scope) return;
  if (hasChildren(step, instance.flowScopeKey)) follow(step, { kind: 'terminateChildren', key: instance.flowScopeKey });
  else follow(step, { kind: 'complete', key: instance.flowScopeKey });
}
