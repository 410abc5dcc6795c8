/**
 * What 8.6.0 does wrong and the embedded engine does not copy (test/parity/README.md has the list, with what was seen): the random
 * commands keep clear of it, so that what remains must be equal.
 */
import type { Alive, AliveElement } from '../support/alive.ts';
import type { StagedJob } from '../support/stage.ts';
import type { Loop } from './blocks.ts';
import type { Drawn } from './draw.ts';
import { MESSAGES } from './vocabulary.ts';

/** An error thrown by the job of a message throw or end event fails inside the broker. */
export const mayThrow = ({ elementId }: StagedJob): boolean => !/^(Throw|End)/.test(elementId);

/** A collection of another size, of fewer than have begun when one by one, never ends: it may only grow, and one by one. */
export const mayGrow = ({ sequential }: Loop): boolean => sequential;

/** A user task that a modification takes out stays open for ever. */
export function mayBeTakenOut({ elements }: Alive, element: AliveElement): boolean {
  if (element.type === 'PROCESS') return false;
  const within = (key: string): AliveElement[] => [
    ...elements.filter((one) => one.key === key),
    ...elements.filter(({ scopeKey }) => scopeKey === key).flatMap((one) => within(one.key)),
  ];
  return within(element.key).every(({ type }) => type !== 'USER_TASK');
}

/**
 * Messages that the edge of a scope must not listen for, because an event sub-process in it does: the second subscription of one name
 * is never opened, nor closed. With many instances the edge is another element's.
 */
export const heardBySubs = (listened: Iterable<string>, repeated: boolean): string[] =>
  repeated ? [] : [...listened].filter((name) => MESSAGES.some((message) => message === name));

/**
 * Compensation is left behind by a migration; an interrupting event sub-process never ends after one; what listens for an escalation
 * cannot be migrated before 8.8. An activity with many instances loses the events at its boundary, or listens for those of its event
 * sub-processes itself, when they are `left` without a mapping.
 */
export function mayBeMigrated({ xml }: Drawn, left: string | undefined): boolean {
  const [, event] =
    xml.match(new RegExp(`<bpmn:(boundaryEvent|startEvent) id="${left}" (?:attachedToRef|isInterrupting)`)) ?? [];
  return (
    !xml.includes('compensateEventDefinition') &&
    !/<bpmn:startEvent [^>]*isInterrupting="true"/.test(xml) &&
    !listensForEscalation.test(xml) &&
    !(event && xml.includes('multiInstanceLoopCharacteristics'))
  );
}

const listensForEscalation = /<bpmn:(boundaryEvent|startEvent) (?:(?!<\/bpmn:\1>).)*escalationEventDefinition/s;
