import { PostgreSqlContainer, type StartedPostgreSqlContainer } from '@testcontainers/postgresql';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../platform/migrate.ts';
import { registrySchema } from '../../registry/index.ts';

describe.skipIf(process.env.YITONG_DOCKER_MISSING)('the register on the PostgreSQL image of docker-compose.yml', () => {
  let container: StartedPostgreSqlContainer;
  let pool: Pool;

  beforeAll(async () => {
    container = await new PostgreSqlContainer('postgres:18').start();
    pool = new Pool({ connectionString: container.getConnectionUri() });
  });
  afterAll(async () => {
    await pool?.end();
    await container?.stop();
  });

  test('runs every migration once, however many processes start together', async () => {
    // when two parts of the product start at the same moment, and one again later
    await Promise.all([migrate(pool, registrySchema), migrate(pool, registrySchema)]);
    const tables = async () => {
      const { rows } = await pool.query<{ name: string }>(
        'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1 ORDER BY 1',
        [registrySchema.name],
      );
      return rows.map((row) => row.name);
    };
    const first = await tables();
    await migrate(pool, registrySchema);

    // then the register's tables are there, once
    expect(first.length).toBeGreaterThan(10);
    expect(await tables()).toEqual(first);
  });
});
