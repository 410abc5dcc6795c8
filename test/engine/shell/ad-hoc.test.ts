import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../engine/index.ts';
import { type AdHoc, adHoc, diagram, end, scope, service, start } from '../../parity/support/diagram.ts';
import { openGateway } from '../../parity/support/gateway.ts';
import { eventually } from '../../support/eventually.ts';
import { callRest, deploy, startTestEngine, type TestEngine } from '../support/engine.ts';
import { silent } from '../support/log.ts';

/** Tools `A` and `B`, after which the case ends. */
const agent = (id: string, more: AdHoc) =>
  diagram(
    id,
    [start(), adHoc('Agent', scope([service('A', `${id}-a`), service('B', `${id}-b`)], []), more), end()],
    ['Start > Agent', 'Agent > End'],
  );

describe('ad-hoc sub-processes', () => {
  let test: TestEngine;

  beforeAll(async () => {
    test = await startTestEngine();
    await deploy(test.engine.restAddress, {
      'hand.bpmn': agent('hand', { enough: '=done = true' }),
      'rest.bpmn': agent('rest', { worker: 'rest-agent' }),
      'grpc.bpmn': agent('grpc', { worker: 'grpc-agent' }),
      'restart.bpmn': agent('restart', { enough: '=count(results) = 2', output: ['results', '=result'] }),
    });
  });
  afterAll(() => test.stop());

  async function begin(processDefinitionId: string) {
    const { body } = await test.rest('POST', '/process-instances', { processDefinitionId });
    return body.processInstanceKey as string;
  }
  async function elements(processInstanceKey: string, filter = {}) {
    const found = await test.rest('POST', '/element-instances/search', { filter: { processInstanceKey, ...filter } });
    return found.body.items as { elementId: string; type: string; state: string; elementInstanceKey: string }[];
  }
  const keyOf = async (instance: string, elementId: string) =>
    (await elements(instance, { elementId }))[0]!.elementInstanceKey;
  const state = async (key: string) => (await test.rest('GET', `/process-instances/${key}`)).body.state;
  const activation = (key: string, body: object) =>
    test.rest('POST', `/element-instances/ad-hoc-activities/${key}/activation`, body);

  it('begin their elements by request', async () => {
    // given a sub-process in which nothing has begun
    const instance = await begin('hand');
    const key = await keyOf(instance, 'Agent');
    // when an element is asked for, with a variable of its own
    const reply = await activation(key, { elements: [{ elementId: 'A', variables: { question: 1 } }] });
    // then it runs in an instance of its own
    expect(reply).toMatchObject({ status: 204 });
    expect((await elements(instance)).map(({ elementId, type }) => [elementId, type]).sort()).toEqual([
      ['A', 'SERVICE_TASK'],
      ['Agent#innerInstance', 'AD_HOC_SUB_PROCESS_INNER_INSTANCE'],
      ['Agent', 'AD_HOC_SUB_PROCESS'],
      ['Start', 'START_EVENT'],
    ]);
    const [job] = (await test.rest('POST', '/jobs/activation', { type: 'hand-a', timeout: 1000, maxJobsToActivate: 1 }))
      .body.jobs;
    expect(job.variables).toMatchObject({ question: 1 });
    // and the condition ends the whole
    expect((await test.rest('POST', `/jobs/${job.jobKey}/completion`, { variables: { done: true } })).status).toBe(204);
    expect(await state(instance)).toBe('COMPLETED');
  });

  it('refuse what is not among their elements, and who is not there', async () => {
    const key = await keyOf(await begin('hand'), 'Agent');
    expect(await activation(key, { elements: [{ elementId: 'End' }] })).toMatchObject({
      status: 404,
      body: { title: 'NOT_FOUND', detail: expect.stringContaining('[End]') },
    });
    expect(await activation(key, { elements: [{ elementId: 'A' }, { elementId: 'A' }] })).toMatchObject({
      status: 400,
      body: { title: 'INVALID_ARGUMENT' },
    });
    expect(await activation(key, { elements: [] })).toMatchObject({ status: 400 });
    expect(await activation(key, {})).toMatchObject({ status: 400 });
    expect(await activation('999', { elements: [{ elementId: 'A' }] })).toMatchObject({ status: 404 });
    expect(await elements(await begin('hand'), { elementId: 'A' })).toEqual([]);
  });

  it('are led by a worker over REST', async () => {
    const instance = await begin('rest');
    const take = async (type: string) =>
      (
        await test.rest('POST', '/jobs/activation', {
          type,
          timeout: 60_000,
          maxJobsToActivate: 1,
          requestTimeout: 20_000,
        })
      ).body.jobs[0];
    const complete = (jobKey: string, body: object) => test.rest('POST', `/jobs/${jobKey}/completion`, body);
    // given the job of the sub-process
    const first = await take('rest-agent');
    expect(first).toMatchObject({ kind: 'AD_HOC_SUB_PROCESS', elementId: 'Agent' });
    // when its worker begins an element
    const activateElements = [{ elementId: 'B', variables: { place: '一层' } }];
    expect(await complete(first.jobKey, { result: { type: 'adHocSubProcess', activateElements } })).toMatchObject({
      status: 204,
    });
    const tool = await take('rest-b');
    expect(tool).toMatchObject({ elementId: 'B', variables: { place: '一层' } });
    await complete(tool.jobKey, {});
    // then it is asked again when the element has ended, and may say that it is enough
    const second = await take('rest-agent');
    await complete(second.jobKey, { result: { type: 'adHocSubProcess', isCompletionConditionFulfilled: true } });
    expect(await state(instance)).toBe('COMPLETED');
  });

  it('are led by a worker over gRPC', async () => {
    const gateway = openGateway(test.engine.grpcAddress);
    const take = (type: string) =>
      eventually(`a job of ${type}`, async () => {
        const request = { type, worker: 'w', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: -1 };
        return (await gateway.activate(request))[0];
      });
    const instance = await begin('grpc');
    const first = await take('grpc-agent');
    expect(first).toMatchObject({ kind: 'AD_HOC_SUB_PROCESS' });
    const both = [{ elementId: 'A', variables: '{"n":1}' }, { elementId: 'B' }];
    await gateway.unary('CompleteJob')({
      jobKey: first.key,
      result: { type: 'adHocSubProcess', activateElements: both },
    });
    const tool = await take('grpc-a');
    expect(JSON.parse(tool.variables as string)).toMatchObject({ n: 1 });
    await gateway.unary('CompleteJob')({ jobKey: tool.key });
    const second = await take('grpc-agent');
    await gateway.unary('CompleteJob')({
      jobKey: second.key,
      result: {
        type: 'adHocSubProcess',
        isCompletionConditionFulfilled: true,
        isCancelRemainingInstances: true,
      },
    });
    // then what still ran is cancelled
    expect(await state(instance)).toBe('COMPLETED');
    expect(await elements(instance, { elementId: 'B' })).toMatchObject([{ state: 'TERMINATED' }]);
    gateway.close();
  });

  it('go on after a restart', async () => {
    // given one of two results
    const instance = await begin('restart');
    await activation(await keyOf(instance, 'Agent'), { elements: [{ elementId: 'A' }, { elementId: 'B' }] });
    const take = (rest: TestEngine['rest'], type: string) =>
      rest('POST', '/jobs/activation', { type, timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 20_000 });
    const first = (await take(test.rest, 'restart-a')).body.jobs[0];
    await test.rest('POST', `/jobs/${first.jobKey}/completion`, { variables: { result: 1 } });
    // when the engine stops and comes back
    await test.engine.stop();
    const again = await startEngine({ databaseUrl: test.db.url, log: silent });
    const rest: TestEngine['rest'] = (method, path, body) => callRest(again.restAddress, method, path, body);
    // then the second result is enough
    const second = (await take(rest, 'restart-b')).body.jobs[0];
    await rest('POST', `/jobs/${second.jobKey}/completion`, { variables: { result: 2 } });
    expect((await rest('GET', `/process-instances/${instance}`)).body.state).toBe('COMPLETED');
    const variables = await rest('POST', '/variables/search', {
      filter: { processInstanceKey: instance, name: 'results' },
    });
    expect(variables.body.items.map(({ value }: { value: string }) => value)).toContain('[1,2]');
    await again.stop();
  });
});
