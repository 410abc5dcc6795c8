import type { Deps } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { assessUnits } from './assess.ts';
import { qualityFinding } from './findings.ts';
import { onlineThreshold } from './threshold.ts';
import type { QualityApi, QualityFindingCode, UnitQuality } from './types.ts';

interface Row {
  unit_code: string;
  location: string;
  score: number;
  findings: QualityFindingCode[];
  assessed_at: Date;
  wanted_by: string[];
}

const listSql = `SELECT q.unit_code, u.location, q.score, q.findings, q.assessed_at, q.wanted_by
  FROM registry.unit_quality q JOIN registry.units u USING (unit_code)`;

const toQuality = (row: Row, threshold: number): UnitQuality => ({
  unitCode: row.unit_code,
  location: row.location,
  score: row.score,
  findings: row.findings.map(qualityFinding),
  blocked: row.score < threshold,
  wantedBy: row.wanted_by,
  assessedAt: row.assessed_at,
});

export function qualityApi({ pool, clock }: Deps): QualityApi {
  return {
    async assess(unitCode) {
      await assessUnits(pool, [unitCode], clock.now());
      const { rows } = await pool.query<Row>(`${listSql} WHERE q.unit_code = $1`, [unitCode]);
      return rows[0] ? toQuality(rows[0], await onlineThreshold(pool, clock.now())) : null;
    },
    async listLow({ district, limit }) {
      const { rows } = await pool.query<Row>(
        `${listSql} WHERE q.score < 100 AND ($1::text IS NULL OR u.district = $1)
         ORDER BY cardinality(q.wanted_by) > 0 DESC, q.score, q.unit_code LIMIT $2`,
        [district ?? null, Math.min(limit ?? 100, 500)],
      );
      const threshold = await onlineThreshold(pool, clock.now());
      return rows.map((row) => toQuality(row, threshold));
    },
    threshold: () => onlineThreshold(pool, clock.now()),
    async sweep(after, limit) {
      const { rows } = await pool.query<{ unit_code: string; stale: boolean }>(
        `SELECT u.unit_code, q.register_version IS DISTINCT FROM u.register_version AS stale
         FROM registry.units u LEFT JOIN registry.unit_quality q USING (unit_code)
         WHERE u.unit_code COLLATE "C" > $1 ORDER BY u.unit_code COLLATE "C" LIMIT $2`,
        [after, limit],
      );
      const stale = rows.filter((row) => row.stale).map((row) => row.unit_code);
      if (stale.length > 0) await inTransaction(pool, (client) => assessUnits(client, stale, clock.now()));
      return rows.length === limit ? (rows.at(-1)?.unit_code ?? null) : null;
    },
  };
}
