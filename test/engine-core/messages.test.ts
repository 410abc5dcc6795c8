import { describe, expect, test } from 'vitest';
import { boundary, diagram, end, message, node, onMessage, service, start } from '../parity/support/diagram.ts';
import { completed, engineWith, HOUR, intents, MINUTE } from './support/run.ts';

const waiting = diagram(
  'waiting',
  [start(), node('intermediateCatchEvent', 'Wait', { inner: onMessage('paid') }), end()],
  ['Start > Wait', 'Wait > End'],
  [message('paid', 'msg.paid', '=order')],
);

describe('a message with time to live', () => {
  test('waits for the element that wants it', () => {
    const engine = engineWith(waiting);
    engine.publish('msg.paid', 'o1', { amount: 5 }, { timeToLive: HOUR });
    const { processInstanceKey } = engine.start('waiting', { order: 'o1' });
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(engine.variable(processInstanceKey, 'amount')).toBe(5);
  });

  test('is gone when its time is over, and its id is free again', () => {
    const engine = engineWith(waiting);
    engine.publish('msg.paid', 'o1', {}, { timeToLive: MINUTE, messageId: 'm1' });
    expect(() => engine.publish('msg.paid', 'o1', {}, { timeToLive: MINUTE, messageId: 'm1' })).toThrow(
      'ALREADY_EXISTS',
    );
    engine.advance(2 * MINUTE);
    const { processInstanceKey } = engine.start('waiting', { order: 'o1' });
    expect(engine.stateOf(processInstanceKey)).toBe('ACTIVE');
    engine.publish('msg.paid', 'o1', {}, { timeToLive: MINUTE, messageId: 'm1' });
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('is correlated once per process, whichever instance takes it', () => {
    const engine = engineWith(waiting);
    const first = engine.start('waiting', { order: 'o1' });
    const second = engine.start('waiting', { order: 'o1' });
    engine.publish('msg.paid', 'o1', {}, { timeToLive: HOUR });
    const third = engine.start('waiting', { order: 'o1' });
    expect([first, second, third].map((one) => engine.stateOf(one.processInstanceKey))).toEqual([
      'COMPLETED',
      'ACTIVE',
      'ACTIVE',
    ]);
  });
});

test('a number is a correlation key too; anything else is an incident that goes on once it is right', () => {
  const engine = engineWith(waiting);
  const numbered = engine.start('waiting', { order: 42 });
  engine.publish('msg.paid', '42');
  expect(engine.stateOf(numbered.processInstanceKey)).toBe('COMPLETED');
  const missing = engine.start('waiting', {});
  const [incident] = engine.incidents();
  expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 'Wait' });
  engine.send({
    type: 'setVariables',
    elementInstanceKey: missing.processInstanceKey,
    variables: { order: 'o9' },
    local: false,
  });
  engine.send({ type: 'resolveIncident', incidentKey: incident?.key ?? '' });
  engine.publish('msg.paid', 'o9');
  expect(engine.stateOf(missing.processInstanceKey)).toBe('COMPLETED');
});

describe('a message start event', () => {
  const filed = (work = 'work') =>
    diagram(
      'filed',
      [start('Filed', onMessage('case_filed')), service('Work', work), end()],
      ['Filed > Work', 'Work > End'],
      [message('case_filed', 'msg.case.filed')],
    );

  test('starts one instance per key at a time; the next message waits for its end', () => {
    const engine = engineWith(filed());
    for (const no of [1, 2]) engine.publish('msg.case.filed', 'case', { no }, { timeToLive: HOUR });
    engine.publish('msg.case.filed', 'other', { no: 3 }, { timeToLive: HOUR });
    expect([...engine.core.list('processInstance')]).toHaveLength(2);
    expect(engine.work('work').variables).toEqual({ no: 1 });
    // the end of the first lets the second in
    expect([...engine.core.list('processInstance')]).toHaveLength(2);
    engine.workAll({ work: () => undefined });
    expect(completed(engine).filter((id) => id === 'End')).toHaveLength(3);
  });

  test('belongs to the latest version only', () => {
    const engine = engineWith(filed());
    engine.deploy({ name: 'filed.bpmn', content: filed('work-2') });
    engine.publish('msg.case.filed', 'case');
    expect(() => engine.work('work')).toThrow();
    engine.work('work-2');
  });

  test('cannot be started without a message', () => {
    const engine = engineWith(filed());
    expect(() => engine.start('filed')).toThrow(/INVALID_STATE.*none start event/);
  });
});

test('a boundary message that does not interrupt can come again and again', () => {
  const engine = engineWith(
    diagram(
      'again',
      [
        start(),
        service('Work', 'work'),
        boundary('Changed', 'Work', onMessage('changed'), { interrupting: false }),
        service('Mark', 'mark'),
        end(),
        end('Marked'),
      ],
      ['Start > Work', 'Work > End', 'Changed > Mark', 'Mark > Marked'],
      [message('changed', 'msg.changed', '=caseNo')],
    ),
  );
  const { processInstanceKey } = engine.start('again', { caseNo: 'c' });
  engine.publish('msg.changed', 'c');
  engine.publish('msg.changed', 'c');
  expect(engine.active('Mark')).toHaveLength(2);
  engine.workAll({ mark: () => undefined, work: () => undefined });
  expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  expect([...engine.core.list('messageSubscription')]).toEqual([]);
  expect(intents(engine, 'PROCESS_MESSAGE_SUBSCRIPTION')).toEqual([
    'CREATING',
    'CREATED',
    'CORRELATED',
    'CORRELATED',
    'DELETING',
    'DELETED',
  ]);
});

test('correlating at once says who took the message, or that nobody did', () => {
  const engine = engineWith(waiting);
  expect(() => engine.send({ type: 'correlateMessage', name: 'msg.paid', correlationKey: 'o1' })).toThrow('NOT_FOUND');
  const { processInstanceKey } = engine.start('waiting', { order: 'o1' });
  expect(engine.send({ type: 'correlateMessage', name: 'msg.paid', correlationKey: 'o1' }).processInstanceKey).toBe(
    processInstanceKey,
  );
  expect([...engine.core.list('message')]).toEqual([]);
});
