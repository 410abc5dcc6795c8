import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createLogger } from '../../platform/logger.ts';
import { freePort } from '../../platform/ports.ts';
import { startCluster } from '../../platform/postgres/cluster.ts';
import { ensureDatabase } from '../../platform/postgres.ts';
import { createTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { descendants, killAll } from '../support/installation.ts';

const log = createLogger('test');

test('a file has a database of its own', async () => {
  const one = await createTestDatabase();
  const two = await createTestDatabase();
  await one.pool.query('CREATE TABLE only_here (id int)');
  await expect(two.pool.query('SELECT * FROM only_here')).rejects.toThrow(/only_here/);
  await one.drop();
  await two.drop();
});

test('an orphaned server is found again, and the folder keeps its data', async () => {
  // given a folder that nobody but its owner may enter, as a fresh temporary folder is
  const home = await mkdtemp(join(tmpdir(), 'yitong-home-'));
  const first = await startCluster({ folder: join(home, 'postgres'), log, preferredPort: 0 });
  expect(first.startedHere).toBe(true);

  // when the parent is gone without stopping it and the next start comes
  const db = await ensureDatabase({ home, log });
  const client = new Client({ connectionString: db.url });
  await client.connect();
  await client.query('CREATE TABLE kept (id int)');

  // then the running server is used, and a leaving part leaves it to the others
  expect(new URL(db.url).port).toBe(String(first.port));
  await db.stop();
  await client.query('SELECT * FROM kept');
  await client.end();

  // and the last one stops it; the next start finds the data, and on this system gives it a socket in its own folder
  await db.stop();
  const again = await ensureDatabase({ home, log });
  const folder = new URL(again.url).searchParams.get('host');
  if (process.platform === 'linux') expect(folder).toBe(join(first.folder, 'cluster', 'data'));
  const reader = new Client({ connectionString: again.url });
  await reader.connect();
  expect((await reader.query('SELECT count(*)::int AS n FROM kept')).rows).toEqual([{ n: 0 }]);
  await reader.end();
  await again.stop();
  await rm(first.folder, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
});

test('a killed server’s socket does not keep the next one from starting', async () => {
  // given a folder whose server was killed: its socket’s lock stays, and the process that it names may seem to live
  const home = await mkdtemp(join(tmpdir(), 'yitong-home-'));
  const options = { folder: join(home, 'postgres'), log, preferredPort: await freePort(0), socket: true };
  const first = await startCluster(options);
  await first.stop();
  const data = join(first.folder, 'cluster', 'data');
  await writeFile(join(data, `.s.PGSQL.${first.port}.lock`), `${process.pid}\n${data}\n`);

  // when the next start comes
  const again = await startCluster({ ...options, preferredPort: first.port });

  // then it listens on the same port and socket
  expect(again).toMatchObject({ port: first.port, startedHere: true });
  await again.stop();
  await rm(first.folder, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
});

test('whoever took the port of a killed server is not taken for it', async () => {
  // given
  const home = await mkdtemp(join(tmpdir(), 'yitong-home-'));
  const options = { folder: join(home, 'postgres'), log, preferredPort: await freePort(0), socket: true };
  const first = await startCluster(options);
  const data = join(first.folder, 'cluster', 'data');
  const postmaster = Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  killAll([...(await descendants(postmaster)), postmaster]);
  const other = createServer((socket) => socket.destroy());
  await eventually('the port of the killed server', () =>
    once(other.listen(first.port, '127.0.0.1'), 'listening').catch(() => undefined),
  );

  // when
  const again = await startCluster({ ...options, preferredPort: first.port });

  // then
  expect(again.startedHere).toBe(true);
  expect(again.port).not.toBe(first.port);
  await again.stop();
  other.close();
  await rm(first.folder, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
});

test.runIf(process.platform === 'linux')(
  'what outlived a killed server is waited for: beside it no new one could start',
  async () => {
    // given a server that was killed, and a connection's process that cannot notice it
    const home = await mkdtemp(join(tmpdir(), 'yitong-home-'));
    const options = { folder: join(home, 'postgres'), log, preferredPort: await freePort(0) };
    const first = await startCluster(options);
    const client = new Client({
      connectionString: `postgres://yitong:${first.password}@127.0.0.1:${first.port}/postgres`,
    });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const backend = rows[0]!.pid;
    process.kill(backend, 'SIGSTOP');
    const pidFile = join(first.folder, 'cluster', 'data', 'postmaster.pid');
    killAll([Number((await readFile(pidFile, 'utf8')).split('\n')[0])]);

    // when the next start has seen it, it ends
    const said: string[] = [];
    const listening = Object.create(log, {
      info: {
        value: (...words: unknown[]) => {
          said.push(String(words.at(-1)));
          killAll([backend]);
        },
      },
    });
    const again = await startCluster({ ...options, log: listening });

    // then
    expect(said).toEqual(['PostgreSQL was killed: waiting for the rest of it to end']);
    expect(again.startedHere).toBe(true);
    await client.end().catch(() => undefined);
    await again.stop();
    await rm(first.folder, { recursive: true, force: true });
    await rm(home, { recursive: true, force: true });
  },
);

test('servers that look at the same free port at the same moment all start', async () => {
  const preferredPort = await freePort(0);
  const homes = await Promise.all([1, 2, 3].map(() => mkdtemp(join(tmpdir(), 'yitong-home-'))));
  const clusters = await Promise.all(
    homes.map((home) => startCluster({ folder: join(home, 'postgres'), log, preferredPort })),
  );
  expect(new Set(clusters.map(({ port }) => port)).size).toBe(3);
  for (const { stop, folder } of clusters) {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }
  for (const home of homes) await rm(home, { recursive: true, force: true });
});

test('a refused row stands in nobody’s log', async () => {
  // given a row of somebody, and a server that refuses the next one
  const home = await mkdtemp(join(tmpdir(), 'yitong-home-'));
  const cluster = await startCluster({ folder: join(home, 'postgres'), log, preferredPort: await freePort(0) });
  const client = new Client({
    connectionString: `postgres://yitong:${cluster.password}@127.0.0.1:${cluster.port}/postgres`,
  });
  await client.connect();
  await client.query('CREATE TABLE person (name text UNIQUE, age int CHECK (age > 0))');
  const insert = (name: string, age: number) => client.query('INSERT INTO person VALUES ($1, $2)', [name, age]);
  await insert('甲某', 30);

  // when, then the client hears which row it was
  await expect(insert('甲某', 30)).rejects.toMatchObject({ detail: expect.stringContaining('甲某') });
  await expect(insert('乙某', -1)).rejects.toMatchObject({ detail: expect.stringContaining('乙某') });
  await client.end();
  await cluster.stop();

  // and the log only that there was one
  const text = await readFile(join(cluster.folder, 'cluster', 'postgres.log'), 'utf8');
  expect(text).toContain('violates check constraint');
  expect(text).not.toMatch(/[甲乙]某/);
  await rm(cluster.folder, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
});
