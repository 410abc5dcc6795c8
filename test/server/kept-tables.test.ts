import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keptTables as keptEngineTables } from '../../engine/storage/kept-tables.ts';
import { KEEP_DAYS } from '../../platform/keep-days.ts';
import { keptRegistryTables } from '../../registry/index.ts';
import { keptDeskTables } from '../../server/keeping/kept-tables.ts';
import { SWEEPS } from '../../server/keeping/sweeps.ts';
import { type Harness, startHarness } from './support/harness.ts';

/*
 * A new table must be decided: does it grow, how long is a row kept, and why? When this fails after a migration, name the table in
 * registry/keeping/kept-tables.ts, server/keeping/kept-tables.ts or engine/storage/kept-tables.ts.
 */
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

test('every table of the database is decided', async () => {
  const { rows } = await harness.db.pool.query<{ name: string }>(
    `SELECT nspname || '.' || relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg_toast%' ORDER BY 1`,
  );
  const of = (schema: string, tables: object) => Object.keys(tables).map((name) => `${schema}.${name}`);
  const decided = [
    ...of('registry', keptRegistryTables),
    ...of('desk', keptDeskTables),
    ...of('engine', keptEngineTables),
  ];
  expect(rows.map(({ name }) => name)).toEqual(decided.sort());
});

test('whatever a table says goes, the sweep deletes, and the page for operators names with its setting', () => {
  const going = [...Object.entries(keptRegistryTables), ...Object.entries(keptDeskTables)].filter(
    ([, { kept }]) => kept !== 'ever' && kept !== 'bounded',
  );
  expect(new Set(going.map(([, { kept }]) => kept))).toEqual(new Set(SWEEPS.map(({ what }) => what)));
  expect(going.map(([name]) => name).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  for (const { variable, days } of Object.values(KEEP_DAYS)) expect(page).toContain(`${days} (\`${variable}\`)`);
});
