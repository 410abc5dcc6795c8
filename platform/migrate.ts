import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { ConfigError } from './config.ts';

/** A schema of the database and the `.sql` files that make it. */
export interface SchemaFiles {
  name: string;
  /** Folder of the numbered files: each is applied once. */
  migrations: string;
  /** Folder with the present text of every function of the schema: applied again whenever something has changed. */
  functions?: string;
}

/**
 * Brings a schema up to date under an advisory lock, so that several processes may start at the same time: the numbered
 * files that are new, in order of their names and each in a transaction of its own, then the functions
 * (docs/decisions/0020-functions-have-one-place.md).
 * @returns the numbered files that were applied now
 * @throws ConfigError when a newer release has been here; otherwise when a file fails: the files before it stay applied
 */
export async function migrate(pool: Pool, schema: SchemaFiles): Promise<string[]> {
  if (!/^[a-z_]+$/.test(schema.name)) throw new Error(`Not a schema name: ${schema.name}`);
  const files = await sqlFiles(schema.migrations);
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('yitong.migrate'))");
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema.name}`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${schema.name}.migration (file text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`,
    );
    const { rows } = await client.query<{ file: string }>(`SELECT file FROM ${schema.name}.migration`);
    const applied = new Set(rows.map((row) => row.file));
    refuseNewer(schema.name, files, applied);
    const fresh = files.filter((file) => !applied.has(file));
    for (const file of fresh) {
      const sql = await readFile(join(schema.migrations, file), 'utf8');
      await inTransaction(client, `Migration ${schema.name}/${file}`, async () => {
        await client.query(sql);
        await client.query(`INSERT INTO ${schema.name}.migration (file) VALUES ($1)`, [file]);
      });
    }
    if (schema.functions) await applyFunctions(client, schema.name, schema.functions, files, applied);
    return fresh;
  } finally {
    await client.query("SELECT pg_advisory_unlock(hashtext('yitong.migrate'))").catch(() => undefined);
    client.release();
  }
}

/**
 * Whether the database is of this release or an older one; asked before anything starts, and changes nothing.
 * @throws ConfigError when a newer release has been here
 */
export async function checkRelease(
  client: ClientBase,
  { name, migrations, column = 'file' }: { name: string; migrations: string; column?: string },
): Promise<void> {
  const { rows: tables } = await client.query('SELECT to_regclass($1) AS found', [`${name}.migration`]);
  if (tables[0]?.found === null) return;
  const { rows } = await client.query<{ file: string }>(`SELECT ${column} AS file FROM ${name}.migration`);
  refuseNewer(name, await sqlFiles(migrations), new Set(rows.map((row) => row.file)));
}

/** Its tables are not the ones that this release was written for: what it writes there could not be trusted. */
function refuseNewer(schema: string, files: readonly string[], applied: ReadonlySet<string>): void {
  const known = new Set(files);
  const newer = [...applied].filter((file) => file.endsWith('.sql') && !known.has(file)).sort();
  if (newer.length === 0) return;
  throw new ConfigError(
    `The database belongs to a newer release of Yitong (it has ${schema}/${newer.at(-1)}, which this release does not know). ` +
      'Start that release again, or restore a backup from before into another YITONG_HOME. Nothing was changed.',
  );
}

/**
 * Applies all files of `dir` in one transaction, unless the same texts were applied last, on the same numbered files. Bodies
 * are checked only when all are there, so that the order of the files does not matter.
 */
async function applyFunctions(
  client: PoolClient,
  schema: string,
  dir: string,
  numbered: string[],
  applied: ReadonlySet<string>,
): Promise<void> {
  const files = await sqlFiles(dir);
  const texts = await Promise.all(files.map((file) => readFile(join(dir, file), 'utf8')));
  const digest = createHash('sha256')
    .update(JSON.stringify([numbered, files, texts]))
    .digest('hex');
  const mark = `functions ${digest}`;
  if (applied.has(mark)) return;
  await inTransaction(client, `Functions of ${schema}`, async () => {
    await client.query('SET LOCAL check_function_bodies = off');
    for (const [i, text] of texts.entries()) {
      await client.query(text).catch((cause) => {
        throw new Error(`${files[i]}: ${(cause as Error).message}`, { cause });
      });
    }
    await client.query('SET LOCAL check_function_bodies = on');
    for (const [language, check] of [
      ['sql', 'fmgr_sql_validator'],
      ['plpgsql', 'plpgsql_validator'],
    ]) {
      await client.query(
        `SELECT ${check}(p.oid) FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
         WHERE p.pronamespace = $1::regnamespace AND l.lanname = $2`,
        [schema, language],
      );
    }
    await client.query(`DELETE FROM ${schema}.migration WHERE file LIKE 'functions %'`);
    await client.query(`INSERT INTO ${schema}.migration (file) VALUES ($1)`, [mark]);
  });
}

async function inTransaction(client: PoolClient, what: string, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    throw new Error(`${what} failed: ${(cause as Error).message}`, { cause });
  }
}

async function sqlFiles(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((file) => file.endsWith('.sql')).sort();
}
