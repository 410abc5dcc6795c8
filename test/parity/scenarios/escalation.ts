import {
  boundary,
  call,
  diagram,
  end,
  escalation,
  eventSub,
  input,
  loop,
  mapping,
  type Node,
  node,
  onEscalation,
  output,
  scope,
  service,
  start,
  startOn,
  sub,
  throwing,
} from '../support/diagram.ts';
import { file, type Scenario, work } from './scenario.ts';

const OVERDUE = escalation('overdue', 'OVERDUE');
const OTHER = escalation('other', 'OTHER');

/** A sub-process that escalates in the middle or at its end, with what is attached to it. */
const reviewing = (escalates: Node, around: Node[], flows: string[], inside: Node[] = []) =>
  file(
    'reviewing.bpmn',
    diagram(
      'reviewing',
      [
        start(),
        sub(
          'Review',
          scope(
            escalates.tag === 'endEvent'
              ? [start('InnerStart'), service('Work', 'work'), escalates, ...inside]
              : [start('InnerStart'), escalates, service('Work', 'work'), end('InnerEnd'), ...inside],
            escalates.tag === 'endEvent'
              ? ['InnerStart > Work', `Work > ${escalates.id}`]
              : ['InnerStart > Raise', 'Raise > Work', 'Work > InnerEnd'],
          ),
        ),
        end(),
        ...around,
      ],
      ['Start > Review', 'Review > End', ...flows],
      [OVERDUE, OTHER],
    ),
  );

const raise = (ref = 'overdue', ext = '') => throwing('Raise', onEscalation(ref), ext);
const raiseAtEnd = (ref = 'overdue', ext = '') => end('RaiseEnd', onEscalation(ref), ext);
const caught = (ref: string | undefined, interrupting: boolean, ext = '', id = 'Caught') =>
  boundary(id, 'Review', onEscalation(ref), { interrupting, ext });
const warn = [service('Warn', 'warn'), end('Warned')];
const toWarn = ['Caught > Warn', 'Warn > Warned'];

const onInside = (ref: string | undefined, interrupting: boolean) =>
  eventSub(
    'OnEscalation',
    scope(
      [startOn('Escalated', onEscalation(ref), interrupting), service('Inform', 'inform'), end('Informed')],
      ['Escalated > Inform', 'Inform > Informed'],
    ),
  );

