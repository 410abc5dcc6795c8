import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createLogger } from '../../platform/logger.ts';
import { startCluster } from '../../platform/postgres/cluster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One throw-away PostgreSQL for a whole test run; each test file makes a database of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'yitong-test-'));
  await chmod(folder, 0o755); // PostgreSQL's own account must get in when the tests run as root
  const cluster = await startCluster({
    folder: join(folder, 'postgres'),
    log: createLogger('test', { LOG_LEVEL: 'silent' }),
    preferredPort: 0,
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'],
  });
  project.provide('postgresUrl', `postgres://yitong:${cluster.password}@127.0.0.1:${cluster.port}`);
  return async () => {
    await cluster.stop('immediate');
    await rm(folder, { recursive: true, force: true });
  };
}
