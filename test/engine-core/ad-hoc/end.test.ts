import { describe, expect, test } from 'vitest';
import {
  adHoc,
  boundary,
  compensate,
  diagram,
  end,
  eventSub,
  input,
  listeners,
  loop,
  mapping,
  onError,
  onMessage,
  output,
  scope,
  service,
  start,
  startOn,
  throwing,
  timer,
} from '../../parity/support/diagram.ts';
import { completed, HOUR } from '../support/run.ts';
import { around, begun, TOOLS } from './support.ts';

describe('the end of an ad-hoc sub-process', () => {
  test('ends what still runs when its condition is met', () => {
    const { engine, processInstanceKey } = begun(around({ begin: '=["A","B","C"]', enough: '=done' }), { done: false });
    engine.work('b');
    expect(engine.userTasks()).toHaveLength(1);
    engine.work('a', () => ({ variables: { done: true } }));
    // the way from A goes on to A2: only its end asks
    engine.work('a2');
    expect(engine.userTasks()).toEqual([]);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('waits for what still runs when its condition is met, if it is to', () => {
    const { engine, processInstanceKey } = begun(
      around({ begin: '=["B","C"]', enough: '=done', cancelRemaining: false }),
      { done: true },
    );
    engine.work('b');
    expect(engine.stateOf(processInstanceKey)).toBe('ACTIVE');
    engine.completeUserTask('C', { done: false });
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('stays open while its condition is not met', () => {
    const { engine, processInstanceKey, activate } = begun(around({ begin: '=["B"]', enough: '=done' }), {
      done: false,
    });
    engine.work('b');
    expect(engine.stateOf(processInstanceKey)).toBe('ACTIVE');
    activate([{ elementId: 'B', variables: {} }]);
    engine.work('b', () => ({ variables: { done: true } }));
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('whose condition is no boolean stops with an incident', () => {
    const { engine } = begun(around({ begin: '=["D"]', enough: '=done' }), { done: 'yes' });
    expect(engine.incidents()).toMatchObject([
      {
        elementId: 'Agent#innerInstance',
        errorMessage: "Expected result of the expression 'done' to be 'BOOLEAN', but was 'STRING'.",
      },
    ]);
  });

  test('maps its variables, calls its listeners, hears its events and is multi-instance as any sub-process', () => {
    const { engine, processInstanceKey } = begun(
      around(
        {
          begin: '=[item]',
          ext:
            mapping(input('local', '=item'), output('last', '=local')) +
            listeners(['start', 'before'], ['end', 'after']),
          inner: loop({ collection: '=["B","D"]', element: 'item' }),
        },
        TOOLS,
        [boundary('Late', 'Agent', timer('timeDuration', 'PT1H'), { interrupting: false }), end('LateEnd')],
        ['Late > LateEnd'],
      ),
    );
    engine.work('before');
    engine.work('before');
    engine.advance(2 * HOUR);
    engine.work('b');
    engine.work('after');
    engine.work('after');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(completed(engine)).toContain('LateEnd');
  });

  test('ends with its elements when it is interrupted or cancelled', () => {
    const xml = around(
      { begin: '=["A","B","C"]' },
      TOOLS,
      [
        boundary('Late', 'Agent', timer('timeDuration', 'PT1H')),
        boundary('Wrong', 'Agent', onError('e')),
        end('Out'),
        end('WrongOut'),
      ],
      ['Late > Out', 'Wrong > WrongOut'],
    );
    const { engine, processInstanceKey } = begun(xml);
    engine.work('a', () => ({ error: 'BAD' }));
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(completed(engine)).toContain('WrongOut');
    const other = engine.start('agent');
    engine.advance(2 * HOUR);
    expect(engine.stateOf(other.processInstanceKey)).toBe('COMPLETED');
    const third = engine.start('agent');
    engine.send({ type: 'cancelProcessInstance', processInstanceKey: third.processInstanceKey });
    expect(engine.stateOf(third.processInstanceKey)).toBe('TERMINATED');
    expect([
      ...engine.core.list('elementInstance'),
      ...engine.core.list('job'),
      ...engine.core.list('userTask'),
    ]).toEqual([]);
  });

  test('hears an event sub-process that interrupts nothing, and collects its result, too', () => {
    const content = scope(
      [
        service('B', 'b'),
        eventSub('Event', scope([startOn('Told', onMessage('m'), false), end('EventEnd')], ['Told > EventEnd'])),
      ],
      [],
    );
    const { engine, processInstanceKey, activate } = begun(around({ output: ['results', '=result'] }, content));
    activate(['B']);
    engine.publish('told', 'key', { result: 'event' });
    engine.work('b', () => ({ variables: { result: 'b' } }));
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(engine.variable(processInstanceKey, 'results')).toHaveLength(2);
  });

  test('is undone with what was done in it', () => {
    const content = scope(
      [
        service('B', 'b'),
        boundary('Back', 'B', compensate()),
        service('Undo', 'undo', { attrs: 'isForCompensation="true"' }),
      ],
      ['Back ~ Undo'],
    );
    const xml = diagram(
      'agent',
      [start(), adHoc('Agent', content, { begin: '=["B"]' }), throwing('Regret', compensate()), end()],
      ['Start > Agent', 'Agent > Regret', 'Regret > End'],
    );
    const { engine, processInstanceKey } = begun(xml);
    engine.work('b');
    engine.work('undo');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });
});
