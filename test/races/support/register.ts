import { Pool } from 'pg';
import { type Clock, createTestClock } from '../../../platform/clock.ts';
import { migrate } from '../../../platform/migrate.ts';
import { createPool } from '../../../platform/pool.ts';
import { createRegistry, generateCity, type Registry, registrySchema, seedCalendar } from '../../../registry/index.ts';
import { monday } from '../../registry/support/setup.ts';
import { createTestDatabase } from '../../support/database.ts';

export interface RaceRegister {
  pool: Pool;
  registry: Registry;
  /** A register of its own connection: exactly one, so that three of them are three sessions of PostgreSQL. */
  connect(): Promise<Registry>;
  drop(): Promise<void>;
}

/** Three in five homes of the synthetic city have one owner, and half of those nothing else on their page. */
const UNITS_PER_HOME = 4;

/** A register with a city that has `homes` plain homes, on a clock that runs through the Monday morning. */
export async function createRaceRegister(homes: number): Promise<RaceRegister> {
  const db = await createTestDatabase({
    template: `races_${homes}`,
    prepare: async (url) => {
      const pool = new Pool({ connectionString: url });
      await migrate(pool, registrySchema);
      await seedCalendar({ pool });
      const units = Math.max(360, homes * UNITS_PER_HOME);
      await generateCity(pool, { units, seed: 1, clock: createTestClock(monday) });
      await pool.end();
    },
  });
  const began = performance.now();
  const start = new Date(monday).getTime();
  const clock: Clock = { now: () => new Date(start + (performance.now() - began)) };
  const connections: Pool[] = [];
  return {
    pool: db.pool,
    registry: createRegistry({ pool: db.pool, clock }),
    connect: async () => {
      const pool = createPool({ connectionString: db.url, max: 1, idleTimeoutMillis: 0 });
      await pool.query('SELECT 1');
      connections.push(pool);
      return createRegistry({ pool, clock });
    },
    drop: async () => {
      for (const pool of connections) await pool.end();
      await db.drop();
    },
  };
}
