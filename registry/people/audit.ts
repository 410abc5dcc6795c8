import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import type { AuditApi, AuditEntry } from './types.ts';

/** INV-34: every reading of personal data is written down with its purpose. */
export async function recordAudit(db: Queryable, at: Date, entry: AuditEntry): Promise<void> {
  await db.query(
    `INSERT INTO registry.audit_log (at, user_id, role, action, purpose, case_no, unit_code, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      at,
      entry.actor.userId,
      entry.actor.role,
      entry.action,
      entry.purpose,
      entry.caseNo ?? null,
      entry.unitCode ?? null,
      JSON.stringify(entry.detail ?? {}),
    ],
  );
}

interface AuditRow {
  at: Date;
  user_id: string;
  role: Actor['role'];
  action: string;
  purpose: string;
  case_no: string | null;
  unit_code: string | null;
  detail: Record<string, unknown>;
}

export function auditApi({ pool, clock }: Deps): AuditApi {
  return {
    record: (entry) => recordAudit(pool, clock.now(), entry),
    async list(filter) {
      const { rows } = await pool.query<AuditRow>(
        `SELECT * FROM registry.audit_log
         WHERE ($1::text IS NULL OR case_no = $1) AND ($2::text IS NULL OR unit_code = $2) AND ($3::text IS NULL OR user_id = $3)
         ORDER BY audit_id DESC LIMIT $4`,
        [filter.caseNo ?? null, filter.unitCode ?? null, filter.userId ?? null, Math.min(filter.limit ?? 100, 1000)],
      );
      return rows.map((row) => ({
        at: row.at,
        actor: { userId: row.user_id, role: row.role, district: null },
        action: row.action,
        purpose: row.purpose,
        ...(row.case_no === null ? {} : { caseNo: row.case_no }),
        ...(row.unit_code === null ? {} : { unitCode: row.unit_code }),
        detail: row.detail,
      }));
    },
  };
}
