import { describe, expect, test } from 'vitest';
import type { JobResult, TaskAttributes } from '../../engine/core/index.ts';
import { boundary, diagram, end, service, start, timer, user } from '../parity/support/diagram.ts';
import { playTwice } from './support/reloaded.ts';
import { completed, engineWith, HOUR, intents } from './support/run.ts';

type Listened = [event: string, type: string, retries?: string][];

const asked = (listeners: Listened, assignment = '') =>
  diagram(
    'asked',
    [
      start(),
      user('Decide', {
        ext: `${assignment}<zeebe:taskHeaders><zeebe:header key="form" value="A"/></zeebe:taskHeaders><zeebe:taskListeners>${listeners
          .map(
            ([event, type, retries = '3']) =>
              `<zeebe:taskListener eventType="${event}" type="${type}" retries="${retries}"/>`,
          )
          .join('')}</zeebe:taskListeners>`,
      }),
      boundary('Late', 'Decide', timer('timeDuration', 'PT1H')),
      service('After', 'after'),
      end(),
      end('LateEnd'),
    ],
    ['Start > Decide', 'Decide > After', 'After > End', 'Late > LateEnd'],
  );
const TO_LI = '<zeebe:assignmentDefinition assignee="li"/>';

function begun(listeners: Listened, assignment?: string) {
  const engine = engineWith(asked(listeners, assignment));
  const { processInstanceKey } = engine.start('asked', { known: 1 });
  const task = () => engine.userTasks('Decide')[0]!;
  /** Takes the listener's job and says what the listener says. */
  function say(type: string, more: { denied?: string; corrections?: Partial<TaskAttributes> } = {}) {
    const [job] = engine.send({ type: 'activateJobs', jobType: type, worker: 'w', timeout: 1000, maxJobs: 1 }).jobs;
    const result: JobResult = {
      type: 'userTask',
      denied: more.denied !== undefined,
      deniedReason: more.denied ?? '',
      corrections: more.corrections ?? {},
    };
    const { records, effects, response } = engine.core.process(
      { type: 'completeJob', jobKey: job!.key, result },
      engine.now(),
    );
    engine.records.push(...records);
    if (!response.ok) throw new Error(response.rejection.reason);
    return { job: job!, ended: effects.find(({ kind }) => kind === 'transitionEnded') };
  }
  return { engine, processInstanceKey, task, say };
}

