import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidents } from '../../../engine/rest/resources/incidents.ts';
import { processInstances } from '../../../engine/rest/resources/instances.ts';
import { correlatedMessageSubscriptions } from '../../../engine/rest/resources/messages.ts';
import { userTasks } from '../../../engine/rest/resources/user-tasks.ts';
import { userTaskVariables } from '../../../engine/rest/resources/variables.ts';
import { type Resource, search } from '../../../engine/rest/search.ts';
import { planSearch, type SearchRequest } from '../../../engine/rest/search-query.ts';
import { migrateEngine } from '../../../engine/storage/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const DAY = Date.UTC(2026, 0, 1);

describe('searches of the REST API', () => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase();
    await migrateEngine(db.pool);
    await db.pool.query(`
      INSERT INTO engine.process_definition VALUES (1, 1, 'orders', 'Orders', 1, NULL, 'orders.bpmn', '<xml/>', 'c', ${DAY});
      INSERT INTO engine.process_instance
        SELECT 100 + n, 1, 'orders', 1, -1, -1, 100 + n, CASE WHEN n < 4 THEN 'ACTIVE' ELSE 'COMPLETED' END,
               ${DAY} + n * 1000, CASE WHEN n < 4 THEN NULL ELSE ${DAY} + n * 5000 END, NULL, NULL FROM generate_series(1, 7) n;
      INSERT INTO engine.element_instance VALUES
        (101, 101, 1, 'orders', 1, 'orders', NULL, 'PROCESS', -1, 'ACTIVATED', ${DAY}, NULL, '{}'),
        (601, 101, 1, 'orders', 1, 'Check', NULL, 'USER_TASK', 101, 'ACTIVATED', ${DAY}, NULL, '{}');
      INSERT INTO engine.variable VALUES
        (301, 101, 101, 1, 'orders', 'caseNo', '"A-1"'), (302, 102, 102, 1, 'orders', 'caseNo', '"A-2"'),
        (303, 601, 101, 1, 'orders', 'caseNo', '"local"'), (304, 101, 101, 1, 'orders', 'amount', '12');
      INSERT INTO engine.incident VALUES
        (401, 'JOB_NO_RETRIES', 'tax office down', 102, 1, 'orders', 'Pay', 602, 701, 602, 'ACTIVE', ${DAY}, NULL);
      INSERT INTO engine.user_task
        SELECT 500 + n, 100 + n, 1, 'orders', 1, 'Check', NULL, 600 + n, 'CREATED', CASE WHEN n = 2 THEN 'anna' ELSE '' END,
               CASE WHEN n % 2 = 0 THEN '{clerks,heads}'::text[] ELSE '{clerks}'::text[] END, '{}',
               CASE WHEN n < 4 THEN '2026-02-0' || n || 'T08:00:00+08:00' ELSE '' END, '', -1, NULL, '', 50 + n, '{}', '',
               ${DAY} + n * 1000, NULL FROM generate_series(1, 6) n;`);
  });
  afterAll(() => db.drop());

  const keys = async (resource: Resource, request: SearchRequest, field: string) => {
    const { items } = await search(db.pool, resource, request);
    return items.map((item) => Number((item as Record<string, string>)[field]));
  };
  const instances = (request: SearchRequest) => keys(processInstances, request, 'processInstanceKey');
  const tasks = (request: SearchRequest) => keys(userTasks, request, 'userTaskKey');

  it('filters by value, operator, list, pattern and alternative', async () => {
    expect(await instances({ filter: { state: 'ACTIVE' } })).toEqual([101, 102, 103]);
    expect(await instances({ filter: { state: { $neq: 'ACTIVE' } } })).toEqual([104, 105, 106, 107]);
    expect(await instances({ filter: { processInstanceKey: { $in: ['102', '106'] } } })).toEqual([102, 106]);
    // As Camunda's Java client writes `$eq` alone.
    const javas = { $eq: '102', $neq: null, $in: [], $notIn: [] };
    expect(await instances({ filter: { processInstanceKey: javas } })).toEqual([102]);
    expect(
      await instances({ filter: { processDefinitionId: { $like: 'ord?r*' }, endDate: { $exists: false } } }),
    ).toHaveLength(3);
    expect(await instances({ filter: { processDefinitionId: { $like: 'ord_r*' } } })).toEqual([]);
    expect(await instances({ filter: { startDate: { $gt: new Date(DAY + 6000).toISOString() } } })).toEqual([107]);
    expect(
      await instances({ filter: { $or: [{ processInstanceKey: '101' }, { processInstanceKey: '107' }] } }),
    ).toEqual([101, 107]);
    expect(await instances({ filter: { hasIncident: true } })).toEqual([102]);
    expect(await instances({ filter: { errorMessage: { $like: '*tax*' } } })).toEqual([102]);
    expect(await instances({ filter: { variables: [{ name: 'caseNo', value: '"A-1"' }] } })).toEqual([101]);
  });

  it('finds user tasks by candidate group, assignee and due date', async () => {
    expect(await tasks({ filter: { candidateGroup: 'heads' } })).toEqual([502, 504, 506]);
    expect(await tasks({ filter: { candidateGroup: { $in: ['heads', 'nobody'] } } })).toEqual([502, 504, 506]);
    expect(await tasks({ filter: { assignee: { $exists: false }, candidateGroup: 'heads' } })).toEqual([504, 506]);
    expect(await tasks({ filter: { dueDate: { $lt: '2026-02-02T00:00:00Z' } } })).toEqual([501]);
    expect(await tasks({ sort: [{ field: 'priority', order: 'DESC' }], page: { limit: 2 } })).toEqual([506, 505]);
  });

  it('knows nobody by the empty name', async () => {
    expect(await tasks({ filter: { assignee: 'anna' } })).toEqual([502]);
    expect(await tasks({ filter: { assignee: { $in: ['anna', 'ben'] } } })).toEqual([502]);
    expect(await tasks({ filter: { assignee: { $notIn: ['anna', 'ben'] } } })).toHaveLength(5);
    expect(await tasks({ filter: { assignee: '' } })).toEqual([]);
    expect(await tasks({ filter: { assignee: { $in: ['', 'anna'] } } })).toEqual([502]);
    expect(await instances({ filter: { parentProcessInstanceKey: { $exists: false } } })).toHaveLength(7);
    expect(await instances({ filter: { parentProcessInstanceKey: '101' } })).toEqual([]);
  });

  it.each([
    ['tasks of a person', userTasks, { assignee: 'anna', state: 'COMPLETED' }, 'user_task_assignee'],
    [
      'instances of a process',
      processInstances,
      { processDefinitionId: 'orders', state: 'TERMINATED' },
      'process_instance_process',
    ],
    ['called instances', processInstances, { parentProcessInstanceKey: '101' }, 'process_instance_parent'],
  ])('counts %s from an index alone', async (_what, { source }, filter, index) => {
    const { text, values } = planSearch(source, { filter }).count;
    await db.pool.query('VACUUM ANALYZE engine.user_task, engine.process_instance');
    const client = await db.pool.connect();
    // Of a handful of rows the table itself is quicker to read.
    await client.query('BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off');
    const { rows } = await client.query(`EXPLAIN ${text}`, values);
    await client.query('ROLLBACK');
    client.release();
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(`Index Only Scan using ${index}`);
  });

  it.each([
    ['a field that is empty in half of the rows', 'dueDate', 'ASC'],
    ['the same, last first', 'dueDate', 'DESC'],
    ['a field that is never empty', 'creationDate', 'ASC'],
    ['the same, last first', 'creationDate', 'DESC'],
    ['a field that is the same everywhere', 'elementId', 'DESC'],
    ['the key', 'userTaskKey', 'ASC'],
    ['the key, last first', 'userTaskKey', 'DESC'],
  ])('walks through all pages forwards and back: %s', async (_what, field, order) => {
    // given
    const sort = [{ field, order }];
    const forwards: object[][] = [];
    let after: string | undefined;
    for (;;) {
      const answer = await search(db.pool, userTasks, { sort, page: { limit: 2, after } });
      if (answer.items.length === 0) break;
      forwards.push(answer.items);
      after = answer.page.endCursor;
      expect(answer.page.totalItems).toBe(6);
    }

    // when going back from the end
    const all = await search(db.pool, userTasks, { sort });
    const last = await search(db.pool, userTasks, { sort, page: { from: 4, limit: 2 } });
    const back = await search(db.pool, userTasks, { sort, page: { limit: 2, before: last.page.startCursor } });

    // then
    expect(forwards.flat()).toEqual(all.items);
    expect(back.items).toEqual(all.items.slice(2, 4));
  });

  it.each([
    ['newest first', [{ field: 'startDate', order: 'DESC' }], 'after', '(started_at <= '],
    ['newest first, going back', [{ field: 'startDate', order: 'DESC' }], 'before', '(started_at >= '],
    ['by their keys', [], 'after', '((key >= '],
  ])('begins a page of instances where an index has its cursor: %s', async (_what, sort, direction, condition) => {
    // given
    const { page } = await search(db.pool, processInstances, { sort, page: { from: 3, limit: 1 } });
    const request = { sort, page: { limit: 2, [direction]: page.endCursor } };
    const { text, values } = planSearch(processInstances.source, request).rows;
    await db.pool.query('VACUUM ANALYZE engine.process_instance');
    const client = await db.pool.connect();

    // when
    await client.query('BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off');
    const { rows } = await client.query(`EXPLAIN ${text}`, values);
    await client.query('ROLLBACK');
    client.release();

    // then
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(`Index Cond: ${condition}`);
  });

  it('shows a task the nearest variable of each name', async () => {
    const { items } = await search(db.pool, userTaskVariables('501', true), {
      sort: [{ field: 'name', order: 'ASC' }],
    });
    expect(items).toMatchObject([
      { name: 'amount', value: '12', scopeKey: '101' },
      { name: 'caseNo', value: '"local"', scopeKey: '601' },
    ]);
  });

  it.each([
    ['an unknown field', { filter: { colour: 'red' } }, /Request property \[filter\.colour\] cannot be parsed/],
    ['an unknown operator', { filter: { state: { $near: 'x' } } }, /Unknown filter operator \$near/],
    ['a key that is none', { filter: { incidentKey: "1' OR true" } }, /must be a key/],
    [
      'an unknown sort field',
      { sort: [{ field: 'colour' }] },
      /Unexpected value 'colour' for enum field 'field'\. Use any of/,
    ],
    [
      'a name of prototypes',
      { filter: { constructor: 'x' } },
      /Request property \[filter\.constructor\] cannot be parsed/,
    ],
    ['a foreign cursor', { page: { after: 'e30' } }, /does not belong to this search/],
    ['two ways of paging', { page: { from: 2, after: 'WyIxIl0' } }, /Only one of/],
    ['a page beyond reason', { page: { limit: 100_000 } }, /page.limit/],
  ])('refuses %s with a sentence', async (_what, request, sentence) => {
    await expect(search(db.pool, incidents, request as SearchRequest)).rejects.toThrow(sentence);
  });

  it.each([
    ['a word', 'caseNo'],
    ['nothing', [null]],
    ['a variable without a name', [{ value: '"A-1"' }]],
    ['a variable without a value', [{ name: 'caseNo' }]],
  ])('refuses %s as a filter of variables, instead of finding everything', async (_what, variables) => {
    await expect(instances({ filter: { variables } })).rejects.toThrow(/a name and a value/);
  });

  it('takes a filter nobody set for none, whatever the field', async () => {
    const unset = { $eq: null, $in: [] };
    expect(await instances({ filter: { batchOperationId: unset, elementId: unset, state: 'ACTIVE' } })).toEqual([
      101, 102, 103,
    ]);
  });

  it('sorts messages by their partition, which is one', async () => {
    const { text } = planSearch(correlatedMessageSubscriptions.source, { sort: [{ field: 'partitionId' }] }).rows;
    expect(text).not.toMatch(/ORDER BY \d+ /);
    await expect(
      search(db.pool, correlatedMessageSubscriptions, { sort: [{ field: 'partitionId' }] }),
    ).resolves.toEqual({
      items: [],
      page: { totalItems: 0, hasMoreTotalItems: false },
    });
  });
});
