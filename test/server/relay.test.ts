import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishMessage } from '../../platform/engine-client/index.ts';
import type { OutboxMessage } from '../../registry/index.ts';
import { relayOnce } from '../../server/relay/relay.ts';
import { toEngineMessage } from '../../server/relay/routes/index.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';

let harness: Harness;
let acceptor: User;

beforeAll(async () => {
  harness = await startHarness();
  acceptor = await harness.signIn('acceptor-330203');
});
afterAll(() => harness.stop());

/** A relay of the test's own, over the real register, whose road to the engine can be broken. */
const relayWith = (publishMessage: (message: PublishMessage) => Promise<{ duplicate: boolean }>) =>
  relayOnce({ registry: harness.registry, engine: { publishMessage }, pool: harness.db.pool, log: harness.deps.log });

const instancesOf = async (caseNo: string): Promise<number> => {
  const { rows } = await harness.db.pool.query(
    "SELECT count(DISTINCT process_instance_key)::int AS n FROM desk.task_inbox WHERE case_no = $1 AND bpmn_process_id = 'bdc-registration'",
    [caseNo],
  );
  return rows[0].n;
};

describe('the start of a case', () => {
  test('told again after a crash before the acknowledgement starts nothing', async () => {
    const caseNo = await harness.file(acceptor);
    await harness.taskOf(acceptor, caseNo, 'CollectMaterials');
    // What a relay would do that died after publishing and came back: the same row once more.
    const { startVariables } = (await harness.registry.cases.getCase(caseNo))!;
    const row: OutboxMessage = {
      id: 'again',
      topic: 'case.filed',
      caseNo,
      correlationKey: caseNo,
      payload: { ...startVariables },
      attempts: 2,
      createdAt: harness.clock.now(),
    };
    const { duplicate } = await harness.engine.publishMessage(toEngineMessage(row));
    expect(duplicate).toBe(true);
    await harness.server.background.pollerLoop.sweepNow();
    expect(await instancesOf(caseNo)).toBe(1);
  });

  test('waits for an engine that is away, and nothing is lost', async () => {
    await harness.server.background.stop();
    const caseNo = await harness.file(acceptor);
    const told = await relayWith(async () => {
      throw new Error('connect ECONNREFUSED');
    });
    expect(told).toBe(1);
    expect((await harness.registry.outbox.stats()).pending).toBe(1);
    harness.clock.advance(60_000); // past the back-off
    const seen: PublishMessage[] = [];
    await relayWith(async (message) => {
      seen.push(message);
      return { duplicate: false };
    });
    expect(seen).toMatchObject([{ name: 'msg.case.filed', correlationKey: caseNo, messageId: caseNo }]);
    expect((await harness.registry.outbox.stats()).pending).toBe(0);
  });
});

test('messages carry codes and dates only', async () => {
  const caseNo = await harness.file(acceptor);
  const { startVariables } = (await harness.registry.cases.getCase(caseNo))!;
  const parties = await harness.registry.people.getParties(caseNo);
  const text = JSON.stringify(startVariables);
  for (const party of parties) {
    expect(text).not.toContain(party.name);
    expect(text).not.toContain(party.idNo);
  }
});
