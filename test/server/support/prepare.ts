import { join } from 'node:path';
import { Pool } from 'pg';
import { createTestClock } from '../../../platform/clock.ts';
import { migrate } from '../../../platform/migrate.ts';
import { createRegistry, generateCity, registrySchema, seedCalendar } from '../../../registry/index.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Schemas and demo accounts of a server's database; copied for every test file. */
export async function prepareServerDatabase(url: string): Promise<void> {
  const pool = new Pool({ connectionString: url });
  try {
    await migrate(pool, registrySchema);
    await migrate(pool, { name: 'desk', migrations: join(ROOT, 'server/migrations') });
    await seedCalendar({ pool });
    const clock = createTestClock('2026-03-02T01:00:00Z');
    await generateCity(pool, { units: 360, clock });
    await createRegistry({ pool, clock }).users.seedDemoUsers();
  } finally {
    await pool.end();
  }
}