export const escalations: Scenario[] = [
  {
    name: 'an escalation interrupts its sub-process at the boundary',
    async play(stage) {
      await stage.deploy(
        reviewing(
          raise('overdue', mapping(input('days', '=3'), output('thrown', '=days'))),
          [caught('overdue', true, mapping(output('caughtDays', '=days'))), ...warn],
          toWarn,
        ),
      );
      await stage.start('reviewing', { caseNo: 'c1' });
      await work(stage, 'warn');
    },
  },
  {
    name: 'an escalation that does not interrupt lets the work go on',
    async play(stage) {
      await stage.deploy(
        reviewing(
          raise('overdue', mapping(input('days', '=3'), output('thrown', '=days'))),
          [caught('overdue', false), ...warn],
          toWarn,
        ),
      );
      await stage.start('reviewing', { caseNo: 'c1' });
      await work(stage, 'work');
      await work(stage, 'warn');
    },
  },
  {
    name: 'an escalation at the end, interrupting and not',
    async play(stage) {
      await stage.deploy(reviewing(raiseAtEnd(), [caught('overdue', true), ...warn], toWarn));
      await stage.start('reviewing');
      await work(stage, 'work', { result: 1 });
      await stage.deploy(
        reviewing(raiseAtEnd('overdue', mapping(input('days', '=4'))), [caught('overdue', false), ...warn], toWarn),
      );
      await stage.start('reviewing');
      await work(stage, 'work', { result: 2 });
      for (const job of await stage.activate('warn', { max: 2 })) await stage.complete(job);
    },
  },
  {
    name: 'nobody catches an escalation: the process goes on',
    async play(stage) {
      await stage.deploy(reviewing(raise('other'), [caught('overdue', true), ...warn], toWarn));
      await stage.start('reviewing');
      await work(stage, 'work');
      await stage.deploy(reviewing(raiseAtEnd('other'), [caught('overdue', true), ...warn], toWarn));
      await stage.start('reviewing');
      await work(stage, 'work');
    },
  },
  {
    name: 'a code is caught before everything is',
    async play(stage) {
      for (const ref of ['overdue', 'other']) {
        await stage.deploy(
          reviewing(
            raise(ref),
            [
              caught(undefined, false, '', 'CaughtAll'),
              caught('overdue', false),
              ...warn,
              service('WarnAll', 'warn-all'),
              end('WarnedAll'),
            ],
            [...toWarn, 'CaughtAll > WarnAll', 'WarnAll > WarnedAll'],
          ),
        );
        await stage.start('reviewing');
      }
    },
  },
  {
    name: 'an event sub-process takes an escalation of its scope',
    async play(stage) {
      for (const interrupting of [true, false]) {
        for (const thrower of [raise(), raiseAtEnd()]) {
          await stage.deploy(
            reviewing(thrower, [caught('overdue', true), ...warn], toWarn, [onInside('overdue', interrupting)]),
          );
          await stage.start('reviewing', { interrupting });
          for (const work of await stage.activate('work')) await stage.complete(work);
          for (const inform of await stage.activate('inform')) await stage.complete(inform);
        }
      }
    },
  },
  {
    name: 'an event sub-process of the process itself takes an escalation, and one without a code',
    async play(stage) {
      for (const [ref, interrupting] of [
        ['overdue', true],
        [undefined, false],
      ] as const) {
        await stage.deploy(reviewing(raise(), [onInside(ref, interrupting)], []));
        await stage.start('reviewing');
        for (const inform of await stage.activate('inform')) await stage.complete(inform, { informed: true });
        for (const work of await stage.activate('work')) await stage.complete(work);
      }
    },
  },
  {
    name: 'an escalation out of an event sub-process reaches the boundary',
    async play(stage) {
      for (const interrupting of [true, false]) {
        const again = eventSub(
          'OnEscalation',
          scope(
            [
              startOn('Escalated', onEscalation('overdue'), interrupting),
              throwing('RaiseAgain', onEscalation('other')),
              end('Informed'),
            ],
            ['Escalated > RaiseAgain', 'RaiseAgain > Informed'],
          ),
        );
        await stage.deploy(reviewing(raise(), [caught('other', false), ...warn], toWarn, [again]));
        await stage.start('reviewing');
        for (const work of await stage.activate('work')) await stage.complete(work);
        for (const job of await stage.activate('warn')) await stage.complete(job);
      }
    },
  },
  {
    name: 'an escalation of a called process reaches the caller',
    async play(stage) {
      await stage.deploy(
        file(
          'child.bpmn',
          diagram(
            'escalating-child',
            [start(), raise('overdue', mapping(input('days', '=5'))), service('Work', 'work'), raiseAtEnd('other')],
            ['Start > Raise', 'Raise > Work', 'Work > RaiseEnd'],
            [OVERDUE, OTHER],
          ),
        ),
        file(
          'parent.bpmn',
          diagram(
            'escalated-parent',
            [
              start(),
              call('Call', 'escalating-child'),
              boundary('Warned', 'Call', onEscalation('overdue'), {
                interrupting: false,
                ext: mapping(output('got', '=days')),
              }),
              boundary('Left', 'Call', onEscalation('other')),
              service('Warn', 'warn'),
              end(),
              end('WarnEnd'),
              end('LeftEnd'),
            ],
            ['Start > Call', 'Call > End', 'Warned > Warn', 'Warn > WarnEnd', 'Left > LeftEnd'],
            [OVERDUE, OTHER],
          ),
        ),
      );
      await stage.start('escalated-parent', { caseNo: 'c1' });
      await work(stage, 'warn');
      await work(stage, 'work', { done: true });
    },
  },
  {
    name: 'escalations from a multi-instance sub-process',
    async play(stage) {
      const each = (interrupting: boolean) =>
        file(
          'each.bpmn',
          diagram(
            'each-escalates',
            [
              start(),
              sub(
                'Review',
                scope(
                  [start('InnerStart'), raise(), service('Work', 'work'), end('InnerEnd')],
                  ['InnerStart > Raise', 'Raise > Work', 'Work > InnerEnd'],
                ),
                { inner: loop({ collection: '=[1, 2]', element: 'item' }) },
              ),
              caught('overdue', interrupting),
              ...warn,
              end(),
            ],
            ['Start > Review', 'Review > End', ...toWarn],
            [OVERDUE],
          ),
        );
      await stage.deploy(each(false));
      await stage.start('each-escalates');
      for (const work of await stage.activate('work', { max: 2 })) await stage.complete(work);
      for (const job of await stage.activate('warn', { max: 2 })) await stage.complete(job);
      await stage.deploy(each(true));
      await stage.start('each-escalates');
      for (const job of await stage.activate('warn')) await stage.complete(job);
    },
  },
  {
    name: 'an escalation code that is an expression',
    async play(stage) {
      const computed = (boundaryRef: string) =>
        file(
          'computed.bpmn',
          diagram(
            'computed-escalation',
            [
              start(),
              sub(
                'Review',
                scope(
                  [start('InnerStart'), throwing('Raise', onEscalation('computed')), end('InnerEnd')],
                  ['InnerStart > Raise', 'Raise > InnerEnd'],
                ),
              ),
              caught(boundaryRef, false),
              end('Warned'),
              end(),
            ],
            ['Start > Review', 'Review > End', 'Caught > Warned'],
            [escalation('computed', '=code'), OVERDUE],
          ),
        );
      await stage.deploy(computed('overdue'));
      await stage.start('computed-escalation', { code: 'OVERDUE' });
      await stage.start('computed-escalation', { code: 'UNKNOWN' });
      const broken = await stage.start('computed-escalation');
      await stage.setVariables(broken, { code: 'OVERDUE' });
      await stage.resolveIncident();
    },
  },
  {
    name: 'an escalation in parallel to other work, at the root',
    async play(stage) {
      await stage.deploy(
        file(
          'beside.bpmn',
          diagram(
            'beside',
            [
              start(),
              node('parallelGateway', 'Fork'),
              service('Work', 'work'),
              raise(),
              end('WorkEnd'),
              end('RaisedEnd'),
              onInside('overdue', true),
            ],
            ['Start > Fork', 'Fork > Work', 'Fork > Raise', 'Work > WorkEnd', 'Raise > RaisedEnd'],
            [OVERDUE],
          ),
        ),
      );
      await stage.start('beside');
      for (const job of await stage.activate('inform')) await stage.complete(job);
    },
  },
];
