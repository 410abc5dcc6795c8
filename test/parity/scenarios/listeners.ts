import {
  boundary,
  call,
  catching,
  diagram,
  end,
  error,
  eventSub,
  input,
  listeners,
  loop,
  mapping,
  message,
  node,
  onError,
  onMessage,
  onSignal,
  output,
  scope,
  service,
  signal,
  start,
  startOn,
  sub,
  throwing,
  timer,
  user,
} from '../support/diagram.ts';
import type { Stage } from '../support/stage.ts';
import { file, HOUR, type Scenario, work } from './scenario.ts';

/** Completes whatever waits, oldest first, until nothing does. */
async function workAll(stage: Stage, results: Record<string, Record<string, unknown>> = {}): Promise<void> {
  for (let count = 0; count < 60; count++) {
    const [type] = stage.waitingJobTypes();
    if (!type) return;
    const [job] = await stage.activate(type);
    if (!job) return;
    await stage.complete(job, results[type]);
  }
}

const one = (
  id: string,
  middle: ReturnType<typeof node>,
  roots: string[] = [],
  more: { nodes?: ReturnType<typeof node>[]; flows?: string[]; ext?: string } = {},
) =>
  file(
    `${id}.bpmn`,
    diagram(
      id,
      [start(), middle, end(), ...(more.nodes ?? [])],
      [`Start > ${middle.id}`, `${middle.id} > End`, ...(more.flows ?? [])],
      roots,
    ),
  );

const both = listeners(['start', 'before'], ['end', 'after']);

