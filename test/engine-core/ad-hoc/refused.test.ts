import { expect, test } from 'vitest';
import { catching, end, eventSub, onMessage, scope, service, start, startOn } from '../../parity/support/diagram.ts';
import { engineWith } from '../support/run.ts';
import { around } from './support.ts';

test.each([
  ['without an activity', scope([catching('Told', onMessage('m'))], []), /Must have at least one activity/],
  ['with a start event', scope([start('In'), service('B', 'b')], ['In > B']), /Must not contain a start event/],
  ['with an end event', scope([service('B', 'b'), end('Out')], ['B > Out']), /Must not contain an end event/],
  [
    'with an event sub-process that interrupts it',
    scope(
      [service('B', 'b'), eventSub('Event', scope([startOn('Told', onMessage('m')), end('Done')], ['Told > Done']))],
      [],
    ),
    /must not be interrupting/,
  ],
])('an ad-hoc sub-process %s is refused', (_what, content, advice) => {
  expect(() => engineWith(around({}, content))).toThrow(advice);
});

test('an ad-hoc sub-process that collects without saying what is refused', () => {
  expect(() => engineWith(around({ ext: '<zeebe:adHoc outputCollection="results"/>' }))).toThrow(
    /must be used together/,
  );
});
