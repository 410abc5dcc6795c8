import { describe, expect, test } from 'vitest';
import { diagram, end, node, service, start, user } from '../parity/support/diagram.ts';
import { completed, engineWith } from './support/run.ts';

// What modification does otherwise than 8.6.0, which leaves user tasks and called processes of the wrong instance behind; the
// rest is compared with the real broker (test/parity/scenarios/modification.ts).
const twoTasks = diagram(
  'two-tasks',
  [start(), user('Review'), service('After', 'after'), end()],
  ['Start > Review', 'Review > After', 'After > End'],
);
const begun = () => {
  const engine = engineWith(twoTasks);
  const { processInstanceKey } = engine.start('two-tasks');
  return { engine, processInstanceKey, keyOf: (elementId: string) => engine.active(elementId)[0]!.key };
};

describe('a modification', () => {
  test('cancels the user task of an element that is taken out', () => {
    const { engine, processInstanceKey, keyOf } = begun();
    engine.send({
      type: 'modifyProcessInstance',
      processInstanceKey,
      activate: [{ elementId: 'After', variables: [] }],
      terminate: [keyOf('Review')],
    });
    expect(engine.userTasks()).toEqual([]);
    expect(engine.records.filter((r) => r.valueType === 'USER_TASK').map((r) => r.intent)).toEqual([
      'CREATING',
      'CREATED',
      'CANCELING',
      'CANCELED',
    ]);
    engine.work('after');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('leaves other process instances alone', () => {
    const { engine, processInstanceKey } = begun();
    engine.start('two-tasks');
    const others = engine.active('Review').find((task) => task.processInstanceKey !== processInstanceKey)!;
    const take = (terminate: string[]) => () =>
      engine.send({ type: 'modifyProcessInstance', processInstanceKey, activate: [], terminate });
    expect(take([others.key])).toThrow(`element instance of another process instance: '${others.key}'`);
    expect(engine.active('Review')).toHaveLength(2);
  });

  test('does nothing at all when one instruction is wrong', () => {
    const { engine, processInstanceKey, keyOf } = begun();
    const before = engine.records.length;
    const modify = (elementId: string) => () =>
      engine.send({
        type: 'modifyProcessInstance',
        processInstanceKey,
        activate: [
          { elementId: 'After', variables: [{ scopeId: '', variables: { a: 1 } }] },
          { elementId, variables: [] },
        ],
        terminate: [keyOf('Review')],
      });
    expect(modify('two-tasks')).toThrow("it asks to activate the process itself: 'two-tasks'");
    expect(modify('Nowhere')).toThrow("an element that could not be found: 'Nowhere'");
    expect(engine.records).toHaveLength(before);
    expect(engine.variable(processInstanceKey, 'a')).toBeUndefined();
    expect(engine.userTasks()).toHaveLength(1);
  });

  test('of an instance that waits for nothing but a token at a join', () => {
    const engine = engineWith(
      diagram(
        'join',
        [
          start(),
          node('parallelGateway', 'Fork'),
          service('A', 'a'),
          service('B', 'b'),
          node('parallelGateway', 'Join'),
          end(),
        ],
        ['Start > Fork', 'Fork > A', 'Fork > B', 'A > Join', 'B > Join', 'Join > End'],
      ),
    );
    const { processInstanceKey } = engine.start('join');
    engine.work('a');
    engine.send({
      type: 'modifyProcessInstance',
      processInstanceKey,
      activate: [],
      terminate: [engine.active('B')[0]!.key],
    });
    // the token at the join keeps the process alive, and a new B frees it
    expect(engine.stateOf(processInstanceKey)).toBe('ACTIVE');
    engine.send({
      type: 'modifyProcessInstance',
      processInstanceKey,
      activate: [{ elementId: 'B', variables: [] }],
      terminate: [],
    });
    engine.work('b');
    expect(completed(engine)).toEqual(['Start', 'Fork', 'A', 'B', 'Join', 'End', 'join']);
  });
});
