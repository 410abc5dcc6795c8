/** Events: what they wait for or throw, and which kinds are accepted where. */
import { nextCron } from '../feel/cron.ts';
import { compile, type Expression } from '../feel/index.ts';
import { parseCycle, parseInstant, parsePeriod } from '../feel/time.ts';
import { eitherWay, type Findings, formal, placeOf, readJob } from './read-common.ts';
import type { Behaviour, EventDefinition, TimerDefinition } from './types.ts';
import { extension, extensions, id, many, type Node, one, text } from './xml.ts';

type Place = 'start' | 'eventSubProcessStart' | 'catch' | 'boundary' | 'throw' | 'end';
const ALLOWED: Record<Place, readonly EventDefinition['kind'][]> = {
  start: ['none', 'message', 'timer', 'signal'],
  eventSubProcessStart: ['timer', 'message', 'error', 'signal', 'escalation'],
  catch: ['timer', 'message', 'signal', 'link'],
  boundary: ['timer', 'message', 'error', 'signal', 'escalation', 'compensation'],
  throw: ['none', 'message', 'signal', 'escalation', 'compensation', 'link'],
  end: ['none', 'message', 'error', 'terminate', 'signal', 'escalation', 'compensation'],
};
const PLACE_NAME: Record<Place, string> = {
  start: 'a start event of a process (use a none, message, timer or signal start event)',
  eventSubProcessStart:
    'a start event of an event sub-process (use a timer, message, error, signal or escalation start event)',
  catch: 'an intermediate catch event (use a timer, message, signal or link event)',
  boundary: 'a boundary event (use a timer, message, error, signal, escalation or compensation event)',
  throw: 'an intermediate throw event (use a none, message, signal, escalation, compensation or link event)',
  end: 'an end event (use a none, message, error, terminate, signal, escalation or compensation event)',
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
  const fail = (message: string) => {
    const [part, ...inside] = placeOf(node, definition);
    findings.add(part, message, ...inside);
  };
  switch (definition.$type) {
    case 'bpmn:TimerEventDefinition':
      return readTimer(node, definition, place, findings);
    case 'bpmn:MessageEventDefinition':
      // A thrown message is a job: whoever works on it publishes the message.
      if (place === 'throw' || place === 'end') return { kind: 'message', name: compile(''), correlationKey: null };
      if (!one(definition, 'messageRef')) fail('Must reference a message');
      return readMessage(one(definition, 'messageRef'));
    case 'bpmn:ErrorEventDefinition': {
      const error = one(definition, 'errorRef');
      if (isThrown(place) && !error) fail('Must reference an error');
      return { kind: 'error', code: readCode(node, error, 'errorCode', place, findings) };
    }
    case 'bpmn:EscalationEventDefinition': {
      const escalation = one(definition, 'escalationRef');
      if (isThrown(place) && !escalation) fail('Must reference an escalation');
      return { kind: 'escalation', code: readCode(node, escalation, 'escalationCode', place, findings) };
    }
    case 'bpmn:SignalEventDefinition': {
      const signal = one(definition, 'signalRef');
      const name = text(signal, 'name');
      if (!signal) fail('Must reference a signal');
      else if (!name) findings.add(node, `Name of signal '${id(signal)}' must be present and not empty`);
      return { kind: 'signal', name: compile(name ?? '') };
    }
    case 'bpmn:CompensateEventDefinition':
      return { kind: 'compensation', activityId: one(definition, 'activityRef')?.id ?? null };
    case 'bpmn:LinkEventDefinition': {
      const name = text(definition, 'name');
      if (!name) findings.add(node, 'Name of the link must be present and not empty');
      return { kind: 'link', name: name ?? '' };
    }
    case 'bpmn:TerminateEventDefinition':
      return { kind: 'terminate' };
    default:
      if (place === 'catch') findings.add(node, 'Event definition must be one of: message, timer, signal, or link');
      fail('Event definition of this type is not supported');
      return null;
  }
}

const isThrown = (place: Place): boolean => place === 'throw' || place === 'end';

