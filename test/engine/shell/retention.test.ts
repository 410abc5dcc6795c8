import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../../engine/settings.ts';
import { HISTORY_TABLES } from '../../../engine/storage/history.ts';
import { createTestClock, type TestClock } from '../../../platform/clock.ts';
import { eventually } from '../../support/eventually.ts';
import { end, process, serviceTask, start, userTask } from '../support/diagrams.ts';
import { deploy, startTestEngine, type TestEngine } from '../support/engine.ts';

const DAY_MS = 86_400_000;
const BEGIN = '2026-03-02T01:00:00Z';

/** Rows of what waits: they go when the wait ends. */
const WAITING_TABLES = ['compensation_subscription', 'signal_subscription', 'timer'];
/** Rows of what a batch did: they go with the batch. */
const BATCH_TABLES = ['batch_operation_item'];

describe('history that is too old', () => {
  let clock: TestClock;
  let test: TestEngine;

  beforeEach(async () => {
    clock = createTestClock(BEGIN);
    test = await startTestEngine({ clock, historyMinimumAgeMs: 30 * DAY_MS });
  });
  afterEach(() => test.stop());

  const caller = process('caller', [
    start(),
    {
      id: 'Call',
      xml: (incoming, out) =>
        `<bpmn:callActivity id="Call"><bpmn:extensionElements><zeebe:calledElement processId="called" propagateAllChildVariables="false" /></bpmn:extensionElements>${incoming}${out}</bpmn:callActivity>`,
    },
    userTask('Wait'),
    end(),
  ]);
  const called = process('called', [start(), serviceTask('Do', 'do'), end()]);

  const startInstance = async (id: string) => {
    const { body } = await test.rest('POST', '/process-instances', {
      processDefinitionId: id,
      variables: { caseNo: 'A-1' },
    });
    return body.processInstanceKey as string;
  };
  const finishJob = async () => {
    const { body } = await test.rest('POST', '/jobs/activation', { type: 'do', timeout: 60_000, maxJobsToActivate: 1 });
    await test.rest('POST', `/jobs/${body.jobs[0].jobKey}/completion`, {});
  };
  const completeTask = async () => {
    const { body } = await test.rest('POST', '/user-tasks/search', { filter: { state: 'CREATED' } });
    await test.rest('POST', `/user-tasks/${body.items[0].userTaskKey}/completion`, {});
  };
  const goOn = async (days: number) => {
    clock.advance(days * DAY_MS);
    await test.engine.tick();
  };
  const known = async () => {
    const { body } = await test.rest('POST', '/process-instances/search', {});
    return body.items.map((item: { processDefinitionId: string }) => item.processDefinitionId);
  };
  /** Tables of the schema that know of instances. */
  const tablesOfInstances = async (): Promise<string[]> => {
    const { rows } = await test.db.pool.query(
      "SELECT table_name FROM information_schema.columns WHERE table_schema = 'engine' AND column_name = 'process_instance_key' ORDER BY 1",
    );
    return rows.map((row) => row.table_name);
  };

  it('goes with all that is kept of it, thirty days after its end and not before', async () => {
    // given an instance that ended with a job, a variable and an incident on its way
    await deploy(test.engine.restAddress, { 'called.bpmn': called });
    const key = await startInstance('called');
    const { body } = await test.rest('POST', '/jobs/activation', { type: 'do', timeout: 60_000, maxJobsToActivate: 1 });
    const { jobKey } = body.jobs[0];
    await test.rest('POST', `/jobs/${jobKey}/failure`, { retries: 0, errorMessage: 'no answer' });
    const incidents = await test.rest('POST', '/incidents/search', { filter: { processInstanceKey: key } });
    await test.rest('PATCH', `/jobs/${jobKey}`, { changeset: { retries: 1 } });
    await test.rest('POST', `/incidents/${incidents.body.items[0].incidentKey}/resolution`);
    await finishJob();
    expect(await known()).toEqual(['called']);

    // when its last day has not come
    await goOn(29);
    expect(await known()).toEqual(['called']);

    // then it is there, and two days later it is not
    await goOn(2);
    expect(await known()).toEqual([]);
    for (const table of await tablesOfInstances()) {
      const { rows } = await test.db.pool.query(`SELECT count(*)::int AS n FROM engine.${table}`);
      expect([table, rows[0].n]).toEqual([table, 0]);
    }
  });

  it('keeps what runs, and what it called, however old', async () => {
    await deploy(test.engine.restAddress, { 'caller.bpmn': caller, 'called.bpmn': called });
    await startInstance('caller');
    await finishJob();
    await goOn(400);
    expect(await known()).toEqual(['caller', 'called']);

    // and it goes on as if nothing had been deleted; both go together, counted from the caller's end
    await completeTask();
    await goOn(29);
    expect(await known()).toEqual(['caller', 'called']);
    await goOn(2);
    expect(await known()).toEqual([]);
  });

  it('forgets decisions that no instance asked for by their own age', async () => {
    await test.db.pool.query(
      `INSERT INTO engine.decision_instance
       SELECT n, n, 1, 'EVALUATED', $1::bigint + n * $2::bigint, NULL, 1, 'fee', 'Fee', 1, 'DECISION_TABLE', 1, '1', '[]', '[]', -1, -1, -1
       FROM generate_series(1, 3) n`,
      [clock.now().getTime(), DAY_MS],
    );
    const left = async () => (await test.db.pool.query('SELECT key FROM engine.decision_instance ORDER BY key')).rows;
    await goOn(29);
    expect(await left()).toHaveLength(3);
    await goOn(3);
    expect(await left()).toMatchObject([{ key: '2' }, { key: '3' }]);
  });

  it('forgets batch operations with their items, by their own age', async () => {
    await deploy(test.engine.restAddress, { 'called.bpmn': called });
    await startInstance('called');
    const { body } = await test.rest('POST', '/process-instances/cancellation', { filter: {} });
    const left = async (what: string) => (await test.rest('POST', `/${what}/search`, {})).body.page.totalItems;
    await eventually('the end of the batch', async () => {
      return (await test.rest('GET', `/batch-operations/${body.batchOperationKey}`)).body.endDate;
    });
    await goOn(29);
    expect([await left('batch-operations'), await left('batch-operation-items')]).toEqual([1, 1]);
    await goOn(2);
    expect([await left('batch-operations'), await left('batch-operation-items')]).toEqual([0, 0]);
  });

  it('knows every table that keeps something of an instance', async () => {
    const history = HISTORY_TABLES.filter(([, column]) => column === 'process_instance_key').map(([table]) => table);
    expect([...history, ...WAITING_TABLES, ...BATCH_TABLES].sort()).toEqual(await tablesOfInstances());
  });
});

describe('the settings of retention', () => {
  const RETENTION = 'CAMUNDA_DATA_SECONDARYSTORAGE_RETENTION_';
  const read = (env: Record<string, string>) => readSettings({ DATABASE_URL: 'postgres://here', ...env });

  it('keep everything unless told, thirty days when told no age', () => {
    expect(read({}).historyMinimumAgeMs).toBeUndefined();
    expect(read({ [`${RETENTION}MINIMUMAGE`]: '7d' }).historyMinimumAgeMs).toBeUndefined();
    expect(read({ [`${RETENTION}ENABLED`]: 'true' }).historyMinimumAgeMs).toBe(30 * DAY_MS);
    expect(read({ [`${RETENTION}ENABLED`]: 'true', [`${RETENTION}MINIMUMAGE`]: '12h' }).historyMinimumAgeMs).toBe(
      DAY_MS / 2,
    );
  });

  it('refuse what is no age', () => {
    expect(() => read({ [`${RETENTION}ENABLED`]: 'true', [`${RETENTION}MINIMUMAGE`]: '0d' })).toThrow(
      `${RETENTION}MINIMUMAGE is '0d', but must be a number of hours or days, as in 30d.`,
    );
  });
});
