import { describe, expect, test } from 'vitest';
import {
  boundary,
  call,
  catching,
  diagram,
  end,
  link,
  loop,
  node,
  scope,
  service,
  start,
  sub,
  terminate,
  throwing,
  timer,
  user,
} from '../parity/support/diagram.ts';
import { playTwice } from './support/reloaded.ts';
import { completed, engineWith, HOUR, intents } from './support/run.ts';

// Runtime instructions of Camunda 8.8: an instance that is created to be terminated after one of its elements.

const line = (...nodes: ReturnType<typeof node>[]) => {
  const ids = ['Start', ...nodes.map(({ id }) => id), 'End'];
  return diagram(
    'early',
    [start(), ...nodes, end()],
    ids.slice(1).map((to, at) => `${ids[at]} > ${to}`),
  );
};

function begun(xml: string, ...terminateAfter: string[]) {
  const engine = engineWith(xml);
  const { processInstanceKey } = engine.send({
    type: 'createProcessInstance',
    bpmnProcessId: 'early',
    terminateAfter,
  });
  return { engine, state: () => engine.stateOf(processInstanceKey) };
}

describe('an instance that is to end after an element', () => {
  test('ends when it is completed, before anything behind it begins', () => {
    const { engine, state } = begun(line(service('First', 'first'), service('Second', 'second')), 'First');
    engine.work('first', () => ({ variables: { kept: 1 } }));

    // then
    expect(state()).toBe('TERMINATED');
    expect(completed(engine)).toEqual(['Start', 'First']);
    expect(engine.trace().filter((step) => step.startsWith('Second'))).toEqual([]);
    expect(intents(engine, 'JOB').filter((intent) => intent === 'CREATED')).toHaveLength(1);
    expect([...engine.core.list('elementInstance')]).toEqual([]);
  });

  test('ends with what runs beside it', () => {
    const xml = diagram(
      'early',
      [start(), node('parallelGateway', 'Fork'), service('A', 'a'), user('B'), end()],
      ['Start > Fork', 'Fork > A', 'Fork > B', 'A > End', 'B > End'],
    );
    const { engine, state } = begun(xml, 'A');
    engine.work('a');
    expect(state()).toBe('TERMINATED');
    expect(engine.userTasks()).toEqual([]);
  });

  test.each([
    ['the start event', line(service('First', 'first')), 'Start'],
    ['the last element', line(), 'End'],
  ])('ends after %s', (_, xml, id) => {
    expect(begun(xml, id).state()).toBe('TERMINATED');
  });

  test('ends after an element within a sub-process, and after one of many', () => {
    const inner = scope(
      [start('In'), service('Deep', 'deep'), service('Deeper', 'deeper'), end('Out')],
      ['In > Deep', 'Deep > Deeper', 'Deeper > Out'],
    );
    const nested = begun(line(sub('Around', inner)), 'Deep');
    nested.engine.work('deep');
    expect(nested.state()).toBe('TERMINATED');

    const many = begun(
      line(service('Each', 'each', { inner: loop({ collection: '=[1,2,3]', element: 'one' }) })),
      'Each',
    );
    many.engine.work('each');
    expect(many.state()).toBe('TERMINATED');
    expect([...many.engine.core.list('job')]).toEqual([]);
  });

  test('ends when the element is terminated, by an event or with the scope around it', () => {
    const interrupted = (xml: string) => {
      const { engine, state } = begun(xml, 'Long');
      engine.advance(HOUR);
      expect(engine.trace().filter((step) => step.startsWith('Late '))).toEqual([]);
      return state();
    };
    const boundaryOf = (host: string) => boundary('Due', host, timer('timeDuration', 'PT1H'));
    const long = user('Long');
    const onTask = diagram(
      'early',
      [start(), long, boundaryOf('Long'), user('Late'), end()],
      ['Start > Long', 'Long > End', 'Due > Late', 'Late > End'],
    );
    expect(interrupted(onTask)).toBe('TERMINATED');
    const onScope = diagram(
      'early',
      [
        start(),
        sub('Around', scope([start('In'), long, end('Out')], ['In > Long', 'Long > Out'])),
        boundaryOf('Around'),
        user('Late'),
        end(),
      ],
      ['Start > Around', 'Around > End', 'Due > Late', 'Late > End'],
    );
    expect(interrupted(onScope)).toBe('TERMINATED');
  });

  test('ends after a link, and after an end event that ends its sub-process', () => {
    const linked = diagram(
      'early',
      [start(), throwing('Away', link('on')), catching('Back', link('on')), user('Late'), end()],
      ['Start > Away', 'Back > Late', 'Late > End'],
    );
    const jump = begun(linked, 'Away');
    expect(jump.state()).toBe('TERMINATED');
    expect(jump.engine.trace().filter((step) => step.startsWith('Back'))).toEqual([]);
    const inner = scope([start('In'), end('Stop', terminate())], ['In > Stop']);
    expect(begun(line(sub('Around', inner), user('Late')), 'Stop').state()).toBe('TERMINATED');
  });

  test('is cancelled as any other', () => {
    const { engine, state } = begun(line(user('Long')), 'Long');
    const [key] = [...engine.core.list('processInstance')].map((one) => one.key);
    engine.send({ type: 'cancelProcessInstance', processInstanceKey: key ?? '' });
    expect(state()).toBe('TERMINATED');
  });

  test('leaves what it calls alone: an element of the same id there is another', () => {
    const called = diagram('called', [start(), service('First', 'inner'), end()], ['Start > First', 'First > End']);
    const { engine, state } = begun(line(call('Call', 'called'), service('First', 'outer')), 'First');
    engine.deploy({ name: 'called.bpmn', content: called });
    engine.send({ type: 'resolveIncident', incidentKey: engine.incidents()[0]?.key ?? '' });
    engine.work('inner');
    expect(state()).toBe('ACTIVE');
    engine.work('outer');
    expect(state()).toBe('TERMINATED');
  });

  test('cannot be created with an element that is not there', () => {
    expect(() => begun(line(), 'Nowhere')).toThrow(
      "INVALID_ARGUMENT': Expected to create instance of process with runtime instructions but no element found with id 'Nowhere'",
    );
  });

  test('ends the same way in an engine that dies after every command', () => {
    const { lived, died } = playTwice(({ send }) => {
      send({ type: 'deploy', resources: [{ name: 'early.bpmn', content: line(service('First', 'first')) }] });
      send({ type: 'createProcessInstance', bpmnProcessId: 'early', terminateAfter: ['First'] });
      const { jobs } = send({ type: 'activateJobs', jobType: 'first', worker: 'w', timeout: 1000, maxJobs: 1 });
      send({ type: 'completeJob', jobKey: jobs[0]?.key ?? '' });
    });
    expect(died).toEqual(lived);
    expect(lived.at(-1)).toMatchObject({ intent: 'ELEMENT_TERMINATED', value: { elementId: 'early' } });
  });
});