export const executionListeners: Scenario[] = [
  {
    name: 'listeners before and after a service task, in their order, with variables',
    async play(stage) {
      await stage.deploy(
        one(
          'listened',
          service('Work', 'work', {
            ext:
              mapping(input('local', '=caseNo'), output('result', '=found')) +
              listeners(
                ['start', 'before-1'],
                ['start', '="before-" + string(2)', '=1 + 1'],
                ['end', 'after-1'],
                ['end', 'after-2'],
              ),
          }),
        ),
      );
      await stage.start('listened', { caseNo: 'c1' });
      await workAll(stage, {
        'before-1': { b1: 1 },
        'before-2': { b2: 2, local: 'changed' },
        work: { found: 3, w: 1 },
        'after-1': { a1: 4 },
        'after-2': { a2: 5 },
      });
    },
  },
  {
    name: 'listeners of the process and of a sub-process',
    async play(stage) {
      const xml = diagram(
        'scopes-listened',
        [
          start(),
          sub(
            'Sub',
            scope(
              [start('InnerStart'), service('Work', 'work'), end('InnerEnd')],
              ['InnerStart > Work', 'Work > InnerEnd'],
            ),
            { ext: both },
          ),
          end(),
        ],
        ['Start > Sub', 'Sub > End'],
      ).replace(
        '<bpmn:process id="scopes-listened" isExecutable="true">',
        `<bpmn:process id="scopes-listened" isExecutable="true"><bpmn:extensionElements>${listeners(['start', 'open'], ['end', 'close'])}</bpmn:extensionElements>`,
      );
      await stage.deploy(file('scopes-listened.bpmn', xml));
      await stage.start('scopes-listened', { caseNo: 'c1' });
      await workAll(stage, {
        open: { opened: true },
        before: { b: 1 },
        work: { w: 1 },
        after: { a: 1 },
        close: { closed: true },
      });
    },
  },
  {
    name: 'listeners of a user task, a receive task and a call activity',
    async play(stage) {
      await stage.deploy(one('user-listened', user('Ask', { ext: both })));
      await stage.start('user-listened');
      await workAll(stage, { before: { b: 1 } });
      await stage.completeTask('Ask', { answer: 42 });
      await workAll(stage, { after: { a: 1 } });
      await stage.deploy(
        one('receive-listened', node('receiveTask', 'Wait', { attrs: 'messageRef="m"', ext: both }), [
          message('m', 'listened-message', '=caseNo'),
        ]),
      );
      await stage.start('receive-listened', { caseNo: 'r1' });
      await workAll(stage);
      await stage.publish('listened-message', 'r1', { variables: { told: true } });
      await workAll(stage, { after: { a: 1 } });
      await stage.deploy(
        file(
          'listened-child.bpmn',
          diagram('listened-child', [start(), service('Inner', 'inner'), end()], ['Start > Inner', 'Inner > End']),
        ),
        one('call-listened', call('Call', 'listened-child', { ext: both })),
      );
      await stage.start('call-listened', { caseNo: 'c1' });
      await workAll(stage, { inner: { fromChild: 1 }, after: { a: 1 } });
    },
  },
  {
    name: 'listeners of tasks that do nothing themselves, scripts and decisions by jobs',
    async play(stage) {
      await stage.deploy(
        file(
          'tasks-listened.bpmn',
          diagram(
            'tasks-listened',
            [
              start(),
              node('manualTask', 'Manual', { ext: both }),
              node('task', 'Undefined', { ext: both }),
              node('scriptTask', 'Script', { ext: `<zeebe:script expression="=1 + 1" resultVariable="two"/>${both}` }),
              node('sendTask', 'Send', { ext: `<zeebe:taskDefinition type="send"/>${both}` }),
              node('businessRuleTask', 'Rule', { ext: `<zeebe:taskDefinition type="rule"/>${both}` }),
              end(),
            ],
            [
              'Start > Manual',
              'Manual > Undefined',
              'Undefined > Script',
              'Script > Send',
              'Send > Rule',
              'Rule > End',
            ],
          ),
        ),
      );
      await stage.start('tasks-listened');
      await workAll(stage);
    },
  },
  {
    name: 'listeners of gateways',
    async play(stage) {
      const before = listeners(['start', 'before']);
      await stage.deploy(
        file(
          'gateways-listened.bpmn',
          diagram(
            'gateways-listened',
            [
              start(),
              node('exclusiveGateway', 'Which', { ext: before }),
              node('inclusiveGateway', 'Some', { ext: before }),
              node('parallelGateway', 'Fork', { ext: before }),
              node('parallelGateway', 'Join', { ext: before }),
              node('eventBasedGateway', 'First', { ext: before }),
              catching('Late', timer('timeDuration', 'PT1H')),
              catching('Later', timer('timeDuration', 'PT2H')),
              end('EndA'),
              end('EndB'),
            ],
            [
              'Start > Which',
              'Which > Some : =go',
              'Some > Fork : =go',
              'Fork > Join',
              'Join > First',
              'First > Late',
              'First > Later',
              'Late > EndA',
              'Later > EndB',
            ],
          ),
        ),
      );
      await stage.start('gateways-listened', { go: false });
      await workAll(stage, { before: { go: true } });
      await stage.advance(HOUR);
    },
  },
  {
    name: 'listeners of events',
    async play(stage) {
      const after = listeners(['end', 'after']);
      await stage.deploy(
        file(
          'events-listened.bpmn',
          diagram(
            'events-listened',
            [
              start('Start', '', after),
              throwing('None', '', both),
              catching('Wait', timer('timeDuration', 'PT1H'), both),
              catching('Told', onMessage('m'), both),
              service('Work', 'work'),
              boundary('Failed', 'Work', onError('err'), { ext: after }),
              end('End', '', listeners(['start', 'before'])),
              end('FailedEnd', '', listeners(['start', 'before'])),
            ],
            ['Start > None', 'None > Wait', 'Wait > Told', 'Told > Work', 'Work > End', 'Failed > FailedEnd'],
            [message('m', 'events-listened', '=caseNo'), error('err', 'FAILED')],
          ),
        ),
      );
      await stage.start('events-listened', { caseNo: 'e1' });
      await workAll(stage);
      await stage.advance(HOUR);
      await workAll(stage);
      await stage.publish('events-listened', 'e1', { variables: { told: 1 } });
      for (let count = 0; count < 2; count++) {
        const [job] = await stage.activate('after');
        if (job) await stage.complete(job, { a: 1 });
      }
      const [work] = await stage.activate('work');
      await stage.throwError(work, 'FAILED', 'no', { why: 1 });
      await workAll(stage);
    },
  },
  {
    name: 'listeners of error and terminate end events, and of throw events',
    async play(stage) {
      const before = listeners(['start', 'before']);
      await stage.deploy(
        file(
          'ends-listened.bpmn',
          diagram(
            'ends-listened',
            [
              start(),
              sub('Sub', scope([start('InnerStart'), end('Bad', onError('err'), before)], ['InnerStart > Bad'])),
              boundary('Failed', 'Sub', onError('err')),
              end(),
              throwing(
                'Send',
                '<bpmn:messageEventDefinition messageRef="m"/>',
                `<zeebe:taskDefinition type="send"/>${both}`,
              ),
              end('Stop', '<bpmn:terminateEventDefinition/>', before),
            ],
            ['Start > Sub', 'Sub > End', 'Failed > Send', 'Send > Stop'],
            [error('err', 'FAILED'), message('m', 'ends-listened', '=caseNo')],
          ),
        ),
      );
      await stage.start('ends-listened', { caseNo: 'c' });
      await workAll(stage);
    },
  },
  {
    name: 'listeners of a multi-instance activity and of an event sub-process',
    async play(stage) {
      await stage.deploy(
        one(
          'each-listened',
          service('Each', 'each', {
            ext: both,
            inner: loop({ collection: '=[1, 2]', element: 'item', output: ['out', '=item * 2'] }),
          }),
          [error('err', 'FAILED')],
          {
            nodes: [
              eventSub('OnError', scope([startOn('Failed', onError('err')), end('FailedEnd')], ['Failed > FailedEnd'])),
            ].map((sub) => ({ ...sub, ext: both })),
          },
        ),
      );
      await stage.start('each-listened');
      await workAll(stage);
      await stage.start('each-listened');
      for (const job of await stage.activate('before', { max: 2 })) await stage.complete(job);
      const [job] = await stage.activate('each');
      await stage.throwError(job, 'FAILED');
      await workAll(stage);
    },
  },
  {
    name: 'a listener fails, is retried, and its element may be left meanwhile',
    async play(stage) {
      await stage.deploy(
        one(
          'listener-fails',
          service('Work', 'work', { ext: listeners(['start', 'before', '2'], ['end', 'after', '1']) }),
          [error('err', 'FAILED')],
          {
            nodes: [
              boundary('Late', 'Work', timer('timeDuration', 'PT1H')),
              end('LateEnd'),
              boundary('Failed', 'Work', onError('err')),
              end('FailedEnd'),
            ],
            flows: ['Late > LateEnd', 'Failed > FailedEnd'],
          },
        ),
      );
      await stage.start('listener-fails');
      const [first] = await stage.activate('before');
      await stage.fail(first, { retries: 1, message: 'not yet', variables: { tried: 1 } });
      const [second] = await stage.activate('before');
      await stage.fail(second, { retries: 0, message: 'never' });
      await stage.retries(second, 1);
      await stage.resolveIncident();
      await work(stage, 'before');
      await work(stage, 'work', { done: true });
      const [after] = await stage.activate('after');
      await stage.fail(after, { retries: 0, message: 'no' });
      await stage.retries(after, 1);
      await stage.resolveIncident();
      await stage.advance(2 * HOUR);
      await work(stage, 'after');
    },
  },
  {
    name: 'a listener throws an error',
    async play(stage) {
      await stage.deploy(
        one('listener-throws', service('Work', 'work', { ext: both }), [error('err', 'FAILED')], {
          nodes: [boundary('Failed', 'Work', onError('err')), end('FailedEnd')],
          flows: ['Failed > FailedEnd'],
        }),
      );
      await stage.start('listener-throws');
      const [before] = await stage.activate('before');
      await stage.throwError(before, 'FAILED', 'bad');
      const [again] = await stage.activate('before');
      if (again) await stage.complete(again);
      const instance = await stage.start('listener-throws');
      await stage.cancel(instance);
    },
  },
  {
    name: 'a listener whose type cannot be computed',
    async play(stage) {
      await stage.deploy(
        one('listener-broken', service('Work', 'work', { ext: listeners(['start', '=kind'], ['end', '=after']) })),
      );
      const instance = await stage.start('listener-broken', { caseNo: 'c' });
      await stage.setVariables(instance, { kind: 'before' });
      await stage.resolveIncident();
      await workAll(stage, { work: { w: 1 } });
      await stage.setVariables(instance, { after: 'after' });
      await stage.resolveIncident();
      await workAll(stage);
    },
  },
  {
    name: 'what an end listener says in a sub-process and in an activity with many instances',
    async play(stage) {
      const listened = (id: string, inner = '') => service(id, 'work', { ext: listeners(['end', 'ends']), inner });
      const many = loop({ collection: '=[1]', element: 'item' });
      await stage.deploy(
        file(
          'told.bpmn',
          diagram(
            'told',
            [
              start(),
              sub(
                'Box',
                scope([start('BoxStart'), listened('Inside'), end('BoxEnd')], ['BoxStart > Inside', 'Inside > BoxEnd']),
              ),
              listened('Each', many),
              end(),
            ],
            ['Start > Box', 'Box > Each', 'Each > End'],
          ),
        ),
      );
      await stage.start('told', { n: 0 });
      for (let round = 1; round <= 2; round++) {
        await work(stage, 'work', { n: round });
        await work(stage, 'ends', { n: round * 10, other: round });
      }
    },
  },
  {
    name: 'what fails after, or among, its listeners is tried again with them',
    async play(stage) {
      const three = (event: 'start' | 'end', second = 'second') =>
        listeners([event, 'first'], [event, second], [event, 'third']);
      const mapped = mapping(input('mapped', '=x'), output('out', '=x'));
      const odd = [
        service('Begun', '=x', { ext: mapped + three('start') }),
        service('Among', 'work', { ext: mapped + three('start', '=x') }),
        service('Ended', 'work', { ext: mapped + three('end', '=x') }),
        service('Decided', 'work', {
          ext: mapped + three('end'),
          inner: loop({ collection: '=[1]', completionCondition: '=x = "x"' }),
        }),
        service('Collected', 'work', {
          ext: mapped + three('end'),
          inner: loop({ collection: '=[1]', output: ['all', '=assert(x, x != null)'] }),
        }),
        throwing('Signalled', onSignal('s'), mapping(input('mapped', '=x')) + three('end', '=x')),
      ];
      for (const element of odd) {
        const id = `again-${element.id.toLowerCase()}`;
        await stage.deploy(one(id, element, [signal('s', '=if x = null then null else "listened-again"')]));
        const instance = await stage.start(id);
        await workAll(stage);
        await stage.setVariables(instance, { x: 'x' });
        await stage.resolveIncident();
        await workAll(stage);
        await stage.cancel(instance);
      }
    },
  },
];
