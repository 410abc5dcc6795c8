import { afterEach, beforeEach, expect, test } from 'vitest';
import { callRest, deploy } from '../engine/support/engine.ts';
import { diagram, end, service, start } from '../parity/support/diagram.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { type Engines, startEngines } from './support/engines.ts';
import { createGatewayClient } from './support/gateway-client.ts';
import { say } from './support/settings.ts';

/*
 * A process that is paused (a virtual machine that is moved, a laptop that is closed) does not know it: it comes back believing
 * that it is still the writer. Its database session still stands, its lock too, so the standby must end both.
 */

const COMMANDS = 40;
const WORK = diagram('work', [start(), service('Work', 'paused'), end()], ['Start > Work', 'Work > End']);

let db: TestDatabase;
let engines: Engines;

beforeEach(async () => {
  db = await createTestDatabase();
  engines = await startEngines(db.url, 1);
});
afterEach(async () => {
  await engines.stop();
  await db.drop();
});

test('a writer that was paused writes nothing when it comes back, and waits as standby', async () => {
  // given a writer with commands in flight
  const old = engines.writer();
  await deploy(old.restAddress, { 'work.bpmn': WORK });
  const create = (address: string, id: string) =>
    callRest(address, 'POST', '/process-instances', { processDefinitionId: 'work', variables: { id } }).catch(
      () => null,
    );
  const epoch = async () => Number((await db.pool.query('SELECT epoch FROM engine.writer')).rows[0].epoch);
  const before = await epoch();
  await create(old.restAddress, 'first');
  const inFlight = Array.from({ length: COMMANDS }, (_, at) => create(old.restAddress, `in flight ${at}`));

  // when it is paused, and gets more commands that it can only read when it is back
  process.kill(old.pid, 'SIGSTOP');
  const began = performance.now();
  const late = Array.from({ length: COMMANDS }, (_, at) => create(old.restAddress, `late ${at}`));
  const client = createGatewayClient(old.grpcAddress);
  const lateJobs = client.pollJobs({ type: 'paused', timeout: 1000, maxJobsToActivate: 10 }).catch(() => null);
  const next = await engines.another(old);
  say(`crash: the standby served ${Math.round(performance.now() - began)} ms after the writer was paused`);
  const created = await create(next.restAddress, 'by the next one');
  expect(created?.status).toBe(200);
  expect(await epoch()).toBe(before + 1);
  process.kill(old.pid, 'SIGCONT');

  // then nothing that reached it while it was paused is answered as done, or done
  const answers = await Promise.all(late);
  expect(answers.filter((answer) => answer?.status === 200)).toEqual([]);
  await lateJobs;
  const { rows } = await db.pool.query("SELECT value #>> '{}' AS id FROM engine.variable WHERE name = 'id'");
  const kept = new Set(rows.map((row) => row.id));
  expect([...kept].filter((id) => id.startsWith('late'))).toEqual([]);
  expect((await db.pool.query("SELECT 1 FROM engine.job WHERE state = 'ACTIVATED'")).rowCount).toBe(0);
  expect(await epoch()).toBe(before + 1);

  // and what it had acknowledged before is there
  const early = await Promise.all(inFlight);
  for (const [at, answer] of early.entries()) if (answer?.status === 200) expect(kept).toContain(`in flight ${at}`);
  expect(kept).toContain('first');

  // and it says that it does not serve, until the other one is gone
  await eventually('it waits', async () => engines.waiting() === 1);
  expect((await create(old.restAddress, 'refused'))?.status).toBe(503);
  expect((await fetch(`${old.restAddress}/readyz`)).status).toBe(503);
  await engines.killWriter();
  expect(engines.writer().pid).toBe(old.pid);
  expect((await create(old.restAddress, 'again'))?.status).toBe(200);
  client.close();
});
