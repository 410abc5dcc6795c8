import { dayOf } from '../calendar/local-time.ts';
import type { Queryable } from '../db/transaction.ts';
import { type AssessedPage, qualityOf } from './findings.ts';

interface Row {
  unit_code: string;
  register_version: number;
  building_no: string | null;
  inner_area: string | null;
  shared_area: string | null;
  floor: number | null;
  room_no: string | null;
  structure: string | null;
  completed_on: string | null;
  land_nature: string;
  land_term_to: string | null;
  owned: boolean;
  awaits_first: boolean;
  holders: { idType: string; idNo: string }[];
  old_id_numbers: boolean;
  certificate_nos: string[];
  rejected: boolean;
}

const current = "r.unit_code = u.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'";

const pagesSql = `
  SELECT u.unit_code, u.register_version, u.building_no, u.inner_area, u.shared_area, u.floor, u.room_no, b.structure, b.completed_on::text,
    p.land_nature, coalesce(u.land_term_to, p.term_to)::text AS land_term_to,
    EXISTS (SELECT 1 FROM registry.rights r WHERE ${current}) AS owned,
    u.extinguished OR (NOT EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = u.unit_code AND r.kind = 'OWNERSHIP')
      AND (u.register_version = 0 OR EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = u.unit_code))) AS awaits_first,
    coalesce((SELECT jsonb_agg(jsonb_build_object('idType', h.id_type, 'idNo', h.id_no)) FROM registry.rights r JOIN registry.right_holders h USING (right_id)
      WHERE ${current}), '[]') AS holders,
    EXISTS (SELECT 1 FROM registry.rights r JOIN registry.old_id_numbers o USING (right_id) WHERE ${current}) AS old_id_numbers,
    ARRAY(SELECT c.certificate_no FROM registry.rights r JOIN registry.certificates c USING (right_id) WHERE ${current} AND c.status = 'LIVE') AS certificate_nos,
    EXISTS (SELECT 1 FROM registry.upper_reports q JOIN registry.entry_units e USING (entry_id) WHERE e.unit_code = u.unit_code AND q.state = 'REJECTED') AS rejected
  FROM registry.units u JOIN registry.parcels p USING (parcel_code) LEFT JOIN registry.buildings b USING (parcel_code, building_no)
  WHERE u.unit_code = ANY ($1)`;

const toPage = (row: Row): AssessedPage => ({
  hasBuilding: row.building_no !== null,
  innerArea: row.inner_area,
  sharedArea: row.shared_area,
  floor: row.floor,
  roomNo: row.room_no,
  structure: row.structure,
  completedOn: row.completed_on,
  landNature: row.land_nature,
  landTermTo: row.land_term_to,
  owned: row.owned,
  awaitsFirst: row.awaits_first,
  holders: row.holders,
  oldIdNumbers: row.old_id_numbers,
  certificateNos: row.certificate_nos,
  rejected: row.rejected,
});

/** Scores of these pages as they stand, written down for the lists. */
export async function assessUnits(
  db: Queryable,
  unitCodes: readonly string[],
  now: Date,
): Promise<Map<string, number>> {
  const { rows } = await db.query<Row>(pagesSql, [unitCodes]);
  const today = dayOf(now);
  const assessed = rows.map((row) => ({
    unit: row.unit_code,
    version: row.register_version,
    ...qualityOf(toPage(row), today),
  }));
  await db.query(
    `INSERT INTO registry.unit_quality (unit_code, score, findings, register_version, assessed_at)
     SELECT unit, score, ARRAY(SELECT jsonb_array_elements_text(codes)), version, $2
     FROM jsonb_to_recordset($1) AS x(unit text, score int, codes jsonb, version int) ORDER BY unit
     ON CONFLICT (unit_code) DO UPDATE SET score = excluded.score, findings = excluded.findings, register_version = excluded.register_version,
       assessed_at = excluded.assessed_at, wanted_by = CASE WHEN excluded.score = 100 THEN '{}' ELSE unit_quality.wanted_by END`,
    [JSON.stringify(assessed), now],
  );
  return new Map(assessed.map((one) => [one.unit, one.score]));
}
