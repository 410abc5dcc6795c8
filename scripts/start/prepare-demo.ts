import { systemClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { migrate } from '../../platform/migrate.ts';
import { createPool } from '../../platform/pool.ts';
import { generateCity, registrySchema } from '../../registry/index.ts';

/**
 * Writes the synthetic city while the parts are still loading. The server does the same when it is started alone: whoever
 * comes second waits at the city's lock and finds it written.
 */
export async function prepareDemo(databaseUrl: string, { cityUnits }: Pick<Config, 'cityUnits'>): Promise<void> {
  const pool = createPool({ connectionString: databaseUrl, max: 1, application_name: 'yitong-start' });
  try {
    await migrate(pool, registrySchema);
    await generateCity(pool, { units: cityUnits, clock: systemClock });
  } finally {
    await pool.end();
  }
}
