import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, diagram, end, node, service, start, user } from '../../parity/support/diagram.ts';
import { deploy, startTestEngine, type TestEngine } from '../support/engine.ts';

// Filters on what process instances consist of, and figures of those that a filter finds.

type Item = Record<string, string>;

describe('filters on the parts of process instances', () => {
  let test: TestEngine;
  /** By name: what each is there for. */
  const instances: Record<string, string> = {};

  const begin = async (processDefinitionId: string, variables: object = {}): Promise<string> =>
    (await test.rest('POST', '/process-instances', { processDefinitionId, variables })).body.processInstanceKey;
  const failJob = async (retries: number, errorMessage: string) => {
    const { body } = await test.rest('POST', '/jobs/activation', {
      type: 'filtered',
      worker: 'w',
      timeout: 60_000,
      maxJobsToActivate: 1,
    });
    await test.rest('POST', `/jobs/${body.jobs[0].jobKey}/failure`, { retries, errorMessage, retryBackOff: 3_600_000 });
  };
  const found = async (filter: object): Promise<string[]> => {
    const answer = await test.rest('POST', '/process-instances/search', { filter });
    expect(answer.status).toBe(200);
    const names = Object.entries(instances);
    return answer.body.items.map((one: Item) => names.find(([, key]) => key === one.processInstanceKey)?.[0]);
  };

  beforeAll(async () => {
    test = await startTestEngine();
    await deploy(test.engine.restAddress, {
      'tasks.bpmn': diagram(
        'tasks',
        [start(), user('First'), user('Second'), end()],
        ['Start > First', 'First > Second', 'Second > End'],
      ),
      'jobs.bpmn': diagram('jobs', [start(), service('Work', 'filtered'), end()], ['Start > Work', 'Work > End']),
      'broken.bpmn': diagram(
        'broken',
        [
          start(),
          node('scriptTask', 'Script', {
            ext: '<zeebe:script expression="=assert(x, x != null, &#34;x 缺失 🙂&#34;)" resultVariable="y"/>',
          }),
          end(),
        ],
        ['Start > Script', 'Script > End'],
      ),
      'caller.bpmn': diagram('caller', [start(), call('Call', 'broken'), end()], ['Start > Call', 'Call > End']),
    });
    instances.atFirst = await begin('tasks', { group: 1 });
    instances.atSecond = await begin('tasks', { group: 2 });
    const { body } = await test.rest('POST', '/user-tasks/search', {
      filter: { processInstanceKey: instances.atSecond },
    });
    await test.rest('POST', `/user-tasks/${body.items[0].userTaskKey}/completion`, {});
    instances.failing = await begin('jobs');
    await failJob(2, 'again later');
    instances.failed = await begin('jobs');
    await failJob(0, 'for good');
    instances.caller = await begin('caller');
  });
  afterAll(() => test.stop());

  it('asks for one element instance that is all of it', async () => {
    expect(await found({ elementId: 'First' })).toEqual(['atFirst', 'atSecond']);
    expect(await found({ elementId: 'First', elementInstanceState: 'ACTIVE' })).toEqual(['atFirst']);
    expect(await found({ elementId: { $like: 'F*' }, elementInstanceState: { $in: ['COMPLETED'] } })).toEqual([
      'atSecond',
    ]);
    expect(await found({ elementId: 'Work', hasElementInstanceIncident: true })).toEqual(['failed']);
    expect(await found({ $or: [{ elementId: 'Second' }, { elementId: 'Work' }] })).toEqual([
      'atSecond',
      'failing',
      'failed',
    ]);
  });

  it('asks for failures: with retries left, by message, by the hash of the message', async () => {
    expect(await found({ hasRetriesLeft: true })).toEqual(['failing']);
    expect(await found({ errorMessage: 'for good' })).toEqual(['failed']);
    // "for good".hashCode() in Java
    const hash = [...'for good'].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 0);
    expect(await found({ incidentErrorHashCode: hash })).toEqual(['failed']);
    expect(await found({ incidentErrorHashCode: { $neq: hash }, processDefinitionId: 'jobs' })).toEqual([]);
    const jobs = await test.rest('POST', '/jobs/search', { filter: { hasFailedWithRetriesLeft: true } });
    expect(jobs.body.items).toMatchObject([{ state: 'FAILED', retries: 2, errorMessage: 'again later' }]);
  });

  it('hashes as Java does, letters beyond 16 bits, too', async () => {
    const text = 'x 缺失 🙂 and more of it, so that it overflows';
    let hash = 0;
    for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
    const { rows } = await test.db.pool.query('SELECT engine.java_hash_code($1) AS hash', [text]);
    expect(rows[0].hash).toBe(hash);
  });

  it('finds the incidents of what an instance has called', async () => {
    const below = await test.rest('POST', `/process-instances/${instances.caller}/incidents/search`, {});
    expect(below.body.items).toMatchObject([{ elementId: 'Script' }]);
    const none = await test.rest('POST', `/process-instances/${instances.atFirst}/incidents/search`, {});
    expect(none.body.items).toEqual([]);
  });

  it('counts elements of the instances that a filter finds', async () => {
    const [definition] = (
      await test.rest('POST', '/process-definitions/search', { filter: { processDefinitionId: 'tasks' } })
    ).body.items;
    const path = `/process-definitions/${definition.processDefinitionKey}/statistics/element-instances`;
    const figures = async (filter?: object) =>
      (await test.rest('POST', path, filter === undefined ? undefined : { filter })).body.items;
    expect(await figures()).toMatchObject([
      { elementId: 'First', active: 1, completed: 1, canceled: 0, incidents: 0 },
      { elementId: 'Second', active: 1, completed: 0 },
      { elementId: 'Start', completed: 2 },
    ]);
    expect(await figures({ variables: [{ name: 'group', value: '1' }] })).toMatchObject([
      { elementId: 'First', active: 1, completed: 0 },
      { elementId: 'Start', completed: 1 },
    ]);
    expect((await test.rest('POST', path, { filter: { nothing: 1 } })).status).toBe(400);
  });

  it('says in Camunda’s words what it cannot read', async () => {
    const search = async (request: object) => (await test.rest('POST', '/process-instances/search', request)).body;
    expect(await search({ filter: { invalidField: 'x' } })).toMatchObject({
      status: 400,
      title: 'Bad Request',
      detail: 'Request property [filter.invalidField] cannot be parsed',
    });
    expect((await search({ sort: [{ field: 'unknownField' }] })).detail).toMatch(
      /^Unexpected value 'unknownField' for enum field 'field'. Use any of the following values: \[processInstanceKey, /,
    );
    expect(await search({ page: { from: -1 } })).toMatchObject({
      title: 'INVALID_ARGUMENT',
      detail: "The value for page.from is '-1' but must be a non-negative number.",
    });
  });
});
