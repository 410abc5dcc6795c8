/** 收回、公告作废: the paper of a cancelled certificate (实施细则 §23). */
import type { Deps } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import type { PapersApi } from './types.ts';

export function recallsApi({ pool, clock }: Deps): Pick<PapersApi, 'outstanding' | 'recall'> {
  return {
    async outstanding(district) {
      const { rows } = await pool.query<{
        certificate_no: string;
        unit_code: string;
        cancelled_at: Date;
        case_no: string | null;
      }>(
        // Certificates from before the paper was counted have no sheet: all but purely electronic ones are paper.
        `SELECT k.certificate_no, r.unit_code, k.cancelled_at, e.case_no
         FROM registry.certificates k JOIN registry.rights r USING (right_id) JOIN registry.units u USING (unit_code)
           JOIN registry.register_entries e ON e.entry_id = k.cancelled_entry_id
         WHERE u.district = $1 AND k.status = 'CANCELLED'
           AND (k.delivery_way IS NULL OR k.delivery_way <> 'electronic')
           AND NOT EXISTS (SELECT 1 FROM registry.certificate_recalls c WHERE c.certificate_no = k.certificate_no)
         ORDER BY k.cancelled_at DESC, k.certificate_no LIMIT 200`,
        [district],
      );
      return rows.map((row) => ({
        certificateNo: row.certificate_no,
        unitCode: row.unit_code,
        cancelledAt: row.cancelled_at,
        caseNo: row.case_no,
      }));
    },
    async recall({ district, certificateNo, way, announcement, by }) {
      const at = clock.now();
      await inTransaction(pool, async (client) => {
        const known = await one(
          client,
          `SELECT 1 FROM registry.certificates k JOIN registry.rights r USING (right_id) JOIN registry.units u USING (unit_code)
           WHERE k.certificate_no = $1 AND u.district = $2 AND k.status = 'CANCELLED'`,
          [certificateNo, district],
        );
        if (!known)
          throw new RegistryError(
            'CERTIFICATE_UNKNOWN',
            `本分中心没有已注销的证书${certificateNo}；请核对证号，有效的证书不能收回或公告作废。`,
          );
        const { rowCount } = await client.query(
          `INSERT INTO registry.certificate_recalls (certificate_no, way, announcement, at, user_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
          [certificateNo, way, way === 'announced' ? (announcement ?? null) : null, at, by],
        );
        if (rowCount)
          await appendEvent(client, {
            chain: district,
            topic: way === 'announced' ? 'certificate.announced_void' : 'certificate.returned',
            actor: by,
            at,
            payload: { certificateNo, announcement: announcement ?? null },
          });
      });
    },
  };
}
