/** Start and boundary events. */
import { applyOutputMappings } from '../behaviour/mappings.ts';
import { subscribe } from '../behaviour/subscriptions.ts';
import type { Context, Processor, Step } from '../step.ts';
import { activatedAndCompleting, completed, contextOf, terminated } from '../transitions.ts';

/** Start and boundary events have already happened when they are activated. */
export const happenedEvent: Processor = {
  activate: activatedAndCompleting,
  finish(step, context) {
    applyOutputMappings(step, context.instance, context.element);
    if (context.element.type === 'START_EVENT') openScope(step, context);
  },
  complete: (step, context) => completed(step, context),
  terminate: terminated,
};

/** A scope listens once its start event is over: what started it may bring the correlation keys. */
function openScope(step: Step, { instance }: Context): void {
  const scope = contextOf(step.state, instance.flowScopeKey);
  if (scope) subscribe(step, scope.model, scope.instance, scope.element);
}
