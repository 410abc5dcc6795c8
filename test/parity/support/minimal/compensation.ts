import {
  boundary,
  call,
  compensate,
  diagram,
  end,
  loop,
  node,
  service,
  start,
  sub,
  throwing,
  timer,
  user,
} from '../diagram.ts';
import { compensated, emptySub, FOR, undo } from './frames.ts';

export function compensations(id: () => string): [string, string][] {
  const handler = service('Undo', 'undo', { attrs: FOR });
  return [
    ['compensation handler', compensated(id(), undo(handler))],
    ['compensation handler that is not marked', compensated(id(), undo(service('Undo', 'undo')))],
    [
      'compensation boundary event without a handler',
      compensated(id(), [[boundary('Back', 'Work', compensate())], ['Start > Work', 'Work > End']]),
    ],
    [
      'compensation boundary event with a sequence flow',
      compensated(id(), [
        [boundary('Back', 'Work', compensate()), end('Out')],
        ['Start > Work', 'Work > End', 'Back > Out'],
      ]),
    ],
    [
      'compensation boundary event with two handlers',
      compensated(id(), [
        [boundary('Back', 'Work', compensate()), handler, service('Undo2', 'undo', { attrs: FOR })],
        ['Start > Work', 'Work > End', 'Back ~ Undo', 'Back ~ Undo2'],
      ]),
    ],
    ['compensation handler without a boundary event', compensated(id(), [[handler], ['Start > Work', 'Work > End']])],
    [
      'compensation handler with an outgoing flow',
      compensated(id(), [
        [boundary('Back', 'Work', compensate()), handler, end('Out')],
        ['Start > Work', 'Work > End', 'Back ~ Undo', 'Undo > Out'],
      ]),
    ],
    [
      'compensation handler with a boundary event',
      compensated(id(), [
        [
          boundary('Back', 'Work', compensate()),
          handler,
          boundary('Late', 'Undo', timer('timeDuration', 'P1D')),
          end('Out'),
        ],
        ['Start > Work', 'Work > End', 'Back ~ Undo', 'Late > Out'],
      ]),
    ],
    ['compensation handler that is a user task', compensated(id(), undo(user('Undo', { attrs: FOR })))],
    ['compensation handler that is a sub-process', compensated(id(), undo(sub('Undo', emptySub, { attrs: FOR })))],
    ['compensation handler that is a call activity', compensated(id(), undo(call('Undo', 'other', { attrs: FOR })))],
    [
      'compensation handler that is multi-instance',
      compensated(id(), undo(service('Undo', 'undo', { attrs: FOR, inner: loop({ collection: '=[1]' }) }))),
    ],
    ['compensation of a sub-process', compensated(id(), undo(handler), sub('Work', emptySub))],
    ['compensation of an undefined task', compensated(id(), undo(handler), node('task', 'Work'))],
    [
      'compensation of a named activity',
      diagram(
        id(),
        [
          start(),
          service('Work', 'work'),
          boundary('Back', 'Work', compensate()),
          handler,
          throwing('Undoing', compensate('Work')),
          end('Undone', compensate('Work')),
        ],
        ['Start > Work', 'Work > Undoing', 'Undoing > Undone', 'Back ~ Undo'],
      ),
    ],
    [
      'compensation of a named activity that has no handler',
      diagram(
        id(),
        [start(), service('Work', 'work'), end('Undone', compensate('Work'))],
        ['Start > Work', 'Work > Undone'],
      ),
    ],
    [
      'compensation of a named activity that is not there',
      diagram(id(), [start(), end('Undone', compensate('Nowhere'))], ['Start > Undone']),
    ],
  ];
}
