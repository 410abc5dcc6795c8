import { describe, expect, test } from 'vitest';
import { boundary, diagram, end, input, listeners, mapping, service, start, timer } from '../parity/support/diagram.ts';
import { engineWith, HOUR } from './support/run.ts';

const listened = (ext: string) =>
  diagram(
    'listened',
    [
      start(),
      service('Work', 'work', { ext: mapping(input('local', '=1')) + ext }),
      boundary('Late', 'Work', timer('timeDuration', 'PT1H')),
      end(),
      end('LateEnd'),
    ],
    ['Start > Work', 'Work > End', 'Late > LateEnd'],
  );
const BOTH = listeners(['start', 'before'], ['end', 'after', '1']);

describe('execution listeners', () => {
  test('come before and after the work; what the first says stays inside, what the last says goes on', () => {
    const engine = engineWith(listened(BOTH));
    const { processInstanceKey } = engine.start('listened');
    expect(() => engine.work('work')).toThrow('there is no job');
    expect(engine.work('before', () => ({ variables: { inside: 1 } }))).toMatchObject({
      kind: 'EXECUTION_LISTENER',
      listenerEvent: 'START',
      variables: { local: 1 },
    });
    expect(engine.work('work').variables).toEqual({ local: 1, inside: 1 });
    engine.work('after', () => ({ variables: { outside: 2 } }));
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(engine.variable(processInstanceKey, 'outside')).toBe(2);
    expect(engine.variable(processInstanceKey, 'inside')).toBeUndefined();
  });

  test('the element listens for its boundary events only between them', () => {
    const engine = engineWith(listened(BOTH));
    engine.start('listened');
    engine.advance(2 * HOUR);
    expect([...engine.core.list('job')].map((job) => job.type)).toEqual(['before']);
    engine.work('before');
    engine.work('work');
    engine.advance(2 * HOUR);
    expect([...engine.core.list('job')].map((job) => job.type)).toEqual(['after']);
  });

  test('without retries left the instance stops, and goes on where it stopped', () => {
    const engine = engineWith(listened(BOTH));
    const { processInstanceKey } = engine.start('listened');
    engine.work('before');
    engine.work('work');
    const job = engine.work('after', () => ({ fail: 'not now' }));
    const [incident] = engine.incidents();
    expect(incident).toMatchObject({ errorType: 'EXECUTION_LISTENER_NO_RETRIES', errorMessage: 'not now' });
    engine.send({ type: 'updateJob', jobKey: job.key, retries: 1 });
    engine.send({ type: 'resolveIncident', incidentKey: incident?.key ?? '' });
    engine.work('after');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('throw no errors, and end with their instance', () => {
    const engine = engineWith(listened(BOTH));
    const { processInstanceKey } = engine.start('listened');
    expect(() => engine.work('before', () => ({ error: 'BAD' }))).toThrow(
      /INVALID_STATE': Cannot throw BPMN error from EXECUTION_LISTENER job/,
    );
    engine.send({ type: 'cancelProcessInstance', processInstanceKey });
    expect([...engine.core.list('job'), ...engine.core.list('elementInstance')]).toEqual([]);
  });
});
