import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Registry, User } from '../../registry/index.ts';

/** A working day with some overtime; a shift that is longer signs in again. */
const HOURS = 12;
/** Wrong passwords for one account from one address before a pause of as many minutes. */
const MAX_FAILURES = 8;
const FAILURE_MINUTES = 5;

const hash = (token: string) => createHash('sha256').update(token).digest();

export interface OpenSession {
  token: string;
  expiresAt: Date;
}

/** Opens a session; the token exists only in the cookie. */
export async function openSession(pool: Pool, userId: string): Promise<OpenSession> {
  const token = randomBytes(32).toString('base64url');
  const { rows } = await pool.query<{ expires_at: Date }>(
    `INSERT INTO desk.session (token_hash, user_id, expires_at) VALUES ($1, $2, now() + make_interval(hours => $3)) RETURNING expires_at`,
    [hash(token), userId, HOURS],
  );
  await pool.query("DELETE FROM desk.session WHERE expires_at < now() - interval '1 day'");
  return { token, expiresAt: rows[0]!.expires_at };
}

/** Who is signed in, as requests ask by their cookie. */
export interface Sessions {
  /** Null when there is no such session or its account is not active. */
  find(token: string): Promise<OpenedSession | null>;
  /** Ends it. */
  close(token: string): Promise<void>;
}

export interface OpenedSession {
  user: User;
  expiresAt: Date;
}

/** Asked anew at every request: a role that is changed or an account that is locked counts at once, on every server. */
export function createSessions({ pool, registry }: { pool: Pool; registry: Pick<Registry, 'users'> }): Sessions {
  return {
    async find(token) {
      const found = await findSession(pool, token);
      if (!found) return null;
      const user = await registry.users.getUser(found.userId);
      return user?.active ? { user, expiresAt: found.expiresAt } : null;
    },
    async close(token) {
      await pool.query('DELETE FROM desk.session WHERE token_hash = $1', [hash(token)]);
    },
  };
}

async function findSession(pool: Pool, token: string): Promise<{ userId: string; expiresAt: Date } | null> {
  const { rows } = await pool.query<{ user_id: string; expires_at: Date }>(
    'SELECT user_id, expires_at FROM desk.session WHERE token_hash = $1 AND expires_at > now()',
    [hash(token)],
  );
  const row = rows[0];
  return row ? { userId: row.user_id, expiresAt: row.expires_at } : null;
}

/** True while the account has failed too often from this address. Counted in the database: servers share the limit. */
export async function isLockedOut(pool: Pool, account: string, address: string): Promise<boolean> {
  const { rows } = await pool.query<{ failures: number }>(
    `SELECT count(*)::int AS failures FROM desk.sign_in_failure
      WHERE account = $1 AND address = $2 AND at > now() - make_interval(mins => $3)`,
    [account, address, FAILURE_MINUTES],
  );
  return rows[0]!.failures >= MAX_FAILURES;
}

export async function recordFailure(pool: Pool, account: string, address: string): Promise<void> {
  await pool.query('INSERT INTO desk.sign_in_failure (account, address) VALUES ($1, $2)', [account, address]);
  await pool.query("DELETE FROM desk.sign_in_failure WHERE at < now() - interval '1 day'");
}
