import { describe, expect, test } from 'vitest';
import {
  boundary,
  catching,
  diagram,
  end,
  input,
  mapping,
  onSignal,
  service,
  signal,
  start,
  throwing,
} from '../parity/support/diagram.ts';
import { completed, engineWith } from './support/run.ts';

const CLOSING = signal('s', 'closing');
const started = (type: string) =>
  diagram(
    'started',
    [start('OnSignal', onSignal('s')), service('Work', type), end()],
    ['OnSignal > Work', 'Work > End'],
    [CLOSING],
  );

describe('a signal', () => {
  test('starts the latest version only, with its variables', () => {
    const engine = engineWith(started('old'));
    engine.deploy({ name: 'diagram-0.bpmn', content: started('new') });
    engine.broadcast('closing', { office: 3 });
    expect(() => engine.work('old')).toThrow('there is no job');
    expect(engine.work('new').variables).toEqual({ office: 3 });
  });

  test('reaches everybody who waits, once, and nobody later', () => {
    const engine = engineWith(
      diagram(
        'waiting',
        [start(), catching('Wait', onSignal('s')), end()],
        ['Start > Wait', 'Wait > End'],
        [signal('s', '="close-" + region')],
      ),
    );
    const keys = ['north', 'north', 'south'].map((region) => engine.start('waiting', { region }).processInstanceKey);
    engine.send({ type: 'broadcastSignal', signalName: 'close-north' });
    expect(keys.map((key) => engine.stateOf(key))).toEqual(['COMPLETED', 'COMPLETED', 'ACTIVE']);
    engine.send({ type: 'cancelProcessInstance', processInstanceKey: keys[2] ?? '' });
    expect([...engine.core.list('signalSubscription')]).toEqual([]);
  });

  test('thrown by a process carries its local variables, to itself, too', () => {
    const engine = engineWith(
      diagram(
        'throwing',
        [
          start(),
          service('Work', 'work'),
          boundary('Stop', 'Work', onSignal('s')),
          throwing('Throw', onSignal('s'), mapping(input('why', '="late"'))),
          end(),
          end('Stopped'),
        ],
        ['Start > Work', 'Start > Throw', 'Work > End', 'Throw > End', 'Stop > Stopped'],
        [CLOSING],
      ),
    );
    const { processInstanceKey } = engine.start('throwing');
    expect(completed(engine)).toContain('Stopped');
    expect(engine.variable(processInstanceKey, 'why')).toBe('late');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('needs a name', () => {
    const engine = engineWith(started('x'));
    expect(() => engine.send({ type: 'broadcastSignal', signalName: '' })).toThrow(/INVALID_ARGUMENT/);
  });
});
