import * as d from '../support/diagram.ts';
import type { Dress, Edge, EndEvent, ThrowEvent, WaitEvent } from './blocks.ts';
import { LISTENERS, listenersOf, mappingsOf, type Pen } from './pen.ts';
import { ERRORS, ESCALATIONS, MESSAGES, SIGNALS } from './vocabulary.ts';

const at = <T>(list: readonly [T, ...T[]], index: number): T => list[index % list.length] ?? list[0];

const inHours = (hours: number): string => `=now() + duration("PT${hours}H")`;

export function waiting(pen: Pen, event: WaitEvent): string {
  const turn = pen.turn();
  switch (event) {
    case 'timer':
      return d.timer('timeDuration', `PT${1 + (turn % 3)}H`);
    case 'date':
      return d.timer('timeDate', inHours(1 + (turn % 2)));
    case 'message':
      return d.onMessage(at(MESSAGES, turn));
    case 'signal':
      return d.onSignal(at(SIGNALS, turn));
  }
}

const outputs = (id: string, dress: Dress): string =>
  mappingsOf(id, dress.mapped, 'output') + listenersOf(id, dress.listened, LISTENERS.activity);

export function catching(pen: Pen, event: WaitEvent, dress: Dress): d.Node {
  const id = pen.named('Wait');
  return d.catching(id, waiting(pen, event), outputs(id, dress));
}

export function throwing(pen: Pen, event: ThrowEvent, dress: Dress): d.Node {
  const id = pen.named('Throw');
  const ext = mappingsOf(id, dress.mapped, 'both') + listenersOf(id, dress.listened, LISTENERS.activity);
  switch (event) {
    case 'none':
      return d.throwing(id, '', ext);
    case 'signal':
      return d.throwing(id, pen.barred.signals ? '' : d.onSignal(SIGNALS[0]), ext);
    case 'escalation':
      return d.throwing(id, pen.barred.escalations ? '' : d.onEscalation(ESCALATIONS[0]), ext);
    case 'otherEscalation':
      return d.throwing(id, pen.barred.escalations ? '' : d.onEscalation(ESCALATIONS[1]), ext);
    case 'compensation':
      return d.throwing(id, d.compensate(), ext);
    case 'compensateOne':
      return d.throwing(id, d.compensate(pen.compensable.at(-1)), ext);
    case 'message':
      return d.throwing(id, d.onMessage(MESSAGES[0]), d.job(pen.job(id)) + ext);
  }
}

export function ending(pen: Pen, event: EndEvent, dress: Dress): d.Node {
  const id = pen.named('End');
  const gone = event === 'error';
  const ext =
    mappingsOf(id, dress.mapped, 'both') + listenersOf(id, dress.listened, gone ? LISTENERS.gone : LISTENERS.activity);
  switch (event) {
    case 'none':
      return d.end(id, '', ext);
    case 'terminate':
      return d.end(id, d.terminate(), ext);
    case 'error':
      return d.end(id, d.onError(at(ERRORS, pen.turn())), ext);
    case 'escalation':
      return d.end(id, pen.barred.escalations ? '' : d.onEscalation(ESCALATIONS[0]), ext);
    case 'otherEscalation':
      return d.end(id, pen.barred.escalations ? '' : d.onEscalation(ESCALATIONS[1]), ext);
    case 'signal':
      return d.end(id, pen.barred.signals ? '' : d.onSignal(SIGNALS[1]), ext);
    case 'message':
      return d.end(id, d.onMessage(MESSAGES[1]), d.job(pen.job(id)) + ext);
    case 'compensation':
      return d.end(id, d.compensate(), ext);
  }
}

/** What a boundary event, or the start of an event sub-process, listens for; `key` says what may be there but once. */
export interface Listened {
  inner: string;
  interrupting: boolean;
  key: string | null;
}

export function listening(
  pen: Pen,
  event: Edge['event'],
  interrupting: boolean,
  messages: 'all' | 'first two',
): Listened {
  const turn = pen.turn();
  switch (event) {
    case 'timer':
      return { inner: d.timer('timeDuration', `PT${2 + (turn % 2)}H`), interrupting, key: null };
    case 'date':
      return { inner: d.timer('timeDate', inHours(1)), interrupting, key: null };
    case 'cycle':
      // Only what does not interrupt can happen again.
      return interrupting
        ? { inner: d.timer('timeDuration', 'PT1H'), interrupting, key: null }
        : { inner: d.timer('timeCycle', turn % 3 === 0 ? 'R/PT2H' : 'R2/PT1H'), interrupting, key: null };
    case 'message': {
      const name = MESSAGES[turn % (messages === 'all' ? 3 : 2)] ?? MESSAGES[0];
      return { inner: d.onMessage(name), interrupting, key: name };
    }
    case 'signal': {
      const name = at(SIGNALS, turn);
      return { inner: d.onSignal(name), interrupting, key: name };
    }
    case 'error': {
      const code = at(ERRORS, turn);
      return { inner: d.onError(code), interrupting: true, key: code };
    }
    case 'anyError':
      return { inner: d.onError(), interrupting: true, key: event };
    case 'escalation': {
      const code = at(ESCALATIONS, turn);
      return { inner: d.onEscalation(code), interrupting, key: code };
    }
    case 'anyEscalation':
      return { inner: d.onEscalation(), interrupting, key: event };
  }
}