describe('a completion that is listened for', () => {
  test('takes place when all listeners agree, with what the last of them made of it', () => {
    const { engine, processInstanceKey, task, say } = begun([
      ['completing', 'first'],
      ['completing', 'second'],
    ]);
    const { awaits } = engine.send({ type: 'completeUserTask', userTaskKey: task().key, variables: { ok: true } });
    expect(task().state).toBe('COMPLETING');
    const first = say('first', { corrections: { priority: 80, candidateUsers: ['wang'] } });
    expect(first.job).toMatchObject({
      kind: 'TASK_LISTENER',
      listenerEvent: 'COMPLETING',
      customHeaders: { form: 'A' },
      variables: { known: 1, ok: true },
      userTask: { action: 'complete', assignee: '', priority: 50, changedAttributes: [] },
    });
    expect(first.ended).toBeUndefined();
    const second = say('second');
    expect(second.job.userTask).toMatchObject({
      priority: 80,
      candidateUsers: ['wang'],
      changedAttributes: ['candidateUsersList', 'priority'],
    });
    expect(second.ended).toMatchObject({ transitionKey: awaits, rejection: null });
    expect(intents(engine, 'USER_TASK')).toEqual(['CREATING', 'CREATED', 'COMPLETING', 'CORRECTED', 'COMPLETED']);
    const last = engine.records.findLast(({ valueType }) => valueType === 'USER_TASK');
    expect(last?.value).toMatchObject({ state: 'COMPLETED', priority: 80 });
    expect(engine.variable(processInstanceKey, 'ok')).toBe(true);
    engine.work('after');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('does not take place when one denies it: the task is as before, corrections included', () => {
    const { engine, processInstanceKey, task, say } = begun([
      ['completing', 'first'],
      ['completing', 'second'],
    ]);
    const { key } = task();
    engine.send({ type: 'completeUserTask', userTaskKey: key, variables: { ok: true } });
    say('first', { corrections: { priority: 80 } });
    const { ended } = say('second', { denied: 'the fee is not paid' });
    expect(ended).toMatchObject({
      rejection: {
        type: 'INVALID_STATE',
        reason: `Completion of the User Task with key '${key}' was denied by Task Listener. Reason to deny: 'the fee is not paid'`,
      },
    });
    expect(task()).toMatchObject({ state: 'CREATED', priority: 50, transition: null });
    expect(engine.variable(processInstanceKey, 'ok')).toBeUndefined();
    // and can be completed a second time, from the first listener on
    engine.send({ type: 'completeUserTask', userTaskKey: key });
    say('first');
    say('second');
    expect(completed(engine)).toContain('Decide');
  });

  test('keeps everybody else waiting', () => {
    const { engine, task } = begun([['completing', 'first']]);
    const { key: userTaskKey } = task();
    engine.send({ type: 'completeUserTask', userTaskKey });
    expect(() => engine.send({ type: 'assignUserTask', userTaskKey, assignee: 'wang' })).toThrow(
      `Command 'ASSIGN' rejected with code 'INVALID_STATE': Expected to assign user task with key '${userTaskKey}', but it is in state 'COMPLETING'`,
    );
  });
});

describe('an assignment that is listened for', () => {
  test('shows the new assignee to its listeners before it takes place', () => {
    const { engine, task, say } = begun([['assigning', 'ask']]);
    engine.send({ type: 'assignUserTask', userTaskKey: task().key, assignee: 'wang', allowOverride: false });
    expect(task()).toMatchObject({ state: 'ASSIGNING', assignee: '' });
    const { job } = say('ask', { corrections: { assignee: 'zhao' } });
    expect(job.userTask).toMatchObject({ action: 'claim', assignee: 'wang', changedAttributes: ['assignee'] });
    expect(task()).toMatchObject({ state: 'CREATED', assignee: 'zhao' });
  });

  test('comes after the creation when the diagram names somebody', () => {
    const { engine, task, say } = begun(
      [
        ['creating', 'create'],
        ['assigning', 'assign'],
      ],
      TO_LI,
    );
    expect(task()).toMatchObject({ state: 'CREATING', assignee: '' });
    say('create', { corrections: { priority: 70 } });
    expect(task()).toMatchObject({ state: 'ASSIGNING', assignee: '', priority: 70 });
    say('assign');
    expect(task()).toMatchObject({ state: 'CREATED', assignee: 'li' });
    expect(intents(engine, 'USER_TASK')).toEqual(['CREATING', 'CORRECTED', 'CREATED', 'ASSIGNING', 'ASSIGNED']);
  });

  test('that is denied leaves nobody assigned', () => {
    const { engine, task, say } = begun([['assigning', 'assign']], TO_LI);
    say('assign', { denied: 'on leave' });
    expect(task()).toMatchObject({ state: 'CREATED', assignee: '' });
    expect(intents(engine, 'USER_TASK')).toEqual(['CREATING', 'CREATED', 'ASSIGNING', 'ASSIGNMENT_DENIED']);
  });
});

describe('an update that is listened for', () => {
  test('of attributes', () => {
    const { engine, task, say } = begun([['updating', 'ask']]);
    const { key: userTaskKey } = task();
    engine.send({ type: 'updateUserTask', userTaskKey, changeset: { dueDate: '2026-02-01T00:00:00Z' } });
    expect(say('ask').job.userTask).toMatchObject({ changedAttributes: ['dueDate'], dueDate: '2026-02-01T00:00:00Z' });
    expect(task()).toMatchObject({ state: 'CREATED', dueDate: '2026-02-01T00:00:00Z' });
  });

  test('of variables in the scope of the task', () => {
    const { engine, processInstanceKey, task, say } = begun([['updating', 'ask']]);
    const { elementInstanceKey, key } = task();
    const set = (fee: number) =>
      engine.send({ type: 'setVariables', elementInstanceKey, variables: { fee }, local: false });
    expect(set(1).awaits).toBeDefined();
    expect(() => set(2)).toThrow(
      `Expected to trigger update transition for user task with key '${key}', but it is in state 'UPDATING'`,
    );
    expect(engine.variable(processInstanceKey, 'fee')).toBeUndefined();
    expect(say('ask').job).toMatchObject({ variables: { fee: 1 }, userTask: { changedAttributes: ['variables'] } });
    expect(engine.variable(processInstanceKey, 'fee')).toBe(1);
    set(3);
    expect(say('ask', { denied: 'no' }).ended).toMatchObject({
      rejection: {
        reason: `Variable update for user task instance with key '${key}' was denied by Task Listener. Reason to deny: 'no'`,
      },
    });
    expect(engine.variable(processInstanceKey, 'fee')).toBe(1);
  });
});

describe('a cancellation that is listened for', () => {
  test('holds up the end of the instance', () => {
    const { engine, processInstanceKey, task, say } = begun([['canceling', 'tell']]);
    engine.send({ type: 'cancelProcessInstance', processInstanceKey });
    expect(task().state).toBe('CANCELING');
    expect(engine.stateOf(processInstanceKey)).toBe('ACTIVE');
    say('tell');
    expect(engine.stateOf(processInstanceKey)).toBe('TERMINATED');
    expect([
      ...engine.core.list('userTask'),
      ...engine.core.list('elementInstance'),
      ...engine.core.list('timer'),
    ]).toEqual([]);
  });

  test('holds up an interrupting event, which then goes on', () => {
    const { engine, processInstanceKey, say } = begun([['canceling', 'tell']]);
    engine.advance(2 * HOUR);
    expect(completed(engine)).not.toContain('Late');
    say('tell');
    expect(completed(engine)).toEqual(['Start', 'Late', 'LateEnd', 'asked']);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('ends what was under way; its caller hears of it', () => {
    const { engine, processInstanceKey, task, say } = begun([
      ['completing', 'check'],
      ['canceling', 'tell'],
    ]);
    const { awaits } = engine.send({ type: 'completeUserTask', userTaskKey: task().key });
    const { records, effects } = engine.core.process(
      { type: 'cancelProcessInstance', processInstanceKey },
      engine.now(),
    );
    engine.records.push(...records);
    expect(effects).toContainEqual(
      expect.objectContaining({
        kind: 'transitionEnded',
        transitionKey: awaits,
        rejection: expect.objectContaining({ type: 'INVALID_STATE' }),
      }),
    );
    expect(() => engine.work('check')).toThrow('there is no job');
    say('tell');
    expect(engine.stateOf(processInstanceKey)).toBe('TERMINATED');
  });

  test('is not asked about when a modification takes the task out', () => {
    const { engine, processInstanceKey, task } = begun([['canceling', 'tell']]);
    const { elementInstanceKey } = task();
    engine.send({
      type: 'modifyProcessInstance',
      processInstanceKey,
      activate: [{ elementId: 'After', variables: [] }],
      terminate: [elementInstanceKey],
    });
    expect(engine.userTasks()).toEqual([]);
    engine.work('after');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });
});

describe('a listener', () => {
  test('without retries left stops the transition with an incident, and is asked again when it is resolved', () => {
    const { engine, task, say } = begun([
      ['completing', 'first'],
      ['completing', 'second', '1'],
    ]);
    engine.send({ type: 'completeUserTask', userTaskKey: task().key });
    say('first');
    const job = engine.work('second', () => ({ fail: 'not now' }));
    const [incident] = engine.incidents();
    expect(incident).toMatchObject({ errorType: 'TASK_LISTENER_NO_RETRIES', errorMessage: 'not now' });
    engine.send({ type: 'updateJob', jobKey: job.key, retries: 1 });
    engine.send({ type: 'resolveIncident', incidentKey: incident!.key });
    expect(() => engine.work('first')).toThrow('there is no job');
    say('second');
    expect(completed(engine)).toContain('Decide');
  });

  test('whose name cannot be computed stops the transition; all are asked again when it can', () => {
    const { engine, processInstanceKey, task, say } = begun([
      ['canceling', 'first'],
      ['canceling', '=whom'],
    ]);
    engine.send({ type: 'cancelProcessInstance', processInstanceKey });
    say('first');
    const [incident] = engine.incidents();
    expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 'Decide' });
    engine.send({
      type: 'setVariables',
      elementInstanceKey: processInstanceKey,
      variables: { whom: 'second' },
      local: true,
    });
    engine.send({ type: 'resolveIncident', incidentKey: incident!.key });
    expect(task().state).toBe('CANCELING');
    say('first');
    say('second');
    expect(engine.stateOf(processInstanceKey)).toBe('TERMINATED');
  });

  test.each([
    [{ variables: { a: 1 } }, /Task Listener job completion with variables payload provided is not yet supported/],
    [
      { denied: true },
      /Denying result is not supported for 'CREATING' task listener jobs .* \[ASSIGNING, COMPLETING, UPDATING\]\./,
    ],
    [{ corrections: { assignee: 'wang' } }, /correcting the assignee on 'CREATING' event is not supported/],
    [{ corrections: { priority: 101 } }, /'priority' to be an integer between 0 and 100/],
  ])('cannot say %j', (said: { variables?: { a: number }; denied?: boolean; corrections?: object }, reason) => {
    const { engine } = begun([['creating', 'ask']], TO_LI);
    const [job] = [...engine.core.list('job')];
    const result: JobResult = { type: 'userTask', denied: false, deniedReason: '', corrections: {}, ...said };
    expect(() => engine.send({ type: 'completeJob', jobKey: job!.key, variables: said.variables, result })).toThrow(
      reason,
    );
    expect(engine.userTasks('Decide')[0]?.state).toBe('CREATING');
  });

  test('cannot assign the task to a name that is too long for the tables', () => {
    const { engine, task, say } = begun([['completing', 'ask']]);
    engine.send({ type: 'completeUserTask', userTaskKey: task().key });
    expect(() => say('ask', { corrections: { assignee: '长'.repeat(700) } })).toThrow(/to have at most 2000 bytes/);
    expect(task()).toMatchObject({ state: 'COMPLETING', assignee: '' });
  });

  test('whose name is empty stops the transition, as that of any job does', () => {
    const { engine, task } = begun([['completing', '=&quot;&quot;']]);
    engine.send({ type: 'completeUserTask', userTaskKey: task().key });
    expect(engine.incidents()[0]?.errorMessage).toMatch(/to be a not-empty string, but was an empty string/);
  });

  test('cannot deny and correct at once, nor throw an error', () => {
    const { engine, task } = begun([['completing', 'ask']]);
    engine.send({ type: 'completeUserTask', userTaskKey: task().key });
    const [job] = [...engine.core.list('job')];
    const result: JobResult = { type: 'userTask', denied: true, deniedReason: '', corrections: { priority: 1 } };
    expect(() => engine.send({ type: 'completeJob', jobKey: job!.key, result })).toThrow(
      /but the job result is denied/,
    );
    expect(() => engine.work('ask', () => ({ error: 'BAD' }))).toThrow(
      /INVALID_STATE': Cannot throw BPMN error from TASK_LISTENER job/,
    );
  });
});

test('an engine that dies between listeners goes the same way', () => {
  const xml = asked(
    [
      ['creating', 'l'],
      ['assigning', 'l'],
      ['updating', 'l'],
      ['completing', 'l'],
      ['completing', 'm'],
      ['canceling', 'l'],
    ],
    TO_LI,
  );
  const { lived, died } = playTwice(({ send, core }) => {
    const job = () => [...core().list('job')][0]!.key;
    const userTaskKey = () => [...core().list('userTask')][0]!.key;
    const result: JobResult = { type: 'userTask', denied: false, deniedReason: '', corrections: { priority: 9 } };
    const agree = () => send({ type: 'completeJob', jobKey: job(), result });
    send({ type: 'deploy', resources: [{ name: 'asked.bpmn', content: xml }] });
    send({ type: 'createProcessInstance', bpmnProcessId: 'asked' });
    agree();
    agree();
    send({ type: 'updateUserTask', userTaskKey: userTaskKey(), changeset: { priority: 3 } });
    agree();
    send({ type: 'completeUserTask', userTaskKey: userTaskKey(), variables: { ok: true } });
    agree();
    agree();
    send({ type: 'completeJob', jobKey: job() });
    const { processInstanceKey } = send({ type: 'createProcessInstance', bpmnProcessId: 'asked' });
    send({ type: 'cancelProcessInstance', processInstanceKey });
    agree();
    expect([...core().list('elementInstance'), ...core().list('userTask'), ...core().list('job')]).toEqual([]);
  });
  expect(died).toEqual(lived);
});
