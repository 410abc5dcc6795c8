import type { Registry, User } from '../../registry/index.ts';
import type { StaffRef } from '../api/common.ts';

/** What acts without being a person: the event chain and the register name it by these words. */
const MACHINES: Record<string, string> = {
  system: '系统',
  'machine:auto_accept': '自动受理（规则表）',
  'machine:auto_review': '自动审核（规则表）',
  owner: '权利人',
  signer: '签署人',
  bank: '贷款银行',
  tax: '税务部门',
  payment: '统一支付平台',
  migration: '存量数据迁移',
  product: '随产品发布',
  'machine:kiosk': '自助取号机',
};

/** Names of staff by account. */
export interface StaffNames {
  (userId: string): StaffRef;
  (userId: string | null | undefined): StaffRef | null;
}

export async function staffNames({ users }: Pick<Registry, 'users'>): Promise<StaffNames> {
  const remembered = NAMES.get(users);
  if (remembered && performance.now() < remembered.until) return remembered.names;
  const names = users.listUsers().then(namesOf);
  NAMES.set(users, { until: performance.now() + REMEMBERED_MS, names });
  names.catch(() => NAMES.delete(users));
  return names;
}

/** For so long a new colleague is named by the account. Every page of the desk names somebody, and names change rarely. */
const REMEMBERED_MS = 2_000;
const NAMES = new WeakMap<Registry['users'], { until: number; names: Promise<StaffNames> }>();

function namesOf(users: User[]): StaffNames {
  const names = new Map(users.map((user) => [user.userId, user.displayName]));
  function nameOf(userId: string): StaffRef;
  function nameOf(userId: string | null | undefined): StaffRef | null;
  function nameOf(userId: string | null | undefined): StaffRef | null {
    if (userId === null || userId === undefined) return null;
    return { userId, name: names.get(userId) ?? MACHINES[userId.replace(/-\d+$/, '')] ?? userId };
  }
  return nameOf;
}

const ON_SITE: ReadonlySet<string> = new Set(['window_acceptor', 'reviewer', 'registrar', 'cert_clerk', 'supervisor']);

/** People of the office who may go on a 实地查看 in the district (实施细则 §15). */
export async function colleaguesIn(registry: Pick<Registry, 'users'>, district: string): Promise<StaffRef[]> {
  const users = await registry.users.listUsers();
  return users
    .filter((user) => user.active && user.district === district && ON_SITE.has(user.role))
    .map((user) => ({ userId: user.userId, name: user.displayName }));
}
