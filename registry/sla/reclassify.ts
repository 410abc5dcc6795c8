import { loadCalendar } from '../calendar/load-calendar.ts';
import { lockCase } from '../cases/case-row.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import type { SlaClass } from '../items/types.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import { deadlines, loadPauses, netMinutes, slaStatus } from './ledger.ts';
import { limitsOf } from './limits.ts';
import { lockLedger } from './sla.ts';
import type { SlaStatus } from './types.ts';

/** While the clock is paused the new deadlines wait for the resume, which arms a new watch; a running one is moved here. */
export async function reclassify(
  deps: Deps,
  input: { caseNo: string; slaClass: SlaClass; reason: string },
): Promise<SlaStatus> {
  const now = deps.clock.now();
  await inTransaction(deps.pool, async (client) => {
    const { district } = await lockCase(client, input.caseNo);
    const row = await lockLedger(client, input.caseNo);
    if (row.stopped_at || row.sla_class === input.slaClass) return;
    const calendar = await loadCalendar(client, row.office);
    const limits = limitsOf(calendar, await loadRuleBook(client), input.slaClass, row.started_at);
    await client.query(
      'UPDATE registry.sla_ledger SET sla_class = $2, limit_minutes = $3, warn_minutes = $4 WHERE case_no = $1',
      [input.caseNo, input.slaClass, limits.limitMinutes, limits.warnMinutes],
    );
    const pauses = await loadPauses(client, input.caseNo);
    if (pauses.every((pause) => pause.resumedAt !== null)) {
      const used = netMinutes(calendar, row.started_at, now, pauses);
      const next = deadlines(calendar, limits, now, used);
      await client.query(
        'UPDATE registry.sla_ledger SET warn_at = $2, due_at = $3, epoch = epoch + 1 WHERE case_no = $1',
        [input.caseNo, next.warnAt, next.dueAt],
      );
    }
    await appendEvent(client, {
      chain: district,
      topic: 'sla.reclassified',
      caseNo: input.caseNo,
      actor: 'system',
      at: now,
      payload: { slaClass: input.slaClass, reason: input.reason },
    });
  });
  return (await slaStatus(deps.pool, input.caseNo, now)) as SlaStatus;
}
