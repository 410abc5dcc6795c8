import {
  boundary,
  catching,
  compensate,
  diagram,
  end,
  link,
  node,
  onError,
  onEscalation,
  onMessage,
  onSignal,
  scope,
  service,
  start,
  sub,
  terminate,
  throwing,
  timer,
} from '../diagram.ts';
import { inSub, line, onEvent, ROOTS } from './frames.ts';

const conditional = `<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">=true</bpmn:condition></bpmn:conditionalEventDefinition>`;
/** `far`: a date nobody moves the clock to, ISO 8601. */
const definitions = (far: string): Record<string, string> => ({
  none: '',
  message: onMessage('m'),
  'message without a key': onMessage('bare'),
  'message without a name': onMessage('nameless'),
  'timer by date': timer('timeDate', far),
  'timer by duration': timer('timeDuration', 'P9000D'),
  'timer by cycle': timer('timeCycle', 'R1/P9000D'),
  'timer by an expression of a cycle': timer('timeCycle', '=cycle(1, duration("P9000D"))'),
  error: onError('e'),
  'any error': onError(),
  'error without a code': onError('codeless-error'),
  'computed error': onError('e-computed'),
  escalation: onEscalation('x'),
  'any escalation': onEscalation(),
  'escalation without a code': onEscalation('codeless'),
  signal: onSignal('s'),
  'computed signal': onSignal('computed'),
  'signal without a name': onSignal('nameless-signal'),
  'no signal at all': '<bpmn:signalEventDefinition/>',
  compensation: compensate(),
  link: link('on'),
  'link without a name': '<bpmn:linkEventDefinition/>',
  conditional,
  cancel: '<bpmn:cancelEventDefinition/>',
  terminate: terminate(),
  'message and signal': onMessage('m') + onSignal('s'),
});

/** Every event definition in every place. */
export function events(id: () => string, far: string): [string, string][] {
  return Object.entries(definitions(far)).flatMap(([kind, inner]): [string, string][] => [
    [`start event: ${kind}`, diagram(id(), [start('Odd', inner), end()], ['Odd > End'], ROOTS)],
    [`intermediate catch event: ${kind}`, line(id(), catching('Odd', inner))],
    [
      `boundary event, interrupting: ${kind}`,
      diagram(
        id(),
        [start(), service('Work', 'work'), boundary('Odd', 'Work', inner), end(), end('Out')],
        ['Start > Work', 'Work > End', 'Odd > Out'],
        ROOTS,
      ),
    ],
    [
      `boundary event, not interrupting: ${kind}`,
      diagram(
        id(),
        [
          start(),
          sub('Work', scope([start('InnerStart'), end('InnerEnd')], ['InnerStart > InnerEnd'])),
          boundary('Odd', 'Work', inner, { interrupting: false }),
          end(),
          end('Out'),
        ],
        ['Start > Work', 'Work > End', 'Odd > Out'],
        ROOTS,
      ),
    ],
    [`intermediate throw event: ${kind}`, line(id(), throwing('Odd', inner))],
    [`end event: ${kind}`, diagram(id(), [start(), end('Odd', inner)], ['Start > Odd'], ROOTS)],
    [`start of an event sub-process, interrupting: ${kind}`, inSub(id(), onEvent(inner, true))],
    [
      `start of an event sub-process of the process, not interrupting: ${kind}`,
      diagram(
        id(),
        [start(), service('Work', 'work'), end(), onEvent(inner, false)],
        ['Start > Work', 'Work > End'],
        ROOTS,
      ),
    ],
    [
      `behind an event-based gateway: ${kind}`,
      diagram(
        id(),
        [
          start(),
          node('eventBasedGateway', 'Which'),
          catching('Odd', inner),
          catching('Late', timer('timeDuration', 'P1D')),
          end(),
          end('Out'),
        ],
        ['Start > Which', 'Which > Odd', 'Which > Late', 'Odd > End', 'Late > Out'],
        ROOTS,
      ),
    ],
  ]);
}
