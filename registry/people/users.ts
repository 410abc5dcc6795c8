import type { District, Role } from '../common.ts';
import type { Deps } from '../db/transaction.ts';
import { organisationsApi } from '../organisations/organisations.ts';
import { demoUsers } from './demo-users.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import type { User, UsersApi } from './types.ts';

export const demoPassword = 'yitong-demo';

interface UserRow {
  user_id: string;
  display_name: string;
  role: Role;
  district: District | null;
  organisation_id: string | null;
  active: boolean;
  password_hash: string;
}

function toUser(row: UserRow): User {
  return {
    userId: row.user_id,
    displayName: row.display_name,
    role: row.role,
    district: row.district,
    organisationId: row.organisation_id,
    active: row.active,
  };
}

export function usersApi(deps: Deps): UsersApi {
  const { pool } = deps;
  const find = async (userId: string) =>
    (await pool.query<UserRow>('SELECT * FROM registry.users WHERE user_id = $1', [userId])).rows[0];
  return {
    async authenticate(userId, password) {
      const row = await find(userId);
      // An unknown name costs the same time as a wrong password.
      const right = await verifyPassword(password, row?.password_hash ?? unknownUserHash);
      return row?.active && right ? toUser(row) : null;
    },
    async getUser(userId) {
      const row = await find(userId);
      return row ? toUser(row) : null;
    },
    async listUsers() {
      const { rows } = await pool.query<UserRow>('SELECT * FROM registry.users ORDER BY district NULLS FIRST, user_id');
      return rows.map(toUser);
    },
    async seedDemoUsers() {
      await organisationsApi(deps).seedDemo();
      const users = demoUsers();
      // One hash for all demo accounts: their password is printed at start-up anyway, and a hash for each would cost seconds.
      const hash = await hashPassword(demoPassword);
      await pool.query(
        `INSERT INTO registry.users (user_id, display_name, role, district, organisation_id, password_hash)
         SELECT u, n, r, d, o, $6 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS t(u, n, r, d, o)
         ON CONFLICT DO NOTHING`,
        [
          users.map((u) => u.userId),
          users.map((u) => u.displayName),
          users.map((u) => u.role),
          users.map((u) => u.district),
          users.map((u) => u.organisationId),
          hash,
        ],
      );
    },
  };
}

/** Of no password. */
const unknownUserHash = `scrypt$16384$8$1$AAAAAAAAAAAAAAAAAAAAAA$${Buffer.alloc(32).toString('base64url')}`;