/** The code of an error or escalation: thrown ones need one, caught ones without one catch all. */
function readCode(
  node: Node,
  referenced: Node | undefined,
  property: 'errorCode' | 'escalationCode',
  place: Place,
  findings: Findings,
): Expression | null {
  const value = text(referenced, property);
  if (isThrown(place) && referenced && !value)
    findings.add(node, `The thrown '${property}' must be present and not empty`);
  const code = value ? compile(value) : null;
  if (code?.kind === 'feel' && !isThrown(place)) {
    findings.add(node, `The ${property} of a catch event is not allowed to be an expression`);
  }
  return code;
}

export function readMessage(message: Node | undefined): EventDefinition & { kind: 'message' } {
  const key = message && text(extension(message, 'zeebe:Subscription'), 'correlationKey');
  return {
    kind: 'message',
    name: compile(text(message, 'name') ?? ''),
    correlationKey: key ? compile(key) : null,
  };
}

const CAUGHT_TIMER = 'Intermediate timer catch event must have either a time duration or a time date.';

function readTimer(node: Node, definition: Node, place: Place, findings: Findings): EventDefinition | null {
  const found = (['timeDate', 'timeDuration', 'timeCycle'] as const).flatMap((property) => {
    const body = formal(definition, property);
    return body ? [{ kind: property.slice(4).toLowerCase() as TimerDefinition['kind'], body }] : [];
  });
  const [timer] = found;
  if (found.length !== 1 || !timer) {
    const [part, ...inside] = placeOf(node, definition);
    findings.add(part, 'Must be exactly one type of timer: timeDuration, timeDate or timeCycle', ...inside);
    if (place === 'catch' && found.length === 0) findings.add(node, CAUGHT_TIMER);
    return null;
  }
  const interrupting = place !== 'start' && node.cancelActivity !== false && node.isInterrupting !== false;
  if (timer.kind === 'cycle' && (place === 'catch' || interrupting)) {
    findings.add(node, place === 'catch' ? CAUGHT_TIMER : 'Interrupting timer event with time cycle is not allowed.');
  }
  const expression = compile(timer.body);
  if (expression.kind === 'static') checkTime(node, timer.kind, timer.body, findings);
  return { kind: 'timer', timer: { kind: timer.kind, expression } };
}

/** Seconds, minutes, hours, day of the month, month, day of the week. */
const CRON_PARTS = 6;

/** What is no expression is known when the diagram is deployed, so that a wrong one is refused. */
function checkTime(node: Node, kind: TimerDefinition['kind'], time: string, findings: Findings): void {
  const fail = (reason: string) => findings.add(node, `Invalid timer ${kind} expression (${reason})`);
  if (kind === 'duration' && !parsePeriod(time)) fail(`Invalid duration format '${time}' for expression '${time}'.`);
  if (kind === 'date' && parseInstant(time) === null) {
    fail(`Invalid date-time format '${time}' for expression '${time}'.`);
  }
  if (kind === 'cycle' && !parseCycle(time) && nextCron(time, 0) === null) {
    const parts = time.trim().split(/\s+/).length;
    fail(
      parts === CRON_PARTS
        ? `'${time}' is neither an interval that repeats nor a cron expression`
        : `Cron expression contains ${parts} parts but we expect one of [${CRON_PARTS}]`,
    );
  }
}

/** Throw and end events: a message is thrown by a job. */
export function readThrow(node: Node, event: EventDefinition, findings: Findings): Behaviour {
  if (event.kind === 'message') {
    const definition = many(node, 'eventDefinitions')[0];
    const published = extensions(node).find((value) => value.$type === 'zeebe:PublishMessage');
    if (published)
      findings.add(node, `'zeebe:publishMessage' is not supported; use a 'zeebe:taskDefinition' job that publishes it`);
    const holder = definition && extension(definition, 'zeebe:TaskDefinition') ? definition : node;
    return readJob(holder, findings, eitherWay('zeebe:publishMessage'));
  }
  if (node.$type === 'bpmn:EndEvent') return { kind: 'end', event };
  if (event.kind === 'link') return { kind: 'linkThrow', linkName: event.name, targetId: '' };
  if (event.kind === 'signal' || event.kind === 'escalation' || event.kind === 'compensation') {
    return { kind: 'throw', event };
  }
  return { kind: 'passThrough' };
}
