import { loadCalendar } from '../calendar/load-calendar.ts';
import { dayOf } from '../calendar/local-time.ts';
import { dueAt } from '../calendar/working-time.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { enqueue } from '../outbox/outbox.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import { lockCase, lockOpenCase } from './case-row.ts';
import { insertDecision } from './decisions.ts';
import type { Escalation, ReviewApi } from './review-types.ts';

interface Row {
  case_no: string;
  level: number;
  opened_at: Date;
  due_at: Date;
  reminded_at: Date | null;
  decision: Escalation['decision'];
  opinion: string | null;
  decided_by: string | null;
  decided_at: Date | null;
}

const escalationOf = (row: Row): Escalation => ({
  caseNo: row.case_no,
  level: row.level,
  openedAt: row.opened_at,
  dueAt: row.due_at,
  remindedAt: row.reminded_at,
  decision: row.decision,
  opinion: row.opinion,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
});

async function open({ pool, clock }: Deps, input: { caseNo: string; key: string }): Promise<Escalation> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const { district } = await lockOpenCase(client, input.caseNo);
    // §5.9: within two hours of the office's time, unless the office has changed it.
    const within = (await loadRuleBook(client)).value('escalation.decide_minutes', 'current', dayOf(now));
    const due = dueAt(await loadCalendar(client, district), now, within);
    const { rows } = await client.query<{ level: number }>(
      `INSERT INTO registry.escalations (case_no, level, key, opened_at, due_at)
       SELECT $1, coalesce(max(level), 0) + 1, $2, $3, $4 FROM registry.escalations WHERE case_no = $1
       ON CONFLICT (case_no, key) DO NOTHING RETURNING level`,
      [input.caseNo, input.key, now, due],
    );
    if (rows[0]) {
      await appendEvent(client, {
        chain: district,
        topic: 'escalation.opened',
        caseNo: input.caseNo,
        actor: 'system',
        at: now,
        payload: { level: rows[0].level, dueAt: due },
      });
    }
    const row = await one<Row>(client, 'SELECT * FROM registry.escalations WHERE case_no = $1 AND key = $2', [
      input.caseNo,
      input.key,
    ]);
    return escalationOf(row as Row);
  });
}

async function remind({ pool, clock }: Deps, input: { caseNo: string; level: number }): Promise<{ recorded: boolean }> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const { district } = await lockCase(client, input.caseNo);
    const { rowCount } = await client.query(
      'UPDATE registry.escalations SET reminded_at = $3 WHERE case_no = $1 AND level = $2 AND reminded_at IS NULL AND decided_at IS NULL',
      [input.caseNo, input.level, now],
    );
    if (!rowCount) return { recorded: false };
    await appendEvent(client, {
      chain: district,
      topic: 'escalation.late',
      caseNo: input.caseNo,
      actor: 'system',
      at: now,
      payload: { level: input.level },
    });
    return { recorded: true };
  });
}

/**
 * The decision is a review of the case (提级审核): the register enters it only when the last review approves. From the board it
 * also tells the process; from the task the completion does.
 */
async function decide({ pool, clock }: Deps, input: Parameters<ReviewApi['decideEscalation']>[0]): Promise<Escalation> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const { district } = await lockOpenCase(client, input.caseNo);
    const row = await one<Row>(
      client,
      'SELECT * FROM registry.escalations WHERE case_no = $1 ORDER BY level DESC LIMIT 1 FOR UPDATE',
      [input.caseNo],
    );
    if (!row) throw new RegistryError('ESCALATION_UNKNOWN', `业务${input.caseNo}没有提级会商。`);
    if (row.decided_at) {
      if (row.decision === input.decision && row.decided_by === input.by.userId) return escalationOf(row);
      throw new RegistryError('ESCALATION_DECIDED', '这次会商已经作出决定，请刷新后查看。');
    }
    await client.query(
      'UPDATE registry.escalations SET decision = $3, opinion = $4, decided_by = $5, decided_at = $6 WHERE case_no = $1 AND level = $2',
      [input.caseNo, row.level, input.decision, input.opinion, input.by.userId, now],
    );
    await insertDecision(client, district, now, {
      caseNo: input.caseNo,
      taskKey: input.taskKey ?? `escalation:${row.level}`,
      step: 'review',
      decision: input.decision,
      reasonCode: input.reasonCode ?? null,
      opinion: input.opinion,
      by: input.by,
    });
    if (!input.taskKey) {
      await enqueue(client, {
        topic: 'escalation.decided',
        caseNo: input.caseNo,
        correlationKey: `${input.caseNo}:${row.level}`,
        payload: { escalationDecision: input.decision, reasonCode: input.reasonCode ?? null },
        at: now,
      });
    }
    return escalationOf({
      ...row,
      decision: input.decision,
      opinion: input.opinion,
      decided_by: input.by.userId,
      decided_at: now,
    });
  });
}

export function escalationsApi(
  deps: Deps,
): Pick<ReviewApi, 'openEscalation' | 'remindEscalation' | 'decideEscalation' | 'openEscalations'> {
  return {
    openEscalation: (input) => open(deps, input),
    remindEscalation: (input) => remind(deps, input),
    decideEscalation: (input) => decide(deps, input),
    async openEscalations(district) {
      const { rows } = await deps.pool.query<Row>(
        `SELECT e.* FROM registry.escalations e JOIN registry.cases c USING (case_no)
         WHERE e.decided_at IS NULL AND c.closed_at IS NULL AND ($1::text IS NULL OR c.district = $1) ORDER BY e.due_at LIMIT 500`,
        [district],
      );
      return rows.map(escalationOf);
    },
  };
}
