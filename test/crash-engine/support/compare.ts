import type { Pool } from 'pg';
import { EITHER_OR, EXPECTED, ORDER, STARTED_BY_MESSAGE } from './diagrams.ts';
import type { Ledger } from './ledger.ts';

/** What the tables say against what was acknowledged, as sentences; none when all is well. */
export async function lostOf(pool: Pool, ledger: Ledger): Promise<string[]> {
  const lost: string[] = [];
  const instances = await byKey(pool, 'SELECT key, state AS value FROM engine.process_instance');
  const variables = await pool.query<{ instance: string; name: string; value: string }>(
    "SELECT process_instance_key AS instance, name, value #>> '{}' AS value FROM engine.variable",
  );
  const written = new Map(variables.rows.map((row) => [`${row.instance} ${row.name}`, row.value]));
  const everywhere = new Map(variables.rows.map((row) => [row.name, row.value]));
  const jobs = new Map(
    (await pool.query('SELECT key, state, retries FROM engine.job')).rows.map((row) => [row.key, row]),
  );
  const tasks = new Map(
    (await pool.query('SELECT key, state, assignee FROM engine.user_task')).rows.map((row) => [row.key, row]),
  );
  const messages = new Set(
    (await pool.query('SELECT message_id FROM engine.message')).rows.map((row) => row.message_id),
  );

  for (const [key, id] of ledger.created) {
    if (!instances.has(key)) lost.push(`instance ${key} (${id}) was created`);
    else if (written.get(`${key} id`) !== id) lost.push(`instance ${key} was created with id ${id}`);
  }
  for (const key of ledger.canceled) if (instances.get(key) !== 'TERMINATED') lost.push(`instance ${key} was canceled`);
  for (const [key, instance] of ledger.jobsCompleted) {
    if (jobs.get(key)?.state !== 'COMPLETED') lost.push(`job ${key} was completed`);
    else if (written.get(`${instance} t_${key}`) !== key) lost.push(`job ${key} was completed with its variable`);
  }
  for (const key of ledger.jobsFailed) if (jobs.get(key)?.retries !== 2) lost.push(`job ${key} was failed`);
  for (const [key, assignee] of ledger.assigned) {
    if (tasks.get(key)?.assignee !== assignee) lost.push(`user task ${key} was assigned`);
  }
  for (const [key, instance] of ledger.tasksCompleted) {
    if (tasks.get(key)?.state !== 'COMPLETED') lost.push(`user task ${key} was completed`);
    else if (written.get(`${instance} u_${key}`) !== key) lost.push(`user task ${key} was completed with its variable`);
  }
  for (const [name, value] of ledger.variables) {
    if (everywhere.get(name) !== value) lost.push(`variable ${name} was set`);
  }
  for (const key of [...ledger.published, ...ledger.begun]) {
    if (!messages.has(key)) lost.push(`message ${key} was published`);
  }
  const started = new Map<string, Set<string>>();
  for (const { name, instance } of variables.rows) {
    started.set(name, (started.get(name) ?? new Set()).add(instance));
  }
  for (const key of ledger.begun) {
    const times = started.get(`m_${key}`)?.size ?? 0;
    if (times !== 1) lost.push(`message ${key} started ${times} instances`);
  }
  return lost;
}

async function byKey(pool: Pool, text: string): Promise<Map<string, string>> {
  return new Map((await pool.query(text)).rows.map((row) => [row.key, row.value]));
}

/** What the history says that must not be: elements completed twice or not at all, anything that still waits. */
export async function strayOf(pool: Pool): Promise<string[]> {
  const stray: string[] = [];
  const { rows: completions } = await pool.query<{ instance: string; process: string; state: string; counts: object }>(
    `SELECT p.key AS instance, p.bpmn_process_id AS process, p.state, counted.counts
       FROM engine.process_instance p
       JOIN (SELECT process_instance_key, jsonb_object_agg(element_id, n) AS counts
               FROM (SELECT process_instance_key, element_id, count(*)::int AS n FROM engine.element_instance
                      WHERE state = 'COMPLETED' GROUP BY 1, 2) per_element GROUP BY 1) counted
         ON counted.process_instance_key = p.key`,
  );
  for (const { instance, process, state, counts } of completions) {
    const found = counts as Record<string, number>;
    const expected = EXPECTED[process] ?? {};
    const say = (what: string) => stray.push(`${state} instance ${instance} of ${process}: ${what}`);
    for (const [element, times] of Object.entries(found)) {
      const most = expected[element] ?? 1; // sequence flows are taken once
      if (times > (most === 'maybe' ? 1 : most)) say(`${element} completed ${times} times`);
    }
    if (state !== 'COMPLETED') continue;
    for (const [element, times] of Object.entries(expected)) {
      if (times !== 'maybe' && found[element] !== times) say(`${element} completed ${found[element] ?? 0} times`);
    }
    if (process !== ORDER) continue;
    for (const pair of EITHER_OR) {
      if (pair.filter((element) => found[element] === 1).length !== 1) say(`${pair.join(' and ')} completed together`);
    }
  }
  const { rows: jobsOfElement } = await pool.query(
    `SELECT element_instance_key AS key, count(*)::int AS n FROM engine.job WHERE state = 'COMPLETED' GROUP BY 1 HAVING count(*) > 1`,
  );
  for (const { key, n } of jobsOfElement) stray.push(`element ${key} completed ${n} jobs`);
  const waiting: Record<string, string> = {
    instances: 'engine.process_instance WHERE ended_at IS NULL',
    elements: 'engine.element_instance WHERE ended_at IS NULL',
    jobs: "engine.job WHERE state NOT IN ('COMPLETED', 'CANCELED')",
    'user tasks': "engine.user_task WHERE state = 'CREATED'",
    timers: 'engine.timer',
    subscriptions: "engine.message_subscription WHERE state NOT IN ('CORRELATED', 'DELETED')",
    incidents: "engine.incident WHERE state = 'ACTIVE'",
    'instances of unknown processes': `engine.process_instance WHERE bpmn_process_id NOT IN ('${ORDER}', '${STARTED_BY_MESSAGE}')`,
  };
  for (const [what, from] of Object.entries(waiting)) {
    const { rows } = await pool.query(`SELECT count(*)::int AS n FROM ${from}`);
    if (rows[0].n > 0) stray.push(`${rows[0].n} ${what} left over`);
  }
  return stray;
}
