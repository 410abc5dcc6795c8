import { describe, expect, test } from 'vitest';
import { createCore } from '../../engine/core/index.ts';
import { diagram, end, service, start, user } from '../parity/support/diagram.ts';
import { engineWith, HOUR, intents, MINUTE } from './support/run.ts';

const oneJob = diagram('one', [start(), service('Work', 'work'), end()], ['Start > Work', 'Work > End']);

describe('jobs', () => {
  test('a failed job waits out its back-off', () => {
    const engine = engineWith(oneJob);
    engine.start('one');
    engine.work('work', () => ({ fail: 'down', backoff: 10 * MINUTE }));
    expect(() => engine.work('work')).toThrow('there is no job');
    engine.advance(10 * MINUTE);
    expect(engine.work('work').retries).toBe(2);
  });

  test('without retries it is an incident, resolved only after new retries', () => {
    const engine = engineWith(oneJob);
    const { processInstanceKey } = engine.start('one');
    const { key: jobKey } = engine.work('work', () => ({ fail: '', retries: 0 }));
    const [incident] = engine.incidents();
    expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'No more retries left.', jobKey });
    const resolve = () => engine.send({ type: 'resolveIncident', incidentKey: incident?.key ?? '' });
    expect(resolve).toThrow(/has no retries left/);
    expect(() => engine.send({ type: 'completeJob', jobKey })).toThrow(/INVALID_STATE.*'FAILED'/);
    engine.send({ type: 'updateJob', jobKey, retries: 1 });
    resolve();
    engine.work('work');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('one nobody finishes in time goes to somebody else; the first can no longer lose it twice', () => {
    const engine = engineWith(oneJob);
    engine.start('one');
    const take = () =>
      engine.send({ type: 'activateJobs', jobType: 'work', worker: 'w', timeout: MINUTE, maxJobs: 5 }).jobs;
    const [first] = take();
    expect(take()).toEqual([]);
    engine.advance(MINUTE);
    expect(take().map((job) => job.key)).toEqual([first?.key]);
    engine.send({ type: 'completeJob', jobKey: first?.key ?? '' });
    expect(() => engine.send({ type: 'completeJob', jobKey: first?.key ?? '' })).toThrow(/NOT_FOUND/);
  });

  test('an extended deadline holds', () => {
    const engine = engineWith(oneJob);
    engine.start('one');
    const [job] = engine.send({ type: 'activateJobs', jobType: 'work', worker: 'w', timeout: MINUTE, maxJobs: 1 }).jobs;
    engine.send({ type: 'updateJob', jobKey: job?.key ?? '', timeout: HOUR });
    engine.advance(30 * MINUTE);
    expect(intents(engine, 'JOB')).not.toContain('TIMED_OUT');
  });

  test('go to an open stream as they are made, deadline and worker already set', () => {
    const core = createCore({
      pickStream: (jobType) =>
        jobType === 'work' ? { id: 's1', jobType, worker: 'w', timeout: MINUTE, fetchVariables: ['a'] } : undefined,
    });
    core.process({ type: 'deploy', resources: [{ name: 'one.bpmn', content: oneJob }] }, 0);
    core.takeChanges();
    const { effects } = core.process(
      { type: 'createProcessInstance', bpmnProcessId: 'one', variables: { a: 1, b: 2 } },
      1000,
    );
    expect(effects).toMatchObject([
      { kind: 'jobPushed', streamId: 's1', job: { deadline: 1000 + MINUTE, worker: 'w', variables: { a: 1 } } },
    ]);
    // one row, written once
    expect(core.takeChanges().job.upserts).toMatchObject([{ state: 'ACTIVATED', worker: 'w' }]);
    // given back when it could not be delivered
    const pushed = effects.find((effect) => effect.kind === 'jobPushed');
    core.process({ type: 'yieldJob', jobKey: pushed?.job.key ?? '' }, 1001);
    expect(core.hasJobs('work')).toBe(true);
  });
});

describe('user tasks', () => {
  const ext =
    '<zeebe:assignmentDefinition candidateGroups="=[&quot;reviewer&quot;]" assignee="=who"/><zeebe:taskSchedule dueDate="=due"/><zeebe:priorityDefinition priority="80"/>';
  const process = diagram('task', [start(), user('Review', { ext }), end()], ['Start > Review', 'Review > End']);

  test('carry what the diagram computes', () => {
    const engine = engineWith(process);
    engine.start('task', { who: 'reviewer-330203', due: '2026-01-06T00:00:00+08:00' });
    expect(engine.userTasks()).toMatchObject([
      {
        elementId: 'Review',
        assignee: 'reviewer-330203',
        candidateGroups: ['reviewer'],
        dueDate: '2026-01-06T00:00:00+08:00',
        priority: 80,
      },
    ]);
  });

  test('of two who complete one, the second is told it is gone', () => {
    const engine = engineWith(process);
    const { processInstanceKey } = engine.start('task', { who: '' });
    const task = engine.completeUserTask('Review', { reviewDecision: 'approve' });
    expect(() => engine.send({ type: 'completeUserTask', userTaskKey: task.key })).toThrow(
      `Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to complete user task with key '${task.key}', but no such user task was found`,
    );
    expect(engine.variable(processInstanceKey, 'reviewDecision')).toBe('approve');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('of two who claim one, the second is refused; assigning overrides', () => {
    const engine = engineWith(process);
    engine.start('task', { who: '' });
    const userTaskKey = engine.userTasks()[0]?.key ?? '';
    const claim = (assignee: string) =>
      engine.send({ type: 'assignUserTask', userTaskKey, assignee, allowOverride: false });
    claim('a');
    claim('a');
    expect(() => claim('b')).toThrow(/INVALID_STATE.*already been assigned/);
    engine.send({ type: 'assignUserTask', userTaskKey, assignee: 'b' });
    expect(engine.userTasks()[0]?.assignee).toBe('b');
    engine.send({ type: 'unassignUserTask', userTaskKey });
    expect(engine.userTasks()[0]?.assignee).toBe('');
  });

  test('a due date that is none is an incident', () => {
    const engine = engineWith(process);
    engine.start('task', { who: '', due: 'soon' });
    expect(engine.incidents()).toMatchObject([{ errorType: 'EXTRACT_VALUE_ERROR', elementId: 'Review' }]);
    expect(engine.userTasks()).toEqual([]);
  });
});

test('the caller that waits gets the variables it asked for', () => {
  const core = createCore();
  core.process({ type: 'deploy', resources: [{ name: 'one.bpmn', content: oneJob }] }, 0);
  core.process(
    {
      type: 'createProcessInstance',
      bpmnProcessId: 'one',
      variables: { a: 1, b: 2 },
      awaitResult: { fetchVariables: ['a'] },
    },
    0,
  );
  const taken = core.process(
    { type: 'activateJobs', jobType: 'work', worker: 'w', timeout: 1000, maxJobs: 1 },
    0,
  ).response;
  const jobKey = taken.ok ? (taken.value.jobs[0]?.key ?? '') : '';
  const { effects } = core.process({ type: 'completeJob', jobKey }, 0);
  expect(effects).toMatchObject([{ kind: 'processInstanceCompleted', bpmnProcessId: 'one', variables: { a: 1 } }]);
});
