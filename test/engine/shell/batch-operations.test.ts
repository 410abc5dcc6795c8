import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, diagram, end, loop, service, start, user } from '../../parity/support/diagram.ts';
import { eventually } from '../../support/eventually.ts';
import { deploy, startTestEngine, type TestEngine } from '../support/engine.ts';
import { AT_ONCE, strictClient } from '../support/strict-client.ts';

// Commands for many process instances. Camunda has them since 8.8: texts and states are from its documentation and its
// own API tests, nothing of it can be measured on 8.6.0.

const NOBODY = '2251799999999999';
type Item = Record<string, string>;

const twoTasks = (id: string) =>
  diagram(id, [start(), user('First'), user('Second'), end()], ['Start > First', 'First > Second', 'Second > End']);

describe('batch operations', () => {
  let test: TestEngine;
  let client: ReturnType<typeof strictClient>;

  beforeAll(async () => {
    test = await startTestEngine();
    client = strictClient(test.engine.restAddress);
    const answer = await deploy(test.engine.restAddress, {
      'two.bpmn': twoTasks('two'),
      'other.bpmn': twoTasks('other'),
      'outer.bpmn': diagram('outer', [start(), call('Call', 'two'), end()], ['Start > Call', 'Call > End']),
      'job.bpmn': diagram('job', [start(), service('Work', 'batch-work'), end()], ['Start > Work', 'Work > End']),
    });
    expect(answer.status).toBe(200);
  });
  afterAll(() => test.stop());

  const begin = async (processDefinitionId: string, count: number, variables: object = {}): Promise<string[]> => {
    const keys: string[] = [];
    for (let n = 0; n < count; n++) {
      const { body } = await test.rest('POST', '/process-instances', { processDefinitionId, variables });
      keys.push(body.processInstanceKey);
    }
    return keys;
  };
  const create = async (command: string, request: object): Promise<string> => {
    const answer = await test.rest('POST', `/process-instances/${command}`, request);
    expect(answer).toMatchObject({ status: 200 });
    return answer.body.batchOperationKey;
  };
  const ended = (key: string, at = test) =>
    eventually(`the end of batch ${key}`, async () => {
      const { body } = await at.rest('GET', `/batch-operations/${key}`);
      return body.endDate ? body : undefined;
    });
  const itemsOf = async (batchOperationKey: string): Promise<Item[]> =>
    (await test.rest('POST', '/batch-operation-items/search', { filter: { batchOperationKey }, page: { limit: 1000 } }))
      .body.items;
  const tasksOf = async (processInstanceKey: string): Promise<string[]> => {
    const { body } = await test.rest('POST', '/user-tasks/search', { filter: { processInstanceKey } });
    return body.items.map((task: Item) => `${task.elementId} ${task.state}`).sort();
  };
  const stateOf = async (key: string) => (await test.rest('GET', `/process-instances/${key}`)).body.state;

  it('cancels all root instances that a filter finds, and only those', async () => {
    // given
    const taken = await begin('two', 3, { batch: 'a' });
    const [left] = await begin('two', 1, { batch: 'b' });
    const [outer] = await begin('outer', 1, { batch: 'a' });

    // when: what the filter says of state and parent does not count
    const created = await client.cancelProcessInstancesBatchOperation(
      {
        filter: {
          processDefinitionId: 'two',
          variables: [{ name: 'batch', value: '"a"' }],
          state: 'COMPLETED',
        } as never,
      },
      AT_ONCE,
    );
    const key = created.batchOperationKey as string;

    // then
    expect(created.batchOperationType).toBe('CANCEL_PROCESS_INSTANCE');
    expect(await ended(key)).toMatchObject({
      batchOperationKey: key,
      batchOperationType: 'CANCEL_PROCESS_INSTANCE',
      state: 'COMPLETED',
      operationsTotalCount: 3,
      operationsCompletedCount: 3,
      operationsFailedCount: 0,
      errors: [],
    });
    expect(await Promise.all([...taken, left as string, outer as string].map(stateOf))).toEqual([
      ...taken.map(() => 'TERMINATED'),
      'ACTIVE',
      'ACTIVE',
    ]);
    expect((await client.getBatchOperation({ batchOperationKey: key as never }, AT_ONCE)).state).toBe('COMPLETED');
    const items = await client.searchBatchOperationItems({ filter: { batchOperationKey: key } }, AT_ONCE);
    expect(items.items).toMatchObject(
      taken.map((itemKey) => ({
        batchOperationKey: key,
        operationType: 'CANCEL_PROCESS_INSTANCE',
        itemKey,
        processInstanceKey: itemKey,
        state: 'COMPLETED',
      })),
    );
    const touched = await test.rest('POST', '/process-instances/search', { filter: { batchOperationId: key } });
    expect(touched.body.page.totalItems).toBe(3);
  });

  it('resolves incidents, giving jobs without retries one', async () => {
    // given two instances whose jobs have failed for good
    const keys = await begin('job', 2);
    for (const _ of keys) {
      const [job] = (
        await test.rest('POST', '/jobs/activation', {
          type: 'batch-work',
          worker: 'w',
          timeout: 60_000,
          maxJobsToActivate: 1,
        })
      ).body.jobs;
      await test.rest('POST', `/jobs/${job.jobKey}/failure`, { retries: 0, errorMessage: 'down' });
    }
    const incidents = (await test.rest('POST', '/incidents/search', { filter: { state: 'ACTIVE' } })).body.items;

    // when
    const key = await create('incident-resolution', { filter: { processDefinitionId: 'job' } });

    // then
    expect(await ended(key)).toMatchObject({ batchOperationType: 'RESOLVE_INCIDENT', operationsCompletedCount: 2 });
    expect((await itemsOf(key)).map((item) => item.itemKey)).toEqual(incidents.map((one: Item) => one.incidentKey));
    expect((await test.rest('POST', '/incidents/search', { filter: { state: 'ACTIVE' } })).body.items).toEqual([]);
    const jobs = await test.rest('POST', '/jobs/search', { filter: { processInstanceKey: { $in: keys } } });
    expect(jobs.body.items.map((job: { retries: number }) => job.retries)).toEqual([1, 1]);
  });

  it('moves tokens; where there is none it says so and leaves the instance alone', async () => {
    // given
    const [first, second] = await begin('two', 2, { batch: 'move' });
    const [task] = (await test.rest('POST', '/user-tasks/search', { filter: { processInstanceKey: second } })).body
      .items;
    await test.rest('POST', `/user-tasks/${task.userTaskKey}/completion`, {});

    // when
    const key = await create('modification', {
      filter: { processInstanceKey: { $in: [first, second] } },
      moveInstructions: [{ sourceElementId: 'First', targetElementId: 'Second' }],
    });

    // then
    expect(await ended(key)).toMatchObject({
      state: 'COMPLETED',
      operationsTotalCount: 2,
      operationsCompletedCount: 1,
    });
    expect(await tasksOf(first as string)).toEqual(['First CANCELED', 'Second CREATED']);
    expect(await tasksOf(second as string)).toEqual(['First COMPLETED', 'Second CREATED']);
    expect(await itemsOf(key)).toMatchObject([
      { itemKey: first, state: 'COMPLETED' },
      {
        itemKey: second,
        state: 'SKIPPED',
        errorMessage: "NOT_FOUND: Expected to move from element 'First', but none of it is active",
      },
    ]);
  });

  it('moves an activity with many instances as a whole', async () => {
    // given
    await deploy(test.engine.restAddress, {
      'many.bpmn': diagram(
        'many',
        [start(), user('Each', { inner: loop({ collection: '=[1, 2, 3]' }) }), user('After'), end()],
        ['Start > Each', 'Each > After', 'After > End'],
      ),
    });
    const [key] = await begin('many', 1);

    // when
    await ended(
      await create('modification', {
        filter: { processInstanceKey: key },
        moveInstructions: [{ sourceElementId: 'Each', targetElementId: 'After' }],
      }),
    );

    // then
    expect(await tasksOf(key as string)).toEqual(['After CREATED', 'Each CANCELED', 'Each CANCELED', 'Each CANCELED']);
  });

  it('migrates; a refusal is the item’s, leaves no trace, and stops nobody', async () => {
    // given: one waits where no instruction leads
    const [first, second] = await begin('two', 2, { batch: 'migrate' });
    const [task] = (await test.rest('POST', '/user-tasks/search', { filter: { processInstanceKey: first } })).body
      .items;
    await test.rest('POST', `/user-tasks/${task.userTaskKey}/completion`, {});
    const { items } = (
      await test.rest('POST', '/process-definitions/search', { filter: { processDefinitionId: 'other' } })
    ).body;

    // when
    const key = await create('migration', {
      filter: { processInstanceKey: { $in: [first, second] } },
      migrationPlan: {
        targetProcessDefinitionKey: items[0].processDefinitionKey,
        mappingInstructions: [{ sourceElementId: 'First', targetElementId: 'First' }],
      },
    });

    // then
    expect(await ended(key)).toMatchObject({
      state: 'COMPLETED',
      operationsCompletedCount: 1,
      operationsFailedCount: 1,
    });
    const [refused, moved] = await itemsOf(key);
    expect(refused).toMatchObject({ itemKey: first, state: 'FAILED' });
    expect(refused?.errorMessage).toMatch(/^INVALID_STATE: .*no mapping instruction defined.*'Second'/);
    expect(moved).toMatchObject({ itemKey: second, state: 'COMPLETED' });
    const definitions = (
      await test.rest('POST', '/process-instances/search', {
        filter: { processInstanceKey: { $in: [first, second] } },
      })
    ).body.items.map((one: Item) => one.processDefinitionId);
    expect(definitions).toEqual(['two', 'other']);
  });

  it('refuses what it cannot carry out before anything begins', async () => {
    const refused = async (command: string, request: object) =>
      (await test.rest('POST', `/process-instances/${command}`, request)) as {
        status: number;
        body: { detail: string };
      };
    const moves = { moveInstructions: [{ sourceElementId: 'a', targetElementId: 'b' }] };
    expect(await refused('cancellation', {})).toMatchObject({ status: 400, body: { detail: 'No filter provided.' } });
    expect(await refused('modification', moves)).toMatchObject({
      status: 400,
      body: { detail: 'No filter provided.' },
    });
    expect(await refused('modification', { filter: {} })).toMatchObject({
      body: { detail: 'No moveInstructions provided.' },
    });
    expect(await refused('migration', { filter: {} })).toMatchObject({
      body: { detail: 'No migrationPlan provided.' },
    });
    expect((await refused('cancellation', { filter: { invalidField: 1 } })).status).toBe(400);
    expect(await test.rest('GET', `/batch-operations/${NOBODY}`)).toMatchObject({
      status: 404,
      body: { title: 'NOT_FOUND', detail: `Batch Operation with id '${NOBODY}' not found` },
    });
    expect((await test.rest('GET', '/batch-operations/3f9c-legacy')).status).toBe(404);
    for (const [path, verb] of [
      ['cancellation', 'cancel'],
      ['suspension', 'suspend'],
      ['resumption', 'resume'],
    ] as const) {
      expect(await test.rest('POST', `/batch-operations/${NOBODY}/${path}`)).toMatchObject({
        status: 404,
        body: {
          detail: `Command '${verb.toUpperCase()}' rejected with code 'NOT_FOUND': Expected to ${verb} a batch operation with key '${NOBODY}', but no such batch operation was found`,
        },
      });
      expect((await test.rest('POST', `/batch-operations/none/${path}`)).body.detail).toBe(
        "Batch operation id 'none' is not a valid number. Legacy Batch Operation IDs are not supported!",
      );
    }
  });

  it('completes at once when the filter finds nothing', async () => {
    const key = await create('cancellation', { filter: { processInstanceKey: NOBODY } });
    expect(await ended(key)).toMatchObject({ state: 'COMPLETED', operationsTotalCount: 0 });
    expect(await test.rest('POST', `/batch-operations/${key}/cancellation`)).toMatchObject({ status: 404 });
  });

  /** A batch that is suspended before it could find its items: nobody can read the instances until it is. */
  async function suspended(filter: object): Promise<string> {
    const lock = new Client({ connectionString: test.db.url });
    await lock.connect();
    await lock.query('BEGIN; LOCK TABLE engine.process_instance');
    const key = await create('cancellation', { filter });
    expect((await test.rest('POST', `/batch-operations/${key}/suspension`)).status).toBe(204);
    await lock.end();
    await eventually('all items are known', async () => {
      const { body } = await test.rest('GET', `/batch-operations/${key}`);
      return body.operationsTotalCount > 0;
    });
    return key;
  }

  it('is suspended, resumed and canceled', async () => {
    // given more instances than one chunk
    const count = 120;
    await Promise.all(Array.from({ length: 12 }, () => begin('other', count / 12, { batch: 'long' })));
    const filter = { processDefinitionId: 'other', variables: [{ name: 'batch', value: '"long"' }] };

    // when
    const key = await suspended(filter);

    // then it stands still, and others go on
    expect(await test.rest('POST', `/batch-operations/${key}/suspension`)).toMatchObject({
      status: 409,
      body: {
        title: 'INVALID_STATE',
        detail: `Command 'SUSPEND' rejected with code 'INVALID_STATE': Expected to suspend a batch operation with key '${key}', but it has an invalid state 'SUSPENDED'.`,
      },
    });
    await ended(await create('cancellation', { filter: { processInstanceKey: NOBODY } }));
    const found = await test.rest('POST', '/batch-operations/search', { filter: { state: 'SUSPENDED' } });
    expect(found.body.items).toMatchObject([
      { batchOperationKey: key, operationsTotalCount: count, operationsCompletedCount: 0 },
    ]);

    // when
    expect((await test.rest('POST', `/batch-operations/${key}/resumption`)).status).toBe(204);

    // then
    expect(await ended(key)).toMatchObject({ state: 'COMPLETED', operationsCompletedCount: count });

    // when another one is canceled
    await begin('other', 3, { batch: 'long' });
    const second = await suspended(filter);
    expect((await test.rest('POST', `/batch-operations/${second}/cancellation`)).status).toBe(204);

    // then
    expect(await ended(second)).toMatchObject({
      state: 'CANCELED',
      operationsTotalCount: 3,
      operationsCompletedCount: 0,
    });
    expect((await itemsOf(second)).map((item) => item.state)).toEqual(['CANCELED', 'CANCELED', 'CANCELED']);
  });

  it('goes on where it was when the engine starts again', async () => {
    // given a batch that the engine stopped in the middle of
    await Promise.all(Array.from({ length: 30 }, () => begin('two', 10, { batch: 'restart' })));
    const key = await create('cancellation', {
      filter: { processDefinitionId: 'two', variables: [{ name: 'batch', value: '"restart"' }] },
    });
    await test.engine.stop();

    // when
    const again = await startTestEngine({ databaseUrl: test.db.url });

    // then
    expect(await ended(key, again)).toMatchObject({
      state: 'COMPLETED',
      operationsTotalCount: 300,
      operationsCompletedCount: 300,
    });
    const left = await again.rest('POST', '/process-instances/search', {
      filter: { variables: [{ name: 'batch', value: '"restart"' }], state: 'ACTIVE' },
    });
    expect(left.body.page.totalItems).toBe(0);
    await again.engine.stop();
  });
});
