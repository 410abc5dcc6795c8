import {
  boundary,
  diagram,
  end,
  eventSub,
  mapping,
  message,
  node,
  onMessage,
  output,
  scope,
  service,
  start,
  sub,
  timer,
  user,
} from '../support/diagram.ts';
import { file, HOUR, MINUTE, type Scenario, SECOND } from './scenario.ts';

const catching = (id: string, inner: string, ext = '') => node('intermediateCatchEvent', id, { inner, ext });

export const events: Scenario[] = [
  {
    name: 'a timer catch event by duration and by date',
    async play(stage) {
      const process = diagram(
        'timers',
        [
          start(),
          catching('Wait', timer('timeDuration', 'PT30S')),
          catching('Until', timer('timeDate', '=until')),
          end(),
        ],
        ['Start > Wait', 'Wait > Until', 'Until > End'],
      );
      await stage.deploy(file('timers.bpmn', process));
      const until = new Date(stage.now().getTime() + 2 * MINUTE).toISOString();
      await stage.start('timers', { until });
      await stage.advance(29 * SECOND);
      await stage.advance(2 * SECOND);
      await stage.advance(2 * MINUTE);
    },
  },
  {
    name: 'a date that has passed already, and one that is no date',
    async play(stage) {
      const process = diagram(
        'dates',
        [start(), catching('Until', timer('timeDate', '=until')), end()],
        ['Start > Until', 'Until > End'],
      );
      await stage.deploy(file('dates.bpmn', process));
      await stage.start('dates', { until: new Date(stage.now().getTime() - MINUTE).toISOString() });
      await stage.advance(SECOND);
      const instance = await stage.start('dates', { until: 'tomorrow' });
      await stage.start('dates', {});
      await stage.cancel(instance);
    },
  },
  {
    name: 'an interrupting timer at the boundary',
    async play(stage) {
      const process = diagram(
        'overdue',
        [start(), user('Pay'), boundary('Overdue', 'Pay', timer('timeDuration', 'P1D')), end(), end('EndOverdue')],
        ['Start > Pay', 'Pay > End', 'Overdue > EndOverdue'],
      );
      await stage.deploy(file('overdue.bpmn', process));
      await stage.start('overdue');
      await stage.advance(24 * HOUR + SECOND);
      await stage.completeTask('Pay');
    },
  },
  {
    name: 'a non-interrupting timer at the boundary, once and in a cycle',
    async play(stage) {
      const process = diagram(
        'reminders',
        [
          start(),
          user('Pay'),
          boundary('Once', 'Pay', timer('timeDuration', 'PT60M'), { interrupting: false }),
          boundary('Often', 'Pay', timer('timeCycle', 'R2/PT90M'), { interrupting: false }),
          service('Remind', 'remind'),
          end('EndOnce'),
          end('EndOften'),
          end(),
        ],
        ['Start > Pay', 'Pay > End', 'Once > EndOnce', 'Often > Remind', 'Remind > EndOften'],
      );
      await stage.deploy(file('reminders.bpmn', process));
      await stage.start('reminders');
      await stage.advance(61 * MINUTE);
      await stage.advance(30 * MINUTE);
      const [job] = await stage.activate('remind');
      await stage.complete(job);
      await stage.advance(90 * MINUTE);
      await stage.advance(90 * MINUTE);
      await stage.completeTask('Pay', { paid: true });
      const [last] = await stage.activate('remind');
      await stage.complete(last);
    },
  },
  {
    name: 'a cycle after its time, with a start in the past or to come',
    async play(stage) {
      const cycles = ['R4/PT1H', 'R3/P1D', '="R4/" + past + "/PT1H"', '="R4/" + future + "/PT1H"'];
      const process = diagram(
        'overslept',
        [
          start(),
          user('Wait'),
          end(),
          ...cycles.flatMap((cycle, n) => [
            boundary(`Often${n}`, 'Wait', timer('timeCycle', cycle), { interrupting: false }),
            end(`End${n}`),
          ]),
        ],
        ['Start > Wait', 'Wait > End', ...cycles.map((_, n) => `Often${n} > End${n}`)],
      );
      await stage.deploy(file('overslept.bpmn', process));
      const at = (minutes: number) => new Date(stage.now().getTime() + minutes * MINUTE).toISOString();
      await stage.start('overslept', { past: at(-90), future: at(20) });
      await stage.advance(150 * MINUTE);
      await stage.advance(45 * MINUTE);
      await stage.advance(60 * HOUR);
      await stage.completeTask('Wait');
    },
  },
  {
    name: 'a receive task takes a message, early or late',
    async play(stage) {
      const process = diagram(
        'receive',
        [
          start(),
          node('receiveTask', 'Payment', { attrs: 'messageRef="m1"', ext: mapping(output('paid', '=amount')) }),
          end(),
        ],
        ['Start > Payment', 'Payment > End'],
        [message('m1', 'msg.payment.settled', '=payOrderNo')],
      );
      await stage.deploy(file('receive.bpmn', process));
      // late: the instance waits already
      await stage.start('receive', { payOrderNo: 'p1' });
      await stage.publish('msg.payment.settled', 'other', { ttlMs: 0 });
      await stage.publish('msg.payment.settled', 'p1', { variables: { amount: 8000 } });
      // early: kept for its time to live
      await stage.publish('msg.payment.settled', 'p2', { variables: { amount: 1 }, ttlMs: HOUR, id: 'callback-1' });
      await stage.publish('msg.payment.settled', 'p2', { variables: { amount: 2 }, ttlMs: HOUR, id: 'callback-1' });
      await stage.start('receive', { payOrderNo: 'p2' });
      // too early: its time is over
      await stage.publish('msg.payment.settled', 'p3', { ttlMs: MINUTE });
      await stage.advance(3 * MINUTE);
      await stage.start('receive', { payOrderNo: 'p3' });
    },
  },
  {
    name: 'messages wait in line for the same key',
    async play(stage) {
      const process = diagram(
        'line',
        [start(), catching('First', onMessage('m1')), catching('Second', onMessage('m1')), end()],
        ['Start > First', 'First > Second', 'Second > End'],
        [message('m1', 'msg.step', '=caseNo')],
      );
      await stage.deploy(file('line.bpmn', process));
      await stage.publish('msg.step', 'c1', { variables: { n: 1 } });
      await stage.publish('msg.step', 'c1', { variables: { n: 2 } });
      await stage.publish('msg.step', 'c1', { variables: { n: 3 } });
      await stage.start('line', { caseNo: 'c1' });
    },
  },
  {
    name: 'correlation keys that are numbers or missing',
    async play(stage) {
      const process = diagram(
        'keys',
        [start(), catching('Wait', onMessage('m1')), end()],
        ['Start > Wait', 'Wait > End'],
        [message('m1', 'msg.key', '=key')],
      );
      await stage.deploy(file('keys.bpmn', process));
      await stage.start('keys', { key: 42 });
      await stage.publish('msg.key', '42', { ttlMs: 0 });
      await stage.start('keys', { key: true });
      await stage.start('keys', {});
    },
  },
  {
    name: 'a message starts an instance, once per key at a time',
    async play(stage) {
      const process = diagram(
        'filed',
        [start('Filed', onMessage('m1'), mapping(output('caseNo', '=caseNo'))), service('Work', 'work'), end()],
        ['Filed > Work', 'Work > End'],
        [message('m1', 'msg.corpus.filed')],
      );
      await stage.deploy(file('filed.bpmn', process));
      await stage.publish('msg.corpus.filed', 'c1', { variables: { caseNo: 'c1', extra: 1 }, id: 'c1' });
      await stage.publish('msg.corpus.filed', 'c1', { variables: { caseNo: 'c1' }, id: 'c1' });
      await stage.publish('msg.corpus.filed', 'c1', { variables: { caseNo: 'c1-second' }, id: 'c1-b' });
      await stage.publish('msg.corpus.filed', '', { variables: { caseNo: 'keyless' } });
      const jobs = await stage.activate('work', { max: 5 });
      for (const job of jobs) await stage.complete(job);
      const [second] = await stage.activate('work');
      await stage.complete(second);
    },
  },
  {
    name: 'a new version takes over the start message',
    async play(stage) {
      const version = (type: string) =>
        file(
          'filed.bpmn',
          diagram(
            'filed-again',
            [start('Filed', onMessage('m1')), service('Work', type), end()],
            ['Filed > Work', 'Work > End'],
            [message('m1', 'msg.filed.again')],
          ),
        );
      await stage.deploy(version('old'));
      await stage.deploy(version('old'));
      await stage.deploy(version('new'));
      await stage.publish('msg.filed.again', 'c1', { ttlMs: 0 });
      await stage.activate('old');
      await stage.activate('new');
    },
  },
  {
    name: 'messages at the boundary, interrupting and not',
    async play(stage) {
      const process = diagram(
        'withdraw',
        [
          start(),
          user('Review'),
          boundary('Changed', 'Review', onMessage('m1'), {
            interrupting: false,
            ext: mapping(output('change', '=what')),
          }),
          boundary('Withdrawn', 'Review', onMessage('m2')),
          service('Mark', 'mark'),
          end(),
          end('EndChanged'),
          end('EndWithdrawn'),
        ],
        ['Start > Review', 'Review > End', 'Changed > Mark', 'Mark > EndChanged', 'Withdrawn > EndWithdrawn'],
        [message('m1', 'msg.register.changed', '=caseNo'), message('m2', 'msg.case.withdraw', '=caseNo')],
      );
      await stage.deploy(file('withdraw.bpmn', process));
      await stage.start('withdraw', { caseNo: 'c1' });
      await stage.publish('msg.register.changed', 'c1', { variables: { what: 'mortgage' }, ttlMs: 0 });
      await stage.publish('msg.register.changed', 'c1', { variables: { what: 'caution' }, ttlMs: 0 });
      const jobs = await stage.activate('mark', { max: 1 });
      await stage.complete(jobs[0]);
      await stage.publish('msg.case.withdraw', 'c1', { variables: { reason: 'sold elsewhere' }, ttlMs: 0 });
      await stage.publish('msg.register.changed', 'c1', { ttlMs: 0 });
      const [second] = await stage.activate('mark');
      await stage.complete(second);
    },
  },
  {
    name: 'event sub-processes, interrupting and not',
    async play(stage) {
      const onChange = scope(
        [
          node('startEvent', 'Changed', {
            attrs: 'isInterrupting="false"',
            inner: onMessage('m1'),
            ext: mapping(output('change', '=what')),
          }),
          service('Mark', 'mark'),
          end('Marked'),
        ],
        ['Changed > Mark', 'Mark > Marked'],
      );
      const onWithdraw = scope(
        [
          node('startEvent', 'Withdrawn', { attrs: 'isInterrupting="true"', inner: onMessage('m2') }),
          service('Undo', 'undo'),
          end('Undone'),
        ],
        ['Withdrawn > Undo', 'Undo > Undone'],
      );
      const onTime = scope(
        [
          node('startEvent', 'Warned', { attrs: 'isInterrupting="false"', inner: timer('timeDuration', 'PT45M') }),
          end('WarnedEnd'),
        ],
        ['Warned > WarnedEnd'],
      );
      const inner = scope(
        [
          start('InnerStart'),
          user('Review'),
          end('InnerEnd'),
          eventSub('OnChange', onChange),
          eventSub('OnWithdraw', onWithdraw),
          eventSub('OnTime', onTime),
        ],
        ['InnerStart > Review', 'Review > InnerEnd'],
      );
      const process = diagram(
        'handling',
        [start(), sub('Handling', inner), end()],
        ['Start > Handling', 'Handling > End'],
        [message('m1', 'msg.changed', '=caseNo'), message('m2', 'msg.withdraw', '=caseNo')],
      );
      await stage.deploy(file('handling.bpmn', process));
      await stage.start('handling', { caseNo: 'c1' });
      await stage.publish('msg.changed', 'c1', { variables: { what: 1 }, ttlMs: 0 });
      await stage.publish('msg.changed', 'c1', { variables: { what: 2 }, ttlMs: 0 });
      await stage.advance(46 * MINUTE);
      const [mark] = await stage.activate('mark');
      await stage.complete(mark, { marked: true });
      await stage.publish('msg.withdraw', 'c1', { variables: { reason: 'sold elsewhere' }, ttlMs: 0 });
      await stage.activate('mark');
      await stage.completeTask('Review');
      const [undo] = await stage.activate('undo');
      await stage.complete(undo);
      // the other way: the sub-process ends by itself while a non-interrupting handler still runs
      await stage.start('handling', { caseNo: 'c2' });
      await stage.publish('msg.changed', 'c2', { variables: { what: 3 }, ttlMs: 0 });
      await stage.completeTask('Review');
      const [late] = await stage.activate('mark');
      await stage.complete(late);
    },
  },
  {
    name: 'message throw and end events are jobs',
    async play(stage) {
      const definition = '<zeebe:taskDefinition type="notify"/>';
      const process = diagram(
        'throwing',
        [
          start(),
          node('intermediateThrowEvent', 'Notify', { inner: onMessage('m1'), ext: definition }),
          node('intermediateThrowEvent', 'Nothing'),
          end('Last', onMessage('m1'), definition),
        ],
        ['Start > Notify', 'Notify > Nothing', 'Nothing > Last'],
        [message('m1', 'msg.notice')],
      );
      await stage.deploy(file('throwing.bpmn', process));
      await stage.start('throwing');
      const [first] = await stage.activate('notify');
      await stage.complete(first, { sent: 1 });
      const [second] = await stage.activate('notify');
      await stage.complete(second, { sent: 2 });
    },
  },
];
