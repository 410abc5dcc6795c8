import type { Deps } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import type { BrokenCircuit, CircuitsApi } from './types.ts';

/** A process that still runs reports far more often. */
const FRESH_MS = 60_000;

const report = `
  INSERT INTO registry.department_circuits (reporter, department, organisation, state, last_failure, since, reported_at)
  SELECT $1, department, organisation, state, last_failure, $6, $6
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS b (department, organisation, state, last_failure)
  ON CONFLICT (reporter, department, organisation)
  DO UPDATE SET state = excluded.state, last_failure = excluded.last_failure, reported_at = excluded.reported_at`;

export function circuitsApi({ pool, clock }: Deps): CircuitsApi {
  return {
    report: ({ reporter, broken }) =>
      inTransaction(pool, async (client) => {
        const departments = broken.map((one) => one.department);
        const organisations = broken.map((one) => one.organisation ?? '');
        await client.query(
          `DELETE FROM registry.department_circuits WHERE reporter = $1
           AND (department, organisation) NOT IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
          [reporter, departments, organisations],
        );
        if (broken.length === 0) return;
        const states = broken.map((one) => one.state);
        const failures = broken.map((one) => one.lastFailure);
        await client.query(report, [reporter, departments, organisations, states, failures, clock.now()]);
      }),
    async list() {
      const { rows } = await pool.query<BrokenCircuit & { since: Date }>(
        `SELECT * FROM (
           SELECT DISTINCT ON (department, organisation)
             department, nullif(organisation, '') AS organisation, state, last_failure AS "lastFailure", since
           FROM registry.department_circuits WHERE reported_at > $1
           ORDER BY department, organisation, state DESC, since) AS broken
         ORDER BY since, department, organisation`,
        [new Date(clock.now().getTime() - FRESH_MS)],
      );
      return rows;
    },
  };
}
