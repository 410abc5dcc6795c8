import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPinnableClock } from '../../../engine/clock.ts';
import { createCore } from '../../../engine/core/index.ts';
import type { Command, Core, EntityKind } from '../../../engine/core/types.ts';
import { createMetrics } from '../../../engine/runtime/metrics.ts';
import { createRuntime, type Runtime } from '../../../engine/runtime/runtime.ts';
import { loadSnapshot } from '../../../engine/storage/load-snapshot.ts';
import { ENTITY_KINDS } from '../../../engine/storage/tables.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { silent } from '../support/log.ts';

const PROCESSES = [
  'bdc-registration',
  'sub-certificate',
  'sub-escalation',
  'sub-onsite-view',
  'sub-rank-confirm',
  'sub-tax',
];
const STEPS = 60;

/** Variables that take the registration far: what its workers and clerks would answer. */
const ANSWERS = {
  identityDecision: 'ok',
  intakeDecision: 'accept',
  reviewDecision: 'approve',
  signDecision: 'enter',
  acceptedAt: '2026-01-05T09:00:00+08:00',
  slaWarnAt: '2026-01-05T09:45:00+08:00',
  slaDueAt: '2026-01-05T10:00:00+08:00',
  slaEpoch: 1,
  registerChanged: false,
  entered: true,
  supplementDueAt: '2026-01-20T09:00:00+08:00',
};

describe('the tables after every step of a registration', () => {
  let db: TestDatabase;
  let core: Core;
  let runtime: Runtime;

  beforeAll(async () => {
    db = await createTestDatabase();
    runtime = createRuntime({
      pool: db.pool,
      clock: createPinnableClock(),
      log: silent,
      metrics: createMetrics(),
      createCore: (options) => {
        core = createCore(options);
        return core;
      },
      queueLimit: 100,
    });
    await runtime.start();
    await runtime.pinClock(Date.parse('2026-01-05T09:00:00+08:00'));
    await runtime.execute({ type: 'deploy', resources: PROCESSES.flatMap(resourcesOf) });
  });
  afterAll(async () => {
    await runtime.stop();
    await db.drop();
  });

  it('hold exactly what the engine holds in memory', async () => {
    // given
    await runtime.execute({
      type: 'createProcessInstance',
      bpmnProcessId: 'bdc-registration',
      variables: {
        caseNo: '20260105330203000001',
        itemCode: 'BDC-10',
        channel: 'window',
        district: '330203',
        unitCode: '330203001001GB00001F00010001',
        unitCodes: ['330203001001GB00001F00010001'],
        partyNos: [1, 2],
        ruleProfile: 'current',
        contractDate: '2026-01-01',
        needsContract: true,
        needsTax: true,
        hasLoan: false,
        certMedium: 'both',
        delivery: 'window',
      },
    });
    const reached = new Set<string>();

    for (let step = 0; step < STEPS; step += 1) {
      // when
      const command = nextCommand(core);
      if (!command) break;
      await runtime.execute(command).catch(() => undefined);
      for (const element of core.list('elementInstance')) reached.add(element.elementId);

      // then
      const client = await db.pool.connect();
      const snapshot = await loadSnapshot(client);
      client.release();
      for (const kind of ENTITY_KINDS) expect(byKey(snapshot[kind] ?? []), kind).toEqual(byKey(inMemory(core, kind)));
      if (step % 10 === 0) core.load(snapshot);
    }
    expect(reached).toContain('Handling');
    expect(reached.size).toBeGreaterThan(15);
  });
});

function inMemory(core: Core, kind: EntityKind): object[] {
  return [...core.list(kind)];
}

/** Undefined and absent are the same in a JSON column. */
function byKey(rows: object[]): object[] {
  const plain = JSON.parse(JSON.stringify(rows)) as { key: string }[];
  return plain.sort((a, b) => (BigInt(a.key) < BigInt(b.key) ? -1 : 1));
}

/** What a worker, a clerk or time would do next. */
function nextCommand(core: Core): Command | null {
  for (const job of core.list('job')) {
    if (job.state === 'ACTIVATABLE') {
      return { type: 'activateJobs', jobType: job.type, worker: 'w', timeout: 60_000, maxJobs: 5 };
    }
    if (job.state === 'ACTIVATED') return { type: 'completeJob', jobKey: job.key, variables: ANSWERS };
  }
  for (const task of core.list('userTask'))
    return { type: 'completeUserTask', userTaskKey: task.key, variables: ANSWERS };
  for (const { messageName, correlationKey } of core.list('messageSubscription')) {
    if (messageName.includes('withdraw') || messageName.includes('seizure')) continue;
    return { type: 'publishMessage', name: messageName, correlationKey, timeToLive: 60_000, variables: ANSWERS };
  }
  for (const incident of core.list('incident')) return { type: 'resolveIncident', incidentKey: incident.key };
  for (const timer of core.list('timer')) return { type: 'triggerTimer', timerKey: timer.key };
  return null;
}

function resourcesOf(folder: string): { name: string; content: string }[] {
  return readdirSync(`processes/${folder}`)
    .filter((name) => /\.(bpmn|dmn|form)$/.test(name))
    .map((name) => ({ name, content: readFileSync(`processes/${folder}/${name}`, 'utf8') }));
}
