import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../engine/index.ts';
import { callRest, deploy } from '../engine/support/engine.ts';
import { silent } from '../engine/support/log.ts';
import { diagram, end, service, start, user } from '../parity/support/diagram.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { say } from './support/settings.ts';

/* There is no log to replay: an engine reads what is alive, however much lies behind it. */

const LIVE = 100;
const FINISHED = 100_000;
/** Elements of a finished instance, and as many jobs and variables. */
const EACH = 4;
const HISTORY = ['process_instance', 'element_instance', 'variable', 'job', 'user_task', 'incident'];

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

/** Rows of the history tables that a start and a stop read, and how long the start took. */
async function startOnce(): Promise<{ rows: number; ms: number }> {
  const read = async () => {
    const { rows } = await db.pool.query(
      `SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::int AS n FROM pg_stat_user_tables
        WHERE schemaname = 'engine' AND relname = ANY ($1)`,
      [HISTORY],
    );
    return rows[0].n as number;
  };
  const before = await read();
  const began = performance.now();
  const engine = await startEngine({ databaseUrl: db.url, log: silent });
  const ms = performance.now() - began;
  await engine.stop();
  // The figures of a session are in the view once it has ended, on the server's side.
  await eventually('the engine has left the database', async () => {
    const { rows } = await db.pool.query(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'yitong-engine'",
    );
    return rows[0].n === 0;
  });
  return { rows: (await read()) - before, ms };
}

test('start-up reads the living, not the history', async () => {
  // given instances that wait at a job and at a user task
  const engine = await startEngine({ databaseUrl: db.url, log: silent });
  await deploy(engine.restAddress, {
    'wait.bpmn': diagram(
      'wait',
      [start(), service('Work', 'w'), user('Look'), end()],
      ['Start > Work', 'Work > Look', 'Look > End'],
    ),
  });
  for (let at = 0; at < LIVE; at += 1) {
    await callRest(engine.restAddress, 'POST', '/process-instances', {
      processDefinitionId: 'wait',
      variables: { at },
    });
  }
  await engine.stop();
  const without = await startOnce();

  // when a long history is added
  await addHistory();
  const withHistory = await startOnce();

  // then
  say(
    `crash: start-up with ${LIVE} instances alive: ${Math.round(without.ms)} ms and ${without.rows} rows read; with ${FINISHED} finished ones ` +
      `behind them ${Math.round(withHistory.ms)} ms and ${withHistory.rows} rows`,
  );
  expect(without.rows).toBeGreaterThan(LIVE);
  expect(withHistory.rows).toBeGreaterThan(LIVE);
  expect(withHistory.rows).toBeLessThan(without.rows + FINISHED / 10);
  const again = await startEngine({ databaseUrl: db.url, log: silent });
  const found = await callRest(again.restAddress, 'POST', '/process-instances/search', { filter: { state: 'ACTIVE' } });
  await again.stop();
  expect(found.body.page.totalItems).toBe(LIVE);
});

/** Finished instances as the engine leaves them, with keys far above those of the living. */
async function addHistory(): Promise<void> {
  const first = 4_000_000_000_000_000_000n;
  const key = (table: number, index: string) => `${first + BigInt(table) * 10_000_000n} + ${index}`;
  const parts = `FROM generate_series(1, ${FINISHED}) i, generate_series(1, ${EACH}) j`;
  const instance = key(0, 'i');
  const part = (table: number) => key(table, `i * ${EACH} + j`);
  const definition = '(SELECT key FROM engine.process_definition LIMIT 1)';
  await db.pool.query(
    `INSERT INTO engine.process_instance (key, process_definition_key, bpmn_process_id, version, parent_process_instance_key,
       parent_element_instance_key, root_process_instance_key, state, started_at, ended_at)
     SELECT ${instance}, ${definition}, 'wait', 1, -1, -1, ${instance}, 'COMPLETED', 1, 2 FROM generate_series(1, ${FINISHED}) i`,
  );
  await db.pool.query(
    `INSERT INTO engine.element_instance (key, process_instance_key, process_definition_key, bpmn_process_id, version, element_id,
       element_type, flow_scope_key, state, started_at, ended_at, internal)
     SELECT ${part(1)}, ${instance}, ${definition}, 'wait', 1, 'Work', 'SERVICE_TASK', ${instance}, 'COMPLETED', 1, 2, '{}' ${parts}`,
  );
  await db.pool.query(
    `INSERT INTO engine.variable (key, scope_key, process_instance_key, process_definition_key, bpmn_process_id, name, value)
     SELECT ${part(10)}, ${instance}, ${instance}, ${definition}, 'wait', 'v' || j, '1' ${parts}`,
  );
  await db.pool.query(
    `INSERT INTO engine.job (key, type, process_instance_key, process_definition_key, bpmn_process_id, process_definition_version,
       element_id, element_instance_key, kind, state, retries, custom_headers, worker, created_at, ended_at)
     SELECT ${part(20)}, 'w', ${instance}, ${definition}, 'wait', 1, 'Work', ${part(1)}, 'BPMN_ELEMENT', 'COMPLETED', 3, '{}', 'w', 1, 2 ${parts}`,
  );
}
