import { describe, expect, test } from 'vitest';
import { readBpmn } from '../../engine/model/index.ts';
import {
  catching,
  diagram,
  end,
  message,
  type Node,
  node,
  onMessage,
  service,
  start,
  sub,
  throwing,
} from '../parity/support/diagram.ts';

// What an 8.6.0 broker answered to the public example diagrams that lack the same (test/parity/public-diagrams.md).

const around = (task: Node, roots: string[] = []) =>
  diagram('lacking', [start(), task, end()], [`Start > ${task.id}`, `${task.id} > End`], roots);
const chosen = (condition: string) =>
  diagram(
    'lacking',
    [start(), node('exclusiveGateway', 'G'), end(), end('Other')],
    ['Start > G', `G > End : ${condition}`, 'G > Other : default'],
  );
const EITHER = `Must have either one 'zeebe:publishMessage' or one 'zeebe:taskDefinition' extension element`;
const noExpression = (text: string) =>
  `Expected expression but found static value '${text}'. An expression must start with '=' (e.g. '=${text}').`;
const CONDITION =
  '<bpmn:conditionalEventDefinition id="when"><bpmn:condition>=x</bpmn:condition></bpmn:conditionalEventDefinition>';
const WAITING = `<bpmn:process id="other" isExecutable="false"><bpmn:intermediateCatchEvent id="Catch">${onMessage('m')}</bpmn:intermediateCatchEvent></bpmn:process>`;
const BEGUN = `<bpmn:process id="begun" isExecutable="false"><bpmn:startEvent id="Begin">${onMessage('m')}</bpmn:startEvent></bpmn:process>`;

describe('a diagram that lacks something is refused in the words of 8.6.0', () => {
  test.each<[what: string, xml: string, findings: Record<string, string | string[]>]>([
    [
      'a condition without its equals sign',
      chosen('total > 100'),
      { 'G_End > conditionExpression': noExpression('total > 100') },
    ],
    [
      'a condition nobody can read without it',
      chosen('$.total > 100'),
      { 'G_End > conditionExpression': noExpression('$.total > 100') },
    ],
    [
      'a condition with an id of its own',
      chosen('total').replace('<bpmn:conditionExpression', '$& id="c"'),
      { c: noExpression('total') },
    ],
    [
      'a correlation key that is text',
      around(catching('Wait', onMessage('m')), [message('m', 'done', 'id')]),
      { 'm > extensionElements > subscription': noExpression('id') },
    ],
    [
      'a correlation key that is text, of a message nobody waits for',
      around(service('Work', 'work'), [message('m', 'done', '$.id')]),
      { 'm > extensionElements > subscription': noExpression('$.id') },
    ],
    [
      'a job with an empty type',
      around(service('Work', '')),
      { 'Work > extensionElements > taskDefinition': 'Expected expression but not found.' },
    ],
    ['a send task that sends nothing', around(node('sendTask', 'Send')), { Send: EITHER }],
    [
      'a message thrown by nobody',
      around(throwing('Throw', onMessage('m')), [message('m', 'done')]),
      { Throw: EITHER },
    ],
    [
      'a message at the end, thrown by nobody',
      diagram('lacking', [start(), end('End', onMessage('m'))], ['Start > End'], [message('m', 'done')]),
      { End: EITHER },
    ],
    [
      'an event definition with an id, without a message',
      around(catching('Wait', '<bpmn:messageEventDefinition id="what"/>')),
      { what: 'Must reference a message' },
    ],
    [
      'an event definition with an id, without a signal',
      around(catching('Wait', '<bpmn:signalEventDefinition id="what"/>')),
      { what: 'Must reference a signal' },
    ],
    [
      'an event definition with an id, without a time',
      around(catching('Wait', '<bpmn:timerEventDefinition id="what"/>')),
      {
        what: 'Must be exactly one type of timer: timeDuration, timeDate or timeCycle',
        Wait: 'Intermediate timer catch event must have either a time duration or a time date.',
      },
    ],
    [
      'two starts of a sub-process by signals nobody named',
      around(
        sub(
          'Sub',
          '<bpmn:startEvent id="A"><bpmn:signalEventDefinition id="a"/></bpmn:startEvent><bpmn:startEvent id="B"><bpmn:signalEventDefinition id="b"/></bpmn:startEvent>',
        ),
      ),
      {
        Sub: ['Must have exactly one start event', 'Start events in subprocesses must be of type none'],
        a: 'Must reference a signal',
        b: 'Must reference a signal',
      },
    ],
    [
      'a condition that is waited for, behind an event gateway',
      diagram(
        'lacking',
        [start(), node('eventBasedGateway', 'G'), catching('Wait', onMessage('m')), catching('When', CONDITION), end()],
        ['Start > G', 'G > Wait', 'G > When', 'Wait > End', 'When > End'],
        [message('m', 'done', '=id')],
      ),
      {
        G: 'Event-based gateway must not have an outgoing sequence flow to other elements than message/timer/signal intermediate catch events.',
        When: 'Event definition must be one of: message, timer, signal, or link',
        when: 'Event definition of this type is not supported',
      },
    ],
    [
      'an empty form in the diagram',
      around(service('Work', 'work')).replace(
        'isExecutable="true">',
        '$&<bpmn:extensionElements><zeebe:userTaskForm id="form"> </zeebe:userTaskForm></bpmn:extensionElements>',
      ),
      { 'lacking > extensionElements > userTaskForm': 'User task form text content has to be present and not empty' },
    ],
    [
      'a message without a name that a process waits for which is not executable',
      around(service('Work', 'work')).replace('</bpmn:process>', `$&${WAITING}<bpmn:message id="m"/>`),
      { m: ['Name must be present and not empty', 'Must have exactly one zeebe:subscription extension element'] },
    ],
    [
      'a message without a name that begins a process which is not executable',
      around(service('Work', 'work')).replace('</bpmn:process>', `$&${BEGUN}<bpmn:message id="m"/>`),
      { m: 'Name must be present and not empty' },
    ],
  ])('%s', (_what, xml, findings) => {
    const found: Record<string, string | string[]> = {};
    const reading = readBpmn('lacking.bpmn', xml);
    for (const [, id = '', errors = ''] of (reading.ok ? '' : reading.message).matchAll(
      /- Element: (.*)\n((?: {4}- ERROR: .*\n)+)/g,
    )) {
      const reasons = [...errors.matchAll(/ERROR: (.*)\n/g)].map(([, reason = '']) => reason);
      found[id] = reasons.length === 1 ? (reasons[0] as string) : reasons;
    }
    expect(found).toEqual(findings);
  });

  test('an extension that no version knows any more is passed over, what breaks BPMN itself is not', () => {
    const old = '<zeebe:payloadMappings><zeebe:mapping source="a" target="b" type="PUT"/></zeebe:payloadMappings>';
    expect(readBpmn('old.bpmn', around(service('Work', 'work', { ext: old }))).ok).toBe(true);
    expect(readBpmn('old.bpmn', around(service('Work', 'work', { inner: '<bpmn:nothing/>' }))).ok).toBe(false);
  });
});
