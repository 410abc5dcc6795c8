/** Exclusive, inclusive, parallel and event-based gateways. */

import type { Flow } from '../../model/index.ts';
import { terminateActivity } from '../activity/task.ts';
import { activateTriggered, waitingTrigger } from '../behaviour/events.ts';
import { evaluateBoolean } from '../behaviour/expressions.ts';
import { IncidentFailure } from '../behaviour/failure.ts';
import { subscribe, unsubscribe } from '../behaviour/subscriptions.ts';
import type { Context, Processor, Step } from '../step.ts';
import { activated, activatedAndCompleting, completed, outgoing, refreshed, transition } from '../transitions.ts';

/** The first flow whose condition holds, in the order of the diagram; else the default flow. */
function chooseFlow(step: Step, context: Context): Flow | null {
  const flows = outgoing(context);
  const { behaviour } = context.element;
  const defaultFlowId = behaviour.kind === 'exclusive' ? behaviour.defaultFlowId : null;
  const [only] = flows;
  if (!only) return null;
  if (flows.length === 1 && !only.condition) return only;
  for (const flow of flows) {
    if (flow.id === defaultFlowId || !flow.condition) continue;
    if (evaluateBoolean(step, flow.condition, context.instance.key)) return flow;
  }
  const fallback = flows.find((flow) => flow.id === defaultFlowId);
  if (fallback) return fallback;
  throw noWayOut(context);
}

const noWayOut = ({ instance }: Context): IncidentFailure =>
  new IncidentFailure(
    'CONDITION_ERROR',
    'Expected at least one condition to evaluate to true, or to have a default flow',
    instance.key,
  );

export const exclusiveGateway: Processor = {
  /** All at once: nothing can come between the choice and the token. */
  activate(step, context) {
    const flow = chooseFlow(step, context);
    const active = activated(step, context);
    transition(step, active, 'ELEMENT_COMPLETING');
    completed(step, refreshed(step, active), flow ? [flow] : []);
  },
  complete: (step, context) => completed(step, context),
  terminate: terminateActivity,
};

/** Every flow whose condition holds; the default flow when none does. */
function chooseFlows(step: Step, context: Context): Flow[] {
  const flows = outgoing(context);
  const { behaviour } = context.element;
  const defaultFlowId = behaviour.kind === 'inclusive' ? behaviour.defaultFlowId : null;
  const [only] = flows;
  if (!only || (flows.length === 1 && !only.condition)) return flows;
  const chosen = flows.filter(
    (flow) =>
      flow.id !== defaultFlowId && flow.condition && evaluateBoolean(step, flow.condition, context.instance.key),
  );
  if (chosen.length > 0) return chosen;
  const fallback = flows.find((flow) => flow.id === defaultFlowId);
  if (fallback) return [fallback];
  throw noWayOut(context);
}

/** Tokens that meet at an inclusive gateway do not wait for each other, as in Zeebe 8.6. */
export const inclusiveGateway: Processor = {
  activate(step, context) {
    const flows = chooseFlows(step, context);
    const active = activated(step, context);
    transition(step, active, 'ELEMENT_COMPLETING');
    completed(step, refreshed(step, active), flows);
  },
  complete: (step, context) => completed(step, context),
  terminate: terminateActivity,
};

export const parallelGateway: Processor = {
  activate: activatedAndCompleting,
  complete: (step, context) => completed(step, context),
  terminate: terminateActivity,
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
  terminate: terminateActivity,
};
