import type { District, Role } from '../common.ts';
import type { Deps } from '../db/transaction.ts';
import { districts } from '../validators/unit-code.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import type { User, UsersApi } from './types.ts';

export const demoPassword = 'yitong-demo';

/** Roles with an account per district: the account is called `<prefix>-<district>`. */
export const districtRoles: readonly { role: Role; prefix: string; title: string }[] = [
  { role: 'window_acceptor', prefix: 'acceptor', title: '受理员' },
  { role: 'reviewer', prefix: 'reviewer', title: '审核员' },
  { role: 'registrar', prefix: 'registrar', title: '登簿员' },
  { role: 'cert_clerk', prefix: 'certclerk', title: '缮证员' },
  { role: 'tax_officer', prefix: 'taxofficer', title: '税务专员' },
  { role: 'trade_officer', prefix: 'tradeofficer', title: '交易专员' },
  { role: 'supervisor', prefix: 'supervisor', title: '督办主管' },
];

export function demoUsers(): User[] {
  const perDistrict = Object.entries(districts).flatMap(([district, name]) =>
    districtRoles.map(({ role, prefix, title }) => ({
      userId: `${prefix}-${district}`,
      displayName: `${name.replace('区', '')}${title}`,
      role,
      district: district as District,
      active: true,
    })),
  );
  return [
    ...perDistrict,
    { userId: 'analyst', displayName: '流程分析员', role: 'analyst', district: null, active: true },
    { userId: 'sysadmin', displayName: '系统管理员', role: 'sysadmin', district: null, active: true },
  ];
}

interface UserRow {
  user_id: string;
  display_name: string;
  role: Role;
  district: District | null;
  active: boolean;
  password_hash: string;
}

function toUser(row: UserRow): User {
  return {
    userId: row.user_id,
    displayName: row.display_name,
    role: row.role,
    district: row.district,
    active: row.active,
  };
}

export function usersApi({ pool }: Deps): UsersApi {
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
      const users = demoUsers();
      // One hash for all demo accounts: their password is printed at start-up anyway, and 44 hashes would cost two seconds.
      const hash = await hashPassword(demoPassword);
      await pool.query(
        `INSERT INTO registry.users (user_id, display_name, role, district, password_hash)
         SELECT u, n, r, d, $5 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS t(u, n, r, d) ON CONFLICT DO NOTHING`,
        [
          users.map((u) => u.userId),
          users.map((u) => u.displayName),
          users.map((u) => u.role),
          users.map((u) => u.district),
          hash,
        ],
      );
    },
  };
}

/** Of no password. */
const unknownUserHash = `scrypt$16384$8$1$AAAAAAAAAAAAAAAAAAAAAA$${Buffer.alloc(32).toString('base64url')}`;
