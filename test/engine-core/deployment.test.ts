import { describe, expect, test } from 'vitest';
import { createMemoryEngine } from '../../engine/memory.ts';
import { readBpmn, readDeployed } from '../../engine/model/index.ts';
import {
  boundary,
  compensate,
  decisionTable,
  diagram,
  end,
  input,
  link,
  listeners,
  mapping,
  node,
  onError,
  output,
  service,
  start,
  throwing,
  timer,
  user,
} from '../parity/support/diagram.ts';

const CONDITION =
  '<bpmn:conditionalEventDefinition><bpmn:condition>=true</bpmn:condition></bpmn:conditionalEventDefinition>';

const deploy = (content: string) => createMemoryEngine().deploy({ name: 'bad.bpmn', content });
const between = (...nodes: ReturnType<typeof node>[]) =>
  diagram('bad', [start(), ...nodes, end()], [`Start > ${nodes[0]?.id}`, `${nodes[0]?.id} > End`]);

describe('a diagram the engine cannot run is refused with the id of the element and what to use instead', () => {
  test.each([
    ['a complex gateway', between(node('complexGateway', 'Odd')), 'Odd', /use exclusive and parallel gateways/],
    ['a transaction', between(node('transaction', 'Odd')), 'Odd', /use an embedded sub-process/],
    [
      'a condition',
      between(node('intermediateCatchEvent', 'Odd', { inner: CONDITION })),
      'Odd',
      /Event definition must be one of: message, timer, signal, or link/,
    ],
    [
      'a standard loop',
      between(service('Odd', 'x', { inner: '<bpmn:standardLoopCharacteristics/>' })),
      'Odd',
      /use a multi-instance marker/,
    ],
    [
      'a task listener by a name it no longer has',
      between(
        user('Odd', {
          ext: '<zeebe:taskListeners><zeebe:taskListener eventType="complete" type="x"/></zeebe:taskListeners>',
        }),
      ),
      'Odd',
      /must be one of: creating, assigning, updating, completing, canceling/,
    ],
    [
      'a task listener of a user task that is a job',
      between(
        node('userTask', 'Odd', {
          ext: '<zeebe:taskListeners><zeebe:taskListener eventType="completing" type="x"/></zeebe:taskListeners>',
        }),
      ),
      'Odd',
      /need a native user task/,
    ],
    ['a service task without a type', between(node('serviceTask', 'Odd')), 'Odd', /zeebe:taskDefinition/],
    [
      'a cycle at an interrupting boundary',
      diagram(
        'bad',
        [start(), service('Work', 'x'), boundary('Odd', 'Work', timer('timeCycle', 'R/PT1H')), end(), end('Late')],
        ['Start > Work', 'Work > End', 'Odd > Late'],
      ),
      'Odd',
      /Interrupting timer event with time cycle is not allowed/,
    ],
    [
      'a boundary event that leads nowhere',
      diagram(
        'bad',
        [start(), service('Work', 'x'), boundary('Odd', 'Work', onError()), end()],
        ['Start > Work', 'Work > End'],
      ),
      'Odd',
      /at least one outgoing sequence flow/,
    ],
    [
      'an output that is no expression',
      between(service('Odd', 'x', { ext: mapping(output('a', 'static')) })),
      'Odd > extensionElements > ioMapping > output',
      /must start with '=' \(e\.g\. '=static'\)/,
    ],
    [
      'an input that cannot be parsed',
      between(service('Odd', 'x', { ext: mapping(input('a', '=1 +')) })),
      'Odd > extensionElements > ioMapping > input',
      /failed to parse expression '1 \+'/,
    ],
    ['FEEL that cannot be parsed', between(service('Odd', '=1 +')), 'Odd', /failed to parse expression '1 \+'/],
    [
      'a gateway without conditions',
      diagram(
        'bad',
        [start(), node('exclusiveGateway', 'Which'), end('A'), end('B')],
        ['Start > Which', 'Which > A', 'Which > B : =x'],
      ),
      'Which_A',
      /Must have a condition or be default flow/,
    ],
    ['a process without a start', diagram('bad', [service('Work', 'x')], []), 'bad', /at least one start event/],
    [
      'a start time nobody can know yet',
      diagram('bad', [start('Odd', timer('timeDate', '=due')), end()], ['Odd > End']),
      'Odd',
      /'\[DATE_TIME, STRING\]', but was 'NULL'/,
    ],
    [
      'a link that leads nowhere',
      diagram('bad', [start(), throwing('Odd', link('on'))], ['Start > Odd']),
      'Odd',
      /catch event for the link 'on'/,
    ],
    [
      'compensation of what cannot be undone',
      diagram('bad', [start(), service('Work', 'x'), end('Odd', compensate('Work'))], ['Start > Work', 'Work > Odd']),
      'Odd',
      /compensation boundary event/,
    ],
    [
      'a listener where none is called',
      between(node('parallelGateway', 'Odd', { ext: listeners(['end', 'x']) })),
      'Odd',
      /gateways; they may be at the start/,
    ],
  ])('%s', (_what, content, elementId, advice) => {
    expect(() => deploy(content)).toThrow(
      /^Command 'CREATE' rejected with code 'INVALID_ARGUMENT': Expected to deploy new resources, but encountered the following errors:\n'bad\.bpmn': - Element: /,
    );
    expect(() => deploy(content)).toThrow(`- Element: ${elementId}\n    - ERROR: `);
    expect(() => deploy(content)).toThrow(advice);
  });

  test.each([
    ['an id used twice', diagram('bad', [start('bad'), end()], ['bad > End']), /duplicate ID/],
    ['no XML', '<bpmn:definitions', /bad\.bpmn/],
    [
      'nothing executable',
      diagram('bad', [start(), end()], ['Start > End']).replace('isExecutable="true"', ''),
      /executable process/,
    ],
  ])('%s', (_what, content, advice) => {
    expect(() => deploy(content)).toThrow(advice);
  });

  test('what was deployed before its like was refused is still read', () => {
    const old = diagram(
      'old',
      [start(), node('exclusiveGateway', 'Which'), end('A'), end('B')],
      ['Start > Which', 'Which > A : fee > 10', 'Which > B : default'],
    );
    expect(readBpmn('old.bpmn', old)).toMatchObject({
      ok: false,
      message: expect.stringContaining("must start with '='"),
    });
    const read = readDeployed('old.bpmn', old);
    expect(read.ok && read.processes[0]?.flows.get('Which_A')?.condition).toEqual({
      kind: 'feel',
      source: 'fee > 10',
      path: null,
    });
    expect(readDeployed('old.bpmn', '<bpmn:definitions').ok).toBe(false);
  });

  test('an error leaves nothing behind', () => {
    const engine = createMemoryEngine();
    const good = { name: 'good.bpmn', content: between(service('Work', 'x')) };
    expect(() => engine.deploy(good, { name: 'notes.txt', content: '' })).toThrow(
      /'notes\.txt': unknown resource type/,
    );
    expect([...engine.core.list('processDefinition')]).toEqual([]);
    expect(engine.records).toEqual([]);
  });
});

describe('versions', () => {
  const file = (type: string) => ({ name: 'p.bpmn', content: between(service('Work', type)) });
  const table = { name: 't.dmn', content: decisionTable('fee', [{ label: 'x', expression: 'x' }], [['-', '"free"']]) };

  test('the same again is nothing new', () => {
    const engine = createMemoryEngine();
    const first = engine.deploy(file('a'), table);
    const again = engine.deploy(file('a'), table);
    expect(again.processes).toEqual(first.processes);
    expect(again.decisions).toEqual(first.decisions);
  });

  test('running instances stay on theirs', () => {
    const engine = createMemoryEngine();
    engine.deploy(file('a'));
    engine.start('bad');
    expect(engine.deploy(file('b')).processes[0]?.version).toBe(2);
    engine.start('bad');
    expect(engine.work('a').processDefinitionVersion).toBe(1);
    expect(engine.work('b').processDefinitionVersion).toBe(2);
  });

  test('one new resource makes all of its deployment new', () => {
    const engine = createMemoryEngine();
    engine.deploy(file('a'), table);
    const second = engine.deploy(file('b'), table);
    expect([second.processes[0]?.version, second.decisions[0]?.version]).toEqual([2, 2]);
  });
});
