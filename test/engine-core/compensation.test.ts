import { describe, expect, test } from 'vitest';
import { twoSteps, undoA } from '../parity/support/compensated.ts';
import {
  call,
  compensate,
  diagram,
  end,
  loop,
  node,
  scope,
  service,
  start,
  sub,
  terminate,
  throwing,
} from '../parity/support/diagram.ts';
import { completed, engineWith } from './support/run.ts';

const types = (engine: ReturnType<typeof engineWith>) => [...engine.core.list('job')].map((job) => job.type);

describe('compensation', () => {
  test('undoes what was done and waits for it', () => {
    const engine = engineWith(twoSteps(end('Undo', compensate()), false));
    const { processInstanceKey } = engine.start('two-steps');
    engine.work('a');
    engine.work('b');
    expect(types(engine)).toEqual(['undo-a', 'undo-b']);
    engine.work('undo-b');
    expect(engine.stateOf(processInstanceKey)).toBe('ACTIVE');
    engine.work('undo-a');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect([...engine.core.list('compensationSubscription')]).toEqual([]);
  });

  test('of one activity undoes that one', () => {
    const engine = engineWith(twoSteps(end('Undo', compensate('B')), false));
    engine.start('two-steps');
    engine.work('a');
    engine.work('b');
    expect(types(engine)).toEqual(['undo-b']);
    engine.work('undo-b');
    expect([...engine.core.list('compensationSubscription')]).toEqual([]);
  });

  test('of nothing goes on at once', () => {
    const engine = engineWith(
      diagram(
        'early',
        [start(), throwing('Early', compensate()), service('A', 'a'), ...undoA.nodes, end()],
        ['Start > Early', 'Early > A', 'A > End', ...undoA.links],
      ),
    );
    const { processInstanceKey } = engine.start('early');
    engine.work('a');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect([...engine.core.list('compensationSubscription')]).toEqual([]);
  });

  test('reaches into completed sub-processes, each of their instances', () => {
    const engine = engineWith(
      diagram(
        'each',
        [
          start(),
          sub(
            'Sub',
            scope(
              [start('InnerStart'), service('A', 'a'), ...undoA.nodes, end('InnerEnd')],
              ['InnerStart > A', 'A > InnerEnd', ...undoA.links],
            ),
            { inner: loop({ collection: '=[1, 2]', element: 'item' }) },
          ),
          throwing('Undo', compensate()),
          end(),
        ],
        ['Start > Sub', 'Sub > Undo', 'Undo > End'],
      ),
    );
    const { processInstanceKey } = engine.start('each');
    engine.workAll({ a: () => undefined });
    expect(types(engine)).toEqual(['undo-a', 'undo-a']);
    engine.workAll({ 'undo-a': () => undefined });
    expect(completed(engine).at(-1)).toBe('each');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect([...engine.core.list('compensationSubscription')]).toEqual([]);
  });

  test('of a sub-process that ended while it was undoing itself goes on', () => {
    const engine = engineWith(
      diagram(
        'broken-off',
        [
          start(),
          sub(
            'Sub',
            scope(
              [
                start('InnerStart'),
                node('parallelGateway', 'Fork'),
                service('A', 'a'),
                ...undoA.nodes,
                throwing('UndoInside', compensate()),
                end('InnerEnd'),
                service('Stop', 'stop'),
                end('Stopped', terminate()),
              ],
              [
                'InnerStart > Fork',
                'Fork > A',
                'A > UndoInside',
                'UndoInside > InnerEnd',
                'Fork > Stop',
                'Stop > Stopped',
                ...undoA.links,
              ],
            ),
          ),
          throwing('Undo', compensate()),
          end(),
        ],
        ['Start > Sub', 'Sub > Undo', 'Undo > End'],
      ),
    );
    const { processInstanceKey } = engine.start('broken-off');
    engine.work('a');
    expect(types(engine)).toContain('undo-a');
    engine.work('stop');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect([...engine.core.list('compensationSubscription')]).toEqual([]);
  });

  test('a cancelled instance forgets what it could undo', () => {
    const engine = engineWith(twoSteps(end('Undo', compensate()), false));
    const { processInstanceKey } = engine.start('two-steps');
    engine.work('a');
    engine.work('b');
    engine.send({ type: 'cancelProcessInstance', processInstanceKey });
    expect([...engine.core.list('compensationSubscription'), ...engine.core.list('elementInstance')]).toEqual([]);
  });

  test('an instance that a modification ends forgets what it could undo', () => {
    const called = twoSteps(end('Undo', compensate()), false);
    const caller = diagram('caller', [start(), call('Call', 'two-steps'), end()], ['Start > Call', 'Call > End']);
    const engine = engineWith(called, caller);
    const { processInstanceKey } = engine.start('caller');
    engine.work('a');
    engine.work('b');
    const terminate = engine.active('Call').map(({ key }) => key);
    engine.send({ type: 'modifyProcessInstance', processInstanceKey, activate: [], terminate });
    expect(engine.stateOf(processInstanceKey)).toBe('TERMINATED');
    expect([...engine.core.list('compensationSubscription'), ...engine.core.list('elementInstance')]).toEqual([]);
  });
});
