import { twoSteps } from '../support/compensated.ts';
import {
  boundary,
  call,
  catching,
  compensate,
  diagram,
  end,
  eventSub,
  input,
  listeners,
  loop,
  mapping,
  message,
  node,
  onMessage,
  output,
  scope,
  service,
  start,
  startOn,
  sub,
  throwing,
  timer,
  user,
} from '../support/diagram.ts';
import { file, HOUR, type Scenario, work, workInTurn } from './scenario.ts';

const NO_SUCH_KEY = '2251900000000000';

/** Two tasks, then a sub-process in a sub-process that is listened to, and what stands around it. */
const office = file(
  'moved.bpmn',
  diagram(
    'moved',
    [
      start(),
      service('First', 'first'),
      service('Second', 'second', { ext: mapping(output('seen', '=value')) }),
      sub(
        'Outer',
        scope(
          [
            start('OuterStart'),
            service('Before', 'before'),
            sub(
              'Inner',
              scope(
                [start('InnerStart'), service('Deep', 'deep'), service('Deeper', 'deeper'), end('InnerEnd')],
                ['InnerStart > Deep', 'Deep > Deeper', 'Deeper > InnerEnd'],
              ),
            ),
            boundary('Late', 'Inner', timer('timeDuration', 'PT1H'), { interrupting: false }),
            end('Noted'),
            end('OuterEnd'),
            eventSub(
              'Alarm',
              scope(
                [startOn('Rings', onMessage('alarm'), false), service('Answer', 'answer'), end('Answered')],
                ['Rings > Answer', 'Answer > Answered'],
              ),
            ),
          ],
          ['OuterStart > Before', 'Before > Inner', 'Inner > OuterEnd', 'Late > Noted'],
        ),
      ),
      end(),
    ],
    ['Start > First', 'First > Second', 'Second > Outer', 'Outer > End'],
    [message('alarm', 'alarm', '="key"')],
  ),
);

const moved = async (stage: Parameters<Scenario['play']>[0], variables = {}) => {
  await stage.deploy(office);
  return stage.start('moved', variables);
};

/** Two tokens in one sub-process at a time, and gateways of every kind. */
const crossings = file(
  'crossings.bpmn',
  diagram(
    'crossings',
    [
      start(),
      node('parallelGateway', 'Fork'),
      sub(
        'Twice',
        scope(
          [start('TwiceStart'), service('Task', 'task'), end('TwiceEnd')],
          ['TwiceStart > Task', 'Task > TwiceEnd'],
        ),
      ),
      service('Left', 'left'),
      node('parallelGateway', 'Join'),
      node('exclusiveGateway', 'Way'),
      service('Yes', 'yes'),
      service('No', 'no'),
      node('inclusiveGateway', 'Some'),
      node('eventBasedGateway', 'Wait'),
      catching('Paid', onMessage('paid')),
      catching('Later', timer('timeDuration', 'PT1H')),
      throwing('Passing'),
      end(),
    ],
    [
      'Start > Fork',
      'Fork > Twice',
      'Fork > Left',
      'Twice > Join',
      'Left > Join',
      'Join > Way',
      'Way > Yes : =ok = true',
      'Way > No : default',
      'Yes > Some',
      'No > Wait',
      'Some > Passing : =ok = true',
      'Some > End : =ok = false',
      'Wait > Paid',
      'Wait > Later',
      'Paid > End',
      'Later > End',
      'Passing > End',
    ],
    [message('paid', 'paid', '="key"')],
  ),
);

const crossed = async (stage: Parameters<Scenario['play']>[0], variables: Record<string, unknown> = { ok: true }) => {
  await stage.deploy(crossings);
  return stage.start('crossings', variables);
};

const many = file(
  'many.bpmn',
  diagram(
    'many',
    [
      start(),
      sub(
        'Each',
        scope([start('EachStart'), service('Work', 'work'), end('EachEnd')], ['EachStart > Work', 'Work > EachEnd']),
        {
          inner: loop({ collection: '=list', element: 'one' }),
        },
      ),
      service('After', 'after'),
      end(),
    ],
    ['Start > Each', 'Each > After', 'After > End'],
  ),
);

const caller = file(
  'caller.bpmn',
  diagram(
    'caller',
    [start(), call('Call', 'called'), service('Then', 'then'), end()],
    ['Start > Call', 'Call > Then', 'Then > End'],
  ),
);
const called = file(
  'called.bpmn',
  diagram(
    'called',
    [start('CalledStart'), service('Called1', 'called-1'), service('Called2', 'called-2'), end('CalledEnd')],
    ['CalledStart > Called1', 'Called1 > Called2', 'Called2 > CalledEnd'],
  ),
);

