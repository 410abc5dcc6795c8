import type { Deps } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { type FreezeReceipt, recordFreeze } from '../seizure/freeze-claims.ts';
import type { Letter, LettersApi } from './types.ts';

const LEASE_MS = 30_000;

async function claimLetters({ pool, clock }: Deps, limit: number): Promise<Letter[]> {
  const { rows } = await pool.query<{
    id: string;
    topic: Letter['topic'];
    case_no: string;
    payload: Omit<Letter, 'id' | 'topic' | 'caseNo'>;
  }>(
    `UPDATE registry.outbox SET due_at = $1::timestamptz + $3 * interval '1 millisecond', attempts = attempts + 1
     WHERE id IN (SELECT id FROM registry.outbox WHERE channel = 'letter' AND done_at IS NULL AND due_at <= $1
       ORDER BY due_at, position LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING id, topic, case_no, payload`,
    [clock.now(), limit, LEASE_MS],
  );
  return rows.map(({ id, topic, case_no: caseNo, payload }) => ({ id, topic, caseNo, ...payload }));
}

async function letterSent({ pool, clock }: Deps, letter: Letter, receipt: FreezeReceipt): Promise<void> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      'UPDATE registry.outbox SET done_at = $2, last_error = NULL WHERE id = $1 AND done_at IS NULL',
      [letter.id, now],
    );
    if (rowCount === 0) return;
    if (letter.seizureId)
      await recordFreeze(
        client,
        { mortgageId: letter.rightId, seizureId: letter.seizureId, told: { orgId: letter.bankId } },
        receipt,
      );
    await appendEvent(client, {
      chain: letter.unitCode.slice(0, 6),
      topic: 'mortgagee.told',
      caseNo: letter.caseNo,
      unitCodes: [letter.unitCode],
      actor: 'system',
      at: now,
      payload: { bankId: letter.bankId, rightId: letter.rightId, receiptNo: receipt.receiptNo },
    });
  });
}

export function lettersApi(deps: Deps): LettersApi {
  return {
    claimLetters: (limit) => claimLetters(deps, limit),
    letterSent: (letter, receipt) => letterSent(deps, letter, receipt),
  };
}
