import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  end,
  errorBoundary,
  messageCatch,
  process,
  serviceTask,
  signalCatch,
  start,
  userTask,
  withError,
  withSignal,
} from '../engine/support/diagrams.ts';
import { type EngineProcess, spawnEngine } from '../engine/support/engine-process.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import type { Connect, InteropClient, WorkedJob } from './clients/client.ts';
import { clusterApi } from './clients/cluster-api.ts';
import { sdkPolling, sdkStreaming } from './clients/sdk-grpc.ts';
import { sdkRest } from './clients/sdk-rest.ts';
import { zeebeNode } from './clients/zeebe-node.ts';

// The same errands with every client Camunda has for Node, over real sockets to an engine in a process of its own, with and without a password.

const CLIENTS: [string, Connect][] = [
  ['zeebe-node', zeebeNode],
  ['@camunda8/sdk, gRPC, polling', sdkPolling],
  ['@camunda8/sdk, gRPC, streaming', sdkStreaming],
  ['@camunda8/sdk, REST', sdkRest],
  ['@camunda8/orchestration-cluster-api', clusterApi],
];
/** They also search and work on user tasks. */
const OVER_REST = new Set([sdkRest, clusterApi]);
const NOBODY = '2251799813999999';
const WORKER = { username: 'worker', password: 'long-enough-secret' };

