import { describe, expect, test } from 'vitest';
import { diagram, end, node, scope, service, start, sub, terminate } from '../parity/support/diagram.ts';
import { completed, engineWith } from './support/run.ts';

describe('a joining parallel gateway', () => {
  const process = diagram(
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
  );

  test('waits for a token on every incoming flow', () => {
    const engine = engineWith(process);
    const { processInstanceKey } = engine.start('join');
    engine.work('b');
    expect(engine.active('Join')).toHaveLength(0);
    expect(engine.isActive(processInstanceKey)).toBe(true);
    engine.work('a');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(completed(engine).filter((id) => id === 'Join')).toHaveLength(1);
  });

  test('does not take two tokens of one flow for one of each', () => {
    // given a branch that comes round twice
    const engine = engineWith(
      diagram(
        'twice',
        [
          start(),
          node('exclusiveGateway', 'Merge'),
          service('A', 'a'),
          node('parallelGateway', 'Split'),
          service('B', 'b'),
          node('parallelGateway', 'Join'),
          end(),
        ],
        [
          'Start > Split',
          'Split > Merge',
          'Split > Merge2',
          'Merge2 > Merge',
          'Merge > A',
          'A > Join',
          'Split > B',
          'B > Join',
          'Join > End',
        ],
      ).replace(
        '<bpmn:exclusiveGateway id="Merge"',
        '<bpmn:exclusiveGateway id="Merge2"><bpmn:incoming>Split_Merge2</bpmn:incoming><bpmn:outgoing>Merge2_Merge</bpmn:outgoing></bpmn:exclusiveGateway><bpmn:exclusiveGateway id="Merge"',
      ),
    );
    const { processInstanceKey } = engine.start('twice');
    // when both tokens of A arrive before B's
    engine.work('a');
    engine.work('a');
    // then the gateway still waits for B
    expect(completed(engine)).not.toContain('Join');
    engine.work('b');
    expect(completed(engine).filter((id) => id === 'Join')).toHaveLength(1);
    // one token of A is left over: the instance stays, as in Zeebe
    expect(engine.stateOf(processInstanceKey)).toBe('ACTIVE');
  });
});

describe('a terminate end event', () => {
  test('ends everything in its own scope only', () => {
    const inner = scope(
      [
        start('InnerStart'),
        node('parallelGateway', 'Fork'),
        service('A', 'a'),
        service('B', 'b'),
        node('parallelGateway', 'Join'),
        end('Stop', terminate()),
        end('InnerEnd'),
      ],
      ['InnerStart > Fork', 'Fork > A', 'Fork > B', 'Fork > Join', 'B > Join', 'Join > InnerEnd', 'A > Stop'],
    );
    const engine = engineWith(
      diagram(
        'outer',
        [start(), sub('Scope', inner), service('After', 'after'), end()],
        ['Start > Scope', 'Scope > After', 'After > End'],
      ),
    );
    const { processInstanceKey } = engine.start('outer');
    // a token waits at Join, B is open
    engine.work('a');
    expect(engine.trace(processInstanceKey)).toContain('B ELEMENT_TERMINATED');
    expect(engine.active('After')).toHaveLength(1);
    engine.work('after');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });
});

test('an instance cancelled takes its jobs and scopes with it', () => {
  const inner = scope(
    [start('InnerStart'), service('Deep', 'deep'), end('InnerEnd')],
    ['InnerStart > Deep', 'Deep > InnerEnd'],
  );
  const engine = engineWith(diagram('cancel', [start(), sub('Scope', inner), end()], ['Start > Scope', 'Scope > End']));
  const { processInstanceKey } = engine.start('cancel');
  engine.send({ type: 'cancelProcessInstance', processInstanceKey });
  expect(engine.stateOf(processInstanceKey)).toBe('TERMINATED');
  expect([...engine.core.list('job')]).toEqual([]);
  expect([...engine.core.list('elementInstance')]).toEqual([]);
  expect([...engine.core.list('variable')]).toEqual([]);
});
