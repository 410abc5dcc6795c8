/** Events: what they wait for or throw, and which kinds are accepted where. */
import { compile } from '../feel/index.ts';
import { type Findings, formal, readJob } from './read-common.ts';
import type { Behaviour, EventDefinition, TimerDefinition } from './types.ts';
import { extension, extensions, id, many, type Node, one, text } from './xml.ts';

const USE_INSTEAD: Record<string, string> = {
  'bpmn:SignalEventDefinition': 'signals are not supported; use a message event',
  'bpmn:EscalationEventDefinition':
    'escalations are not supported; use an error event or a non-interrupting message event',
  'bpmn:CompensateEventDefinition': 'compensation is not supported; draw the undo steps behind an error boundary event',
  'bpmn:LinkEventDefinition': 'link events are not supported; connect the elements with a sequence flow',
  'bpmn:ConditionalEventDefinition':
    'conditional events are not supported; use a message event or an exclusive gateway',
  'bpmn:CancelEventDefinition': 'cancel events are not supported; use an error event',
};

type Place = 'start' | 'eventSubProcessStart' | 'catch' | 'boundary' | 'throw' | 'end';
const ALLOWED: Record<Place, readonly EventDefinition['kind'][]> = {
  start: ['none', 'message'],
  eventSubProcessStart: ['timer', 'message', 'error'],
  catch: ['timer', 'message'],
  boundary: ['timer', 'message', 'error'],
  throw: ['none', 'message'],
  end: ['none', 'message', 'error', 'terminate'],
};
const PLACE_NAME: Record<Place, string> = {
  start: 'a start event of a process (use a none or message start event)',
  eventSubProcessStart: 'a start event of an event sub-process (use a timer, message or error start event)',
  catch: 'an intermediate catch event (use a timer or message event)',
  boundary: 'a boundary event (use a timer, message or error event)',
  throw: 'an intermediate throw event (use a none or message event)',
  end: 'an end event (use a none, message, error or terminate event)',
};

export function readEvent(node: Node, place: Place, findings: Findings): EventDefinition {
  const definitions = many(node, 'eventDefinitions');
  if (definitions.length > 1) {
    findings.add(node, 'Must have at most one event definition; draw one event for each');
  }
  const event = readDefinition(node, definitions[0], place, findings);
  if (event && !ALLOWED[place].includes(event.kind)) {
    findings.add(node, `A ${event.kind} event cannot be ${PLACE_NAME[place]}`);
  }
  return event ?? { kind: 'none' };
}

function readDefinition(
  node: Node,
  definition: Node | undefined,
  place: Place,
  findings: Findings,
): EventDefinition | null {
  if (!definition) return { kind: 'none' };
  switch (definition.$type) {
    case 'bpmn:TimerEventDefinition':
      return readTimer(node, definition, place, findings);
    case 'bpmn:MessageEventDefinition':
      // A thrown message is a job: whoever works on it publishes the message.
      if (place === 'throw' || place === 'end') return { kind: 'message', name: compile(''), correlationKey: null };
      return readMessage(node, one(definition, 'messageRef'), place !== 'start', findings);
    case 'bpmn:ErrorEventDefinition': {
      const error = one(definition, 'errorRef');
      const code = text(error, 'errorCode');
      if (error && !code) findings.add(node, `The referenced error must have an 'errorCode'`);
      if (!error && place === 'end') findings.add(node, 'Must reference an error');
      return { kind: 'error', code: code ? compile(code) : null };
    }
    case 'bpmn:TerminateEventDefinition':
      return { kind: 'terminate' };
    default:
      findings.add(
        node,
        `Event definition must be one of: timer, message, error, terminate; ${USE_INSTEAD[definition.$type] ?? `'${definition.$type}' is not supported`}`,
      );
      return null;
  }
}

export function readMessage(
  node: Node,
  message: Node | undefined,
  needsKey: boolean,
  findings: Findings,
): EventDefinition & { kind: 'message' } {
  const name = text(message, 'name');
  if (!message) findings.add(node, 'Must reference a message');
  else if (!name) findings.add(node, `Name of message '${id(message)}' must be present and not empty`);
  const key = message ? text(extension(message, 'zeebe:Subscription'), 'correlationKey') : undefined;
  if (message && needsKey && !key) {
    findings.add(
      node,
      `Message '${name}' must have exactly one zeebe:subscription extension element with a correlationKey`,
    );
  }
  return { kind: 'message', name: compile(name ?? ''), correlationKey: key ? compile(key) : null };
}

function readTimer(node: Node, definition: Node, place: Place, findings: Findings): EventDefinition | null {
  const found = (['timeDate', 'timeDuration', 'timeCycle'] as const).flatMap((property) => {
    const body = formal(definition, property);
    return body ? [{ kind: property.slice(4).toLowerCase() as TimerDefinition['kind'], body }] : [];
  });
  const [timer] = found;
  if (found.length !== 1 || !timer) {
    findings.add(node, 'Must be exactly one type of timer: timeDuration, timeDate or timeCycle');
    return null;
  }
  const interrupting = node.cancelActivity !== false && node.isInterrupting !== false;
  if (timer.kind === 'cycle' && (place === 'catch' || interrupting)) {
    findings.add(
      node,
      `${place === 'catch' ? 'Intermediate catch' : 'Interrupting'} timer event must have a time duration or a time date; a cycle needs a non-interrupting event`,
    );
  }
  return { kind: 'timer', timer: { kind: timer.kind, expression: compile(timer.body) } };
}

/** Throw and end events: a message is thrown by a job. */
export function readThrow(node: Node, event: EventDefinition, findings: Findings): Behaviour {
  if (event.kind === 'message') {
    const definition = many(node, 'eventDefinitions')[0];
    const published = extensions(node).find((value) => value.$type === 'zeebe:PublishMessage');
    if (published)
      findings.add(node, `'zeebe:publishMessage' is not supported; use a 'zeebe:taskDefinition' job that publishes it`);
    return readJob(definition && extension(definition, 'zeebe:TaskDefinition') ? definition : node, findings);
  }
  return node.$type === 'bpmn:EndEvent' ? { kind: 'end', event } : { kind: 'passThrough' };
}
