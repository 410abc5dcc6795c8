import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UserTask } from '../../platform/engine-client/index.ts';
import { defaultKeepDays } from '../../platform/keep-days.ts';
import { createRegistry } from '../../registry/index.ts';
import { startPoller } from '../../server/inbox/poller.ts';
import { createNight, nightOf } from '../../server/keeping/night.ts';
import { SWEEPS } from '../../server/keeping/sweeps.ts';
import { interruptedPool } from '../crash/support/interrupted.ts';
import { eventually } from '../support/eventually.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';

/** What is over goes in the night after its time, and nothing else; nobody waits for it. */
let harness: Harness;
let acceptor: User;
beforeAll(async () => {
  harness = await startHarness();
  acceptor = await harness.signIn('acceptor-330203');
  // The server's own sweep of this night must not end the night in the middle of a test's.
  await eventually('the first night is over', () => count('desk.sweep WHERE ended_at IS NOT NULL'));
}, 120_000);
afterAll(() => harness.stop());

/** Shorter than any installation's, so that the calendar of one year holds them all. */
const SHORT = { ...defaultKeepDays, messages: 10, tasks: 20, taskKeys: 60, drafts: 30 };
const DAY_MS = 86_400_000;
const days = (n: number) => harness.clock.advance(n * DAY_MS);
const sweepNight = async (batchSize?: number) => {
  const config = { ...harness.deps.config, keepDays: SHORT };
  const night = createNight({ ...harness.deps, config }, batchSize);
  while (await night.batch());
};
const sql = async <Row>(text: string, values: unknown[] = []) =>
  (await harness.db.pool.query(text, values)).rows as Row[];
