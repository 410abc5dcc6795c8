import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';

const MIGRATIONS = fileURLToPath(new URL('./migrations/', import.meta.url));
/** Advisory lock held while migrations run: "engm" in ASCII. */
const MIGRATION_LOCK = 0x656e676d;

/**
 * Brings the schema `engine` up to date: every numbered `.sql` file once, in order, under an advisory lock, so that a
 * writer and a standby may start at the same moment.
 * @throws when a newer engine has been here: its tables are not the ones that this engine knows
 * The engine carries its own runner because the folder must work lifted out of this repository.
 */
export async function migrateEngine(pool: Pool): Promise<void> {
  const files = (await readdir(MIGRATIONS)).filter((name) => /^\d+.*\.sql$/.test(name)).sort();
  const client = await pool.connect();
  const broken = () => undefined; // its query says so; an event nobody hears would end the process
  client.on('error', broken);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('CREATE SCHEMA IF NOT EXISTS engine');
    await client.query(
      'CREATE TABLE IF NOT EXISTS engine.migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const done = new Set((await client.query('SELECT name FROM engine.migration')).rows.map((row) => row.name));
    const newer = [...done].filter((name) => !files.includes(name)).sort();
    if (newer.length > 0) {
      throw new Error(
        `The database belongs to a newer release of the engine (it has ${newer.at(-1)}, which this release does not know). Start that release again.`,
      );
    }
    for (const name of files) {
      if (done.has(name)) continue;
      await applyMigration(client, name);
    }
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.off('error', broken);
    client.release();
  }
}

async function applyMigration(client: { query: (sql: string, values?: unknown[]) => Promise<unknown> }, name: string) {
  const sql = await readFile(`${MIGRATIONS}${name}`, 'utf8');
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO engine.migration (name) VALUES ($1)', [name]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Engine migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}
