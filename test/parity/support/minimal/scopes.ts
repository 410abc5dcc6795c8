import {
  boundary,
  call,
  diagram,
  end,
  node,
  onError,
  onEscalation,
  onMessage,
  onSignal,
  scope,
  service,
  start,
  sub,
  timer,
} from '../diagram.ts';
import { emptySub, line, ROOTS } from './frames.ts';

export function scopes(id: () => string): [string, string][] {
  return [
    ['two none start events', diagram(id(), [start('A'), start('B'), end()], ['A > End', 'B > End'])],
    [
      'two start events for one message',
      diagram(id(), [start('A', onMessage('m')), start('B', onMessage('m')), end()], ['A > End', 'B > End'], ROOTS),
    ],
    [
      'two start events for one signal',
      diagram(id(), [start('A', onSignal('s')), start('B', onSignal('s')), end()], ['A > End', 'B > End'], ROOTS),
    ],
    [
      'two boundary events for one signal',
      diagram(
        id(),
        [
          start(),
          service('Work', 'work'),
          boundary('A', 'Work', onSignal('s')),
          boundary('B', 'Work', onSignal('s')),
          end(),
          end('Out'),
          end('Out2'),
        ],
        ['Start > Work', 'Work > End', 'A > Out', 'B > Out2'],
        ROOTS,
      ),
    ],
    [
      'two boundary events for one escalation',
      diagram(
        id(),
        [
          start(),
          sub('Work', emptySub),
          boundary('A', 'Work', onEscalation('x')),
          boundary('B', 'Work', onEscalation('x')),
          end(),
          end('Out'),
          end('Out2'),
        ],
        ['Start > Work', 'Work > End', 'A > Out', 'B > Out2'],
        ROOTS,
      ),
    ],
    [
      'two boundary events for any escalation',
      diagram(
        id(),
        [
          start(),
          sub('Work', emptySub),
          boundary('A', 'Work', onEscalation()),
          boundary('B', 'Work', onEscalation()),
          end(),
          end('Out'),
          end('Out2'),
        ],
        ['Start > Work', 'Work > End', 'A > Out', 'B > Out2'],
        ROOTS,
      ),
    ],
    [
      'two boundary events for one error',
      diagram(
        id(),
        [
          start(),
          sub('Work', emptySub),
          boundary('A', 'Work', onError('e')),
          boundary('B', 'Work', onError('e')),
          end(),
          end('Out'),
          end('Out2'),
        ],
        ['Start > Work', 'Work > End', 'A > Out', 'B > Out2'],
        ROOTS,
      ),
    ],
    [
      'escalation at the boundary of a service task',
      diagram(
        id(),
        [start(), service('Work', 'work'), boundary('A', 'Work', onEscalation('x')), end(), end('Out')],
        ['Start > Work', 'Work > End', 'A > Out'],
        ROOTS,
      ),
    ],
    [
      'escalation at the boundary of a call activity',
      diagram(
        id(),
        [start(), call('Work', 'other'), boundary('A', 'Work', onEscalation('x')), end(), end('Out')],
        ['Start > Work', 'Work > End', 'A > Out'],
        ROOTS,
      ),
    ],
    [
      'sub-process with a timer start',
      line(
        id(),
        sub(
          'Odd',
          scope([start('InnerStart', timer('timeDuration', 'P1D')), end('InnerEnd')], ['InnerStart > InnerEnd']),
        ),
      ),
    ],
    ['empty sub-process', line(id(), sub('Odd', ''))],
    [
      'data objects and annotations',
      diagram(
        id(),
        [
          start(),
          node('dataObjectReference', 'Data', { attrs: 'dataObjectRef="Obj"' }),
          node('dataObject', 'Obj'),
          node('dataStoreReference', 'Store'),
          end(),
        ],
        ['Start > End'],
      ),
    ],
  ];
}
