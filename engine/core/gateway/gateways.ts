/** Exclusive, inclusive, parallel and event-based gateways. */

import type { Flow } from '../../model/index.ts';
import { activateTriggered, waitingTrigger } from '../behaviour/events.ts';
import { evaluateBoolean } from '../behaviour/expressions.ts';
import { IncidentFailure } from '../behaviour/failure.ts';
import { subscribe, unsubscribe } from '../behaviour/subscriptions.ts';
import type { Context, Processor, Step } from '../step.ts';
import { activated, completed, outgoing, refreshed, terminated, transition } from '../transitions.ts';

/**
 * The flows whose conditions hold, tried in the order of the diagram: of an exclusive gateway the first one, of an
 * inclusive gateway all. The default flow when none holds.
 */
function chooseFlows(step: Step, context: Context): readonly Flow[] {
  const flows = outgoing(context);
  const { instance, element } = context;
  const { behaviour } = element;
  if (behaviour.kind !== 'exclusive' && behaviour.kind !== 'inclusive')
    throw new Error(`${element.id} chooses nothing`);
  const [only] = flows;
  if (!only || (flows.length === 1 && !only.condition)) return flows;
  const { kind, defaultFlowId } = behaviour;
  const chosen: Flow[] = [];
  for (const flow of flows) {
    if (flow.id === defaultFlowId || !flow.condition) continue;
    if (evaluateBoolean(step, flow.condition, instance.key)) chosen.push(flow);
    if (kind === 'exclusive' && chosen.length > 0) break;
  }
  if (chosen.length > 0) return chosen;
  const fallback = flows.find((flow) => flow.id === defaultFlowId);
  if (fallback) return [fallback];
  throw new IncidentFailure(
    'CONDITION_ERROR',
    'Expected at least one condition to evaluate to true, or to have a default flow',
    instance.key,
  );
}

function passed(step: Step, context: Context, flows?: readonly Flow[]): void {
  const active = activated(step, context);
  transition(step, active, 'ELEMENT_COMPLETING');
  completed(step, refreshed(step, active), flows);
}

/** Exclusive and inclusive gateways, all at once: nothing can come between the choice and the token. */
export const choosingGateway: Processor = {
  activate: (step, context) => passed(step, context, chooseFlows(step, context)),
  complete: (step, context) => completed(step, context),
  terminate: terminated,
};

/** All at once, too (measured on 8.6.0). */
export const parallelGateway: Processor = {
  activate: (step, context) => passed(step, context),
  complete: (step, context) => completed(step, context),
  terminate: terminated,
};

export const eventBasedGateway: Processor = {
  activate(step, context) {
    subscribe(step, context.model, context.instance, context.element);
    activated(step, context);
  },
  /** Goes on at the event that happened; the flow to it is not taken. */
  complete(step, context) {
    const { instance } = context;
    const trigger = waitingTrigger(step, instance, (event) => event.behindEventGateway);
    if (!trigger) throw new Error(`event-based gateway ${instance.elementId} completes without an event`);
    unsubscribe(step, instance);
    completed(step, context, []);
    activateTriggered(step, instance.key, instance.flowScopeKey, instance, trigger);
  },
  terminate: terminated,
};
