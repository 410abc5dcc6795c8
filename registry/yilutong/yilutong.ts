import { lockCase } from '../cases/case-row.ts';
import { type Deps, inTransaction, number, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { enqueue } from '../outbox/outbox.ts';
import { notOfCase, numberOfAnother } from '../requests/wrong-number.ts';
import { pendingUtilities } from './pending-utilities.ts';
import { progressLinks } from './progress-links.ts';
import type { EscrowAccountRow, YilutongApi } from './types.ts';
import { utilitiesApi } from './utilities.ts';

/** What may follow what: a callback that comes late or twice changes nothing. */
const BEFORE: Record<EscrowAccountRow['state'], readonly EscrowAccountRow['state'][]> = {
  OPEN: [],
  FUNDED: ['OPEN'],
  FAILED: ['OPEN'],
  RELEASED: ['OPEN', 'FUNDED'],
  REFUNDED: ['OPEN', 'FUNDED', 'FAILED'],
};

export function yilutongApi(deps: Deps): YilutongApi {
  const { pool, clock } = deps;
  return {
    ...utilitiesApi(deps),
    ...progressLinks(deps),
    pendingUtilities: pendingUtilities(deps),
    async recordEscrowOpened({ caseNo, escrowNo, amountFen }) {
      await pool.query(
        `INSERT INTO registry.escrow_accounts (case_no, escrow_no, amount_fen, state, opened_at) VALUES ($1, $2, $3, 'OPEN', $4) ON CONFLICT DO NOTHING`,
        [caseNo, escrowNo, amountFen, clock.now()],
      );
      const holder = await one<{ case_no: string }>(
        pool,
        'SELECT case_no FROM registry.escrow_accounts WHERE escrow_no = $1',
        [escrowNo],
      );
      if (holder && holder.case_no !== caseNo) throw numberOfAnother('监管账户', escrowNo);
    },
    async recordEscrowState({ caseNo, escrowNo, state, at }) {
      return inTransaction(pool, async (db) => {
        const known = await one<{ case_no: string }>(
          db,
          'SELECT case_no FROM registry.escrow_accounts WHERE escrow_no = $1',
          [escrowNo],
        );
        if (!known) throw new RegistryError('ORDER_UNKNOWN', `没有监管账户${escrowNo}；请核对账户号。`);
        if (caseNo !== undefined && caseNo !== known.case_no) throw notOfCase(caseNo, '监管账户', escrowNo);
        const { district } = await lockCase(db, known.case_no);
        const { rowCount } = await db.query(
          `UPDATE registry.escrow_accounts SET state = $2,
             funded_at = CASE WHEN $2 = 'FUNDED' THEN $3::timestamptz ELSE funded_at END,
             ended_at = CASE WHEN $2 IN ('RELEASED', 'REFUNDED', 'FAILED') THEN $3::timestamptz ELSE ended_at END
           WHERE escrow_no = $1 AND state = ANY ($4)`,
          [escrowNo, state, at, BEFORE[state]],
        );
        if (rowCount === 0) return { first: false };
        if (state === 'FUNDED' || state === 'RELEASED')
          await enqueue(db, {
            topic: state === 'FUNDED' ? 'escrow.funded' : 'escrow.released',
            caseNo: known.case_no,
            correlationKey: escrowNo,
            at: clock.now(),
          });
        await appendEvent(db, {
          chain: district,
          topic: 'escrow.changed',
          caseNo: known.case_no,
          actor: 'system',
          at: clock.now(),
          payload: { state },
        });
        return { first: true };
      });
    },
    async escrowOf(caseNo) {
      const row = await one<{ escrow_no: string; amount_fen: string; state: EscrowAccountRow['state'] }>(
        pool,
        'SELECT * FROM registry.escrow_accounts WHERE case_no = $1',
        [caseNo],
      );
      return row && { caseNo, escrowNo: row.escrow_no, amountFen: number(row.amount_fen), state: row.state };
    },
    async hukouOf(caseNo) {
      const row = await one<{
        moved_out: boolean;
        move_in: boolean;
        receipt_no: string | null;
        occupied: boolean | null;
      }>(pool, 'SELECT * FROM registry.hukou_notices WHERE case_no = $1', [caseNo]);
      return row && { movedOut: row.moved_out, moveIn: row.move_in, receiptNo: row.receipt_no, occupied: row.occupied };
    },
    async recordHukouTold({ caseNo, receiptNo, occupied }) {
      await pool.query(
        'UPDATE registry.hukou_notices SET receipt_no = $2, occupied = $3, told_at = $4 WHERE case_no = $1 AND told_at IS NULL',
        [caseNo, receiptNo, occupied, clock.now()],
      );
    },
    async confirmTax({ caseNo, partyNo }) {
      const now = clock.now();
      await inTransaction(pool, async (db) => {
        const { district } = await lockCase(db, caseNo);
        const tax = await one<{ tax_case_no: string; total_fen: string }>(
          db,
          `SELECT tax_case_no, total_fen FROM registry.tax_cases WHERE case_no = $1 AND state IN ('ASSESSED', 'PAID') ORDER BY assessed_at DESC LIMIT 1`,
          [caseNo],
        );
        if (!tax) throw new RegistryError('NOT_WAITING', '现在没有等待确认的税款，请刷新页面看最新进度。');
        const { rowCount } = await db.query(
          'INSERT INTO registry.tax_confirmations VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
          [tax.tax_case_no, caseNo, partyNo, now],
        );
        if (rowCount === 0) return;
        await enqueue(db, { topic: 'tax.confirmed', caseNo, correlationKey: tax.tax_case_no, at: now });
        await appendEvent(db, {
          chain: district,
          topic: 'tax.confirmed',
          caseNo,
          actor: `party:${partyNo}`,
          at: now,
          payload: { totalFen: number(tax.total_fen) },
        });
      });
    },
    async taxConfirmed(caseNo) {
      const row = await one(pool, 'SELECT 1 FROM registry.tax_confirmations WHERE case_no = $1', [caseNo]);
      return row !== null;
    },
  };
}
