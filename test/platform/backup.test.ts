import { once } from 'node:events';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../platform/logger.ts';
import { holdsCluster, restoreBackup, writeBackup } from '../../platform/postgres/backup.ts';
import { readBaseBackup } from '../../platform/postgres/base-backup.ts';
import { type Database, ensureDatabase } from '../../platform/postgres.ts';
import { makeHome } from '../support/installation.ts';

const log = createLogger('test', { LOG_LEVEL: 'silent' });
const homes: string[] = [];
const newHome = async () => {
  const home = await makeHome();
  homes.push(home);
  return home;
};

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yitong-backups-'));
  database = await ensureDatabase({ home: await newHome(), log });
  // Enough that the copy is faster than the packing, and has to wait for it.
  await query(
    database.url,
    `CREATE TABLE kept AS SELECT n, md5(n::text) || md5((-n)::text) AS noise FROM generate_series(1, 300000) n`,
  );
}, 60_000);
afterAll(async () => {
  await database.stop();
  for (const home of [...homes, folder]) await rm(home, { recursive: true, force: true });
});

describe('a backup', () => {
  test('taken while somebody writes, it holds what was committed before, and the restored database is of one moment', async () => {
    // given a writer that moves money between two rows, always in one transaction
    await query(
      database.url,
      'CREATE TABLE account (id int PRIMARY KEY, amount int); INSERT INTO account VALUES (1, 500), (2, 500)',
    );
    const backup = join(folder, 'one');
    let writing = true;
    let moves = 0;
    const writer = (async () => {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      for (; writing; moves++) {
        await client.query(
          'BEGIN; UPDATE account SET amount = amount - 1 WHERE id = 1; UPDATE account SET amount = amount + 1 WHERE id = 2; COMMIT',
        );
      }
      await client.end();
    })();

    // when
    await writeBackup({ url: database.url, folder: backup }).finally(() => {
      writing = false;
    });
    await writer;
    expect(moves).toBeGreaterThan(0);
    const home = await newHome();
    await restoreBackup({ backup, folder: join(home, 'postgres'), log });
    const restored = await ensureDatabase({ home, log });

    // then
    const digest = "SELECT count(*)::int AS n, md5(string_agg(noise, '' ORDER BY n)) AS all FROM kept";
    expect(await query(restored.url, digest)).toEqual(await query(database.url, digest));
    expect(await query(restored.url, 'SELECT sum(amount)::int AS sum FROM account')).toEqual([{ sum: 1000 }]);
    await restored.stop();
  }, 120_000);

  test('only its owner may read it, and a second one does not go into the same folder', async () => {
    const backup = join(folder, 'two');
    await writeBackup({ url: database.url, folder: backup });
    if (process.platform !== 'win32') {
      for (const name of ['', ...(await readdir(backup))]) {
        expect((await stat(join(backup, name))).mode & 0o077).toBe(0);
      }
    }
    await expect(writeBackup({ url: database.url, folder: backup })).rejects.toThrow('is not empty');
  }, 60_000);

  test('one that is cut off or changed is not restored, and leaves nothing behind', async () => {
    const backup = join(folder, 'three');
    await writeBackup({ url: database.url, folder: backup });
    const manifest = await open(join(backup, 'backup_manifest'), 'r+');
    await manifest.write('0', 30);
    await manifest.close();
    const home = await newHome();
    const restore = () => restoreBackup({ backup, folder: join(home, 'postgres'), log });
    await expect(restore()).rejects.toThrow('The backup is damaged');

    const tar = await open(join(backup, 'base.tar.gz'), 'r+');
    await tar.truncate(100_000);
    await tar.close();
    await expect(restore()).rejects.toThrow('could not be unpacked');
    expect(await readdir(join(home, 'postgres'))).toEqual([]);
    await rm(join(backup, 'base.tar.gz'));
    await expect(restore()).rejects.toThrow('is not a backup: it has no base.tar.gz');
  }, 60_000);

  test('never over a database that is there', async () => {
    const [home = ''] = homes;
    const backup = join(folder, 'one');
    await expect(restoreBackup({ backup, folder: join(home, 'postgres'), log })).rejects.toThrow(
      'already holds a database',
    );
  });

  test('one that cannot be finished is not taken for one', async () => {
    const backup = join(folder, 'four');
    await expect(writeBackup({ url: database.url.replace(/:[^:@]+@/, ':wrong@'), folder: backup })).rejects.toThrow(
      'password',
    );
    expect((await readdir(folder)).filter((name) => name.startsWith('four'))).toEqual([]);
  });

  test('whose connection is lost is broken off, and says so', async () => {
    // given a copy that waits for whoever reads it
    const { tar, manifest } = readBaseBackup(database.url);
    await once(tar, 'readable');

    // when
    await query(
      database.url,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'walsender'",
    );

    // then
    tar.resume();
    await expect(once(tar, 'end')).rejects.toThrow('terminat');
    await expect(manifest).rejects.toThrow('terminat');
  }, 60_000);

  test('is of a database that is there: a folder without one is told apart', async () => {
    const [home = ''] = homes;
    expect(await holdsCluster(join(home, 'postgres'), log)).toBe(true);
    expect(await holdsCluster(join(await newHome(), 'postgres'), log)).toBe(false);
  });
});
