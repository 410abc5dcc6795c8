import { afterEach, beforeEach, expect, test } from 'vitest';
import { callRest, deploy } from '../engine/support/engine.ts';
import { type EngineProcess, spawnEngine } from '../engine/support/engine-process.ts';
import {
  boundary,
  catching,
  diagram,
  end,
  message,
  onMessage,
  service,
  start,
  timer,
  user,
} from '../parity/support/diagram.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/*
 * What time brings, over a kill of the engine: it is killed at nine, and comes back when the clock is moved. The time is pinned, and
 * the pin outlives the engine, so nothing here waits.
 */

const NINE = Date.parse('2026-03-02T09:00:00+08:00');
const HOUR = 3_600_000;
const DIAGRAMS = {
  'timer.bpmn': diagram(
    'timer',
    [start(), catching('T', timer('timeDuration', 'PT1H')), end()],
    ['Start > T', 'T > End'],
  ),
  'cycle.bpmn': diagram(
    'cycle',
    [
      start(),
      user('Wait'),
      boundary('Remind', 'Wait', timer('timeCycle', 'R3/PT1H'), { interrupting: false }),
      end('Reminded'),
      end(),
    ],
    ['Start > Wait', 'Wait > End', 'Remind > Reminded'],
  ),
  'job.bpmn': diagram('job', [start(), service('Work', 'restart'), end()], ['Start > Work', 'Work > End']),
  'message.bpmn': diagram(
    'message',
    [start(), catching('M', onMessage('Go')), end()],
    ['Start > M', 'M > End'],
    [message('Go', 'go', '= id')],
  ),
};

let db: TestDatabase;
let engine: EngineProcess;

beforeEach(async () => {
  db = await createTestDatabase();
  engine = await spawnEngine(db.url);
  await deploy(engine.restAddress, DIAGRAMS);
});
afterEach(async () => {
  await engine.kill('SIGKILL');
  await db.drop();
});

const rest = async (method: string, path: string, body?: object) => callRest(engine.restAddress, method, path, body);
const setClock = async (timestamp: number) => expect((await rest('PUT', '/clock', { timestamp })).status).toBe(204);
const create = async (processDefinitionId: string, variables: object = {}): Promise<string> =>
  (await rest('POST', '/process-instances', { processDefinitionId, variables })).body.processInstanceKey;
const stateOf = async (key: string) => (await rest('GET', `/process-instances/${key}`)).body.state;
const activate = async () => {
  const wish = { type: 'restart', worker: 'w', timeout: HOUR, maxJobsToActivate: 10, requestTimeout: -1 };
  return (await rest('POST', '/jobs/activation', wish)).body.jobs as { jobKey: string }[];
};
const publish = async (correlationKey: string, messageId: string, timeToLive: number) =>
  (await rest('POST', '/messages/publication', { name: 'go', correlationKey, messageId, timeToLive })).status;
const completions = async (elementId: string) => {
  const filter = { elementId, state: 'COMPLETED' };
  return (await rest('POST', '/element-instances/search', { filter })).body.page.totalItems;
};
async function killAndRestart(): Promise<void> {
  await engine.kill('SIGKILL');
  engine = await spawnEngine(db.url);
}

test('a timer that became due while the engine was down fires once', async () => {
  // given
  await setClock(NINE);
  const key = await create('timer');
  await killAndRestart();
  expect(await stateOf(key)).toBe('ACTIVE');

  // when it is long past its time
  await setClock(NINE + 30 * HOUR);

  // then
  expect(await stateOf(key)).toBe('COMPLETED');
  await killAndRestart();
  await setClock(NINE + 60 * HOUR);
  expect(await completions('T')).toBe(1);
});

test('a cycle makes up for nothing it missed: it fires once, and goes on from there', async () => {
  // given three reminders an hour apart, of which none happened
  await setClock(NINE);
  await create('cycle');
  await killAndRestart();

  // when five hours have passed
  await setClock(NINE + 5 * HOUR);

  // then
  expect(await completions('Remind')).toBe(1);
  await setClock(NINE + 6 * HOUR);
  expect(await completions('Remind')).toBe(2);
  await killAndRestart();
  await setClock(NINE + 7 * HOUR);
  await setClock(NINE + 100 * HOUR);
  expect(await completions('Remind')).toBe(3);
});

test('a job comes back when its time-out or its pause is over, not before', async () => {
  // given a job with a worker that died, and one that failed and shall rest
  await setClock(NINE);
  await create('job');
  await create('job');
  const [held, failed] = await activate();
  await rest('POST', `/jobs/${failed?.jobKey}/failure`, { retries: 1, retryBackOff: 2 * HOUR });

  // when
  await killAndRestart();

  // then
  expect(await activate()).toEqual([]);
  await setClock(NINE + HOUR + 1);
  expect((await activate()).map((job) => job.jobKey)).toEqual([held?.jobKey]);
  expect((await rest('POST', `/jobs/${held?.jobKey}/completion`, {})).status).toBe(204);
  await setClock(NINE + 2 * HOUR + 1);
  expect((await activate()).map((job) => job.jobKey)).toEqual([failed?.jobKey]);
});

test('a message keeps its id and its time to live', async () => {
  // given
  await setClock(NINE);
  expect(await publish('long', 'one', 10 * HOUR)).toBe(200);
  expect(await publish('short', 'two', HOUR)).toBe(200);

  // when
  await killAndRestart();

  // then both are known
  expect(await publish('long', 'one', 10 * HOUR)).toBe(409);
  expect(await publish('short', 'two', HOUR)).toBe(409);

  // and each is there as long as it lives
  await setClock(NINE + 2 * HOUR);
  expect(await stateOf(await create('message', { id: 'long' }))).toBe('COMPLETED');
  expect(await stateOf(await create('message', { id: 'short' }))).toBe('ACTIVE');
  expect(await publish('short', 'two', 0)).toBe(200);
});
