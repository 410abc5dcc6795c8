import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';

/**
 * Applies the numbered `.sql` files of `dir` to `schema`, each once and in order of their names, under an advisory lock,
 * so that several processes may start at the same time. Each file runs in a transaction of its own.
 * @throws when a file fails; the files before it stay applied
 */
export async function migrate(pool: Pool, schema: string, dir: string): Promise<string[]> {
  if (!/^[a-z_]+$/.test(schema)) throw new Error(`Not a schema name: ${schema}`);
  const files = (await readdir(dir)).filter((file) => file.endsWith('.sql')).sort();
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('yitong.migrate'))");
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${schema}.migration (file text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`,
    );
    const { rows } = await client.query<{ file: string }>(`SELECT file FROM ${schema}.migration`);
    const applied = new Set(rows.map((row) => row.file));
    const fresh = files.filter((file) => !applied.has(file));
    for (const file of fresh) {
      const sql = await readFile(join(dir, file), 'utf8');
      await client.query('BEGIN');
      try {
        await client.query(sql);
        await client.query(`INSERT INTO ${schema}.migration (file) VALUES ($1)`, [file]);
        await client.query('COMMIT');
      } catch (cause) {
        await client.query('ROLLBACK');
        throw new Error(`Migration ${schema}/${file} failed: ${(cause as Error).message}`, { cause });
      }
    }
    return fresh;
  } finally {
    await client.query("SELECT pg_advisory_unlock(hashtext('yitong.migrate'))").catch(() => undefined);
    client.release();
  }
}
