import { afterEach, describe, expect, test } from 'vitest';
import { createRecordSink, type RecordSink } from '../camunda/support/record-sink.ts';
import { BadSearch, searchRows } from '../camunda/support/search-rows.ts';

describe('the stand-in for Elasticsearch', () => {
  let sink: RecordSink;
  afterEach(() => sink.stop());

  const record = (position: number, intent: string) => ({
    position,
    partitionId: 1,
    valueType: 'JOB',
    intent,
    value: {},
  });
  const bulk = (...records: object[]) =>
    fetch(`${sink.url}/_bulk`, {
      method: 'POST',
      body: records.map((one) => `{"index":{}}\n${JSON.stringify(one)}\n`).join(''),
    });

  test('keeps every record once, in order, and tells who waits', async () => {
    // given an exporter that has checked whom it talks to
    sink = await createRecordSink();
    const hello = await fetch(sink.url);
    expect(hello.headers.get('x-elastic-product')).toBe('Elasticsearch');

    // when a bulk is sent, and again after a lost answer
    const waiting = sink.waitFor((one) => one.intent === 'COMPLETED', 2_000);
    const answer = await bulk(record(1, 'CREATED'), record(2, 'COMPLETED'));
    expect(await answer.json()).toEqual({
      errors: false,
      items: [{ index: { status: 201 } }, { index: { status: 201 } }],
    });
    await bulk(record(2, 'COMPLETED'), record(3, 'CANCELED'));

    // then nothing counts twice
    expect((await waiting).position).toBe(2);
    expect(sink.records().map((one) => one.position)).toEqual([1, 2, 3]);
    await expect(sink.waitFor((one) => one.intent === 'NEVER', 50)).rejects.toThrow(
      /No such record within 50 ms.*JOB CANCELED/,
    );
  });
});

describe('searching rows as Camunda 8.8 does', () => {
  const rows = [
    {
      taskKey: '2251799813685301',
      state: 'CREATED',
      candidateGroups: ['reviewer'],
      assignee: null,
      at: '2026-11-23T01:00:00Z',
    },
    {
      taskKey: '2251799813685309',
      state: 'COMPLETED',
      candidateGroups: ['reviewer', 'registrar'],
      assignee: 'a',
      at: '2026-11-23T02:00:00Z',
    },
    { taskKey: '2251799813685310', state: 'CREATED', candidateGroups: [], assignee: 'b', at: '2026-11-23T03:00:00Z' },
  ];
  const keys = (filter: Record<string, unknown>) =>
    searchRows(rows, 'taskKey', { filter }).items.map((row) => String(row.taskKey).slice(-2));

  test('filters by value, operator and list', () => {
    expect(keys({ state: 'CREATED' })).toEqual(['01', '10']);
    expect(keys({ state: { $in: ['COMPLETED', 'CANCELED'] } })).toEqual(['09']);
    expect(keys({ candidateGroup: 'reviewer' })).toEqual(['01', '09']);
    expect(keys({ assignee: { $exists: false } })).toEqual(['01']);
    expect(keys({ assignee: { $neq: 'a' } })).toEqual(['01', '10']);
    expect(keys({ at: { $gt: '2026-11-23T01:00:00Z', $lte: '2026-11-23T02:00:00Z' } })).toEqual(['09']);
    expect(keys({ taskKey: { $gt: '2251799813685309' } })).toEqual(['10']);
    expect(keys({ state: { $like: 'C*ED' } })).toEqual(['01', '09', '10']);
  });

  test('sorts and pages with cursors both ways', () => {
    const sort = [{ field: 'at', order: 'DESC' }];
    const first = searchRows(rows, 'taskKey', { sort, page: { limit: 2 } });
    expect(first.items.map((row) => row.assignee)).toEqual(['b', 'a']);
    expect(first.page.totalItems).toBe(3);
    const second = searchRows(rows, 'taskKey', { sort, page: { limit: 2, after: first.page.endCursor! } });
    expect(second.items.map((row) => row.assignee)).toEqual([null]);
    const back = searchRows(rows, 'taskKey', { sort, page: { limit: 2, before: second.page.startCursor! } });
    expect(back.items).toEqual(first.items);
  });

  test('refuses what it does not know, so that no test passes by accident', () => {
    expect(() => keys({ colour: 'red' })).toThrow(BadSearch);
    expect(() => keys({ state: { $near: 'x' } })).toThrow(BadSearch);
  });
});
