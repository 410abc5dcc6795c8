import type { Deps } from '../db/transaction.ts';
import { ask, drawNumber } from './ask.ts';
import { countForCase } from './case-count.ts';
import { lookupsApi } from './lookups.ts';
import { queryItems } from './query-items.ts';
import { findQuery, insertPaper, paperColumns, type QueryRow, toLogLine, toPaper } from './query-row.ts';
import type { QueriesApi } from './types.ts';

export function queriesApi(deps: Deps): QueriesApi {
  const { pool, clock } = deps;
  return {
    listItems: () => [...queryItems],
    drawNumber: (queryKey, district) => drawNumber(deps, queryKey, district),
    ask: (input, actor) => ask(deps, input, actor),
    getQuery: async (queryNo) => (await findQuery(pool, queryNo))?.view ?? null,
    async getPaper(paperId) {
      if (!/^[0-9a-f-]{36}$/i.test(paperId)) return null;
      const { rows } = await pool.query(
        `SELECT ${paperColumns}, bytes FROM registry.query_papers WHERE paper_id = $1`,
        [paperId],
      );
      return rows[0] ? { queryNo: rows[0].query_no, paper: toPaper(rows[0]), bytes: rows[0].bytes } : null;
    },
    putPaper: (queryNo, paper) => insertPaper(pool, queryNo, paper, clock.now(), 'system'),
    async recordPaperSeal(paperId, seal) {
      await pool.query('UPDATE registry.query_papers SET seal = $2 WHERE paper_id = $1 AND seal IS NULL', [
        paperId,
        JSON.stringify(seal),
      ]);
    },
    async findByToken(token) {
      const { rows } = await pool.query<QueryRow & { sha256: string | null }>(
        `SELECT q.*, (SELECT p.sha256 FROM registry.query_papers p WHERE p.query_no = q.query_no AND p.kind IN ('result', 'refusal')) AS sha256
         FROM registry.queries q WHERE q.token = $1`,
        [token],
      );
      const [row] = rows;
      if (!row?.valid_until) return null;
      return {
        queryNo: row.query_no,
        kind: row.kind,
        askedAt: row.asked_at,
        validUntil: row.valid_until,
        valid: clock.now() < row.valid_until,
        sha256: row.sha256,
      };
    },
    countForCase: (caseNo) => countForCase(deps, caseNo),
    async searchLog(filter) {
      const { rows } = await pool.query<QueryRow>(
        `SELECT * FROM registry.queries
         WHERE ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR outcome = $2) AND ($3::text IS NULL OR user_id = $3)
           AND ($4::text IS NULL OR unit_codes @> ARRAY[$4]) AND ($5::text IS NULL OR district = $5)
           AND ($6::text IS NULL OR position($6 IN purpose) > 0 OR position($6 IN legal_basis) > 0 OR position($6 IN coalesce(basis_no, '')) > 0)
           AND ($7::date IS NULL OR asked_at >= $7::date::timestamp AT TIME ZONE 'Asia/Shanghai')
           AND ($8::date IS NULL OR asked_at < ($8::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
         ORDER BY asked_at DESC, query_no DESC LIMIT $9`,
        [
          filter.kind ?? null,
          filter.outcome ?? null,
          filter.userId ?? null,
          filter.unitCode ?? null,
          filter.district ?? null,
          filter.text?.trim() || null,
          filter.from ?? null,
          filter.to ?? null,
          Math.min(filter.limit ?? 100, 500),
        ],
      );
      return rows.map(toLogLine);
    },
    ...lookupsApi(deps),
  };
}
