/**
 * One minimal diagram for each element, event in its place, marker and extension that BPMN and Camunda know: what 8.6 runs and
 * what it refuses. Nothing in them happens by itself.
 */
import {
  boundary,
  call,
  catching,
  compensate,
  diagram,
  end,
  error,
  escalation,
  eventSub,
  input,
  job,
  link,
  listeners,
  loop,
  mapping,
  message,
  type Node,
  node,
  onError,
  onEscalation,
  onMessage,
  onSignal,
  output,
  scope,
  service,
  signal,
  start,
  startOn,
  sub,
  terminate,
  throwing,
  timer,
  user,
} from './diagram.ts';

const ROOTS = [
  message('m', 'minimal-message', '="key"'),
  message('bare', 'minimal-bare'),
  message('nameless', ''),
  signal('s', 'minimal-signal'),
  signal('computed', '="minimal-" + "signal"'),
  signal('nameless-signal', ''),
  escalation('x', 'ESCALATED'),
  escalation('codeless', ''),
  error('e', 'FAILED'),
  error('e-computed', '=code'),
  error('codeless-error', ''),
];

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

/** Nodes one after the other, between a start and an end. */
function line(id: string, ...nodes: Node[]): string {
  const ids = ['Start', ...nodes.map((one) => one.id), 'End'];
  const flows = ids.slice(1).map((to, at) => `${ids[at]} > ${to}`);
  return diagram(id, [start(), ...nodes, end()], flows, ROOTS);
}

const inSub = (id: string, ...more: Node[]): string =>
  line(
    id,
    sub(
      'Sub',
      scope(
        [start('InnerStart'), service('Work', 'work'), end('InnerEnd'), ...more],
        ['InnerStart > Work', 'Work > InnerEnd'],
      ),
    ),
  );

const onEvent = (inner: string, interrupting: boolean): Node =>
  eventSub('OnEvent', scope([startOn('Happened', inner, interrupting), end('Handled')], ['Happened > Handled']));

