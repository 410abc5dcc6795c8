import { afterEach, describe, expect, it } from 'vitest';
import { startEngine } from '../../../engine/index.ts';
import { eventually } from '../../support/eventually.ts';
import { end, process, serviceTask, start, timerCatch } from '../support/diagrams.ts';
import { callRest, deploy, startTestEngine, type TestEngine } from '../support/engine.ts';
import { silent } from '../support/log.ts';

describe('the engine under trouble', () => {
  let test: TestEngine;
  afterEach(() => test.stop());

  const create = (id: string) => test.rest('POST', '/process-instances', { processDefinitionId: id });

  it('turns commands away above its limit, and takes them again afterwards', async () => {
    // given an engine with room for five
    test = await startTestEngine({ queueLimit: 5 });
    await deploy(test.engine.restAddress, { 'quick.bpmn': process('quick', [start(), end()]) });

    // when
    const answers = await Promise.all(Array.from({ length: 200 }, () => create('quick')));

    // then
    const refused = answers.filter((answer) => answer.status === 503);
    expect(answers.filter((answer) => answer.status === 200).length).toBeGreaterThanOrEqual(5);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.body).toMatchObject({ title: 'RESOURCE_EXHAUSTED', detail: expect.stringContaining('Retry') });
    expect((await create('quick')).status).toBe(200);
    const metrics = await (await fetch(`${test.engine.restAddress}/metrics`)).text();
    expect(metrics).toMatch(new RegExp(`^engine_backpressure_total ${refused.length}$`, 'm'));
  });

  it('refuses the one command that cannot be stored, and keeps the others of its batch', async () => {
    // given a table that refuses one row
    test = await startTestEngine();
    await deploy(test.engine.restAddress, {
      'good.bpmn': process('good', [start(), end()]),
      'bad.bpmn': process('bad', [start(), end()]),
    });
    await test.db.pool.query("ALTER TABLE engine.process_instance ADD CHECK (bpmn_process_id <> 'bad')");

    // when
    const ids = Array.from({ length: 20 }, (_, index) => (index === 7 ? 'bad' : 'good'));
    const answers = await Promise.all(ids.map(create));

    // then
    const refused = answers.filter((answer) => answer.status !== 200);
    const { rows } = await test.db.pool.query('SELECT count(*)::int AS n FROM engine.process_instance');
    expect(refused.filter((answer) => answer.status === 500)).toMatchObject([{ body: { title: 'PROCESSING_ERROR' } }]);
    expect(rows[0].n).toBe(answers.filter((answer) => answer.status === 200).length);
    await eventually('it serves again', async () => (await create('good')).status === 200);
  });

  it('wakes the workers that waited when it has recovered', async () => {
    // given a worker in a long poll, and a job that is there only after the reload
    test = await startTestEngine();
    await deploy(test.engine.restAddress, {
      'work.bpmn': process('work', [start(), serviceTask('Work', 'w'), end()]),
      'quick.bpmn': process('quick', [start(), end()]),
    });
    const activation = { type: 'w', worker: 'w', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 20_000 };
    await create('work');
    const taken = await test.rest('POST', '/jobs/activation', activation);
    const waiting = test.rest('POST', '/jobs/activation', activation);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await test.db.pool.query("UPDATE engine.job SET state = 'ACTIVATABLE', deadline = NULL");

    // when
    await test.db.pool.query('UPDATE engine.writer SET epoch = epoch + 1');
    await create('quick');

    // then
    const { body } = await waiting;
    expect(body.jobs[0].jobKey).toBe(taken.body.jobs[0].jobKey);
  });

  it('forgets what did not commit when its database session breaks, and goes on', async () => {
    // given
    test = await startTestEngine();
    await deploy(test.engine.restAddress, { 'work.bpmn': process('work', [start(), serviceTask('Work', 'w'), end()]) });
    const before = await create('work');

    // when every session of the engine is cut
    await test.db.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'yitong-engine' AND datname = current_database()",
    );

    // then it says that it cannot, or serves again
    const after = await eventually('a command commits again', async () => {
      const answer = await create('work');
      expect([200, 503]).toContain(answer.status);
      return answer.status === 200 && answer;
    });
    expect(BigInt(after.body.processInstanceKey)).toBeGreaterThan(BigInt(before.body.processInstanceKey));
    const zeebe = test.camunda.getZeebeGrpcApiClient();
    const jobs = await zeebe.activateJobs({
      type: 'w',
      worker: 'w',
      timeout: 5000,
      maxJobsToActivate: 10,
      requestTimeout: 2000,
    });
    const { rows } = await test.db.pool.query('SELECT key FROM engine.process_instance');
    expect(jobs.map((job) => job.processInstanceKey).sort()).toEqual(rows.map((row) => row.key).sort());
    await zeebe.close();
  });

  it('stops writing when a newer writer exists', async () => {
    // given a writer that was fenced off (a failed-over database knows nothing of its lock)
    test = await startTestEngine();
    await deploy(test.engine.restAddress, { 'quick.bpmn': process('quick', [start(), end()]) });
    await test.db.pool.query('UPDATE engine.writer SET epoch = epoch + 1');

    // when
    const refused = await create('quick');

    // then nothing of it is kept, and the engine takes a new epoch before it writes again
    expect(refused).toMatchObject({ status: 503, body: { title: 'UNAVAILABLE' } });
    const { rows } = await test.db.pool.query('SELECT count(*)::int AS n FROM engine.process_instance');
    expect(rows[0].n).toBe(0);
    await eventually('it serves again', async () => (await create('quick')).status === 200);
  });

  it('fires timers when the clock is moved, and keeps the pin over a restart', async () => {
    // given a timer far in the future
    test = await startTestEngine();
    await deploy(test.engine.restAddress, { 'year.bpmn': process('year', [start(), timerCatch('T', 'P365D'), end()]) });
    const { processInstanceKey } = (await create('year')).body;
    const state = async () => (await test.rest('GET', `/process-instances/${processInstanceKey}`)).body;
    expect((await state()).state).toBe('ACTIVE');

    // when
    const at = Date.now() + 366 * 24 * 3600 * 1000;
    await test.rest('PUT', '/clock', { timestamp: at });

    // then at once, without waiting for a wake-up
    expect(await state()).toMatchObject({ state: 'COMPLETED', endDate: new Date(at).toISOString() });

    // and after a restart it is still that time
    await test.engine.stop();
    const again = await startEngine({ databaseUrl: test.db.url, log: silent });
    const created = await callRest(again.restAddress, 'POST', '/process-instances', { processDefinitionId: 'year' });
    const path = `/process-instances/${created.body.processInstanceKey}`;
    expect(Date.parse((await callRest(again.restAddress, 'GET', path)).body.startDate)).toBe(at);
    await again.stop();
  });
});