const count = async (from: string, values: unknown[] = []) =>
  (await sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`, values))[0]?.n;
const swept = async () =>
  Object.fromEntries(
    (
      await sql<{ what: string; deleted: string }>('SELECT what, deleted FROM desk.swept WHERE night = $1', [
        nightOf(harness.clock.now()),
      ])
    ).map(({ what, deleted }) => [what, Number(deleted)]),
  );

describe('a night’s sweep', () => {
  test('leaves what is younger than its time, deletes what is older, and says how much', async () => {
    // given a case whose first task is done and whose messages are delivered
    const caseNo = await harness.fileAndAccept(acceptor);
    await harness.until(
      'the messages are delivered',
      async () => (await harness.registry.outbox.stats()).pending === 0,
    );
    const messages = await count('registry.outbox WHERE case_no = $1', [caseNo]);
    expect(messages).toBeGreaterThan(0);

    // when its days are not over yet
    days(9);
    await sweepNight();
    expect(await count('registry.outbox WHERE case_no = $1', [caseNo])).toBe(messages);

    // when they are, in batches of one
    days(2);
    await sweepNight(1);

    // then the messages are gone, the task is not, and the night says so
    expect(await count('registry.outbox WHERE case_no = $1', [caseNo])).toBe(0);
    expect(await count("desk.task_inbox WHERE case_no = $1 AND state = 'completed'", [caseNo])).toBe(1);
    expect(await swept()).toMatchObject({ outbox: messages });
    expect((await harness.registry.cases.getCase(caseNo))?.status).toBe('ACCEPTED');

    // and a second sweep of the night finds nothing to do
    await sweepNight();
    expect(await swept()).toMatchObject({ outbox: messages });
    expect(await count('desk.sweep WHERE night = $1 AND ended_at IS NOT NULL', [nightOf(harness.clock.now())])).toBe(1);
  });

  test('an open task stays however old it is, with its draft', async () => {
    const caseNo = await harness.file(acceptor);
    const { taskKey } = await harness.taskOf(acceptor, caseNo, 'CollectMaterials');
    const draft = `INSERT INTO desk.draft (task_key, user_id, content, saved_at) VALUES ($1, 'someone', '{}', $2)`;
    for (const key of [taskKey, 'long-gone']) await sql(draft, [key, harness.clock.now()]);

    days(70);
    await sweepNight();

    expect(await count("desk.task_inbox WHERE task_key = $1 AND state = 'open'", [taskKey])).toBe(1);
    expect(await sql('SELECT task_key FROM desk.draft ORDER BY task_key')).toEqual([{ task_key: taskKey }]);
  });

  test('what was typed of an application that nobody filed goes after a week', async () => {
    const draft = `INSERT INTO desk.intake_draft (user_id, unit_code, item_code, content, saved_at) VALUES ($1, 'U', 'BDC-10', '{}', $2)`;
    await sql(draft, ['long-ago', harness.clock.now()]);
    days(6);
    await sql(draft, ['lately', harness.clock.now()]);
    await sweepNight();
    expect(await count('desk.intake_draft')).toBe(2);

    days(2);
    await sweepNight();

    expect(await sql('SELECT user_id FROM desk.intake_draft')).toEqual([{ user_id: 'lately' }]);
  });

  test('a task that is swept away is not taken in a second time, though an old list still shows it', async () => {
    // given a task that is over, as a list of the engine from before showed it
    const caseNo = await harness.file(acceptor);
    const { taskKey } = await harness.taskOf(acceptor, caseNo, 'CollectMaterials');
    const { items } = await harness.engine.searchUserTasks({ filter: { state: 'CREATED' }, page: { limit: 1_000 } });
    const old = items.find((task) => task.userTaskKey === taskKey) as UserTask;
    const complete = { elementId: 'CollectMaterials', intakeDecision: 'accept', materials: [] };
    await acceptor.send('POST', `/api/tasks/${taskKey}/complete`, complete);
    await harness.until('it is over', () =>
      count("desk.task_inbox WHERE task_key = $1 AND state <> 'open'", [taskKey]),
    );
    days(21);
    await sweepNight();
    expect(await count('desk.task_inbox WHERE task_key = $1', [taskKey])).toBe(0);

    // when that list is read again
    await harness.server.background.stop();
    const stale = { ...harness.engine, searchUserTasks: async () => ({ items: [old], page: { totalItems: 1 } }) };
    const read = async () => {
      const poller = startPoller({ ...harness.deps, engine: stale as typeof harness.engine });
      await poller.stop();
      await poller.sweepNow();
    };
    await read();

    // then it stays away: its key is known
    expect(await count('desk.task_inbox WHERE task_key = $1', [taskKey])).toBe(0);
    // and the key alone keeps it away
    await sql('DELETE FROM desk.ended_task WHERE task_key = $1', [taskKey]);
    await read();
    expect(await count('desk.task_inbox WHERE task_key = $1', [taskKey])).toBe(1);
  });

  test('what somebody holds is passed by, and goes another night', async () => {
    const put = `INSERT INTO registry.outbox (channel, topic, case_no, correlation_key, payload, created_at, due_at, done_at)
      SELECT 'engine', 'case.withdraw', 'held-' || n, '', '{}', $1, $1, $1 FROM generate_series(1, 3) n`;
    await sql(put, [harness.clock.now()]);
    days(11);
    const client = await harness.db.pool.connect();
    try {
      // given a row that another transaction holds and does not let go
      await client.query('BEGIN');
      await client.query("SELECT FROM registry.outbox WHERE case_no = 'held-2' FOR UPDATE");
      await sweepNight();
      expect(await sql("SELECT case_no FROM registry.outbox WHERE case_no LIKE 'held-%'")).toEqual([
        { case_no: 'held-2' },
      ]);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
    days(1);
    await sweepNight();
    expect(await count("registry.outbox WHERE case_no LIKE 'held-%'")).toBe(0);
  });

  test('cut off at any statement of a batch, nothing is half done, and the next one goes on', async () => {
    // given old messages, and a sweep that loses its connection before a statement, or the answer to its COMMIT
    const put = `INSERT INTO registry.outbox (channel, topic, case_no, correlation_key, payload, created_at, due_at, done_at)
      SELECT 'engine', 'case.withdraw', 'cut-' || n, '', '{}', $1, $1, $1 FROM generate_series(1, 3) n`;
    await sql(put, [harness.clock.now()]);
    days(12);
    const left = async () => (await count("registry.outbox WHERE case_no LIKE 'cut-%'")) ?? 0;
    const counted = async () => (await swept()).outbox ?? 0;
    for (const moment of [{ before: 2 }, { before: 3 }, { before: 4 }, 'COMMIT answered'] as const) {
      const pool = interruptedPool(harness.db.pool, moment, () => undefined);
      const registry = createRegistry({ pool, clock: harness.clock });
      const config = { ...harness.deps.config, keepDays: SHORT };
      const before = [await left(), await counted()] as const;
      await expect(createNight({ ...harness.deps, registry, config }, 1).batch()).rejects.toThrow();
      // then a message is gone and counted, or neither
      const gone = moment === 'COMMIT answered' ? 1 : 0;
      expect([await left(), await counted()]).toEqual([before[0] - gone, before[1] + gone]);
    }
    await sweepNight(1);
    expect([await left(), await counted()]).toEqual([0, 3]);
  });

  test('a night that the database did not take is begun again', async () => {
    // given old messages, and a database that fails as the night begins
    const put = `INSERT INTO registry.outbox (channel, topic, case_no, correlation_key, payload, created_at, due_at, done_at)
      VALUES ('engine', 'case.withdraw', 'begun-again', '', '{}', $1, $1, $1)`;
    await sql(put, [harness.clock.now()]);
    days(12);
    let away = true;
    const pool = new Proxy(harness.db.pool, {
      get: (target, key) => {
        if (key === 'query' && away) return async () => Promise.reject(new Error('The database is away'));
        return Reflect.get(target, key).bind?.(target);
      },
    });
    const config = { ...harness.deps.config, keepDays: SHORT };
    const night = createNight({ ...harness.deps, pool, config });
    await expect(night.batch()).rejects.toThrow('away');

    // when it is there again, then the night has its row and its work is done
    away = false;
    while (await night.batch());
    expect(await count("registry.outbox WHERE case_no = 'begun-again'")).toBe(0);
    expect(await swept()).toMatchObject({ outbox: 1 });
  });

  test('the register agrees with its chain afterwards', async () => {
    expect((await harness.registry.evidence.verifyRegister()).findings).toEqual([]);
  });

  test('each kind has its own name, and waits as long as its setting says', () => {
    expect(new Set(SWEEPS.map(({ what }) => what)).size).toBe(SWEEPS.length);
  });
});