describe.each(CLIENTS)('%s', (_name, connect) => {
  describe.each([
    ['without authentication', undefined],
    ['with a password', WORKER],
  ])('%s', (_access, credentials) => {
    let db: TestDatabase;
    let engine: EngineProcess;
    let client: InteropClient;

    beforeAll(async () => {
      db = await createTestDatabase();
      engine = await spawnEngine(
        db.url,
        credentials
          ? {
              CAMUNDA_SECURITY_AUTHENTICATION_METHOD: 'basic',
              YITONG_ENGINE_USERS: `${credentials.username}:${credentials.password}`,
            }
          : {},
      );
      client = connect(engine, credentials);
    });
    afterAll(async () => {
      await client.close();
      await engine.kill('SIGTERM');
      await db.drop();
    });

    /** What the engine says of it, asked past the client. */
    const search = async (what: string, filter: object) => {
      const { username, password } = WORKER;
      const response = await fetch(`${engine.restAddress}/v2/${what}/search`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        },
        body: JSON.stringify({ filter }),
      });
      return ((await response.json()) as { items: Record<string, string>[] }).items[0];
    };
    const stateOf = async (processInstanceKey: string) =>
      (await search('process-instances', { processInstanceKey }))?.state;
    const reaches = (key: string, state: string) =>
      eventually(`instance ${key} is ${state}`, async () => (await stateOf(key)) === state);
    const incidentOf = (processInstanceKey: string) =>
      eventually(`instance ${processInstanceKey} has an incident`, () =>
        search('incidents', { processInstanceKey, state: 'ACTIVE' }),
      );

    it('deploys, works on a job with variables and headers, and waits for the result', async () => {
      // given
      const xml = process('work', [start(), serviceTask('Work', 'work', { headers: { unit: 'm2' } }), end()]);
      const first = await client.deploy('work.bpmn', xml);
      const again = await client.deploy('work.bpmn', xml);
      const seen: WorkedJob[] = [];
      const worker = await client.work('work', (job) => {
        seen.push(job);
        return { complete: { doubled: Number(job.variables.n) * 2, note: '房屋', list: [1, null, { deep: true }] } };
      });

      // when
      const variables = await client.startAndWait('work', { n: 21 });
      await worker.stop();

      // then
      expect(first).toMatchObject({ bpmnProcessId: 'work', version: 1, key: expect.stringMatching(/^\d{16}$/) });
      expect(again).toEqual(first);
      expect(seen).toEqual([{ elementId: 'Work', retries: 3, variables: { n: 21 }, headers: { unit: 'm2' } }]);
      expect(variables).toEqual({ n: 21, doubled: 42, note: '房屋', list: [1, null, { deep: true }] });
    });

    it('fails a job, which is tried again after its back-off, becomes an incident and is put right', async () => {
      // given a worker whose office is down until somebody repairs it
      await client.deploy('fail.bpmn', process('fail', [start(), serviceTask('Work', 'fail', { retries: 2 }), end()]));
      const tries: { retries: number; at: number }[] = [];
      let repaired = false;
      const worker = await client.work('fail', ({ retries }) => {
        tries.push({ retries, at: performance.now() });
        if (repaired) return { complete: {} };
        return { fail: 'the tax office is down', retries: retries - 1, backOffMs: 200 };
      });

      // when
      const key = await client.start('fail', {});
      const incident = await incidentOf(key);

      // then
      expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'the tax office is down' });
      expect(tries.map(({ retries }) => retries)).toEqual([2, 1]);
      expect(Number(tries[1]?.at) - Number(tries[0]?.at)).toBeGreaterThanOrEqual(195);

      // when
      repaired = true;
      await client.giveRetries(String(incident.jobKey), 1);
      await client.resolve(String(incident.incidentKey));

      // then
      await reaches(key, 'COMPLETED');
      await worker.stop();
    });

    it('throws a business error, which its diagram catches', async () => {
      // given
      const xml = process('refuse', [start(), serviceTask('Work', 'refuse'), end()], {
        // What a job throws along stays with the event that catches it, which hands on what it maps.
        extra: errorBoundary('Work', 'REFUSED', { refusedFor: '= seizure' }),
      });
      await client.deploy('refuse.bpmn', withError(xml, 'REFUSED'));
      const worker = await client.work('refuse', () => ({
        error: 'REFUSED',
        message: 'the unit is seized',
        variables: { seizure: 'S-1' },
      }));

      // when
      const variables = await client.startAndWait('refuse', { unit: 'U-1' });
      await worker.stop();

      // then
      expect(variables).toEqual({ unit: 'U-1', refusedFor: 'S-1' });
    });

    it('publishes a message before anybody waits for it, once', async () => {
      // given
      const message = { name: 'paid', correlationKey: '= caseNo' };
      await client.deploy('paid.bpmn', process('paid', [start(), messageCatch('Wait'), end()], { message }));
      const paid = { name: 'paid', correlationKey: 'C-1', id: 'P-1', variables: { fen: 8000 } };

      // when
      await client.publish(paid);
      const again = await client.publish(paid).then(() => '', client.refusal);

      // then
      expect(again).toMatch(/ALREADY_EXISTS.*'P-1'/s);
      expect(await client.startAndWait('paid', { caseNo: 'C-1' })).toEqual({ caseNo: 'C-1', fen: 8000 });
    });

    it('broadcasts a signal to everybody who waits', async () => {
      // given
      const xml = process('opened', [start(), signalCatch('Wait'), end()]);
      await client.deploy('opened.bpmn', withSignal(xml, 'office-opens'));
      const waiting = [await client.start('opened', {}), await client.start('opened', {})];

      // when
      await client.broadcast('office-opens', { window: 3 });

      // then
      for (const key of waiting) await reaches(key, 'COMPLETED');
    });

    it('cancels', async () => {
      await client.deploy('cancel.bpmn', process('cancel', [start(), serviceTask('Work', 'nobody'), end()]));
      const key = await client.start('cancel', {});
      await client.cancel(key);
      expect(await stateOf(key)).toBe('TERMINATED');
    });

    it('learns why something is refused', async () => {
      const refused = (call: Promise<unknown>) => call.then(() => 'not refused', client.refusal);
      expect(await refused(client.start('nobody', {}))).toMatch(/CREATE.*NOT_FOUND.*'nobody'/s);
      expect(await refused(client.cancel(NOBODY))).toMatch(/CANCEL.*NOT_FOUND/s);
      expect(await refused(client.resolve(NOBODY))).toMatch(/RESOLVE.*NOT_FOUND/s);
      expect(await refused(client.giveRetries(NOBODY, 1))).toMatch(/NOT_FOUND/);
      const broken = process('broken', [start(), serviceTask('Work', '= 1 +'), end()]);
      expect(await refused(client.deploy('broken.bpmn', broken))).toMatch(/CREATE.*INVALID_ARGUMENT.*broken\.bpmn/s);
    });

    if (OVER_REST.has(connect)) {
      it('finds, claims and completes user tasks', async () => {
        // given
        const { tasks } = client;
        if (!tasks) throw new Error('this client has no user tasks');
        await client.deploy('check.bpmn', process('check', [start(), userTask('Check'), end()]));
        const key = await client.start('check', { caseNo: 'C-2' });
        const [task] = await tasks.find({ processInstanceKey: key });
        if (!task) throw new Error('no task was found');

        // when
        await tasks.assign(task.key, 'clerk-1');
        const claimed = await tasks.find({ processInstanceKey: key });
        await tasks.complete(task.key, { approved: true });

        // then
        expect(task).toMatchObject({ elementId: 'Check', state: 'CREATED' });
        expect(claimed).toMatchObject([{ key: task.key, assignee: 'clerk-1' }]);
        expect(await tasks.find({ processInstanceKey: key })).toMatchObject([{ state: 'COMPLETED' }]);
        expect(await tasks.instanceState(key)).toBe('COMPLETED');
        expect(await tasks.variables(key)).toEqual({ caseNo: '"C-2"', approved: 'true' });
      });

      it('finds incidents', async () => {
        const { tasks } = client;
        if (!tasks) throw new Error('this client has no searches');
        await client.deploy(
          'down.bpmn',
          process('down', [start(), serviceTask('Work', 'down', { retries: 1 }), end()]),
        );
        const worker = await client.work('down', () => ({ fail: 'down', retries: 0, backOffMs: 0 }));
        const key = await client.start('down', {});
        const { incidentKey, jobKey } = await incidentOf(key);
        await worker.stop();
        expect(await tasks.incidents(key)).toEqual([
          { key: incidentKey, type: 'JOB_NO_RETRIES', message: 'down', jobKey },
        ]);
        expect(await tasks.instanceState(key)).toBe('ACTIVE');
      });
    }

    if (credentials) {
      it('is turned away with a wrong password', async () => {
        const stranger = connect(engine, { username: 'worker', password: 'another-secret' });
        await expect(stranger.start('work', {})).rejects.toThrow(/UNAUTHENTICATED|Unauthorized/);
        await stranger.close();
      });
    }
  });
});
