import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { ConfigError } from '../../platform/config.ts';

/** Session lock of the one `npm start` that runs on a data folder. */
const CLAIM = "SELECT pg_try_advisory_lock(hashtext('yitong.start')) AS ours";
/** The server needs a moment to notice that an earlier start was killed. */
const ATTEMPTS = 25;
const BETWEEN_MS = 200;

/** Whether the session of `client` holds the folder from now on. */
export async function claim(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ ours: boolean }>(CLAIM);
  return rows[0]?.ours === true;
}

/**
 * Keeps a second `npm start` off the same data folder: its engine would wait for ever behind the first one's, and its simulators
 * would write over the first one's memory.
 * @returns what gives the folder back
 * @throws ConfigError when another start has it
 */
export async function claimInstallation(url: string, home: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: url, application_name: 'yitong-start' });
  client.on('error', () => undefined); // keepDatabase claims anew when PostgreSQL has been started again
  await client.connect();
  const giveBack = () => client.end().catch(() => undefined);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await claim(client)) return giveBack;
    await pause(BETWEEN_MS);
  }
  await giveBack();
  throw new ConfigError(
    `Yitong already runs on ${home}: its addresses are in ${home}/addresses.json. Use it, stop it, or name another folder in YITONG_HOME.`,
  );
}
