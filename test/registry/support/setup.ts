import { Pool } from 'pg';
import { expect } from 'vitest';
import { createTestClock } from '../../../platform/clock.ts';
import { migrate } from '../../../platform/migrate.ts';
import { createRegistry, generateCity, type Registry, registrySchema, seedCalendar } from '../../../registry/index.ts';
import { createTestDatabase } from '../../support/database.ts';
import { duringTests } from '../../support/during-tests.ts';

/** Monday morning in the year whose calendar is loaded. */
export const monday = '2026-11-23T09:00:00+08:00';

export interface OpenRegister {
  url: string;
  pool: Pool;
  clock: ReturnType<typeof createTestClock>;
  registry: Registry;
}

export interface RegistryFixture extends OpenRegister {
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

/** The same for the tests of a file or group. `seeds`: whom of the demo it knows. */
export const openRegister = ({
  start,
  seeds = [],
  tampered = false,
}: {
  start?: string;
  seeds?: ('organisations' | 'users')[];
  tampered?: boolean;
} = {}): OpenRegister =>
  duringTests(
    async () => {
      const fixture = await createRegistryFixture(start);
      const { organisations, users } = fixture.registry;
      if (seeds.includes('organisations')) await organisations.seedDemo();
      if (seeds.includes('users')) await users.seedDemoUsers();
      return fixture;
    },
    (fixture) => fixture.drop({ tampered }),
  );
