import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../platform/logger.ts';
import { type EngineAddresses, runEngine } from '../../scripts/start/engine-part.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { descendants, killAll } from '../support/installation.ts';

/** Two installations of one machine that start at the same time (`npm start` twice). */
let db: TestDatabase;
const others: Server[] = [];
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  for (const other of others) other.close();
  await db?.drop();
});

/** A port on which somebody else has begun to listen since it was chosen. */
async function lostPort(): Promise<number> {
  const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  others.push(other);
  await once(other, 'listening');
  return (other.address() as AddressInfo).port;
}

const topologyOf = ({ ZEEBE_REST_ADDRESS }: EngineAddresses) =>
  fetch(`${ZEEBE_REST_ADDRESS}/v2/topology`).then(({ status }) => status);

test('an engine whose ports were taken meanwhile moves, tells where it listens, and comes back there after its death', async () => {
  // given
  const [grpc, rest] = [await lostPort(), await lostPort()];
  const chosen = {
    ZEEBE_GRPC_ADDRESS: `grpc://127.0.0.1:${grpc}`,
    ZEEBE_REST_ADDRESS: `http://127.0.0.1:${rest}`,
    YITONG_FIXED_PORTS: 'true',
  };
  const before = new Set(await descendants(process.pid));
  const givenUp: string[] = [];
  const engine = runEngine(
    { env: chosen, log: createLogger('start'), onGivenUp: () => givenUp.push('engine') },
    Promise.resolve({ DATABASE_URL: db.url }),
  );
  try {
    // when
    const addresses = await engine.addresses;

    // then
    expect(addresses.ZEEBE_GRPC_ADDRESS).not.toBe(chosen.ZEEBE_GRPC_ADDRESS);
    expect(addresses.ZEEBE_REST_ADDRESS).not.toBe(chosen.ZEEBE_REST_ADDRESS);
    expect(await topologyOf(addresses)).toBe(200);

    // when
    killAll((await descendants(process.pid)).filter((pid) => !before.has(pid)));
    await eventually('the end of the engine', () =>
      topologyOf(addresses).then(
        () => undefined,
        () => true,
      ),
    );

    // then
    await eventually('the engine where it was', () =>
      topologyOf(addresses).then(
        (status) => status === 200,
        () => undefined,
      ),
    );
    expect(givenUp).toEqual([]);
  } finally {
    await engine.stop();
  }
});
