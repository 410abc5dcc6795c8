import { statfs } from 'node:fs/promises';

const MIB = 1024 ** 2;
/** PostgreSQL's log alone grows to 2 GB under load before it is used again (`max_wal_size`). */
const LOW_BYTES = 2048 * MIB;
/** Four segments of that log: soon PostgreSQL stops because it cannot begin the next one. */
const FULL_BYTES = 64 * MIB;

export type DiskState = 'enough' | 'low' | 'full';

/** Bytes that this account may still write where `folder` is. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

export const diskState = (free: number): DiskState =>
  free < FULL_BYTES ? 'full' : free < LOW_BYTES ? 'low' : 'enough';

/** For a person: how much is left and what to do. */
export function diskWarning(free: number): string | null {
  const state = diskState(free);
  const left = `数据所在磁盘只剩${Math.floor(free / MIB)} MB`;
  if (state === 'full') return `${left}，即将无法写入，请立即清理或扩容；腾出空间后系统会自行恢复。`;
  return state === 'low' ? `${left}，请尽快清理或扩容，以免业务中断。` : null;
}
