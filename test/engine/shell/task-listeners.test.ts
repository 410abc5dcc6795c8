import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../engine/index.ts';
import { diagram, end, start, user } from '../../parity/support/diagram.ts';
import { openGateway } from '../../parity/support/gateway.ts';
import { eventually } from '../../support/eventually.ts';
import { callRest, deploy, startTestEngine, type TestEngine } from '../support/engine.ts';
import { silent } from '../support/log.ts';

const asked = (id: string, ...events: string[]) =>
  diagram(
    id,
    [
      start(),
      user('Decide', {
        ext: `<zeebe:taskListeners>${events
          .map((event) => `<zeebe:taskListener eventType="${event}" type="${id}-${event}"/>`)
          .join('')}</zeebe:taskListeners>`,
      }),
      end(),
    ],
    ['Start > Decide', 'Decide > End'],
  );

describe('listeners of user tasks', () => {
  let test: TestEngine;

  beforeAll(async () => {
    test = await startTestEngine();
    await deploy(test.engine.restAddress, {
      'rest.bpmn': asked('rest', 'assigning', 'completing'),
      'grpc.bpmn': asked('grpc', 'updating', 'completing'),
      'restart.bpmn': asked('restart', 'completing'),
    });
  });
  afterAll(() => test.stop());

  async function begin(processDefinitionId: string) {
    const { body } = await test.rest('POST', '/process-instances', { processDefinitionId });
    const { processInstanceKey } = body;
    const found = await test.rest('POST', '/user-tasks/search', { filter: { processInstanceKey } });
    return { processInstanceKey, key: found.body.items[0].userTaskKey as string };
  }
  const task = async (key: string) => (await test.rest('GET', `/user-tasks/${key}`)).body;
  async function activate(type: string) {
    const body = { type, timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 20_000 };
    return (await test.rest('POST', '/jobs/activation', body)).body.jobs[0];
  }

  it('over REST: the request is answered when they are done', async () => {
    // given a task whose assignment is listened for
    const { key } = await begin('rest');
    // when somebody is assigned
    const assigned = test.rest('POST', `/user-tasks/${key}/assignment`, { assignee: 'wang' });
    const job = await activate('rest-assigning');
    // then the listener sees the request, and the task is as before
    expect(job).toMatchObject({
      kind: 'TASK_LISTENER',
      listenerEventType: 'ASSIGNING',
      userTask: { userTaskKey: key, action: 'assign', assignee: 'wang', priority: 50, changedAttributes: ['assignee'] },
    });
    expect(await task(key)).toMatchObject({ state: 'ASSIGNING' });
    expect((await task(key)).assignee).toBeUndefined();
    // and what it corrects is what the task becomes
    const corrections = { assignee: 'zhao', priority: 90, dueDate: null, candidateGroups: ['review'] };
    const done = await test.rest('POST', `/jobs/${job.jobKey}/completion`, { result: { denied: false, corrections } });
    expect(done.status).toBe(204);
    expect((await assigned).status).toBe(204);
    const answered = await test.rest('POST', '/jobs/search', {
      filter: { elementInstanceKey: job.elementInstanceKey },
    });
    expect(answered.body.items).toMatchObject([{ jobKey: job.jobKey, isDenied: false, deniedReason: null }]);
    expect(await task(key)).toMatchObject({
      state: 'CREATED',
      assignee: 'zhao',
      priority: 90,
      candidateGroups: ['review'],
    });
  });

  it('over REST: a denial is a conflict with its reason', async () => {
    const { key, processInstanceKey } = await begin('rest');
    const completed = test.rest('POST', `/user-tasks/${key}/completion`, { variables: { ok: true } });
    const job = await activate('rest-completing');
    expect(job.variables).toEqual({ ok: true });
    const result = { type: 'userTask', denied: true, deniedReason: 'the seal is missing' };
    expect(await test.rest('POST', `/jobs/${job.jobKey}/completion`, { result })).toMatchObject({ status: 204 });
    expect(await completed).toMatchObject({
      status: 409,
      body: {
        title: 'INVALID_STATE',
        detail: `Command 'COMPLETE' rejected with code 'INVALID_STATE': Completion of the User Task with key '${key}' was denied by Task Listener. Reason to deny: 'the seal is missing'`,
      },
    });
    expect(await task(key)).toMatchObject({ state: 'CREATED' });
    // and the denial is found with the listener's job
    const found = await test.rest('POST', '/jobs/search', { filter: { processInstanceKey, isDenied: true } });
    expect(found.body.items).toMatchObject([
      { jobKey: job.jobKey, state: 'COMPLETED', isDenied: true, deniedReason: 'the seal is missing' },
    ]);
    const variables = await test.rest('POST', '/variables/search', { filter: { processInstanceKey } });
    expect(variables.body.items).toEqual([]);
  });

  it('over REST: what a listener may not say is refused', async () => {
    const { key } = await begin('rest');
    void test.rest('POST', `/user-tasks/${key}/completion`, {});
    const job = await activate('rest-completing');
    const say = (body: object) => test.rest('POST', `/jobs/${job.jobKey}/completion`, body);
    expect(await say({ result: { type: 'nothing' } })).toMatchObject({ status: 400 });
    expect(await say({ result: { corrections: { priority: 'high' } } })).toMatchObject({ status: 400 });
    expect(await say({ variables: { a: 1 } })).toMatchObject({ status: 400, body: { title: 'INVALID_ARGUMENT' } });
    expect(await say({ result: {} })).toMatchObject({ status: 204 });
  });

  it('over gRPC: with the fields of the 8.8 protocol', async () => {
    const gateway = openGateway(test.engine.grpcAddress);
    const { key } = await begin('grpc');
    const updated = test.rest('PATCH', `/user-tasks/${key}`, { changeset: { candidateUsers: ['li'] } });
    const take = (type: string) =>
      eventually(`a job of ${type}`, async () => {
        const request = { type, worker: 'w', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: -1 };
        return (await gateway.activate(request))[0];
      });
    const job = await take('grpc-updating');
    expect(job).toMatchObject({
      kind: 'TASK_LISTENER',
      listenerEventType: 'UPDATING',
      userTask: {
        action: 'update',
        candidateUsers: ['li'],
        changedAttributes: ['candidateUsersList'],
        priority: 50,
        userTaskKey: key,
      },
    });
    const corrections = { candidateUsers: { values: ['wu'] }, candidateGroups: { values: [] }, dueDate: '' };
    await gateway.unary('CompleteJob')({ jobKey: job.key, variables: '{}', result: { corrections } });
    expect((await updated).status).toBe(204);
    expect(await task(key)).toMatchObject({ candidateUsers: ['wu'] });
    const completed = test.rest('POST', `/user-tasks/${key}/completion`, {});
    const last = await take('grpc-completing');
    const result = { denied: true, deniedReason: 'not yet' };
    await gateway.unary('CompleteJob')({ jobKey: last.key, variables: '', result });
    expect(await completed).toMatchObject({ status: 409 });
    await expect(
      gateway.unary('CompleteJob')({ jobKey: last.key, variables: '', result: { type: 'nothing' } }),
    ).rejects.toMatchObject({ code: 3 });
    gateway.close();
  });

  it('go on after a restart, without the caller', async () => {
    // given a completion that waits for its listener
    const { key, processInstanceKey } = await begin('restart');
    const caller = test.rest('POST', `/user-tasks/${key}/completion`, { variables: { ok: 1 } });
    await eventually('the task is being completed', async () => (await task(key)).state === 'COMPLETING');
    // when the engine stops and comes back
    await test.engine.stop();
    expect((await caller).status).toBe(503);
    const again = await startEngine({ databaseUrl: test.db.url, log: silent });
    const rest = (path: string, body?: object) => callRest(again.restAddress, body ? 'POST' : 'GET', path, body);
    // then the listener's job is there, and its answer completes the task
    const request = { type: 'restart-completing', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 20_000 };
    const [job] = (await rest('/jobs/activation', request)).body.jobs;
    expect((await rest(`/jobs/${job.jobKey}/completion`, {})).status).toBe(204);
    expect((await rest(`/user-tasks/${key}`)).body.state).toBe('COMPLETED');
    expect((await rest(`/process-instances/${processInstanceKey}`)).body.state).toBe('COMPLETED');
    await again.stop();
  });
});
