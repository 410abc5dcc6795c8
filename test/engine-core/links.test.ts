import { describe, expect, test } from 'vitest';
import { catching, diagram, end, link, node, service, start, throwing } from '../parity/support/diagram.ts';
import { completed, engineWith } from './support/run.ts';

describe('an inclusive gateway', () => {
  const ways = diagram(
    'ways',
    [start(), node('inclusiveGateway', 'Which'), service('Tax', 'tax'), service('Fee', 'fee'), end('A'), end('B')],
    ['Start > Which', 'Which > Tax : =taxable', 'Which > Fee : =fee > 0', 'Tax > A', 'Fee > B'],
  );

  test.each([
    [true, 80, ['fee', 'tax']],
    [false, 80, ['fee']],
  ])('taxable %s, fee %i: %j', (taxable, fee, types) => {
    const engine = engineWith(ways);
    const { processInstanceKey } = engine.start('ways', { taxable, fee });
    expect([...engine.core.list('job')].map((job) => job.type)).toEqual(types);
    for (const type of types) engine.work(type);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('no way out is an incident that a variable can repair', () => {
    const engine = engineWith(ways);
    const { processInstanceKey } = engine.start('ways', { taxable: false, fee: 0 });
    const [incident] = engine.incidents();
    expect(incident).toMatchObject({ errorType: 'CONDITION_ERROR', elementId: 'Which' });
    engine.send({
      type: 'setVariables',
      elementInstanceKey: processInstanceKey,
      variables: { taxable: true },
      local: false,
    });
    engine.send({ type: 'resolveIncident', incidentKey: incident?.key ?? '' });
    engine.work('tax');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });
});

test('a link goes on at its catch event, from wherever it is thrown', () => {
  const engine = engineWith(
    diagram(
      'linked',
      [
        start(),
        node('exclusiveGateway', 'Which'),
        throwing('ToA', link('on')),
        throwing('ToB', link('on')),
        catching('On', link('on')),
        end(),
      ],
      ['Start > Which', 'Which > ToA : =a', 'Which > ToB : default', 'On > End'],
    ),
  );
  for (const a of [true, false]) {
    const { processInstanceKey } = engine.start('linked', { a });
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  }
  expect(completed(engine).filter((id) => /To|On/.test(id))).toEqual(['ToA', 'On', 'ToB', 'On']);
});
