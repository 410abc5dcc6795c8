/** 电子证照: the electronic certificates of a case in the store of the province, and their end. */
import { lockCase } from '../cases/case-row.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import type { CertificatesApi } from './types.ts';

type LicencesApi = Pick<CertificatesApi, 'recordLicence' | 'cancelledLicences' | 'recordLicenceRevoked'>;

export function licencesApi({ pool, clock }: Deps): LicencesApi {
  return {
    recordLicence: ({ certificateNo, licenceId, documentId }) =>
      inTransaction(pool, async (client) => {
        const row = await one<{ case_no: string | null }>(
          client,
          'SELECT case_no FROM registry.certificates WHERE certificate_no = $1',
          [certificateNo],
        );
        const district = row?.case_no ? (await lockCase(client, row.case_no)).district : null;
        const { rowCount } = await client.query(
          'UPDATE registry.certificates SET licence_id = $2, document_id = coalesce($3, document_id) WHERE certificate_no = $1 AND licence_id IS NULL',
          [certificateNo, licenceId, documentId ?? null],
        );
        if (!row || !rowCount || !district) return;
        await appendEvent(client, {
          chain: district,
          topic: 'certificate.licence',
          caseNo: row.case_no,
          actor: 'system',
          at: clock.now(),
          payload: { certificateNo, licenceId },
        });
      }),
    async cancelledLicences(caseNo) {
      const { rows } = await pool.query<{ certificateNo: string; licenceId: string }>(
        `SELECT k.certificate_no AS "certificateNo", k.licence_id AS "licenceId" FROM registry.certificates k
           JOIN registry.register_entries e ON e.entry_id = k.cancelled_entry_id
         WHERE e.case_no = $1 AND k.licence_id IS NOT NULL ORDER BY k.certificate_no`,
        [caseNo],
      );
      return rows;
    },
    recordLicenceRevoked: ({ certificateNo, caseNo, at }) =>
      inTransaction(pool, async (client) => {
        const { district } = await lockCase(client, caseNo);
        const { rowCount } = await client.query(
          'UPDATE registry.certificates SET licence_revoked_at = $2 WHERE certificate_no = $1 AND licence_revoked_at IS NULL',
          [certificateNo, at],
        );
        if (!rowCount) return;
        await appendEvent(client, {
          chain: district,
          topic: 'certificate.licence.revoked',
          caseNo,
          actor: 'system',
          at: clock.now(),
          payload: { certificateNo },
        });
      }),
  };
}
