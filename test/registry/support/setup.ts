import { Pool } from 'pg';
import { expect } from 'vitest';
import { createTestClock } from '../../../platform/clock.ts';
import { migrate } from '../../../platform/migrate.ts';
import { createRegistry, generateCity, type Registry, registrySchema, seedCalendar } from '../../../registry/index.ts';
import { createTestDatabase } from '../../support/database.ts';

/** Monday morning in the year whose calendar is loaded. */
export const monday = '2026-11-23T09:00:00+08:00';

export interface RegistryFixture {
  url: string;
  pool: Pool;
  clock: ReturnType<typeof createTestClock>;
  registry: Registry;
  /** The register must agree with its event chain, whatever was played on it, unless a test has tampered with it. */
  drop(after?: { tampered: boolean }): Promise<void>;
}

/** A register with the smallest city (the 360 demo units), in a database of its own. */
export async function createRegistryFixture(start = monday): Promise<RegistryFixture> {
  const db = await createTestDatabase({
    template: 'registry',
    prepare: async (url) => {
      const pool = new Pool({ connectionString: url });
      await migrate(pool, registrySchema);
      await seedCalendar({ pool });
      await generateCity(pool, { units: 360, seed: 1, clock: createTestClock(monday) });
      await pool.end();
    },
  });
  const clock = createTestClock(start);
  const registry = createRegistry({ pool: db.pool, clock });
  return {
    url: db.url,
    pool: db.pool,
    clock,
    registry,
    drop: async (after) => {
      const { findings } = after?.tampered ? { findings: [] } : await registry.evidence.verifyRegister();
      await db.drop();
      expect(findings).toEqual([]);
    },
  };
}
