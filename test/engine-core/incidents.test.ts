import { describe, expect, test } from 'vitest';
import {
  call,
  decisionTable,
  diagram,
  end,
  input,
  mapping,
  node,
  output,
  service,
  start,
  user,
} from '../parity/support/diagram.ts';
import { engineWith } from './support/run.ts';

describe('an incident stops an instance where it is, and resolving it goes on from there', () => {
  test.each([
    [
      'a gateway whose condition is no yes or no',
      diagram(
        'p',
        [start(), node('exclusiveGateway', 'Stuck'), service('Go', 'go'), end(), end('Other')],
        ['Start > Stuck', 'Stuck > Go : =fee > 0', 'Stuck > Other : default', 'Go > End'],
      ),
      'EXTRACT_VALUE_ERROR',
      { fee: 1 },
    ],
    [
      'a gateway without a way out',
      diagram(
        'p',
        [start(), node('exclusiveGateway', 'Stuck'), service('Go', 'go'), end(), end('Other')],
        ['Start > Stuck', 'Stuck > Go : =fee = 1', 'Stuck > Other : =fee = 2', 'Go > End'],
      )
        .replace('=fee = 1', '=(fee = 1) = true')
        .replace('=fee = 2', '=(fee = 2) = true'),
      null,
      { fee: 1 },
    ],
    [
      'an input mapping',
      diagram(
        'p',
        [start(), service('Stuck', 'go', { ext: mapping(input('a', '=assert(fee, fee > 0)')) }), end()],
        ['Start > Stuck', 'Stuck > End'],
      ),
      'IO_MAPPING_ERROR',
      { fee: 1 },
    ],
    [
      'a job type',
      diagram('p', [start(), service('Stuck', '=fee'), end()], ['Start > Stuck', 'Stuck > End']),
      'EXTRACT_VALUE_ERROR',
      { fee: 'go' },
    ],
    [
      'candidate groups',
      diagram(
        'p',
        [
          start(),
          user('Stuck', { ext: '<zeebe:assignmentDefinition candidateGroups="=[fee]"/>' }),
          service('Go', 'go'),
          end(),
        ],
        ['Start > Stuck', 'Stuck > Go', 'Go > End'],
      ),
      'EXTRACT_VALUE_ERROR',
      { fee: 'reviewer' },
    ],
  ])('%s', (_what, xml, errorType, fix) => {
    const engine = engineWith(xml);
    const { processInstanceKey } = engine.start('p');
    const [incident] = engine.incidents();
    expect(incident).toMatchObject({ elementId: 'Stuck', processInstanceKey, ...(errorType ? { errorType } : {}) });
    const resolve = (key: string) => engine.send({ type: 'resolveIncident', incidentKey: key });

    // resolving without a cure gives a new incident
    resolve(incident?.key ?? '');
    expect(engine.incidents()).toHaveLength(1);
    expect(engine.incidents()[0]?.key).not.toBe(incident?.key);

    engine.send({ type: 'setVariables', elementInstanceKey: processInstanceKey, variables: fix, local: false });
    resolve(engine.incidents()[0]?.key ?? '');
    expect(engine.incidents()).toEqual([]);
    if (engine.userTasks().length > 0) engine.completeUserTask('Stuck');
    engine.work('go');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('an output mapping that fails does not lose what the worker sent', () => {
    const engine = engineWith(
      diagram(
        'p',
        [start(), service('Work', 'go', { ext: mapping(output('sum', '=assert(a + b, b > 0)')) }), end()],
        ['Start > Work', 'Work > End'],
      ),
    );
    const { processInstanceKey } = engine.start('p');
    engine.work('go', () => ({ variables: { a: 40, b: 0 } }));
    const [work] = engine.active('Work');
    engine.send({ type: 'setVariables', elementInstanceKey: work?.key ?? '', variables: { b: 2 }, local: true });
    engine.send({ type: 'resolveIncident', incidentKey: engine.incidents()[0]?.key ?? '' });
    expect(engine.variable(processInstanceKey, 'sum')).toBe(42);
  });

  test('a process or decision that is not there can be deployed afterwards', () => {
    const rule = node('businessRuleTask', 'Fee', {
      ext: '<zeebe:calledDecision decisionId="fee" resultVariable="fee"/>',
    });
    const engine = engineWith(
      diagram('p', [start(), call('Call', 'child'), rule, end()], ['Start > Call', 'Call > Fee', 'Fee > End']),
    );
    const { processInstanceKey } = engine.start('p', { n: 1 });
    expect(engine.incidents()).toMatchObject([{ errorType: 'CALLED_ELEMENT_ERROR', elementId: 'Call' }]);
    engine.deploy({ name: 'child.bpmn', content: diagram('child', [start(), end()], ['Start > End']) });
    engine.send({ type: 'resolveIncident', incidentKey: engine.incidents()[0]?.key ?? '' });
    expect(engine.incidents()).toMatchObject([{ errorType: 'CALLED_DECISION_ERROR', elementId: 'Fee' }]);
    engine.deploy({
      name: 'fee.dmn',
      content: decisionTable('fee', [{ label: 'n', expression: 'n' }], [['1', '"free"']]),
    });
    engine.send({ type: 'resolveIncident', incidentKey: engine.incidents()[0]?.key ?? '' });
    expect(engine.variable(processInstanceKey, 'fee')).toBe('free');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('cancelling the instance resolves what was open', () => {
    const engine = engineWith(diagram('p', [start(), service('Work', '=none'), end()], ['Start > Work', 'Work > End']));
    const { processInstanceKey } = engine.start('p');
    engine.send({ type: 'cancelProcessInstance', processInstanceKey });
    expect(engine.incidents()).toEqual([]);
    expect(engine.stateOf(processInstanceKey)).toBe('TERMINATED');
  });
});

describe('the message of an incident is bounded', () => {
  const LONG = 'x'.repeat(3_000_000);
  const typed = (type: string, ext = '') =>
    diagram('p', [start(), service('Work', type, { ext }), end()], ['Start > Work', 'Work > End']);
  const many = '=for i in 1..60000 return nope';
  const failing = mapping(input('a', many), input('b', many), input('c', '=assert(nope, nope != null, "no")'));

  test.each([
    ['many warnings', typed(many), 'Expected result of the expression'],
    ['a long value in a warning', typed('=text + 1'), "Expected result of the expression 'text + 1' to be 'STRING'"],
    ['a long reason', typed('=assert(nope, nope != null, text)'), 'Assertion failure on evaluate the expression'],
    ['warnings of several mappings', typed('go', failing), 'Assertion failure on evaluate the expression'],
  ])('%s', (_what, xml, begin) => {
    const engine = engineWith(xml);
    engine.start('p', { text: LONG });
    const [incident] = engine.incidents();
    expect(incident?.errorMessage.slice(0, begin.length)).toBe(begin);
    expect(incident?.errorMessage.slice(-4)).toMatch(/[^.]\.\.\./);
    expect(incident?.errorMessage).toHaveLength(30_003);
  });

  test('a worker tells more than it may', () => {
    const engine = engineWith(typed('go'));
    const cut = `${LONG.slice(0, 10_000)}...`;
    engine.start('p');
    engine.work('go', () => ({ fail: LONG, retries: 0 }));
    expect(engine.incidents()[0]?.errorMessage).toBe(cut);
    expect([...engine.core.list('job')][0]?.errorMessage).toBe(cut);

    engine.start('p');
    engine.work('go', () => ({ error: 'UNKNOWN', message: LONG }));
    expect(engine.incidents()[1]?.errorMessage).toContain(`with the code 'UNKNOWN' with message '${cut}'`);
  });
});
