/**
 * Whether the ways that meet at an inclusive gateway may go on together: all of them have been taken, or nothing that is
 * active in the scope can still come by one that has not. Asked when a token arrives and at no other time, as on 8.6.0: when
 * the last token that could have come goes elsewhere, those at the gateway wait for ever.
 */
import type { Element, ProcessModel } from '../../model/index.ts';
import type { Step } from '../step.ts';
import type { ElementInstance } from '../types.ts';

export function mayJoin(step: Step, scope: ElementInstance, gateway: Element): boolean {
  if (gateway.incoming.length <= 1) return true;
  const waiting = scope.internal.waitingTokens?.[gateway.id];
  if (!waiting) return false;
  const open = gateway.incoming.filter((flowId) => !waiting[flowId]);
  if (open.length === 0) return true;
  const model = step.state.model(scope.processDefinitionKey);
  return !canBeReached(model, gateway, new Set(open), placesOfTokens(step, scope, gateway));
}

/** Where the scope's other tokens are: at active elements, at other joins, on the way to an element. */
function* placesOfTokens(step: Step, scope: ElementInstance, gateway: Element): Generator<string> {
  for (const { elementId } of step.state.by.children.get(scope.key)) yield elementId;
  for (const join of Object.keys(scope.internal.waitingTokens ?? {})) if (join !== gateway.id) yield join;
  for (const command of step.queue) {
    if (command.kind === 'activate' && command.flowScopeKey === scope.key && command.elementId !== gateway.id) {
      yield command.elementId;
    }
  }
}

/** Walks along flows, boundary events and links; a way through the gateway itself does not count. */
function canBeReached(
  { elements, flows }: ProcessModel,
  gateway: Element,
  open: ReadonlySet<string>,
  from: Iterable<string>,
): boolean {
  const seen = new Set<string>([gateway.id]);
  const next = [...from];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    const element = elements.get(id);
    if (!element || seen.has(id)) continue;
    seen.add(id);
    for (const flowId of element.outgoing) {
      if (open.has(flowId)) return true;
      const flow = flows.get(flowId);
      if (flow) next.push(flow.targetId);
    }
    next.push(...element.boundaryIds);
    if (element.behaviour.kind === 'linkThrow') next.push(element.behaviour.targetId);
  }
  return false;
}
