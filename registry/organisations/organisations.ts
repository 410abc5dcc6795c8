import type { Deps } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { demoOrganisations } from './demo-organisations.ts';
import type { Organisation, OrganisationsApi } from './types.ts';

const columns = 'org_id AS "orgId", kind, name, uscc, active';

export function organisationsApi({ pool }: Deps): OrganisationsApi {
  return {
    async list(filter = {}) {
      const { rows } = await pool.query<Organisation>(
        `SELECT ${columns} FROM registry.organisations WHERE $1::text IS NULL OR kind = $1 ORDER BY org_id`,
        [filter.kind ?? null],
      );
      return rows;
    },
    get: async (orgId) =>
      (await one<Organisation>(pool, `SELECT ${columns} FROM registry.organisations WHERE org_id = $1`, [orgId])) ??
      null,
    async seedDemo() {
      await pool.query(
        `INSERT INTO registry.organisations (org_id, kind, name, uscc)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
        [
          demoOrganisations.map((org) => org.orgId),
          demoOrganisations.map((org) => org.kind),
          demoOrganisations.map((org) => org.name),
          demoOrganisations.map((org) => org.uscc),
        ],
      );
    },
  };
}
