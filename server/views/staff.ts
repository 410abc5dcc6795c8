import type { Registry } from '../../registry/index.ts';
import type { StaffRef } from '../api/common.ts';

/** Names of staff by account, read once for a whole answer. */
export type StaffNames = (userId: string | null | undefined) => StaffRef | null;

export async function staffNames(registry: Pick<Registry, 'users'>): Promise<StaffNames> {
  const names = new Map((await registry.users.listUsers()).map((user) => [user.userId, user.displayName]));
  return (userId) => (userId ? { userId, name: names.get(userId) ?? (userId === 'system' ? '系统' : userId) } : null);
}
