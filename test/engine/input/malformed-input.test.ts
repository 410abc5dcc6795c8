import { expect, test } from 'vitest';
import { createTestDatabase } from '../../support/database.ts';
import { describe as described, storm } from './storm.ts';

// A smaller run of `npm run fuzz:input`, with `npm run test:crash:engine`: whatever is sent, the engine goes on, says what is wrong with it, and stays small.

/** A working engine takes some 200 MB, and an expression that is ended by its size 200 MB more for a while. */
const MEMORY_MB = 800;

test('no malformed request, broken diagram or bomb does harm', async () => {
  // given
  const db = await createTestDatabase();

  // when
  const report = await storm({
    databaseUrl: db.url,
    seed: Number(process.env.YITONG_FUZZ_SEED ?? 330203),
    count: Number(process.env.YITONG_FUZZ_COUNT ?? 800),
  });
  await db.drop();

  // then
  process.stdout.write(`${described(report)}\n`);
  expect(report.harms).toEqual([]);
  expect(report.stuck).toBeNull();
  expect(report.memory.most).toBeLessThan(MEMORY_MB);
  expect(report.complaints).toEqual([]);
}, 600_000);
