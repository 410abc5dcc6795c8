import type { Queryable } from '../db/transaction.ts';
import { normaliseCode } from '../validators/normalise.ts';
import { legacyDistrict } from '../validators/unit-code.ts';

/** A code of the dissolved 江东区 and the unit that it is today. */
export interface LegacyCode {
  legacyCode: string;
  unitCode: string;
}

interface Row {
  legacy_code: string;
  unit_code: string;
  location: string;
}

export const isLegacyCode = (code: string) => normaliseCode(code).startsWith(legacyDistrict);

/** What the crosswalk says about these old codes; unknown ones are left out. */
export async function lookUpLegacy(
  db: Queryable,
  codes: readonly string[],
): Promise<(LegacyCode & { location: string })[]> {
  if (codes.length === 0) return [];
  const { rows } = await db.query<Row>(
    'SELECT l.legacy_code, l.unit_code, u.location FROM registry.legacy_units l JOIN registry.units u USING (unit_code) WHERE l.legacy_code = ANY ($1)',
    [codes.map(normaliseCode)],
  );
  return rows.map((row) => ({ legacyCode: row.legacy_code, unitCode: row.unit_code, location: row.location }));
}

/** The pairs of a filing that are not as the crosswalk has them, as findings of the form. */
export async function legacyProblems(
  db: Queryable,
  confirmed: readonly LegacyCode[],
  unitCodes: readonly string[],
): Promise<{ field: string; code: string; message: string }[]> {
  const known = await lookUpLegacy(
    db,
    confirmed.map((one) => one.legacyCode),
  );
  return confirmed.flatMap(({ legacyCode, unitCode }, i) => {
    const entry = known.find((one) => one.legacyCode === normaliseCode(legacyCode));
    const right = entry?.unitCode === normaliseCode(unitCode) && unitCodes.includes(entry.unitCode);
    return right
      ? []
      : [
          {
            field: `legacyCodes[${i}]`,
            code: 'UNIT_LEGACY_MISMATCH',
            message: `旧单元号${legacyCode}与所填现行单元${unitCode}在对照表中不对应；请重新查询并核对权属证书。`,
          },
        ];
  });
}

export async function recordLegacy(
  db: Queryable,
  input: { caseNo: string; confirmed: readonly LegacyCode[]; userId: string; at: Date },
): Promise<void> {
  if (input.confirmed.length === 0) return;
  await db.query(
    `INSERT INTO registry.legacy_confirmations (case_no, legacy_code, unit_code, user_id, at)
     SELECT $1, o, c, $4, $5 FROM unnest($2::text[], $3::text[]) AS x(o, c) ON CONFLICT DO NOTHING`,
    [
      input.caseNo,
      input.confirmed.map((one) => normaliseCode(one.legacyCode)),
      input.confirmed.map((one) => normaliseCode(one.unitCode)),
      input.userId,
      input.at,
    ],
  );
}