export const modification: Scenario[] = [
  {
    name: 'moves a token to another task',
    async play(stage) {
      const key = await moved(stage);
      await stage.modify(key, { activate: ['Second'], terminate: [stage.instanceOf('First')] });
      await work(stage, 'second', { value: 1 });
    },
  },
  {
    name: 'adds a token, with variables of the process and of the task',
    async play(stage) {
      const key = await moved(stage);
      await stage.modify(key, {
        activate: [{ elementId: 'Second', variables: { '': { all: 1 }, Second: { mine: 2 }, moved: { named: 3 } } }],
      });
      await work(stage, 'second', { value: 1 });
      await work(stage, 'first');
    },
  },
  {
    name: 'activates a task deep inside, and with it the sub-processes around it and what they listen for',
    async play(stage) {
      const key = await moved(stage);
      await stage.modify(key, {
        activate: [
          { elementId: 'Deeper', variables: { Outer: { outer: 1 }, Inner: { inner: 2 }, Deeper: { deep: 3 } } },
        ],
        terminate: [stage.instanceOf('First')],
      });
      await stage.advance(HOUR);
      await stage.publish('alarm', 'key');
      await work(stage, 'deeper');
      await work(stage, 'answer');
    },
  },
  {
    name: 'two tasks deep inside share the sub-processes that are created for them',
    async play(stage) {
      const key = await moved(stage);
      await stage.modify(key, { activate: ['Deep', 'Deeper', 'Before'], terminate: [stage.instanceOf('First')] });
      for (const type of ['deep', 'deeper', 'deeper', 'before', 'deep', 'deeper']) await work(stage, type);
    },
  },
  {
    name: 'uses the scopes that are there',
    async play(stage) {
      const key = await moved(stage);
      for (const type of ['first', 'second', 'before']) await work(stage, type, { value: 1 });
      await stage.modify(key, {
        activate: [
          { elementId: 'Deeper', variables: { Outer: { outer: 1 }, Inner: { inner: 2 }, '': { all: 3 } } },
          'Before',
        ],
      });
      for (const type of ['deep', 'deeper', 'deeper', 'before', 'deep', 'deeper']) await work(stage, type);
    },
  },
  {
    name: 'the last token of a scope ends the scope, the last of all the process',
    async play(stage) {
      const key = await moved(stage);
      for (const type of ['first', 'second', 'before']) await work(stage, type, { value: 1 });
      await stage.modify(key, { terminate: [stage.instanceOf('Deep')] });
    },
  },
  {
    name: 'a scope goes on when a token is put in as the last one is taken out',
    async play(stage) {
      const key = await moved(stage);
      for (const type of ['first', 'second', 'before']) await work(stage, type, { value: 1 });
      await stage.modify(key, { activate: ['Deeper'], terminate: [stage.instanceOf('Deep')] });
      await work(stage, 'deeper');
    },
  },
  {
    name: 'takes out a sub-process with everything in it',
    async play(stage) {
      const key = await moved(stage);
      for (const type of ['first', 'second', 'before']) await work(stage, type, { value: 1 });
      await stage.modify(key, { activate: ['Second'], terminate: [stage.instanceOf('Outer')] });
      await work(stage, 'second', { value: 2 });
      await work(stage, 'before');
    },
  },
  {
    name: 'takes out a scope and its child in one go, and the same instance twice',
    async play(stage) {
      const key = await moved(stage);
      for (const type of ['first', 'second', 'before']) await work(stage, type, { value: 1 });
      const [outer, deep] = [stage.instanceOf('Outer'), stage.instanceOf('Deep')];
      await stage.modify(key, { activate: ['First'], terminate: [deep, outer, deep] });
      await work(stage, 'first');
    },
  },
  {
    name: 'the process itself can be taken out',
    async play(stage) {
      const key = await moved(stage);
      await stage.modify(key, { terminate: [key] });
    },
  },
  {
    name: 'a new scope beside the one that runs, when the process is named as ancestor',
    async play(stage) {
      const key = await moved(stage);
      for (const type of ['first', 'second', 'before']) await work(stage, type, { value: 1 });
      await stage.modify(key, { activate: [{ elementId: 'Deeper', ancestor: key }] });
      await stage.modify(key, { activate: [{ elementId: 'Deeper', ancestor: stage.instanceOf('Outer') }] });
      await stage.modify(key, { activate: ['Deeper'] });
      await stage.modify(key, { activate: [{ elementId: 'Deep', ancestor: stage.instanceOf('Inner') }] });
      for (const type of ['deep', 'deeper', 'deeper', 'deeper', 'deep', 'deeper']) await work(stage, type);
    },
  },
  {
    name: 'an ancestor that is none',
    async play(stage) {
      const key = await moved(stage);
      await stage.modify(key, { activate: [{ elementId: 'Deep', ancestor: NO_SUCH_KEY }] });
      await stage.modify(key, { activate: [{ elementId: 'Deep', ancestor: stage.instanceOf('First') }] });
      await stage.modify(key, { activate: [{ elementId: 'First', ancestor: stage.instanceOf('First') }] });
      const other = await stage.start('moved');
      await stage.modify(key, { activate: [{ elementId: 'First', ancestor: other }] });
      await stage.modify(key, { activate: [{ elementId: 'First', ancestor: key }] });
    },
  },
  {
    name: 'refuses what is not there',
    async play(stage) {
      const key = await moved(stage);
      await stage.modify(NO_SUCH_KEY, { activate: ['First'] });
      await stage.modify(key, {});
      await stage.modify(key, { activate: ['Nowhere', 'First', 'NoOne'] });
      await stage.modify(key, { activate: ['Start_First'] });
      await stage.modify(key, { terminate: [NO_SUCH_KEY, '2251900000000001'] });
      await stage.modify(key, { activate: [{ elementId: 'First', variables: { Second: { a: 1 } } }] });
      await stage.modify(key, { activate: [{ elementId: 'First', variables: { Nowhere: { a: 1 } } }] });
      await stage.modify(key, { activate: ['Nowhere'], terminate: [NO_SUCH_KEY] });
      await stage.cancel(key);
      await stage.modify(key, { activate: ['First'] });
    },
  },
  {
    name: 'refuses events that cannot begin by themselves',
    async play(stage) {
      const key = await moved(stage);
      await stage.modify(key, { activate: ['Start'] });
      await stage.modify(key, { activate: ['Late', 'InnerStart'] });
      await stage.modify(key, { activate: ['Rings'] });
      const other = await crossed(stage);
      await stage.modify(other, { activate: ['Paid'] });
    },
  },
  {
    name: 'an event sub-process, and a task in it',
    async play(stage) {
      const key = await moved(stage);
      for (const type of ['first', 'second']) await work(stage, type, { value: 1 });
      await stage.modify(key, { activate: ['Answer'] });
      await stage.modify(key, { activate: ['Alarm'] });
      await work(stage, 'answer');
      await work(stage, 'answer');
    },
  },
  {
    name: 'a whole sub-process, which then begins at its start',
    async play(stage) {
      const key = await moved(stage);
      await stage.modify(key, { activate: ['Inner'], terminate: [stage.instanceOf('First')] });
      await work(stage, 'deep');
      await work(stage, 'deeper');
    },
  },
  {
    name: 'two instances of a scope: it must be said which',
    async play(stage) {
      const key = await crossed(stage);
      await stage.modify(key, { activate: ['Twice'] });
      await stage.modify(key, { activate: ['Task'] });
      await stage.modify(key, { activate: [{ elementId: 'Task', ancestor: stage.instanceOf('Twice') }] });
      for (let n = 0; n < 3; n++) await work(stage, 'task');
    },
  },
  {
    name: 'gateways',
    async play(stage) {
      const key = await crossed(stage);
      await stage.modify(key, { activate: ['Join'] });
      await stage.modify(key, { activate: ['Way'] });
      await stage.modify(key, { activate: ['Some'] });
      await stage.modify(key, { activate: ['Wait', 'Fork'] });
      for (const type of ['left', 'left', 'task', 'task', 'yes', 'yes', 'yes']) await work(stage, type);
      await stage.publish('paid', 'key');
    },
  },
  {
    name: 'a token taken away before a join',
    async play(stage) {
      const key = await crossed(stage);
      await work(stage, 'left');
      await stage.modify(key, { terminate: [stage.instanceOf('Twice')] });
      await stage.modify(key, { activate: ['Twice'] });
      await work(stage, 'task');
      await work(stage, 'yes');
    },
  },
  {
    name: 'events: catching, throwing, ending',
    async play(stage) {
      const key = await crossed(stage, { ok: false });
      await stage.modify(key, { activate: ['Passing', 'End'], terminate: [stage.instanceOf('Left')] });
      await work(stage, 'task');
    },
  },
  {
    name: 'the end event as the only token ends the process',
    async play(stage) {
      const key = await moved(stage);
      await stage.modify(key, { activate: ['End'], terminate: [stage.instanceOf('First')] });
    },
  },
  {
    name: 'many instances: the whole, not inside',
    async play(stage) {
      await stage.deploy(many);
      const key = await stage.start('many', { list: [1, 2] });
      await stage.modify(key, { activate: ['Work'] });
      await stage.modify(key, { activate: ['Each'] });
      await stage.modify(key, { terminate: [stage.instanceOf('Work')] });
      for (let n = 0; n < 3; n++) await work(stage, 'work');
      await work(stage, 'after');
      await work(stage, 'after');
    },
  },
  {
    name: 'a called process changes by itself, but does not end itself',
    async play(stage) {
      await stage.deploy(called, caller);
      const key = await stage.start('caller');
      const child = stage.instanceOf('called');
      await stage.modify(child, { terminate: [stage.instanceOf('Called1')] });
      await stage.modify(child, { terminate: [child] });
      await stage.modify(child, { activate: ['Called2'], terminate: [stage.instanceOf('Called1')] });
      await stage.modify(key, { activate: ['Call'] });
      await stage.modify(key, { activate: ['Then'], terminate: [stage.instanceOf('Call')] });
      await work(stage, 'called-2');
      await work(stage, 'then');
      await work(stage, 'then');
    },
  },
  {
    name: 'an incident goes with the element',
    async play(stage) {
      const key = await moved(stage);
      await work(stage, 'first');
      const [job] = await stage.activate('second');
      await stage.fail(job, { retries: 0, message: 'no' });
      await stage.modify(key, { activate: ['Second'], terminate: [stage.instanceOf('Second')] });
      await work(stage, 'second', { value: 1 });
    },
  },
  {
    name: 'an activation that cannot go on is an incident',
    async play(stage) {
      const key = await crossed(stage, {});
      await stage.modify(key, { activate: ['Some'], terminate: [stage.instanceOf('Left')] });
      await stage.modify(key, { terminate: [stage.instanceOf('Twice')] });
    },
  },
  {
    name: 'many instances: inside the only one, inside a named one, inside none',
    async play(stage) {
      await stage.deploy(many);
      const key = await stage.start('many', { list: [1] });
      await stage.modify(key, { activate: ['Work'] });
      const inner = stage.instanceOf('Each');
      await stage.modify(key, { activate: [{ elementId: 'Work', ancestor: inner }] });
      for (let n = 0; n < 2; n++) await work(stage, 'work');
      await stage.modify(key, { activate: ['Work'] });
      await work(stage, 'work');
      await work(stage, 'after');
    },
  },
  {
    name: 'many instances: inside a named body',
    async play(stage) {
      await stage.deploy(many);
      const key = await stage.start('many', { list: [1] });
      const body = stage.firstInstanceOf('Each');
      await stage.modify(key, { activate: [{ elementId: 'Work', ancestor: body }] });
      await stage.modify(key, { activate: [{ elementId: 'Each', ancestor: body }] });
      await stage.modify(key, { terminate: [body] });
    },
  },
  {
    name: 'a scope made on the way maps no inputs and calls no listeners; the element itself does',
    async play(stage) {
      await stage.deploy(
        file(
          'mapped.bpmn',
          diagram(
            'mapped',
            [
              start(),
              service('First', 'first'),
              sub(
                'Box',
                scope(
                  [
                    start('BoxStart'),
                    service('Inside', 'inside', {
                      ext: mapping(input('seen', '=x')) + listeners(['start', 'inside-begins']),
                    }),
                    end('BoxEnd'),
                  ],
                  ['BoxStart > Inside', 'Inside > BoxEnd'],
                ),
                {
                  ext:
                    mapping(input('x', '="mapped"'), output('y', '=x')) +
                    listeners(['start', 'box-begins'], ['end', 'box-ends']),
                },
              ),
              end(),
            ],
            ['Start > First', 'First > Box', 'Box > End'],
          ),
        ),
      );
      const key = await stage.start('mapped', { x: 'outside' });
      await stage.modify(key, { activate: ['Inside'], terminate: [stage.instanceOf('First')] });
      for (const type of ['box-begins', 'inside-begins', 'inside', 'box-ends']) await work(stage, type);
    },
  },
  {
    name: 'a scope made on the way that cannot listen',
    async play(stage) {
      await stage.deploy(
        file(
          'deaf.bpmn',
          diagram(
            'deaf',
            [
              start(),
              service('First', 'first'),
              sub(
                'Box',
                scope(
                  [start('BoxStart'), service('Inside', 'inside'), end('BoxEnd')],
                  ['BoxStart > Inside', 'Inside > BoxEnd'],
                ),
              ),
              boundary('Told', 'Box', onMessage('told')),
              boundary('Late', 'Box', timer('timeDuration', '=patience')),
              end(),
            ],
            ['Start > First', 'First > Box', 'Box > End', 'Told > End', 'Late > End'],
            [message('told', 'told', '=orderId')],
          ),
        ),
      );
      const key = await stage.start('deaf');
      await stage.modify(key, { activate: ['Inside'], terminate: [stage.instanceOf('First')] });
      await stage.modify(key, {
        activate: [{ elementId: 'Inside', variables: { '': { orderId: 'o1' }, Box: { patience: 'PT1H' } } }],
        terminate: [stage.instanceOf('First')],
      });
      await stage.publish('told', 'o1');
    },
  },
  {
    name: 'user tasks, called processes and what waits for messages can be put in and taken out',
    async play(stage) {
      await stage.deploy(
        called,
        file(
          'desk.bpmn',
          diagram(
            'desk',
            [
              start(),
              service('First', 'first'),
              user('Review', { ext: '<zeebe:assignmentDefinition candidateGroups="reviewer"/>' }),
              call('Sub', 'called'),
              catching('Paid', onMessage('paid')),
              end(),
            ],
            ['Start > First', 'First > Review', 'Review > Sub', 'Sub > Paid', 'Paid > End'],
            [message('paid', 'paid', '="key"')],
          ),
        ),
      );
      const key = await stage.start('desk');
      await stage.modify(key, { activate: ['Review', 'Sub', 'Paid'], terminate: [stage.instanceOf('First')] });
      await stage.modify(key, { terminate: [stage.instanceOf('Sub')] });
      await stage.publish('paid', 'key');
      await stage.completeTask('Review');
      await work(stage, 'called-1');
      await work(stage, 'called-2');
    },
  },
  {
    name: 'an event that compensates is taken out while its handlers run',
    async play(stage) {
      await stage.deploy(file('two-steps.bpmn', twoSteps(throwing('Undo', compensate()))));
      const key = await stage.start('two-steps');
      await workInTurn(stage, ['a', 'b']);
      await stage.modify(key, { activate: ['After'], terminate: [stage.instanceOf('Undo')] });
      await workInTurn(stage, ['undo-a', 'undo-b', 'after']);
    },
  },
  {
    name: 'handlers are taken out, of the event that waits for them',
    async play(stage) {
      await stage.deploy(file('two-steps.bpmn', twoSteps(throwing('Undo', compensate()))));
      const key = await stage.start('two-steps');
      await workInTurn(stage, ['a', 'b']);
      await stage.modify(key, { terminate: [stage.instanceOf('UndoA')] });
      await work(stage, 'undo-b');
      await stage.modify(key, { activate: ['Undo'] });
      await stage.modify(key, { terminate: [stage.instanceOf('Undo')] });
    },
  },
  {
    name: 'what is put in again compensates what is left to undo',
    async play(stage) {
      await stage.deploy(file('two-steps.bpmn', twoSteps(throwing('Undo', compensate()))));
      const key = await stage.start('two-steps');
      await workInTurn(stage, ['a', 'b']);
      const undone = ['Undo', 'UndoA', 'UndoB'].map((id) => stage.instanceOf(id));
      await stage.modify(key, { activate: ['B'], terminate: undone });
      await workInTurn(stage, ['b', 'undo-a', 'undo-b', 'after']);
    },
  },
  {
    name: 'what is put into a scope that is just beginning or ending',
    async play(stage) {
      const inside = (id: string) =>
        scope(
          [start(`${id}In`), service(`${id}A`, 'a'), service(`${id}B`, 'b'), end(`${id}Out`)],
          [`${id}In > ${id}A`, `${id}A > ${id}B`, `${id}B > ${id}Out`],
        );
      const both = listeners(['start', 'begins'], ['end', 'ends']);
      for (const inner of ['', loop({ collection: '=[1]' })]) {
        const id = inner === '' ? 'scope-listened' : 'scopes-listened';
        const process = diagram(
          id,
          [start(), sub('Scope', inside('Scope'), { ext: both, inner }), end()],
          ['Start > Scope', 'Scope > End'],
        );
        await stage.deploy(file(`${id}.bpmn`, process));
        const instance = await stage.start(id);
        await stage.modify(instance, { activate: ['ScopeB'] });
        for (const type of ['begins', 'b', 'a', 'b']) await work(stage, type);
        await stage.modify(instance, { activate: ['ScopeB'] });
        await work(stage, 'b');
        await work(stage, 'ends');
        await stage.cancel(instance);
      }
    },
  },
];
