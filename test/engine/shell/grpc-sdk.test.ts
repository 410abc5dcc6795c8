import type { ZeebeGrpcClient } from '@camunda8/sdk/dist/zeebe/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { end, errorBoundary, messageCatch, process, serviceTask, start, withError } from '../support/diagrams.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

describe("the gRPC gateway with Camunda's SDK", () => {
  let test: TestEngine;
  let zeebe: ZeebeGrpcClient;

  beforeAll(async () => {
    test = await startTestEngine();
    zeebe = test.camunda.getZeebeGrpcApiClient();
  });
  afterAll(async () => {
    await zeebe.close();
    await test.stop();
  });

  const deployXml = (name: string, xml: string) =>
    zeebe.deployResource({ name: `${name}.bpmn`, process: Buffer.from(xml) });
  const instanceState = async (key: string) => (await test.rest('GET', `/process-instances/${key}`)).body.state;
  const ended = (key: string) =>
    eventually(`instance ${key} completes`, async () => (await instanceState(key)) === 'COMPLETED');

  it('describes itself as a cluster of one', async () => {
    const topology = await zeebe.topology();
    expect(topology).toMatchObject({ clusterSize: 1, partitionsCount: 1 });
    expect(topology.brokers[0]?.partitions[0]).toMatchObject({ role: 'LEADER', health: 'HEALTHY' });
  });

  it('runs a process with a polling worker, variables and headers', async () => {
    // given
    await deployXml(
      'poll',
      process('poll', [start(), serviceTask('Work', 'poll-work', { headers: { unit: 'm2' } }), end()]),
    );
    const seen: unknown[] = [];
    const worker = zeebe.createWorker({
      taskType: 'poll-work',
      taskHandler: (job) => {
        seen.push({ variables: job.variables, headers: job.customHeaders });
        return job.complete({ doubled: Number(job.variables.n) * 2 });
      },
    });

    // when
    const result = await zeebe.createProcessInstanceWithResult({
      bpmnProcessId: 'poll',
      variables: { n: 21 },
      requestTimeout: 10_000,
    });
    await worker.close();

    // then
    expect(result.variables).toEqual({ n: 21, doubled: 42 });
    expect(seen).toEqual([{ variables: { n: 21 }, headers: { unit: 'm2' } }]);
  });

  it('pushes jobs to a streaming worker, old ones first', async () => {
    // given a job that waits before the stream opens
    const deployed = await deployXml('stream', process('stream', [start(), serviceTask('Work', 'stream-work'), end()]));
    expect(deployed.deployments[0]).toMatchObject({ process: { bpmnProcessId: 'stream', version: 1 } });
    const before = await zeebe.createProcessInstance({ bpmnProcessId: 'stream', variables: {} });
    const streaming = await zeebe.streamJobs({
      type: 'stream-work',
      worker: 'streamer',
      timeout: 10_000,
      tenantIds: ['<default>'],
      taskHandler: (job) => job.complete({ by: job.worker }),
    });

    // when another one is created while it is open
    const after = await zeebe.createProcessInstance({ bpmnProcessId: 'stream', variables: {} });

    // then
    await ended(before.processInstanceKey);
    await ended(after.processInstanceKey);
    streaming.close();
  });

  it('gives a job back when its stream breaks, after the time-out', async () => {
    // given a worker that takes the job and vanishes
    await deployXml('vanish', process('vanish', [start(), serviceTask('Work', 'vanish-work'), end()]));
    const taken = new Promise<void>((resolve) => {
      void zeebe
        .streamJobs({
          type: 'vanish-work',
          worker: 'w1',
          timeout: 300,
          tenantIds: ['<default>'],
          taskHandler: (job) => {
            resolve();
            return job.forward();
          },
        })
        .then((stream) => taken.then(() => stream.close()));
    });
    const { processInstanceKey } = await zeebe.createProcessInstance({ bpmnProcessId: 'vanish', variables: {} });
    await taken;

    // when another worker waits in a long poll
    const [job] = await zeebe.activateJobs({
      type: 'vanish-work',
      worker: 'w2',
      timeout: 10_000,
      maxJobsToActivate: 1,
      requestTimeout: 5000,
    });

    // then
    expect(job?.worker).toBe('w2');
    await zeebe.completeJob({ jobKey: String(job?.key), variables: {} });
    await ended(processInstanceKey);
  });

  it('answers a long poll the moment a job comes, and with nothing when none does', async () => {
    // given
    await deployXml('long', process('long', [start(), serviceTask('Work', 'long-work'), end()]));
    const request = { type: 'long-work', worker: 'w', timeout: 10_000, maxJobsToActivate: 5 };
    // Longer than this test may take: only the job can answer it.
    const polling = zeebe.activateJobs({ ...request, requestTimeout: 120_000 });
    await new Promise((resolve) => setTimeout(resolve, 100));

    // when
    await zeebe.createProcessInstance({ bpmnProcessId: 'long', variables: {} });
    const jobs = await polling;

    // then
    expect(jobs).toHaveLength(1);
    expect(await zeebe.activateJobs({ ...request, requestTimeout: 150 })).toEqual([]);
    expect(await zeebe.activateJobs({ ...request, requestTimeout: -1 })).toEqual([]);
  });

  it('retries a failed job after its back-off and raises an incident when retries are used up', async () => {
    // given
    await deployXml('fail', process('fail', [start(), serviceTask('Work', 'fail-work', { retries: 2 }), end()]));
    const { processInstanceKey } = await zeebe.createProcessInstance({ bpmnProcessId: 'fail', variables: {} });
    const take = async () => {
      const found = await zeebe.activateJobs({
        type: 'fail-work',
        worker: 'w',
        timeout: 10_000,
        maxJobsToActivate: 1,
        requestTimeout: 5000,
      });
      const [job] = found;
      if (!job) throw new Error('no job came');
      return job;
    };
    const first = await take();
    const failedAt = performance.now();
    await zeebe.failJob({ jobKey: first.key, errorMessage: 'tax office is down', retries: 1, retryBackOff: 300 });

    // when
    const second = await take();
    const waited = performance.now() - failedAt;
    await zeebe.failJob({ jobKey: second.key, errorMessage: 'still down', retries: 0, retryBackOff: 0 });
    const search = { filter: { processInstanceKey, state: 'ACTIVE' } };
    const open = await test.rest('POST', '/incidents/search', search);

    // then
    expect(waited).toBeGreaterThanOrEqual(295);
    expect(second.retries).toBe(1);
    expect(open.body.items).toMatchObject([
      { errorType: 'JOB_NO_RETRIES', errorMessage: 'still down', jobKey: second.key },
    ]);

    // when somebody repairs it
    await zeebe.updateJobRetries({ jobKey: second.key, retries: 1 });
    await zeebe.resolveIncident({ incidentKey: open.body.items[0].incidentKey });
    await zeebe.completeJob({ jobKey: (await take()).key, variables: {} });

    // then
    await ended(processInstanceKey);
    expect((await test.rest('POST', '/incidents/search', search)).body.items).toEqual([]);
  });

  it('carries a business error to the boundary event', async () => {
    // given
    const xml = process('business', [start(), serviceTask('Work', 'business-work'), end()], {
      extra: errorBoundary('Work', 'REFUSED'),
    });
    await deployXml('business', withError(xml, 'REFUSED'));
    const { processInstanceKey } = await zeebe.createProcessInstance({ bpmnProcessId: 'business', variables: {} });
    const request = { type: 'business-work', worker: 'w', timeout: 10_000, maxJobsToActivate: 1, requestTimeout: 5000 };
    const [job] = await zeebe.activateJobs(request);

    // when
    await zeebe.throwError({ jobKey: String(job?.key), errorCode: 'REFUSED', errorMessage: 'no', variables: {} });

    // then
    await ended(processInstanceKey);
    const elements = await test.rest('POST', '/element-instances/search', { filter: { processInstanceKey } });
    const states = Object.fromEntries(
      elements.body.items.map((e: { elementId: string; state: string }) => [e.elementId, e.state]),
    );
    expect(states).toMatchObject({ Work: 'TERMINATED', Catch_REFUSED: 'COMPLETED', End_REFUSED: 'COMPLETED' });
  });

  it('buffers a message until the instance waits for it, once per message id', async () => {
    // given a message that is there first
    const message = { name: 'paid', correlationKey: '= orderId' };
    await deployXml('wait', process('wait', [start(), messageCatch('Wait'), end()], { message }));
    const publish = () =>
      zeebe.publishMessage({
        name: 'paid',
        correlationKey: 'o-1',
        messageId: 'm-1',
        timeToLive: 60_000,
        variables: { amount: 12 },
      });
    await publish();

    // when
    const result = zeebe.createProcessInstanceWithResult({
      bpmnProcessId: 'wait',
      variables: { orderId: 'o-1' },
      requestTimeout: 5000,
    });

    // then
    expect((await result).variables).toEqual({ orderId: 'o-1', amount: 12 });
    await expect(publish()).rejects.toMatchObject({
      code: 6,
      details: expect.stringMatching(/^Command 'PUBLISH' rejected with code 'ALREADY_EXISTS': .*'m-1'/),
    });
  });

  it("rejects with Zeebe's status codes and words", async () => {
    const missing = '2251799813999999';
    await expect(zeebe.completeJob({ jobKey: missing, variables: {} })).rejects.toMatchObject({
      code: 5,
      details: expect.stringContaining(
        `Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to complete job with key '${missing}', but no such job was found`,
      ),
    });
    await expect(zeebe.createProcessInstance({ bpmnProcessId: 'nobody', variables: {} })).rejects.toMatchObject({
      code: 5,
      details: expect.stringContaining("Command 'CREATE' rejected with code 'NOT_FOUND'"),
    });
    await expect(zeebe.cancelProcessInstance(missing)).rejects.toMatchObject({ code: 5 });
    await expect(deployXml('broken', '<no xml')).rejects.toMatchObject({ code: 3 });
    await expect(
      zeebe.activateJobs({ type: 'x', worker: 'w', timeout: 0, maxJobsToActivate: 1, requestTimeout: -1 }),
    ).rejects.toMatchObject({ code: 3 });
  });

  it('cancels an instance and takes its job away', async () => {
    // given
    await deployXml('cancel', process('cancel', [start(), serviceTask('Work', 'cancel-work'), end()]));
    const { processInstanceKey } = await zeebe.createProcessInstance({ bpmnProcessId: 'cancel', variables: {} });

    // when
    await zeebe.cancelProcessInstance(processInstanceKey);

    // then
    expect(await instanceState(processInstanceKey)).toBe('TERMINATED');
    const request = { type: 'cancel-work', worker: 'w', timeout: 1000, maxJobsToActivate: 1, requestTimeout: -1 };
    expect(await zeebe.activateJobs(request)).toEqual([]);
  });
});
