import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeSet, EntityKind, Job, ProcessInstance } from '../../../engine/core/types.ts';
import { migrateEngine } from '../../../engine/storage/migrate.ts';
import { ENTITY_KINDS } from '../../../engine/storage/tables.ts';
import { acquireWriterSession, type WriterSession } from '../../../engine/storage/writer-session.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { silent } from '../support/log.ts';

function changeSet(
  nextKey: string,
  parts: Partial<Record<EntityKind, { upserts?: object[]; deletes?: string[] }>>,
): ChangeSet {
  const all = Object.fromEntries(ENTITY_KINDS.map((kind) => [kind, { upserts: [], deletes: [], ...parts[kind] }]));
  return { ...all, nextKey, empty: false } as unknown as ChangeSet;
}

const instance: ProcessInstance = {
  key: '2251799813685250',
  processDefinitionKey: '2251799813685249',
  bpmnProcessId: 'p',
  version: 1,
  parentProcessInstanceKey: '-1',
  parentElementInstanceKey: '-1',
  rootProcessInstanceKey: '2251799813685250',
  state: 'ACTIVE',
  startedAt: 1_700_000_000_000,
  endedAt: null,
  messageCorrelationKey: null,
  awaitResult: { fetchVariables: ['a'] },
  tags: ['region:north', 'a "quoted", {braced} 值'],
  terminateAfter: [],
};

const job: Job = {
  key: '2251799813685260',
  type: 'work',
  processInstanceKey: instance.key,
  processDefinitionKey: instance.processDefinitionKey,
  bpmnProcessId: 'p',
  processDefinitionVersion: 1,
  elementId: 'Task',
  elementInstanceKey: '2251799813685255',
  kind: 'BPMN_ELEMENT',
  listenerEvent: null,
  state: 'ACTIVATABLE',
  retries: 3,
  customHeaders: { note: 'a "quoted", {braced} 值' },
  worker: '',
  deadline: null,
  retryAt: null,
  errorCode: null,
  deniedReason: null,
  errorMessage: 'with a NUL \0 inside',
  createdAt: 1_700_000_000_000,
  endedAt: null,
};

describe('the writer session', () => {
  let db: TestDatabase;
  const signal = new AbortController().signal;
  const acquire = async () => (await acquireWriterSession(db.pool, silent, signal)) as WriterSession;

  beforeAll(async () => {
    db = await createTestDatabase();
    await Promise.all([migrateEngine(db.pool), migrateEngine(db.pool)]);
  });
  afterAll(() => db.drop());

  it('gives back what it wrote, and forgets what was deleted or finished', async () => {
    // given
    const session = await acquire();
    const message = {
      key: '2251799813685270',
      name: 'm',
      correlationKey: 'k',
      messageId: '',
      timeToLive: 1,
      deadline: 2,
      variables: { deep: [1, null, { a: 'b' }] },
      correlatedProcessIds: ['p"1', 'p,2', '流程'],
    };
    await session.write(
      changeSet('2251799813685300', {
        processInstance: { upserts: [instance] },
        job: { upserts: [job, { ...job, key: '2251799813685261', state: 'COMPLETED', endedAt: 5 }] },
        message: { upserts: [message, { ...message, key: '2251799813685271' }] },
      }),
    );

    // when
    await session.write(changeSet('2251799813685301', { message: { deletes: ['2251799813685271'] } }));
    const snapshot = await session.load();

    // then
    expect(snapshot.processInstance).toEqual([instance]);
    expect(snapshot.job).toEqual([{ ...job, errorMessage: 'with a NUL \uFFFD inside' }]);
    expect(snapshot.message).toEqual([message]);
    expect(snapshot.nextKey).toBe('2251799813685301');
    await session.release();
  });

  it('loads only what belongs to running instances', async () => {
    // given
    const session = await acquire();
    await session.write(
      changeSet('2251799813685302', {
        processInstance: { upserts: [{ ...instance, state: 'COMPLETED', endedAt: 9 }] },
      }),
    );

    // when
    const snapshot = await session.load();

    // then
    expect(snapshot.processInstance).toEqual([]);
    expect(snapshot.job).toEqual([]);
    await session.release();
  });

  it('refuses the whole batch of a writer whose epoch is over', async () => {
    // given a writer that does not notice that its lock is gone
    const stale = await acquire();
    await db.pool.query('UPDATE engine.writer SET epoch = epoch + 1');

    // when
    const write = stale.write(
      changeSet('2251799813685999', { processInstance: { upserts: [{ ...instance, key: '77' }] } }),
    );

    // then
    await expect(write).rejects.toMatchObject({ code: 'YT001' });
    expect(stale.alive()).toBe(false);
    const { rows } = await db.pool.query('SELECT 1 FROM engine.process_instance WHERE key = 77');
    expect(rows).toEqual([]);
    await stale.release();
  });

  it('lets a second process wait until the first is gone', async () => {
    // given
    const first = await acquire();
    let second: WriterSession | undefined;
    const waiting = acquire().then((session) => {
      second = session;
    });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(second).toBeUndefined();

    // when
    await first.release();
    await waiting;

    // then
    expect(BigInt(second?.epoch ?? 0)).toBe(BigInt(first.epoch) + 1n);
    await second?.release();
  });
});
