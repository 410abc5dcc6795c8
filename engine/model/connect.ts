/**
 * What needs more than one element: boundary events on their hosts, compensation handlers, links, catch events behind
 * event-based gateways, conditions at gateways.
 */
import type { Findings } from './read-common.ts';
import type { Draft } from './read-process.ts';
import type { Element } from './types.ts';

type Fail = (message: string) => void;

const failing =
  (findings: Findings, { id, type }: Element): Fail =>
  (message) =>
    findings.errors.push({ elementType: pascal(type), elementId: id, message });

/** Works on the elements of all scopes of a process. */
export function connect(draft: Draft): void {
  const { elements, flows, findings } = draft;
  for (const { id } of [...elements.values()]) {
    const element = elements.get(id) as Element;
    const { behaviour } = element;
    const fail = failing(findings, element);
    if (behaviour.kind === 'boundary') {
      const host = elements.get(behaviour.attachedToId);
      if (!host || host === element) fail('Must be attached to an activity');
      else elements.set(host.id, { ...host, boundaryIds: [element.id, ...host.boundaryIds] });
      if (behaviour.event.kind === 'compensation') connectHandler(draft, element, behaviour.attachedToId, fail);
      else if (element.outgoing.length === 0) fail('Must have at least one outgoing sequence flow or association');
      if (behaviour.event.kind === 'escalation' && host && !/^((AD_HOC_)?SUB_PROCESS|CALL_ACTIVITY)$/.test(host.type)) {
        fail('An escalation boundary event should only be attached to a subprocess, or a call activity.');
      }
    }
    if (behaviour.kind === 'linkThrow') connectLink(draft, element, behaviour.linkName, fail);
    const thrown = behaviour.kind === 'throw' || behaviour.kind === 'end' ? behaviour.event : null;
    if (thrown?.kind === 'compensation' && thrown.activityId) checkCompensated(draft, thrown.activityId, fail);
    if (behaviour.kind === 'eventGateway') {
      if (behaviour.eventIds.length < 2) fail('Must have at least 2 outgoing sequence flows');
      for (const target of behaviour.eventIds) {
        const event = elements.get(target);
        if (event?.behaviour.kind !== 'catch' || event.behaviour.event.kind === 'none') {
          fail(
            'Event-based gateway must not have an outgoing sequence flow to other elements than message/timer/signal intermediate catch events.',
          );
        } else elements.set(target, { ...event, behindEventGateway: true });
      }
    }
    const chooses = behaviour.kind === 'exclusive' || behaviour.kind === 'inclusive';
    if (chooses && element.outgoing.length > 1) {
      for (const flowId of element.outgoing) {
        if (flowId !== behaviour.defaultFlowId && !flows.get(flowId)?.condition) {
          findings.errors.push({
            elementType: 'SequenceFlow',
            elementId: flowId,
            message: `Must have a condition${behaviour.kind === 'exclusive' ? ' or be default flow' : ''}`,
          });
        }
      }
    }
    if (behaviour.kind === 'end' && element.outgoing.length > 0)
      fail('End events must not have outgoing sequence flows to other elements.');
    if (!chooses && element.outgoing.some((flowId) => flows.get(flowId)?.condition)) {
      fail('Conditional sequence flows are only supported at exclusive and inclusive gateways');
    }
  }
  for (const element of elements.values()) checkConnected(draft, element);
}

/** What can be said once boundary events and handlers know their activities. */
function checkConnected({ elements, findings }: Draft, element: Element): void {
  const fail = failing(findings, element);
  if (element.isForCompensation) {
    if (element.outgoing.length > 0 || element.incoming.length > 0) {
      fail('A compensation handler must have no sequence flows');
    }
    if (element.boundaryIds.length > 0) fail('A compensation handler must have no boundary events');
  }
  const { behaviour } = element;
  const startIds = behaviour.kind === 'scope' ? behaviour.startIds : [];
  for (const ids of [element.boundaryIds, startIds]) {
    const events = ids.flatMap((id) => nameOf(elements.get(id)) || []);
    for (const name of new Set(events.filter((one, at) => events.indexOf(one) !== at))) {
      fail(`Multiple events for the same ${name} are not allowed`);
    }
  }
}

/** What an event listens for, when two events must not listen for the same. */
function nameOf(element: Element | undefined): string | null {
  if (element?.behaviour.kind !== 'boundary' && element?.behaviour.kind !== 'start') return null;
  const { event } = element.behaviour;
  switch (event.kind) {
    case 'message':
    case 'signal':
      return event.name.source && `${event.kind} '${event.name.source}'`;
    case 'error':
    case 'escalation':
      return `${event.kind} '${event.code?.source ?? ''}'`;
    default:
      return null;
  }
}

function connectHandler({ elements, associations }: Draft, boundary: Element, hostId: string, fail: Fail): void {
  const handler = elements.get(associations.get(boundary.id) ?? '');
  const host = elements.get(hostId);
  if (!handler) fail('Must have an association to exactly one compensation handler');
  else if (handler.parentId !== boundary.parentId) fail('The compensation handler must be in the same scope');
  else {
    elements.set(handler.id, { ...handler, isForCompensation: true });
    if (host) {
      const compensation = { boundaryId: boundary.id, handlerId: handler.id };
      // Compensation is not listened for: it happens after the activity is over.
      const boundaryIds = (elements.get(hostId) ?? host).boundaryIds.filter((id) => id !== boundary.id);
      elements.set(hostId, { ...host, boundaryIds, compensation });
    }
  }
}

function connectLink({ elements }: Draft, thrower: Element, name: string, fail: Fail): void {
  const targets = [...elements.values()].filter(
    ({ parentId, behaviour }) =>
      parentId === thrower.parentId && behaviour.kind === 'linkCatch' && behaviour.linkName === name,
  );
  const [target] = targets;
  if (!target) fail(`Can't find an intermediate catch event for the link '${name}' in the same scope`);
  else if (targets.length > 1) fail(`The link '${name}' must have one catch event; it has ${targets.length}`);
  else elements.set(thrower.id, { ...thrower, behaviour: { kind: 'linkThrow', linkName: name, targetId: target.id } });
}

function checkCompensated({ elements }: Draft, activityId: string, fail: Fail): void {
  const activity = elements.get(activityId);
  const compensable =
    /^(AD_HOC_)?SUB_PROCESS$/.test(activity?.type ?? '') ||
    [...elements.values()].some(
      ({ behaviour }) =>
        behaviour.kind === 'boundary' &&
        behaviour.event.kind === 'compensation' &&
        behaviour.attachedToId === activityId,
    );
  if (!activity) fail(`The referenced compensation activity '${activityId}' doesn't exist`);
  else if (!compensable) {
    fail(`The referenced activity '${activityId}' must have a compensation boundary event or be a sub-process`);
  }
}

const pascal = (type: string): string =>
  type
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');
