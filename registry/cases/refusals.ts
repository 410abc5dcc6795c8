import type { Deps } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { lockCase } from './case-row.ts';
import type { CasesApi } from './types.ts';

const lastSql = `SELECT payload FROM registry.register_events WHERE case_no = $1 AND topic = 'step.refused'`;

/** Refusals that bring a case to a person: what the diagrams catch as a BPMN error, whose text the engine keeps to itself. */
export function refusalsApi({ pool, clock }: Deps): Pick<CasesApi, 'recordRefusal' | 'lastRefusal'> {
  return {
    recordRefusal: ({ caseNo, jobType, what, reason }) =>
      inTransaction(pool, async (client) => {
        const { district } = await lockCase(client, caseNo);
        const last = await one<{ payload: { jobType: string; reason: string } }>(
          client,
          `${lastSql} ORDER BY seq DESC LIMIT 1`,
          [caseNo],
        );
        if (last?.payload.jobType === jobType && last.payload.reason === reason) return;
        await appendEvent(client, {
          chain: district,
          topic: 'step.refused',
          caseNo,
          actor: 'system',
          at: clock.now(),
          payload: { jobType, what, reason },
        });
      }),
    async lastRefusal(caseNo, jobTypes) {
      const last = await one<{ payload: { reason: string } }>(
        pool,
        `${lastSql} AND payload->>'jobType' = ANY ($2) ORDER BY seq DESC LIMIT 1`,
        [caseNo, jobTypes],
      );
      return last?.payload.reason ?? null;
    },
  };
}
