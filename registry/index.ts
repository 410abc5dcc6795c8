/**
 * The land register (不动产登记簿). Everything outside this folder uses only what this file exports.
 */
import type { Pool } from 'pg';
import type { Clock, Registry } from './types.ts';

export { RegistryError, type RegistryErrorCode } from './errors.ts';
export type * from './types.ts';

/** Schema name and folder of the numbered migrations, for platform/migrate.ts. */
export const registrySchema = 'registry';
export const registryMigrationsDir: string = new URL('./migrations', import.meta.url).pathname;

/** Who workers act as. */
export const systemActor = { userId: 'system', role: 'system', district: null } as const;

export function createRegistry(_deps: { pool: Pool; clock: Clock }): Registry {
  throw new Error('registry: the groups are being wired; types are final');
}
