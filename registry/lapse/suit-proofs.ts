import { dayOf } from '../calendar/local-time.ts';
import type { Actor } from '../common.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import type { SuitProof } from './types.ts';

/** INV-23: the objector has sued within fifteen days and shows it, so the objection stands until the court has decided. */
export async function recordSuitProof({ pool, clock }: Deps, proof: SuitProof, by: Actor): Promise<void> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const objection = await one<{ unit_code: string; lapses_on: string; proven: string | null }>(
      client,
      `SELECT r.unit_code, d.lapses_on::text, s.document_no AS proven FROM registry.rights r JOIN registry.objection_details d USING (right_id)
       LEFT JOIN registry.suit_proofs s USING (right_id) WHERE r.right_id = $1 AND r.status = 'CURRENT' FOR UPDATE OF r`,
      [proof.rightId],
    );
    if (!objection)
      throw new RegistryError('OBJECTION_UNKNOWN', '该异议登记不存在或已终止；请在登记簿上核对后再登记起诉证明。');
    if (objection.proven === proof.documentNo) return;
    if (objection.proven)
      throw new RegistryError('SUIT_PROOF_LATE', `该异议登记已有起诉证明（${objection.proven}），无需再登记。`);
    if (dayOf(now) > objection.lapses_on || proof.filedOn > objection.lapses_on)
      throw new RegistryError(
        'SUIT_PROOF_LATE',
        `该异议登记至${objection.lapses_on}，须在此前起诉并提交证明；现已失效，请告知申请人直接请求法院保全。`,
      );
    if (proof.filedOn > dayOf(now))
      throw new RegistryError('SUIT_PROOF_DATE', '起诉（申请仲裁）日期不能晚于今天，请按受理通知书核对。');
    await client.query(
      'INSERT INTO registry.suit_proofs (right_id, court, document_no, filed_on, recorded_at, recorded_by) VALUES ($1, $2, $3, $4, $5, $6)',
      [proof.rightId, proof.court, proof.documentNo, proof.filedOn, now, by.userId],
    );
    await appendEvent(client, {
      chain: objection.unit_code.slice(0, 6),
      topic: 'objection.kept',
      unitCodes: [objection.unit_code],
      actor: by.userId,
      at: now,
      payload: { rightId: proof.rightId, documentNo: proof.documentNo },
    });
  });
}
