import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZBClient } from 'zeebe-node';
import { end, messageCatch, process, serviceTask, start } from '../support/diagrams.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

describe('the gRPC gateway with zeebe-node', () => {
  let test: TestEngine;
  let client: ZBClient;

  beforeAll(async () => {
    test = await startTestEngine();
    client = new ZBClient(test.engine.grpcAddress, { useTLS: false, loglevel: 'NONE', retry: false });
  });
  afterAll(async () => {
    await client.close();
    await test.stop();
  });

  it('deploys, works, publishes and waits for the result', async () => {
    // given
    const xml = process('legacy', [start(), serviceTask('Work', 'legacy-work'), messageCatch('Wait'), end()], {
      message: { name: 'legacy-done', correlationKey: '= id' },
    });
    const deployed = await client.deployProcess({ definition: Buffer.from(xml), name: 'legacy.bpmn' });
    const worker = client.createWorker({
      taskType: 'legacy-work',
      taskHandler: async (job) => job.complete({ worked: true }),
    });

    // when
    const result = client.createProcessInstanceWithResult({
      bpmnProcessId: 'legacy',
      variables: { id: 'l-1' },
      requestTimeout: 10_000,
    });
    await client.publishMessage({
      name: 'legacy-done',
      correlationKey: 'l-1',
      timeToLive: 60_000,
      variables: { ok: 1 },
    });

    // then
    expect(deployed.processes).toMatchObject([{ bpmnProcessId: 'legacy', version: 1 }]);
    expect((await result).variables).toEqual({ id: 'l-1', worked: true, ok: 1 });
    await worker.close();
  });
});
