import {
  boundary,
  decisionTable,
  diagram,
  end,
  headers,
  input,
  listeners,
  mapping,
  message,
  node,
  onMessage,
  onSignal,
  output,
  service,
  signal,
  start,
  throwing,
  timer,
  user,
} from '../support/diagram.ts';
import { file, MINUTE, type Scenario, SECOND, work } from './scenario.ts';

const oneJob = (more = {}) =>
  file('job.bpmn', diagram('one-job', [start(), service('Work', 'work', more), end()], ['Start > Work', 'Work > End']));
const oneUserTask = (ext: string) =>
  file('task.bpmn', diagram('one-task', [start(), user('Decide', { ext }), end()], ['Start > Decide', 'Decide > End']));

export const tasks: Scenario[] = [
  {
    name: 'nothing but start and end',
    async play(stage) {
      await stage.deploy(file('empty.bpmn', diagram('empty', [start(), end()], ['Start > End'])));
      await stage.start('empty', { a: 1, b: { c: [true, null, 'x'] } });
    },
  },
  {
    name: 'a service task is completed with variables',
    async play(stage) {
      await stage.deploy(oneJob({ ext: headers({ office: '海曙', step: '1' }) }));
      await stage.start('one-job', { caseNo: '20261123330203000001' });
      const [job] = await stage.activate('work');
      await stage.complete(job, { result: 'ok', caseNo: 'changed' });
      await stage.complete(job);
    },
  },
  {
    name: 'a job carries only the variables asked for',
    async play(stage) {
      await stage.deploy(oneJob());
      await stage.start('one-job', { a: 1, b: 2, c: 3 });
      const [job] = await stage.activate('work', { fetch: ['b', 'missing'] });
      await stage.complete(job);
      await stage.activate('work');
    },
  },
  {
    name: 'a job fails, fails for good, and is retried after its incident',
    async play(stage) {
      await stage.deploy(oneJob());
      await stage.start('one-job');
      const [first] = await stage.activate('work');
      await stage.fail(first, { retries: 1, message: 'no answer from the tax office' });
      const [second] = await stage.activate('work');
      await stage.fail(second, { retries: 0, message: 'still no answer', variables: { attempts: 2 } });
      await stage.activate('work');
      await stage.resolveIncident();
      await stage.retries(second, 0);
      await stage.retries(second, 2);
      await stage.resolveIncident();
      const [third] = await stage.activate('work');
      await stage.complete(third);
    },
  },
  {
    name: 'a failed job waits out its back-off',
    async play(stage) {
      await stage.deploy(oneJob());
      await stage.start('one-job');
      const [job] = await stage.activate('work');
      await stage.fail(job, { retries: 2, message: 'busy', backOffMs: MINUTE });
      await stage.activate('work');
      await stage.advance(2 * MINUTE);
      const [again] = await stage.activate('work');
      await stage.complete(again);
    },
  },
  {
    name: 'a job nobody finishes goes to somebody else',
    async play(stage) {
      await stage.deploy(oneJob());
      await stage.start('one-job');
      const [first] = await stage.activate('work', { timeoutMs: 10 * SECOND });
      await stage.activate('work');
      await stage.advance(2 * MINUTE);
      const [second] = await stage.activate('work');
      await stage.complete(second ?? first);
    },
  },
  {
    name: 'job type and retries are expressions',
    async play(stage) {
      const process = diagram(
        'expressions',
        [start(), service('Work', '="work-" + district', { retries: '=attempts' }), end()],
        ['Start > Work', 'Work > End'],
      );
      await stage.deploy(file('expressions.bpmn', process));
      await stage.start('expressions', { district: '330203', attempts: 5 });
      const [job] = await stage.activate('work-330203');
      await stage.complete(job);
      // a type that is no text, then corrected
      const instance = await stage.start('expressions', { attempts: 5 });
      await stage.setVariables(instance, { district: '330205' });
      await stage.resolveIncident();
      const [late] = await stage.activate('work-330205');
      await stage.complete(late);
    },
  },
  {
    name: 'a user task is claimed, changed and completed',
    async play(stage) {
      await stage.deploy(oneUserTask('<zeebe:assignmentDefinition candidateGroups="reviewer, registrar"/>'));
      await stage.start('one-task', { caseNo: '1' });
      await stage.assign('Decide', 'reviewer-330203');
      await stage.assign('Decide', 'reviewer-330205');
      await stage.assign('Decide', 'reviewer-330206', { allowOverride: true });
      await stage.unassign('Decide');
      await stage.updateTask('Decide', { candidateGroups: ['supervisor'], priority: 70 });
      await stage.completeTask('Decide', { decision: 'approve' });
      await stage.completeTask('Decide');
      await stage.assign('Decide', 'reviewer-330203');
    },
  },
  {
    name: 'a user task’s assignment is computed',
    async play(stage) {
      await stage.deploy(
        oneUserTask(
          '<zeebe:assignmentDefinition assignee="=clerk" candidateGroups="=[&quot;reviewer&quot;, group]" candidateUsers="=users"/>' +
            '<zeebe:taskSchedule dueDate="=due" followUpDate="2027-01-01T08:00:00Z"/><zeebe:priorityDefinition priority="=80"/>',
        ),
      );
      await stage.start('one-task', { clerk: 'a', group: 'g', users: ['u1', 'u2'], due: '2027-02-01T08:00:00+08:00' });
      await stage.completeTask('Decide');
    },
  },
  {
    name: 'a user task whose candidate groups are no list',
    async play(stage) {
      await stage.deploy(oneUserTask('<zeebe:assignmentDefinition candidateGroups="=groups"/>'));
      const instance = await stage.start('one-task', { groups: 7 });
      await stage.setVariables(instance, { groups: ['reviewer'] });
      await stage.resolveIncident();
      await stage.completeTask('Decide');
    },
  },
  {
    name: 'a user task with input and output mappings',
    async play(stage) {
      await stage.deploy(oneUserTask(mapping(input('local', '=caseNo'), output('reviewed', '=decision = "approve"'))));
      await stage.start('one-task', { caseNo: '1' });
      await stage.completeTask('Decide', { decision: 'approve' });
    },
  },
  {
    name: 'script, send and undefined tasks',
    async play(stage) {
      const process = diagram(
        'other-tasks',
        [
          start(),
          node('scriptTask', 'Compute', { ext: '<zeebe:script expression="=base * 2 + 1" resultVariable="result"/>' }),
          node('sendTask', 'Send', { ext: '<zeebe:taskDefinition type="send"/>' }),
          node('manualTask', 'ByHand'),
          node('task', 'Anything'),
          end(),
        ],
        ['Start > Compute', 'Compute > Send', 'Send > ByHand', 'ByHand > Anything', 'Anything > End'],
      );
      await stage.deploy(file('other.bpmn', process));
      await stage.start('other-tasks', { base: 20 });
      const [job] = await stage.activate('send');
      await stage.complete(job, { sent: true });
    },
  },
  {
    name: 'variables set from outside, local and not',
    async play(stage) {
      await stage.deploy(oneJob({ ext: mapping(input('inner', '=1')) }));
      const instance = await stage.start('one-job', { outer: 1 });
      await stage.setVariables(stage.instanceOf('Work'), { outer: 2, inner: 2, fresh: 1 });
      await stage.setVariables(stage.instanceOf('Work'), { outer: 3, onlyHere: 1 }, true);
      await stage.setVariables(instance, { outer: 4 });
      await stage.setVariables('2251900000000000', { outer: 4 });
      const [job] = await stage.activate('work');
      await stage.complete(job, { inner: 9, outer: 9, done: true });
    },
  },
  {
    name: 'tasks that are done at once have events at their boundaries',
    async play(stage) {
      const late = listeners(['end', 'after']);
      const atOnce = [
        node('scriptTask', 'Compute', { ext: `<zeebe:script expression="=1 + 1" resultVariable="two"/>${late}` }),
        node('businessRuleTask', 'Rule', {
          ext: `<zeebe:calledDecision decisionId="fee" resultVariable="fee"/>${late}`,
        }),
        node('manualTask', 'ByHand', { ext: late }),
        node('task', 'Anything', { ext: late }),
      ];
      const process = diagram(
        'at-once',
        [
          start(),
          ...atOnce.flatMap((task) => [
            task,
            boundary(`Late${task.id}`, task.id, timer('timeDuration', 'PT1H'), { interrupting: false }),
            boundary(`Told${task.id}`, task.id, onMessage('told'), { interrupting: false }),
            boundary(`Heard${task.id}`, task.id, onSignal('heard')),
          ]),
          end(),
        ],
        [
          'Start > Compute',
          'Compute > Rule',
          'Rule > ByHand',
          'ByHand > Anything',
          'Anything > End',
          ...atOnce.flatMap(({ id }) => [`Late${id} > End`, `Told${id} > End`, `Heard${id} > End`]),
        ],
        [message('told', 'told', '="key"'), signal('heard', 'heard')],
      );
      const fee = decisionTable('fee', [{ label: 'two', expression: 'two' }], [['2', '"low"']]);
      await stage.deploy(file('fee.dmn', fee), file('at-once.bpmn', process));
      await stage.start('at-once');
      for (let n = 0; n < 4; n++) await work(stage, 'after');
    },
  },
  {
    name: 'mappings of what does nothing itself',
    async play(stage) {
      const both = (id: string) => mapping(input(`in${id}`, '=n + 1'), output(`out${id}`, `=in${id}`));
      const process = diagram(
        'nothing-done',
        [
          start(),
          node('manualTask', 'ByHand', { ext: both('ByHand') }),
          node('task', 'Anything', { ext: both('Anything') }),
          throwing('Passing', '', both('Passing')),
          end('End', '', both('End')),
        ],
        ['Start > ByHand', 'ByHand > Anything', 'Anything > Passing', 'Passing > End'],
      );
      await stage.deploy(file('nothing-done.bpmn', process));
      await stage.start('nothing-done', { n: 1 });
    },
  },
];
