import { expect, test } from 'vitest';
import { diagram, end, input, mapping, output, scope, service, start, sub } from '../parity/support/diagram.ts';
import { engineWith } from './support/run.ts';

test('job variables go to the nearest scope that has the name, else to the process instance', () => {
  const inner = scope(
    [start('InnerStart'), service('Work', 'work'), end('InnerEnd')],
    ['InnerStart > Work', 'Work > InnerEnd'],
  );
  const engine = engineWith(
    diagram(
      'nested',
      [start(), sub('Scope', inner, { ext: mapping(input('shared', '=0')) }), service('After', 'after'), end()],
      ['Start > Scope', 'Scope > After', 'After > End'],
    ),
  );
  const { processInstanceKey } = engine.start('nested', { shared: 'outer' });
  engine.work('work', () => ({ variables: { shared: 1, fresh: 2 } }));
  // `shared` was local to the sub-process, `fresh` nobody had
  expect(engine.variable(processInstanceKey, 'shared')).toBe('outer');
  expect(engine.variable(processInstanceKey, 'fresh')).toBe(2);
  expect(engine.work('after').variables).toEqual({ shared: 'outer', fresh: 2 });
});

test('an output mapping keeps what it does not name inside', () => {
  const engine = engineWith(
    diagram(
      'mapped',
      [start(), service('Work', 'work', { ext: mapping(output('total', '=a + b')) }), end()],
      ['Start > Work', 'Work > End'],
    ),
  );
  const { processInstanceKey } = engine.start('mapped');
  engine.work('work', () => ({ variables: { a: 1, b: 2 } }));
  expect(engine.variable(processInstanceKey, 'total')).toBe(3);
  expect(engine.variable(processInstanceKey, 'a')).toBeUndefined();
});

// Since 8.8 (camunda/camunda#12961).
test('an input mapping without a source makes null', () => {
  const ext = mapping('<zeebe:input target="agent.context"/>', '<zeebe:input target="missing"/>');
  const engine = engineWith(
    diagram('nulled', [start(), service('Work', 'work', { ext }), end()], ['Start > Work', 'Work > End']),
  );
  engine.start('nulled', { missing: 1 });
  expect(engine.work('work').variables).toEqual({ agent: { context: null }, missing: null });
});

test('a worker gets only the variables it asks for', () => {
  const engine = engineWith(diagram('few', [start(), service('Work', 'work'), end()], ['Start > Work', 'Work > End']));
  engine.start('few', { a: 1, b: 2 });
  const { jobs } = engine.send({
    type: 'activateJobs',
    jobType: 'work',
    worker: 'w',
    timeout: 1000,
    maxJobs: 5,
    fetchVariables: ['b', 'none'],
  });
  expect(jobs.map((job) => job.variables)).toEqual([{ b: 2 }]);
});

test('setting variables on an element: local ones stay, others are handed up', () => {
  const engine = engineWith(diagram('set', [start(), service('Work', 'work'), end()], ['Start > Work', 'Work > End']));
  const { processInstanceKey } = engine.start('set', { x: 1 });
  const [work] = engine.active('Work');
  engine.send({ type: 'setVariables', elementInstanceKey: work?.key ?? '', variables: { x: 2 }, local: true });
  expect(engine.variable(processInstanceKey, 'x')).toBe(1);
  engine.send({ type: 'setVariables', elementInstanceKey: work?.key ?? '', variables: { x: 3, y: 4 }, local: false });
  expect(engine.variable(processInstanceKey, 'x')).toBe(1);
  expect(engine.variable(work?.key ?? '', 'x')).toBe(3);
  expect(engine.variable(processInstanceKey, 'y')).toBe(4);
});
