import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../engine/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openStage, type Stage } from './support/player.ts';
import { scenarios } from './support/scenarios.ts';

// Every way through the two diagrams, on the embedded engine over its real APIs and with virtual time.
let database: TestDatabase;
let engine: Engine;
let stage: Stage;

beforeAll(async () => {
  database = await createTestDatabase();
  engine = await startEngine({ databaseUrl: database.url });
  stage = await openStage({ grpc: engine.grpcAddress, rest: engine.restAddress });
});
afterAll(async () => {
  await stage?.close();
  await engine?.stop();
  await database?.drop();
});

test.each(scenarios)('$name', async ({ script, ends, passes = [], avoids = [], check }) => {
  // when
  const play = await stage.play(script);

  // then
  const elements = await play.elements();
  const ids = elements.map((element) => element.elementId);
  expect(elements).toContainEqual(expect.objectContaining({ elementId: ends, state: 'COMPLETED' }));
  expect(ids).toEqual(expect.arrayContaining(passes));
  expect(avoids.filter((id) => ids.includes(id))).toEqual([]);
  await check?.(play);
});
