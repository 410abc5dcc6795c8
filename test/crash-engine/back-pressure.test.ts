import { readFileSync } from 'node:fs';
import { status } from '@grpc/grpc-js';
import { Pool } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMortalPostgres, type MortalPostgres } from '../crash/support/postgres.ts';
import { callRest, deploy } from '../engine/support/engine.ts';
import { type EngineProcess, spawnEngine } from '../engine/support/engine-process.ts';
import { diagram, end, service, start } from '../parity/support/diagram.ts';
import { eventually } from '../support/eventually.ts';
import { createGatewayClient } from './support/gateway-client.ts';
import { say } from './support/settings.ts';

/*
 * A database that stands still (a full disk, a snapshot being taken) must not fill the engine's memory: what it cannot write
 * soon it does not take.
 */

const WORK = diagram('work', [start(), service('Work', 'w'), end()], ['Start > Work', 'Work > End']);
/** Generous: what waits is at most some 32 MB of requests, and what is turned away (600 MB here) leaves garbage for a while. */
const GROWTH_MB = 1_500;

let postgres: MortalPostgres;
let engine: EngineProcess;

beforeEach(async () => {
  postgres = await createMortalPostgres();
  engine = await spawnEngine(postgres.url());
  await deploy(engine.restAddress, { 'work.bpmn': WORK });
});
afterEach(async () => {
  postgres.release();
  await engine.kill('SIGKILL');
  await postgres.drop();
});

const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${engine.pid}/status`, 'utf8'))?.[1]) / 1024;

test.each([
  { what: 'small commands', commands: 5_000, bytes: 100 },
  { what: 'large commands', commands: 1_500, bytes: 400_000 },
])('a database that stands still turns $what away before memory grows', async ({ what, commands, bytes }) => {
  // given
  const client = createGatewayClient(engine.grpcAddress);
  const text = 'x'.repeat(bytes);
  let most = memory();
  const before = most;
  const watch = setInterval(() => {
    most = Math.max(most, memory());
  }, 20);

  // when
  postgres.hold();
  let refused = 0;
  const others: number[] = [];
  const accepted: string[] = [];
  const asked = Array.from({ length: commands }, async (_, at) => {
    const variables = JSON.stringify({ id: `${what} ${at}`, text });
    await client
      .call('CreateProcessInstance', { bpmnProcessId: 'work', version: -1, variables }, 240_000)
      .then((answer) => accepted.push(answer.processInstanceKey as unknown as string))
      .catch(({ code }) => {
        if (code === status.RESOURCE_EXHAUSTED) refused += 1;
        else others.push(code);
      });
  });
  await eventually('most are turned away', async () => refused > commands / 2, {
    instead: () => `${refused} refused, ${others}`,
  });
  const rest = await callRest(engine.restAddress, 'POST', '/process-instances', {
    processDefinitionId: 'work',
    variables: { text: 'y'.repeat(2_000_000) },
  });

  // then REST says the same, and what was taken is kept once the database goes on
  expect(rest).toMatchObject({ status: 503, body: { title: 'RESOURCE_EXHAUSTED' } });
  postgres.release();
  await Promise.all(asked);
  clearInterval(watch);
  client.close();
  const pool = new Pool({ connectionString: postgres.url() });
  const { rows } = await pool.query('SELECT key FROM engine.process_instance');
  await pool.end();
  say(
    `crash: ${what}: ${accepted.length} taken, ${refused} turned away, memory ${Math.round(before)} MB before and ${Math.round(most)} MB at most`,
  );
  expect(others).toEqual([]);
  expect(accepted.length).toBeGreaterThan(0);
  expect(rows.map((row) => row.key).sort()).toEqual([...accepted].sort());
  expect(most - before).toBeLessThan(GROWTH_MB);
});
