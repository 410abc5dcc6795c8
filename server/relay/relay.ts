import type { Pool } from 'pg';
import type { EngineClient } from '../../platform/engine-client/index.ts';
import type { Logger } from '../../platform/logger.ts';
import type { OutboxMessage, Registry } from '../../registry/index.ts';
import { announce } from '../events/announce.ts';
import { type Loop, startLoop } from '../loops/loop.ts';
import { toEngineMessage } from './routes/index.ts';

const BATCH = 50;
/** An empty outbox is asked again this soon; writes of this server wake the loop at once. */
const IDLE_MS = 100;

interface RelayDeps {
  registry: Pick<Registry, 'outbox'>;
  engine: Pick<EngineClient, 'publishMessage'>;
  pool: Pool;
  log: Logger;
}

/**
 * Carries outbox rows to the engine: claim (leased, SKIP LOCKED inside the register), publish, acknowledge. A crash
 * between the last two publishes again, and the engine knows the message by its id. Rows of one case keep their order.
 */
export async function relayOnce(deps: RelayDeps): Promise<number> {
  const rows = await deps.registry.outbox.claimOutbox(BATCH);
  const byCase = new Map<string, OutboxMessage[]>();
  for (const row of rows) byCase.set(row.caseNo, [...(byCase.get(row.caseNo) ?? []), row]);
  await Promise.all([...byCase.values()].map((queue) => relayInOrder(deps, queue)));
  return rows.length;
}

async function relayInOrder({ registry, engine, pool, log }: RelayDeps, queue: OutboxMessage[]): Promise<void> {
  for (const row of queue) {
    try {
      await engine.publishMessage(toEngineMessage(row));
      await registry.outbox.ackOutbox(row.id);
      await announce(pool, { topic: 'case', id: row.caseNo, caseNo: row.caseNo });
    } catch (err) {
      log.warn({ err, topic: row.topic, caseNo: row.caseNo, attempts: row.attempts }, 'outbox row not delivered yet');
      await registry.outbox.failOutbox(row.id, (err as Error).message.slice(0, 500));
      return; // the later rows of this case wait for their lease to end
    }
  }
}

export function startRelay(deps: RelayDeps): Loop {
  return startLoop({
    name: 'relay',
    log: deps.log,
    round: async () => ((await relayOnce(deps)) === BATCH ? 0 : IDLE_MS),
  });
}
