import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, diagram, end, service, start } from '../../parity/support/diagram.ts';
import { openGateway } from '../../parity/support/gateway.ts';
import { deploy, startTestEngine, type TestEngine } from '../support/engine.ts';

describe('tags of process instances', () => {
  let test: TestEngine;

  beforeAll(async () => {
    test = await startTestEngine();
    await deploy(test.engine.restAddress, {
      'inner.bpmn': diagram('inner', [start(), service('Inner', 'inner'), end()], ['Start > Inner', 'Inner > End']),
      'outer.bpmn': diagram(
        'outer',
        [start(), service('Work', 'work'), call('Call', 'inner'), end()],
        ['Start > Work', 'Work > Call', 'Call > End'],
      ),
      'through.bpmn': diagram('through', [start(), end()], ['Start > End']),
    });
  });
  afterAll(() => test.stop());

  const create = (body: object) => test.rest('POST', '/process-instances', body);
  const found = async (filter: object): Promise<string[]> =>
    (await test.rest('POST', '/process-instances/search', { filter })).body.items.map(
      (item: { processInstanceKey: string }) => item.processInstanceKey,
    );
  async function job(type: string) {
    const body = { type, timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 20_000 };
    return (await test.rest('POST', '/jobs/activation', body)).body.jobs[0];
  }

  it('are told back, once each, and go with every job; what the instance calls has none', async () => {
    const tags = ['region:north', 'priority:high', 'region:north'];
    const { body } = await create({ processDefinitionId: 'outer', tags });
    expect(body.tags).toEqual(['region:north', 'priority:high']);
    const { processInstanceKey } = body;
    expect((await test.rest('GET', `/process-instances/${processInstanceKey}`)).body.tags).toEqual(body.tags);
    const work = await job('work');
    expect(work).toMatchObject({ processInstanceKey, tags: body.tags });
    await test.rest('POST', `/jobs/${work.jobKey}/completion`, {});
    expect(await job('inner')).toMatchObject({ tags: [] });
  });

  it('find the instances that have all of them', async () => {
    const make = async (...tags: string[]) =>
      (await create({ processDefinitionId: 'through', tags })).body.processInstanceKey as string;
    const [both, one, none] = [await make('find:a', 'find:b'), await make('find:a'), await make()];
    expect(await found({ tags: ['find:a'] })).toEqual([both, one]);
    expect(await found({ tags: ['find:b', 'find:a'] })).toEqual([both]);
    expect(await found({ tags: ['find:A'] })).toEqual([]);
    expect(await found({ processDefinitionId: 'through', tags: [] })).toContain(none);
    expect((await test.rest('POST', '/process-instances/search', { filter: { tags: 'find:a' } })).status).toBe(400);
  });

  it('are refused when they are too many or malformed, and nothing begins', async () => {
    const before = await found({ processDefinitionId: 'through' });
    const refusal = async (tags: unknown) => {
      const { status, body } = await create({ processDefinitionId: 'through', tags });
      return [status, body.detail];
    };
    expect(await refusal(Array.from({ length: 11 }, (_, n) => `n${n}`))).toEqual([
      400,
      expect.stringContaining('the number of tags exceeds the limit of 10'),
    ]);
    for (const wrong of ['', '1st', 'with space', 'é', `a${'b'.repeat(100)}`]) {
      expect(await refusal(['fine', wrong])).toEqual([400, expect.stringContaining(`the tags '${wrong}' are invalid`)]);
    }
    expect((await refusal('fine'))[0]).toBe(400);
    expect(await refusal([`a${'b'.repeat(99)}`])).toEqual([200, undefined]);
    expect(await found({ processDefinitionId: 'through' })).toHaveLength(before.length + 1);
  });

  it('over gRPC too', async () => {
    const gateway = openGateway(test.engine.grpcAddress);
    const request = { bpmnProcessId: 'outer', version: -1, variables: '{}', tags: ['by:grpc'] };
    const created = await gateway.unary('CreateProcessInstance')(request);
    expect(created).toMatchObject({ tags: ['by:grpc'] });
    const ask = { type: 'work', worker: 'w', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 20_000 };
    expect(await gateway.activate(ask)).toMatchObject([{ tags: ['by:grpc'] }]);
    const result = await gateway.unary('CreateProcessInstanceWithResult')({
      request: { ...request, bpmnProcessId: 'through' },
      requestTimeout: 20_000,
    });
    expect(result).toMatchObject({ tags: ['by:grpc'], variables: '{}' });
    await expect(gateway.unary('CreateProcessInstance')({ ...request, tags: ['?'] })).rejects.toMatchObject({
      code: 3,
    });
    gateway.close();
  });
});
