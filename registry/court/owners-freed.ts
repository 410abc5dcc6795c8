import type { Deps } from '../db/transaction.ts';
import type { CourtApi } from './types.ts';

/** Domain §5.3, CT-06: the owner hears of a lift. A home that the next one in the queue seizes is not free, so nobody is told so. */
export const ownersFreedBy =
  ({ pool }: Deps): CourtApi['ownersFreedBy'] =>
  async (noticeNo) => {
    const { rows } = await pool.query<{ personId: string; phone: string }>(
      `SELECT DISTINCT p.person_id AS "personId", p.phone
       FROM registry.court_notices n
         JOIN registry.rights lifted ON lifted.right_id = n.target_id
         JOIN registry.rights o ON o.unit_code = lifted.unit_code AND o.kind = 'OWNERSHIP' AND o.status = 'CURRENT'
         JOIN registry.right_holders h ON h.right_id = o.right_id
         JOIN registry.persons p ON p.person_id = h.person_id
       WHERE n.notice_no = $1 AND n.kind = 'lift' AND n.state = 'LIFTED' AND p.phone IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM registry.rights s
           WHERE s.unit_code = lifted.unit_code AND s.kind = 'SEIZURE' AND s.status = 'CURRENT')
       ORDER BY p.person_id`,
      [noticeNo],
    );
    return rows.map((row) => ({ ...row, personId: String(row.personId) }));
  };
