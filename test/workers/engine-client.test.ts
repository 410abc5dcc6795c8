import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../engine/index.ts';
import { createEngineClient, type EngineClient, EngineError } from '../../platform/engine-client/index.ts';
import { parseWithStringKeys } from '../../platform/engine-client/rest.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const diagram = (step: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
  <bpmn:process id="one-step" isExecutable="true">
    <bpmn:startEvent id="s"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="step" />
    ${step}
    <bpmn:sequenceFlow id="f2" sourceRef="step" targetRef="e" />
    <bpmn:endEvent id="e"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>`;
const flows = '<bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>';
const service = diagram(
  `<bpmn:serviceTask id="step"><bpmn:extensionElements><zeebe:taskDefinition type="work" /></bpmn:extensionElements>${flows}</bpmn:serviceTask>`,
);
const user = diagram(
  `<bpmn:userTask id="step"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements>${flows}</bpmn:userTask>`,
).replaceAll('one-step', 'one-task');

let database: TestDatabase;
let engine: Engine;
let client: EngineClient;

const connect = (more: { workerMode?: 'stream' | 'poll' } = {}) =>
  createEngineClient({ zeebeGrpcAddress: engine.grpcAddress, zeebeRestAddress: engine.restAddress, ...more });
const portOf = (address: string) => Number(address.split(':').at(-1));
async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const stateOf = async (key: string) => (await client.getProcessInstance(key)).state;

beforeAll(async () => {
  database = await createTestDatabase();
  engine = await startEngine({ databaseUrl: database.url });
  client = connect();
  await client.deploy([
    { name: 'service.bpmn', content: service },
    { name: 'user.bpmn', content: user },
  ]);
});
afterAll(async () => {
  await client?.close();
  await engine?.stop();
  await database?.drop();
});

test('keys are strings, whatever their size and however the engine wrote them', () => {
  expect(parseWithStringKeys('{"userTaskKey":9223372036854775807,"jobKey":null,"n":{"formKey": 12}}')).toEqual({
    userTaskKey: '9223372036854775807',
    jobKey: null,
    n: { formKey: '12' },
  });
  expect(parseWithStringKeys('{"text":"\\"jobKey\\":5"}')).toEqual({ text: '"jobKey":5' });
});

test('deploying the same twice keeps the version', async () => {
  const again = await client.deploy([{ name: 'service.bpmn', content: service }]);
  expect(again.processes).toMatchObject([{ processDefinitionId: 'one-step', version: 1 }]);
  expect(again.deploymentKey).toMatch(/^\d+$/);
});

test('a message published twice is one message', async () => {
  const message = { name: 'nobody.waits', correlationKey: 'k', messageId: 'm1', timeToLiveMs: 60_000 };
  expect(await client.publishMessage(message)).toEqual({ duplicate: false });
  expect(await client.publishMessage(message)).toEqual({ duplicate: true });
});

describe('what goes wrong has a code', () => {
  const codeOf = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(EngineError);
    const { code, retryable } = error as EngineError;
    return { code, retryable };
  };
  test('a diagram that the engine cannot read is rejected', async () => {
    expect(await codeOf(client.deploy([{ name: 'a.bpmn', content: '<nonsense/>' }]))).toEqual({
      code: 'rejected',
      retryable: false,
    });
  });
  test('a task completed by somebody else is gone', async () => {
    await client.createProcessInstance({ processDefinitionId: 'one-task' });
    const open = () => client.searchUserTasks({ filter: { state: 'CREATED' } });
    await until(async () => (await open()).items.length > 0, 'a task');
    const { userTaskKey } = (await open()).items[0]!;
    await client.completeUserTask(userTaskKey, { done: true });
    expect(await codeOf(client.completeUserTask(userTaskKey))).toEqual({ code: 'not-found', retryable: false });
    expect(await codeOf(client.getUserTask('1'))).toEqual({ code: 'not-found', retryable: false });
  });
  test('an engine that is not there is worth another try', async () => {
    const nowhere = createEngineClient({ zeebeGrpcAddress: '127.0.0.1:1', zeebeRestAddress: 'http://127.0.0.1:1' });
    expect(await codeOf(nowhere.topology())).toEqual({ code: 'unavailable', retryable: true });
    expect(await codeOf(nowhere.searchUserTasks({}))).toEqual({ code: 'unavailable', retryable: true });
    await nowhere.close();
  });
});

describe.each(['poll', 'stream'] as const)('workers that %s', (workerMode) => {
  test('finish what runs before they stop, take no more, and lose nothing', async () => {
    // given
    const workersClient = connect({ workerMode });
    const started: string[] = [];
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const worker = workersClient.createWorker({
      type: 'work',
      worker: 'test',
      timeoutMs: 60_000,
      maxActive: 1,
      run: async (job) => {
        started.push(job.processInstanceKey);
        await held;
        return { kind: 'complete' };
      },
    });
    const first = await client.createProcessInstance({ processDefinitionId: 'one-step' });
    await until(() => started.length === 1, 'the first job');

    // when
    const stopped = worker.stop();
    const second = await client.createProcessInstance({ processDefinitionId: 'one-step' });
    release();
    await stopped;

    // then
    expect(await stateOf(first.processInstanceKey)).toBe('COMPLETED');
    expect(started).toEqual([first.processInstanceKey]);
    const next = connect({ workerMode });
    next.createWorker({
      type: 'work',
      worker: 'next',
      timeoutMs: 60_000,
      maxActive: 4,
      run: async () => ({ kind: 'complete' }),
    });
    await until(
      async () => (await stateOf(second.processInstanceKey)) === 'COMPLETED',
      'the second job, far before its time-out',
    );
    await Promise.all([workersClient.close(), next.close()]);
  });

  test('a throwing handler costs one retry, a BPMN error without a catcher is an incident', async () => {
    const workersClient = connect({ workerMode });
    let runs = 0;
    workersClient.createWorker({
      type: 'work',
      worker: 'test',
      timeoutMs: 60_000,
      maxActive: 4,
      run: async () => {
        runs += 1;
        if (runs === 1) throw new Error('first time');
        return { kind: 'error', code: 'NOBODY_CATCHES', message: 'refused' };
      },
    });
    const { processInstanceKey } = await client.createProcessInstance({ processDefinitionId: 'one-step' });
    const incidents = () => client.searchIncidents({ filter: { processInstanceKey, state: 'ACTIVE' } });
    await until(async () => (await incidents()).items.length > 0, 'an incident');
    expect(runs).toBe(2);
    expect((await incidents()).items[0]).toMatchObject({ errorType: 'UNHANDLED_ERROR_EVENT', elementId: 'step' });
    await client.cancelProcessInstance(processInstanceKey);
    await workersClient.close();
  });

  test('go on by themselves after the engine was restarted', async () => {
    // given
    const workersClient = connect({ workerMode });
    let runs = 0;
    workersClient.createWorker({
      type: 'work',
      worker: 'test',
      timeoutMs: 60_000,
      maxActive: 4,
      run: async () => {
        runs += 1;
        return { kind: 'complete' };
      },
    });
    const before = await client.createProcessInstance({ processDefinitionId: 'one-step' });
    await until(async () => (await stateOf(before.processInstanceKey)) === 'COMPLETED', 'a job before');

    // when
    const ports = { grpcPort: portOf(engine.grpcAddress), restPort: portOf(engine.restAddress) };
    await engine.stop();
    engine = await startEngine({ databaseUrl: database.url, ...ports });

    // then
    const create = () => client.createProcessInstance({ processDefinitionId: 'one-step' }).catch(() => undefined);
    let after: { processInstanceKey: string } | undefined;
    await until(async () => {
      after = await create();
      return after !== undefined;
    }, 'a new instance');
    await until(async () => (await stateOf(after!.processInstanceKey)) === 'COMPLETED', 'a job after');
    expect(runs).toBe(2);
    await workersClient.close();
  });
});

test('a job that waited here past its time-out and was pushed again is run once', async () => {
  // given
  const workersClient = connect({ workerMode: 'stream' });
  const runs: string[] = [];
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  workersClient.createWorker({
    type: 'work',
    worker: 'test',
    timeoutMs: 60_000,
    maxActive: 1,
    run: async (job) => {
      runs.push(job.processInstanceKey);
      await held;
      return { kind: 'complete' };
    },
  });
  const create = () => client.createProcessInstance({ processDefinitionId: 'one-step' });
  const first = await create();
  await until(() => runs.length === 1, 'the first job');
  const second = await create();

  // when
  const now = Date.now();
  for (const minutes of [2, 4, 6]) await client.setClock(new Date(now + minutes * 60_000));
  const last = await create();
  release();
  await until(async () => (await stateOf(last.processInstanceKey)) === 'COMPLETED', 'the last job');

  // then
  expect(runs[0]).toBe(first.processInstanceKey);
  expect(runs.filter((key) => key === second.processInstanceKey)).toHaveLength(1);
  await client.resetClock();
  await workersClient.close();
});
