import { join } from 'node:path';
import { Client } from 'pg';
import { checkRelease } from '../../platform/migrate.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The schemas and the column in which each keeps the names of its files. */
const SCHEMAS = [
  { name: 'registry', migrations: join(ROOT, 'registry/migrations') },
  { name: 'desk', migrations: join(ROOT, 'server/migrations') },
  { name: 'engine', migrations: join(ROOT, 'engine/storage/migrations'), column: 'name' },
];

/**
 * Before a part is told of the database: each would refuse it too, but only when others have written there already.
 * @throws ConfigError when a newer release has been here
 */
export async function checkReleaseOf(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'yitong-start' });
  await client.connect();
  try {
    for (const schema of SCHEMAS) await checkRelease(client, schema);
  } finally {
    await client.end();
  }
}
