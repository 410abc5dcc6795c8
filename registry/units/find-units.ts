import { dayOf } from '../calendar/local-time.ts';
import type { Deps } from '../db/transaction.ts';
import { number } from '../db/transaction.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import { disposalsUnderWay } from '../seizure/disposals-under-way.ts';
import { normaliseCode, normaliseDocumentNo } from '../validators/normalise.ts';
import { isLegacyCode } from './legacy-codes.ts';
import type { UnitQuery, UnitSummary, UnitUse } from './types.ts';
import { unitStates } from './unit-state.ts';

interface Row {
  unit_code: string;
  district: string;
  location: string;
  area: string;
  use: UnitUse;
  register_version: number;
  extinguished: boolean;
  legacy_code: string | null;
}

const columns = 'u.unit_code, u.district, u.location, u.area, u.use, u.register_version, u.extinguished';

/** By unit code (or its beginning), certificate number, or part of the address. Never by a person's name: 以人查房 is another, logged query. */
export async function findUnits({ pool, clock }: Deps, query: UnitQuery): Promise<UnitSummary[]> {
  const text = query.text?.trim() ?? '';
  const limit = Math.max(1, Math.min(query.limit ?? 20, 100));
  const code = normaliseCode(text);
  const values: unknown[] = [query.district ?? null, limit];
  let where = 'true';
  let from = 'registry.units u';
  let found = columns;
  if (isLegacyCode(code) && /^\d{6}[\dA-Z]{0,22}$/.test(code)) {
    from = 'registry.legacy_units l JOIN registry.units u USING (unit_code)';
    where = 'l.legacy_code LIKE $3';
    found = `${columns}, l.legacy_code`;
    values.push(`${code}%`);
  } else if (/^\d{6}[\dA-Z]{0,22}$/.test(code)) {
    where = 'u.unit_code LIKE $3';
    values.push(`${code}%`);
  } else if (/不动产(权|证明)第/.test(text)) {
    from = 'registry.certificates k JOIN registry.rights r USING (right_id) JOIN registry.units u USING (unit_code)';
    where = 'k.certificate_no = $3';
    values.push(normaliseDocumentNo(text));
  } else if (text !== '') {
    where = `u.location LIKE $3`;
    values.push(`%${text.replace(/[\\%_]/g, '\\$&').replace(/\s+/g, '%')}%`);
  }
  const { rows } = await pool.query<Row>(
    `SELECT DISTINCT ${found} FROM ${from} WHERE ${where} AND ($1::text IS NULL OR u.district = $1) ORDER BY u.unit_code LIMIT $2`,
    values,
  );
  const codes = rows.map((row) => row.unit_code);
  const rights = await loadRights(pool, codes);
  const disposed = new Set((await disposalsUnderWay(pool, codes)).map(({ unitCode }) => unitCode));
  const today = dayOf(clock.now());
  return rows.map((row) => {
    const own = rights.filter((r) => r.unitCode === row.unit_code);
    return {
      unitCode: row.unit_code,
      district: row.district,
      location: row.location,
      area: number(row.area),
      use: row.use,
      states: unitStates(own, { extinguished: row.extinguished, disposed: disposed.has(row.unit_code) }, today),
      certificateNos: currentOwnership(own, row.unit_code)?.certificateNos ?? [],
      registerVersion: row.register_version,
      legacyCode: row.legacy_code ?? null,
    };
  });
}
