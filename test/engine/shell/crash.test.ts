import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { process as bpmn, end, messageCatch, serviceTask, start, timerCatch } from '../support/diagrams.ts';
import { callRest, deploy, sdkFor } from '../support/engine.ts';
import { type EngineProcess, spawnEngine, startProcess } from '../support/engine-process.ts';

const INSTANCES = 60;

// Each test starts processes of their own; a busy machine takes its time for that.
describe('an engine process that is killed', { timeout: 180_000 }, () => {
  let db: TestDatabase;
  let running: { kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> }[] = [];

  beforeEach(async () => {
    db = await createTestDatabase();
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((process) => process.kill('SIGKILL')));
    await db.drop();
  });

  const spawnHere = async () => {
    const process = await spawnEngine(db.url);
    running.push(process);
    return process;
  };
  const states = async ({ restAddress }: EngineProcess) => {
    const answer = await callRest(restAddress, 'POST', '/process-instances/search', { page: { limit: 1000 } });
    return new Map<string, string>(
      answer.body.items.map((item: { processInstanceKey: string; state: string }) => [
        item.processInstanceKey,
        item.state,
      ]),
    );
  };

  it('keeps everything it acknowledged, and every instance ends', async () => {
    // given a load of instances with workers, in the middle of which the engine is killed
    const first = await spawnHere();
    const nodes = [
      start(),
      serviceTask('A', 'crash'),
      messageCatch('M'),
      timerCatch('T', 'PT1S'),
      serviceTask('B', 'crash'),
      end(),
    ];
    const message = { name: 'go', correlationKey: '= id' };
    await deploy(first.restAddress, { 'crash.bpmn': bpmn('crash', nodes, { message }) });
    const created: string[] = [];
    const published: string[] = [];
    const completed: string[] = [];
    const zeebe = sdkFor(first).getZeebeGrpcApiClient();
    const worker = zeebe.createWorker({
      taskType: 'crash',
      timeout: 2000,
      taskHandler: async (job) => {
        const receipt = await job.complete();
        completed.push(job.key);
        return receipt;
      },
    });
    const load = Promise.allSettled(
      Array.from({ length: INSTANCES }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 10));
        const instance = { processDefinitionId: 'crash', variables: { id: `c-${index}` } };
        const answer = await callRest(first.restAddress, 'POST', '/process-instances', instance);
        if (answer.status === 200) created.push(answer.body.processInstanceKey);
        const go = { name: 'go', correlationKey: `c-${index}`, messageId: `m-${index}`, timeToLive: 600_000 };
        const sent = await callRest(first.restAddress, 'POST', '/messages/publication', go);
        if (sent.status === 200) published.push(`c-${index}`);
      }),
    );
    await eventually('half of the load is acknowledged', async () => published.length >= INSTANCES / 2);

    // when
    await first.kill('SIGKILL');
    await load;
    await Promise.race([worker.close(), new Promise((resolve) => setTimeout(resolve, 500))]);
    const second = await spawnHere();

    // then every acknowledged instance is there
    const found = await states(second);
    for (const key of created) expect(found.has(key)).toBe(true);
    expect(created.length).toBeGreaterThanOrEqual(INSTANCES / 2);

    // and goes on to its end, once the messages that were refused are sent again
    const missing = Array.from({ length: INSTANCES }, (_, index) => index).filter(
      (index) => !published.includes(`c-${index}`),
    );
    for (const index of missing) {
      const go = { name: 'go', correlationKey: `c-${index}`, messageId: `again-${index}`, timeToLive: 600_000 };
      await callRest(second.restAddress, 'POST', '/messages/publication', go);
    }
    const again = sdkFor(second).getZeebeGrpcApiClient();
    const taken: string[] = [];
    const finisher = again.createWorker({
      taskType: 'crash',
      timeout: 10_000,
      taskHandler: (job) => {
        taken.push(job.key);
        return job.complete();
      },
    });
    await eventually('all instances end', async () =>
      [...(await states(second)).values()].every((state) => state === 'COMPLETED'),
    );
    await finisher.close();

    // a job whose completion was acknowledged is never given out again
    expect(taken.filter((key) => completed.includes(key))).toEqual([]);
  });

  it('is followed by the standby that waited', async () => {
    // given
    const first = await spawnHere();
    await deploy(first.restAddress, { 'quick.bpmn': bpmn('quick', [start(), end()]) });
    const standby = startProcess(db.url);
    running.push(standby);
    await eventually('the standby waits', async () =>
      standby.messages.some((message) => message.includes('hot standby')),
    );

    // when
    await first.kill('SIGKILL');
    const addresses = await standby.ready;

    // then
    expect(standby.messages.some((message) => message.includes('taking over'))).toBe(true);
    const created = await callRest(addresses.restAddress, 'POST', '/process-instances', {
      processDefinitionId: 'quick',
    });
    expect(created.status).toBe(200);
  });

  it('fires the timers that became due while it was down', async () => {
    // given
    const first = await spawnHere();
    await deploy(first.restAddress, { 'timer.bpmn': bpmn('timer', [start(), timerCatch('T', 'PT1S'), end()]) });
    const created = await callRest(first.restAddress, 'POST', '/process-instances', { processDefinitionId: 'timer' });
    await first.kill('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 1200));

    // when
    const second = await spawnHere();

    // then
    await eventually('the timer fires', async () => {
      const { body } = await callRest(
        second.restAddress,
        'GET',
        `/process-instances/${created.body.processInstanceKey}`,
      );
      return body.state === 'COMPLETED';
    });
  });

  it('stops cleanly on SIGTERM and answers what it accepted', async () => {
    // given
    const process = await spawnHere();
    await deploy(process.restAddress, { 'quick.bpmn': bpmn('quick', [start(), end()]) });
    const create = () => callRest(process.restAddress, 'POST', '/process-instances', { processDefinitionId: 'quick' });
    const answers = Array.from({ length: 20 }, create);

    // when
    const settled = Promise.allSettled(answers);
    await answers[0];
    const code = await process.kill('SIGTERM');

    // then
    const accepted = (await settled).flatMap((answer) =>
      answer.status === 'fulfilled' && answer.value.status === 200 ? [answer.value] : [],
    );
    const { rows } = await db.pool.query('SELECT key FROM engine.process_instance');
    expect(code).toBe(0);
    expect(rows.map((row) => row.key)).toEqual(
      expect.arrayContaining(accepted.map((answer) => answer.body.processInstanceKey)),
    );
    const lock = await db.pool.query(
      "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    expect(lock.rowCount).toBe(0);
  });
});
