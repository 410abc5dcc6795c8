import { randomBytes } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { inject } from 'vitest';
import { createPool } from '../../platform/pool.ts';

export interface TestDatabase {
  url: string;
  pool: Pool;
  /** Closes the pool and drops the database. */
  drop(): Promise<void>;
}

async function asAdmin<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: `${inject('postgresUrl')}/postgres` });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Builds the template once per run, however many files ask for it at the same time. */
async function ensureTemplate(name: string, prepare: (url: string) => Promise<void>): Promise<void> {
  await asAdmin(async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [name]);
    if (rowCount === 0) {
      await client.query(`DROP DATABASE IF EXISTS ${name}`);
      await client.query(`CREATE DATABASE ${name}`);
      await prepare(`${inject('postgresUrl')}/${name}`);
      await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
    }
    await client.query('SELECT pg_advisory_unlock(hashtext($1))', [name]);
  });
}

/**
 * A fresh database for one test file. With `template`, it is copied from a database that `prepare` filled once for the
 * whole run (migrations, a city): `prepare` must close its own connections.
 */
export async function createTestDatabase(from?: {
  template: string;
  prepare: (url: string) => Promise<void>;
}): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  const template = from ? `template_${from.template.replace(/\W/g, '_')}` : 'template0';
  if (from) await ensureTemplate(template, from.prepare);
  await asAdmin((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const url = `${inject('postgresUrl')}/${name}`;
  const pool = createPool({ connectionString: url, max: 20 });
  pool.on('error', () => undefined); // an idle connection cut by `drop` is not a test failure
  return {
    url,
    pool,
    drop: async () => {
      await pool.end();
      await asAdmin((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}
