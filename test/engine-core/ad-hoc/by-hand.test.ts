import { describe, expect, test } from 'vitest';
import type { Key } from '../../../engine/core/index.ts';
import { adHoc, diagram, end, listeners, node, scope, service, start, user } from '../../parity/support/diagram.ts';
import type { engineWith } from '../support/run.ts';
import { around, begun, TOOLS } from './support.ts';

describe('beginning an element from outside', () => {
  test('gives it variables of its own, and may end the others', () => {
    const { engine, activate, agent } = begun(around({ begin: '=["B","C"]', enough: '=false' }));
    activate([{ elementId: 'B', variables: { order: 9 } }], true);
    expect(engine.userTasks()).toEqual([]);
    expect(engine.work('b').variables).toMatchObject({ order: 9 });
    expect(engine.core.variablesOf(agent().key)).not.toHaveProperty('order');
    expect(engine.records.filter(({ valueType }) => valueType === 'AD_HOC_SUB_PROCESS_INSTRUCTION')).toMatchObject([
      { intent: 'ACTIVATED', value: { activateElements: [{ elementId: 'B' }], cancelRemainingInstances: true } },
    ]);
  });

  test('is refused where there is nothing to begin', () => {
    const { processInstanceKey, activate, agent } = begun(around({}));
    const { key } = agent();
    const none = `no ad-hoc sub-process instance found with key`;
    expect(() => activate(['A'], false, '4711')).toThrow(
      `NOT_FOUND': Expected to activate activities for ad-hoc sub-process but ${none} '4711'.`,
    );
    expect(() => activate(['A'], false, processInstanceKey)).toThrow(`${none} '${processInstanceKey}'.`);
    expect(() => activate(['A', 'A'])).toThrow(
      `Command 'ACTIVATE' rejected with code 'INVALID_ARGUMENT': Expected to activate activities for ad-hoc sub-process with key '${key}', but duplicate activities were given.`,
    );
    expect(() => activate(['A2'])).toThrow(`but the given elements [A2] do not exist.`);
  });

  test('is refused while it ends', () => {
    const { engine, activate } = begun(around({ begin: '=["D"]', ext: listeners(['end', 'after']) }));
    expect(() => activate(['A'])).toThrow(/INVALID_STATE.*but it is not active\./);
    engine.work('after');
  });
});

describe('by hand', () => {
  const nested = around(
    {},
    scope(
      [
        service('B', 'b'),
        node('subProcess', 'Deep', {
          inner: scope([start('DeepStart'), service('E', 'e'), end('DeepEnd')], ['DeepStart > E', 'E > DeepEnd']),
        }),
      ],
      [],
    ),
  );
  const put = (
    engine: ReturnType<typeof engineWith>,
    processInstanceKey: Key,
    activate: string[],
    terminate: Key[] = [],
  ) =>
    engine.send({
      type: 'modifyProcessInstance',
      processInstanceKey,
      activate: activate.map((elementId) => ({ elementId, variables: [] })),
      terminate,
    });

  test('an element put in gets a wrapper of its own', () => {
    const { engine, processInstanceKey } = begun(nested);
    put(engine, processInstanceKey, ['B', 'B', 'E']);
    expect(engine.active('Agent#innerInstance')).toHaveLength(3);
    engine.work('b');
    engine.work('b');
    engine.work('e');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('what is taken out last takes the sub-process along', () => {
    const { engine, processInstanceKey, agent } = begun(around({ begin: '=["B"]' }));
    put(engine, processInstanceKey, ['End'], [engine.active('B')[0]!.key]);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(agent()).toBeUndefined();
  });

  test('the sub-process itself can be put in, and made around an element', () => {
    const before = diagram(
      'agent',
      [start(), user('Before'), adHoc('Agent', TOOLS, { begin: '=["B"]', output: ['results', '=result'] }), end()],
      ['Start > Before', 'Before > Agent', 'Agent > End'],
    );
    const one = begun(before);
    put(one.engine, one.processInstanceKey, ['Agent'], [one.engine.active('Before')[0]!.key]);
    one.engine.work('b', () => ({ variables: { result: 1 } }));
    expect(one.engine.variable(one.processInstanceKey, 'results')).toEqual([1]);
    const other = begun(before);
    put(other.engine, other.processInstanceKey, ['B'], [other.engine.active('Before')[0]!.key]);
    other.engine.work('b', () => ({ variables: { result: 2 } }));
    expect(other.engine.stateOf(other.processInstanceKey)).toBe('COMPLETED');
    expect(other.engine.variable(other.processInstanceKey, 'results')).toEqual([2]);
  });
});

test('a migration takes the wrappers along', () => {
  const late = diagram(
    'late',
    [
      start(),
      adHoc('Agent2', scope([service('A', 'a'), service('A3', 'a3'), service('B2', 'b')], ['A > A3']), {
        begin: '=[]',
      }),
      end(),
    ],
    ['Start > Agent2', 'Agent2 > End'],
  );
  const { engine, processInstanceKey } = begun(around({ begin: '=["A","B"]' }));
  engine.deploy({ name: 'late.bpmn', content: late });
  const target = [...engine.core.list('processDefinition')].find((one) => one.bpmnProcessId === 'late')!.key;
  const migrate = (mapping: Record<string, string>) =>
    engine.send({
      type: 'migrateProcessInstance',
      processInstanceKey,
      targetProcessDefinitionKey: target,
      mapping: Object.entries(mapping).map(([sourceElementId, targetElementId]) => ({
        sourceElementId,
        targetElementId,
      })),
    });
  expect(() => migrate({ Agent: 'Agent2', A: 'A' })).toThrow(
    "no mapping instruction defined for active element with id 'B'",
  );
  migrate({ Agent: 'Agent2', A: 'A', B: 'B2' });
  expect(engine.active('Agent2#innerInstance')).toHaveLength(2);
  engine.work('a');
  engine.work('a3');
  engine.work('b');
  expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
});
