import type { Deps } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { stopSlaIfRunning } from '../sla/sla.ts';
import { caseUnknown, lockCase } from './case-row.ts';
import type { CaseOutcome, CasesApi } from './types.ts';

const outcomeNames: Record<CaseOutcome, string> = {
  COMPLETED: '办结',
  COMPLETED_WITH_PENDING: '办结，服务在办',
  NOT_ACCEPTED: '不予受理',
  REFUSED: '不予登记',
  WITHDRAWN: '撤回',
  SUPERSEDED_BY_SEIZURE: '因查封终止',
};

async function closeCase(
  { pool, clock }: Deps,
  input: Parameters<CasesApi['closeCase']>[0],
): Promise<{ closedAt: Date; firstTime: boolean }> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const row = await lockCase(client, input.caseNo);
    const name = outcomeNames[input.outcome];
    const impossible = (why: string) =>
      new RegistryError('OUTCOME_NOT_POSSIBLE', `业务${input.caseNo}不能以“${name}”结案：${why}`);
    if (row.closed_at) {
      if (row.outcome === input.outcome) return { closedAt: row.closed_at, firstTime: false };
      throw impossible(`已以“${outcomeNames[row.outcome as CaseOutcome]}”结案。`);
    }
    const completes = input.outcome === 'COMPLETED' || input.outcome === 'COMPLETED_WITH_PENDING';
    if (completes && !row.entered_at) throw impossible('尚未登簿；请先完成登簿。');
    if (!completes && row.entered_at) throw impossible('已经登簿，登记已生效；只能办结，错误须另行更正登记。');
    if (input.outcome === 'NOT_ACCEPTED' && row.accepted_at) throw impossible('已经受理；应作出不予登记决定。');
    await stopSlaIfRunning(client, input.caseNo, row.district, now);
    await client.query(
      "UPDATE registry.cases SET status = 'CLOSED', outcome = $2, close_reason = $3, closed_at = $4 WHERE case_no = $1",
      [input.caseNo, input.outcome, input.reasonCode ?? null, now],
    );
    await appendEvent(client, {
      chain: row.district,
      topic: 'case.closed',
      caseNo: input.caseNo,
      actor: input.by.userId,
      at: now,
      payload: { outcome: input.outcome, reasonCode: input.reasonCode ?? null },
    });
    return { closedAt: now, firstTime: true };
  });
}

export function closingApi(
  deps: Deps,
): Pick<CasesApi, 'closeCase' | 'archiveCase' | 'deliveryAddress' | 'recordNotification' | 'linkProcessInstance'> {
  const { pool, clock } = deps;
  return {
    closeCase: (input) => closeCase(deps, input),
    async deliveryAddress(caseNo) {
      const { rows } = await pool.query<{ delivery_address: string | null }>(
        'SELECT delivery_address FROM registry.cases WHERE case_no = $1',
        [caseNo],
      );
      return rows[0]?.delivery_address ?? null;
    },
    archiveCase: ({ caseNo, archiveNo, documents, pages }) =>
      inTransaction(pool, async (client) => {
        const row = await lockCase(client, caseNo);
        if (row.archive_no) return;
        await client.query('UPDATE registry.cases SET archive_no = $2 WHERE case_no = $1', [caseNo, archiveNo]);
        await appendEvent(client, {
          chain: row.district,
          topic: 'case.archived',
          caseNo,
          actor: 'system',
          at: clock.now(),
          payload: { archiveNo, documents, pages },
        });
      }),
    recordNotification: ({ caseNo, key, template, partyNo, messageId }) =>
      inTransaction(pool, async (client) => {
        const row = await lockCase(client, caseNo);
        const { rowCount } = await client.query(
          'INSERT INTO registry.notifications (case_no, key, template, party_no, message_id, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
          [caseNo, key, template, partyNo, messageId, clock.now()],
        );
        if (rowCount)
          await appendEvent(client, {
            chain: row.district,
            topic: 'party.notified',
            caseNo,
            actor: 'system',
            at: clock.now(),
            payload: { template, partyNo },
          });
      }),
    // The first link is the case's own instance; called processes (sub-tax) are found below it in the engine.
    async linkProcessInstance(caseNo, processInstanceKey, bpmnProcessId) {
      const { rowCount } = await pool.query(
        `UPDATE registry.cases SET
           process_instance_key = CASE WHEN process_id = $3 THEN coalesce(process_instance_key, $2) ELSE process_instance_key END,
           bpmn_process_id = CASE WHEN process_id = $3 THEN $3 ELSE bpmn_process_id END WHERE case_no = $1`,
        [caseNo, processInstanceKey, bpmnProcessId],
      );
      if (rowCount === 0) throw caseUnknown(caseNo);
    },
  };
}
