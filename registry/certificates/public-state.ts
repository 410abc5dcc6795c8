/** What the public may know of a certificate. */
import type { Deps } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { maskName } from '../people/mask.ts';
import type { CertificateState, CertificatesApi } from './types.ts';

interface StateRow {
  certificate_no: string;
  kind: CertificateState['kind'];
  status: CertificateState['status'];
  issued_at: Date;
  cancelled_at: Date | null;
  licence_revoked_at: Date | null;
  announced_at: Date | null;
  announcement: string | null;
}
interface HolderRow extends StateRow {
  holder_seq: number | null;
  location: string;
  holders: { name: string; nature: string; seq: number }[];
}

const stateColumns = `k.certificate_no, k.kind, k.status, k.issued_at, k.cancelled_at, k.licence_revoked_at, k.holder_seq,
  CASE WHEN c.way = 'announced' THEN c.at END AS announced_at, c.announcement`;
const recall = 'LEFT JOIN registry.certificate_recalls c USING (certificate_no)';

const stateOf = (row: StateRow): CertificateState => ({
  certificateNo: row.certificate_no,
  kind: row.kind,
  status: row.status,
  issuedAt: row.issued_at,
  cancelledAt: row.cancelled_at,
  licenceRevokedAt: row.licence_revoked_at,
  announcedVoid: row.announced_at && { at: row.announced_at, announcement: row.announcement ?? '' },
});

export function publicStateApi({ pool }: Deps): Pick<CertificatesApi, 'findCertificateByToken' | 'findState'> {
  return {
    async findCertificateByToken(token) {
      if (!/^[0-9a-f]{32}$/.test(token)) return null;
      const row = await one<HolderRow>(
        pool,
        `SELECT ${stateColumns}, u.location,
           (SELECT jsonb_agg(jsonb_build_object('name', name, 'nature', nature, 'seq', seq) ORDER BY seq) FROM registry.right_holders h WHERE h.right_id = r.right_id) AS holders
         FROM registry.certificates k JOIN registry.rights r USING (right_id) JOIN registry.units u USING (unit_code) ${recall} WHERE k.token = $1`,
        [token],
      );
      if (!row) return null;
      return {
        ...stateOf(row),
        location: row.location,
        holders: row.holders
          .filter((h) => row.holder_seq === null || h.seq === row.holder_seq)
          .map((h) => maskName(h.name, h.nature)),
      };
    },
    async findState(certificateNo) {
      const row = await one<StateRow>(
        pool,
        `SELECT ${stateColumns} FROM registry.certificates k ${recall} WHERE k.certificate_no = $1`,
        [certificateNo],
      );
      return row && stateOf(row);
    },
  };
}
