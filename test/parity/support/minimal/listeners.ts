import {
  boundary,
  call,
  catching,
  compensate,
  diagram,
  end,
  job,
  link,
  listeners,
  loop,
  node,
  onError,
  onMessage,
  service,
  start,
  sub,
  throwing,
  timer,
  user,
} from '../diagram.ts';
import { compensated, emptySub, FOR, inSub, line, onEvent, ROOTS, undo } from './frames.ts';

const one = listeners(['start', 'before']);
const both = listeners(['start', 'before'], ['end', 'after']);
export const taskListener = (event: string) =>
  `<zeebe:taskListeners><zeebe:taskListener eventType="${event}" type="listen"/></zeebe:taskListeners>`;

export function listened(id: () => string): [string, string][] {
  const only = (event: 'start' | 'end') => listeners([event, 'listen']);
  const outOf = (tag: string, event: 'start' | 'end') => line(id(), node(tag, 'Odd', { ext: only(event) }));
  return [
    ['listener without a type', line(id(), service('Odd', 'work', { ext: listeners(['start', '']) }))],
    ['listener of another kind', line(id(), service('Odd', 'work', { ext: one.replace('"start"', '"take"') }))],
    [
      'two listeners of one event and type',
      line(id(), service('Odd', 'work', { ext: listeners(['start', 'same'], ['start', 'same']) })),
    ],
    ['listeners of a service task', line(id(), service('Odd', 'work', { ext: both }))],
    ['listeners of a user task', line(id(), user('Odd', { ext: both }))],
    ['listeners of a user task as a job', line(id(), node('userTask', 'Odd', { ext: both }))],
    ['listeners of an undefined task', line(id(), node('task', 'Odd', { ext: both }))],
    ['listeners of a sub-process', line(id(), sub('Odd', emptySub, { ext: both }))],
    ['listeners of a call activity', line(id(), call('Odd', 'other', { ext: both }))],
    [
      'listeners of a multi-instance activity',
      line(id(), service('Odd', 'work', { ext: both, inner: loop({ collection: '=[1]' }) })),
    ],
    ['listeners of an event sub-process', inSub(id(), { ...onEvent(onMessage('m'), true), ext: both })],
    ...(['start', 'end'] as const).flatMap((event): [string, string][] => [
      [
        `listener at the ${event} of a start event`,
        diagram(id(), [start('Start', '', only(event)), end()], ['Start > End']),
      ],
      [
        `listener at the ${event} of an end event`,
        diagram(id(), [start(), end('End', '', only(event))], ['Start > End']),
      ],
      [
        `listener at the ${event} of an error end event`,
        diagram(id(), [start(), end('End', onError('e'), only(event))], ['Start > End'], ROOTS),
      ],
      [
        `listener at the ${event} of an intermediate catch event`,
        line(id(), catching('Odd', onMessage('m'), only(event))),
      ],
      [
        `listener at the ${event} of a link catch event`,
        diagram(
          id(),
          [start(), throwing('To', link('on')), catching('From', link('on'), only(event)), end()],
          ['Start > To', 'From > End'],
        ),
      ],
      [`listener at the ${event} of an intermediate throw event`, line(id(), throwing('Odd', '', only(event)))],
      [
        `listener at the ${event} of a boundary event`,
        diagram(
          id(),
          [
            start(),
            service('Work', 'work'),
            boundary('Odd', 'Work', onMessage('m'), { ext: only(event) }),
            end(),
            end('Out'),
          ],
          ['Start > Work', 'Work > End', 'Odd > Out'],
          ROOTS,
        ),
      ],
      [
        `listener at the ${event} of a compensation boundary event`,
        compensated(id(), [
          [boundary('Back', 'Work', compensate(), { ext: only(event) }), service('Undo', 'undo', { attrs: FOR })],
          ['Start > Work', 'Work > End', 'Back ~ Undo'],
        ]),
      ],
      [
        `listener at the ${event} of a compensation handler`,
        compensated(id(), undo(service('Undo', 'undo', { attrs: FOR, ext: only(event) }))),
      ],
      [`listener at the ${event} of an exclusive gateway`, outOf('exclusiveGateway', event)],
      [`listener at the ${event} of an inclusive gateway`, outOf('inclusiveGateway', event)],
      [`listener at the ${event} of a parallel gateway`, outOf('parallelGateway', event)],
      [
        `listener at the ${event} of an event-based gateway`,
        diagram(
          id(),
          [
            start(),
            node('eventBasedGateway', 'Which', { ext: only(event) }),
            catching('Odd', onMessage('m')),
            catching('Late', timer('timeDuration', 'P1D')),
            end(),
            end('Out'),
          ],
          ['Start > Which', 'Which > Odd', 'Which > Late', 'Odd > End', 'Late > Out'],
          ROOTS,
        ),
      ],
    ]),
    ...['create', 'assignment', 'complete', 'cancel', 'update'].map((event): [string, string] => [
      `task listener: ${event}`,
      line(id(), user('Odd', { ext: taskListener(event) })),
    ]),
    [
      'a message that the engine would publish itself',
      line(id(), throwing('Odd', onMessage('m'), '<zeebe:publishMessage correlationKey="=1"/>')),
    ],
    ['a message thrown by a job', line(id(), throwing('Odd', onMessage('m'), job('send')))],
  ];
}
