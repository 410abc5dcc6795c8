import { join } from 'node:path';
import { Client } from 'pg';
import { prepareHome } from './home.ts';
import type { Logger } from './logger.ts';
import { checkServer } from './postgres/check-server.ts';
import { startCluster } from './postgres/cluster.ts';

export interface Database {
  url: string;
  /** Ends an embedded server that nobody else is connected to. A server given by DATABASE_URL is left alone. */
  stop(): Promise<void>;
}

/**
 * Of the embedded server. Commits stay synchronous. Statements are many and small, so nothing is compiled; checkpoints are
 * far apart, because after each one every page that changes is logged in full.
 */
const SETTINGS = ['jit=off', 'checkpoint_timeout=10min', 'max_wal_size=2GB'];

/** How many other client connections the server has, besides the one that asks. */
async function otherClients(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}

async function createIfMissing(adminUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } catch (err) {
    const code = (err as { code?: string }).code;
    if (code !== '42P04' && code !== '23505') throw err; // another part created it at the same moment
  } finally {
    await client.end();
  }
}

/**
 * The product's database: `databaseUrl` if given, otherwise an embedded PostgreSQL under `home`/postgres.
 * @throws when the embedded server cannot start, or the given one cannot be used; the message says why
 */
export async function ensureDatabase(options: {
  home: string;
  databaseUrl?: string;
  log: Logger;
  /** Of an embedded server that is started again: the one that everybody knows. */
  port?: number;
}): Promise<Database> {
  if (options.databaseUrl) {
    await checkServer(options.databaseUrl, options.log);
    return { url: options.databaseUrl, stop: async () => undefined };
  }
  await prepareHome(options.home);
  const cluster = await startCluster({
    folder: join(options.home, 'postgres'),
    preferredPort: options.port,
    socket: true,
    settings: SETTINGS,
    log: options.log,
  });
  // A client that knows the parameter takes the socket, any other the port.
  const way = cluster.socketFolder ? `?host=${encodeURIComponent(cluster.socketFolder)}` : '';
  const address = (name: string) => `postgres://yitong:${cluster.password}@127.0.0.1:${cluster.port}/${name}${way}`;
  await createIfMissing(address('postgres'), 'yitong');
  const url = address('yitong');
  return {
    url,
    stop: async () => {
      // Another part may have joined this server; the last one to leave stops it.
      if ((await otherClients(url).catch(() => 0)) === 0) await cluster.stop();
    },
  };
}
