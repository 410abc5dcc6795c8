import { lockOpenCase } from '../cases/case-row.ts';
import { decidedOtherwise } from '../cases/decisions.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction, one, violatedInvariant } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import type { BankApi } from './types.ts';

const decisions = { approve: '同意提交', return: '退回经办', drop: '不再提交' };

const separation = () =>
  new RegistryError('SEPARATION_OF_DUTIES', '复核人不能是本业务的经办人；请由本行其他复核人员办理。');

export const checksApi = ({ pool, clock }: Deps): Pick<BankApi, 'recordCheck' | 'assertMayCheck'> => ({
  recordCheck: (input) =>
    inTransaction(pool, async (db) => {
      const row = await lockOpenCase(db, input.caseNo);
      const at = clock.now();
      try {
        const { rowCount } = await db.query(
          'INSERT INTO registry.bank_checks (case_no, task_key, decision, note, user_id, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
          [input.caseNo, input.taskKey, input.decision, input.note ?? null, input.by.userId, at],
        );
        if (rowCount === 0) {
          const first = await one<{ decision: keyof typeof decisions }>(
            db,
            'SELECT decision FROM registry.bank_checks WHERE case_no = $1 AND task_key = $2',
            [input.caseNo, input.taskKey],
          );
          if (first && first.decision !== input.decision) throw decidedOtherwise(decisions[first.decision]);
          return;
        }
      } catch (error) {
        if (violatedInvariant(error) === 'INV-29') throw separation();
        throw error;
      }
      await appendEvent(db, {
        chain: row.district,
        topic: 'bank.checked',
        caseNo: input.caseNo,
        actor: input.by.userId,
        at,
        payload: { decision: input.decision },
      });
    }),
  async assertMayCheck(caseNo, actor) {
    const own = await one(
      pool,
      `SELECT 1 FROM registry.cases c WHERE case_no = $1 AND (filed_by = $2
         OR EXISTS (SELECT 1 FROM registry.contract_infos i WHERE i.case_no = c.case_no AND entered_by = $2))`,
      [caseNo, actor.userId],
    );
    if (own) throw separation();
  },
});