/** Every event definition in every place. */
function events(id: () => string, far: string): [string, string][] {
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

const undo = (handler: Node, links: string[] = ['Back ~ Undo']): [Node[], string[]] => [
  [boundary('Back', 'Work', compensate()), handler],
  ['Start > Work', 'Work > End', ...links],
];
const compensated = (id: string, [nodes, flows]: [Node[], string[]], host: Node = service('Work', 'work')): string =>
  diagram(id, [start(), host, ...nodes, end()], flows, ROOTS);
const FOR = 'isForCompensation="true"';
const standard = '<bpmn:standardLoopCharacteristics/>';
const emptySub = scope([start('InnerStart'), end('InnerEnd')], ['InnerStart > InnerEnd']);
const one = listeners(['start', 'before']);
const both = listeners(['start', 'before'], ['end', 'after']);
const taskListener = (event: string) =>
  `<zeebe:taskListeners><zeebe:taskListener eventType="${event}" type="listen"/></zeebe:taskListeners>`;

function activities(id: () => string): [string, string][] {
  return [
    ['service task', line(id(), service('Odd', 'work'))],
    ['service task without a type', line(id(), node('serviceTask', 'Odd'))],
    ['send task', line(id(), node('sendTask', 'Odd', { ext: job('send') }))],
    ['user task', line(id(), user('Odd'))],
    ['user task as a job', line(id(), node('userTask', 'Odd'))],
    ['manual task', line(id(), node('manualTask', 'Odd'))],
    ['undefined task', line(id(), node('task', 'Odd'))],
    [
      'script task',
      line(id(), node('scriptTask', 'Odd', { ext: '<zeebe:script expression="=1" resultVariable="one"/>' })),
    ],
    ['script task as a job', line(id(), node('scriptTask', 'Odd', { ext: job('script') }))],
    [
      'business rule task',
      line(id(), node('businessRuleTask', 'Odd', { ext: '<zeebe:calledDecision decisionId="d" resultVariable="r"/>' })),
    ],
    ['business rule task as a job', line(id(), node('businessRuleTask', 'Odd', { ext: job('rule') }))],
    ['receive task', line(id(), node('receiveTask', 'Odd', { attrs: 'messageRef="m"' }))],
    ['call activity', line(id(), call('Odd', 'other'))],
    ['sub-process', line(id(), sub('Odd', emptySub))],
    ['transaction', line(id(), node('transaction', 'Odd', { inner: emptySub }))],
    [
      'ad-hoc sub-process',
      line(id(), node('adHocSubProcess', 'Odd', { inner: scope([service('Inner', 'work')], []) })),
    ],
    ['standard loop', line(id(), service('Odd', 'work', { inner: standard }))],
    ['multi-instance in parallel', line(id(), service('Odd', 'work', { inner: loop({ collection: '=[1]' }) }))],
    [
      'multi-instance in sequence',
      line(id(), sub('Odd', emptySub, { inner: loop({ collection: '=[1]', sequential: true }) })),
    ],
    [
      'multi-instance with a completion condition',
      line(id(), service('Odd', 'work', { inner: loop({ collection: '=[1]', completionCondition: '=true' }) })),
    ],
    [
      'multi-instance without a collection',
      line(id(), service('Odd', 'work', { inner: '<bpmn:multiInstanceLoopCharacteristics/>' })),
    ],
    [
      'input and output mappings',
      line(id(), service('Odd', 'work', { ext: mapping(input('a', '=1'), output('b', '=a')) })),
    ],
  ];
}

function gateways(id: () => string): [string, string][] {
  const forkAndJoin = (tag: string, condition: string) =>
    diagram(
      id(),
      [start(), node(tag, 'Fork'), service('A', 'a'), service('B', 'b'), node(tag, 'Join'), end()],
      [
        'Start > Fork',
        `Fork > A${condition}`,
        `Fork > B${condition ? ' : default' : ''}`,
        'A > Join',
        'B > Join',
        'Join > End',
      ],
    );
  const onlyFork = (tag: string, first: string, second: string) =>
    diagram(
      id(),
      [start(), node(tag, 'Fork'), end('A'), end('B')],
      ['Start > Fork', `Fork > A${first}`, `Fork > B${second}`],
    );
  return [
    ['exclusive gateway, forking and joining', forkAndJoin('exclusiveGateway', ' : =a')],
    ['parallel gateway, forking and joining', forkAndJoin('parallelGateway', '')],
    ['inclusive gateway, forking and joining', forkAndJoin('inclusiveGateway', ' : =a')],
    ['inclusive gateway, forking', onlyFork('inclusiveGateway', ' : =a', ' : =b')],
    ['inclusive gateway, forking, with a default', onlyFork('inclusiveGateway', ' : =a', ' : default')],
    ['inclusive gateway, forking, without conditions', onlyFork('inclusiveGateway', '', '')],
    ['exclusive gateway, forking, without conditions', onlyFork('exclusiveGateway', '', '')],
    ['complex gateway', onlyFork('complexGateway', '', '')],
    ['inclusive gateway with one way', line(id(), node('inclusiveGateway', 'Odd'))],
    [
      'conditional flow out of a task',
      diagram(id(), [start(), service('Work', 'work'), end()], ['Start > Work', 'Work > End : =a']),
    ],
  ];
}

function links(id: () => string): [string, string][] {
  return [
    [
      'link, thrown and caught',
      diagram(
        id(),
        [start(), throwing('To', link('on')), catching('From', link('on')), end()],
        ['Start > To', 'From > End'],
      ),
    ],
    ['link, caught nowhere', diagram(id(), [start(), throwing('To', link('on'))], ['Start > To'])],
    [
      'link, thrown nowhere',
      diagram(id(), [start(), catching('From', link('on')), end(), end('Out')], ['Start > End', 'From > Out']),
    ],
    [
      'link, caught twice',
      diagram(
        id(),
        [start(), throwing('To', link('on')), catching('A', link('on')), catching('B', link('on')), end(), end('Out')],
        ['Start > To', 'A > End', 'B > Out'],
      ),
    ],
    [
      'link, caught in another scope',
      diagram(
        id(),
        [
          start(),
          throwing('To', link('on')),
          sub(
            'Sub',
            scope(
              [start('InnerStart'), end('InnerEnd'), catching('From', link('on')), end('Out')],
              ['InnerStart > InnerEnd', 'From > Out'],
            ),
          ),
        ],
        ['Start > To'],
      ),
    ],
  ];
}

function compensations(id: () => string): [string, string][] {
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

function listened(id: () => string): [string, string][] {
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
    ...['create', 'assignment', 'complete', 'cancel', 'update', 'creating', 'assigning', 'completing'].map(
      (event): [string, string] => [`task listener: ${event}`, line(id(), user('Odd', { ext: taskListener(event) }))],
    ),
    [
      'a message that the engine would publish itself',
      line(id(), throwing('Odd', onMessage('m'), '<zeebe:publishMessage correlationKey="=1"/>')),
    ],
    ['a message thrown by a job', line(id(), throwing('Odd', onMessage('m'), job('send')))],
  ];
}

function scopes(id: () => string): [string, string][] {
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

/**
 * What 8.6.0 deploys although it means nothing and does nothing (a timer that is thrown, an error that starts a process, a
 * loop that is not repeated), by an oversight, or against its own documentation (task listeners); the embedded engine refuses
 * it with advice.
 */
const MEANINGLESS =
  /^(intermediate throw event: (timer.*|(any )?error.*|terminate)|start event: ((any )?(error|escalation).*|compensation|link|terminate)|start of an event sub-process, interrupting: (message|signal) without.*|standard loop|compensation boundary event with a sequence flow|boundary event, interrupting: compensation|task listener: (create|assignment|complete|cancel|update))$/;

const FAR_MS = 9000 * 24 * 3_600_000;

/** `[what it is, the diagram]` by subject, the process id numbered. */
export function minimalDiagrams(now: Date): Record<string, [what: string, xml: string][]> {
  const numbered = (prefix: string) => {
    let count = 0;
    return () => `${prefix}-${++count}`;
  };
  const far = new Date(now.getTime() + FAR_MS).toISOString();
  const all = {
    activities: activities(numbered('minimal-activity')),
    gateways: gateways(numbered('minimal-gateway')),
    events: events(numbered('minimal-event'), far),
    links: links(numbered('minimal-link')),
    compensation: compensations(numbered('minimal-compensation')),
    listeners: listened(numbered('minimal-listener')),
    scopes: scopes(numbered('minimal-scope')),
  };
  return Object.fromEntries(
    Object.entries(all).map(([subject, found]) => [subject, found.filter(([what]) => !MEANINGLESS.test(what))]),
  );
}
