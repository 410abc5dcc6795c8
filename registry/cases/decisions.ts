import { dayOf } from '../calendar/local-time.ts';
import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one, violatedInvariant } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { loadPages } from '../rights/rule-context.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import { startSla } from '../sla/sla.ts';
import { statutoryOfCase } from '../sla/statutory.ts';
import { lockCase, lockOpenCase, unitCodesOf } from './case-row.ts';
import { decisionText } from './timeline.ts';
import type { CasesApi, ReviewStep } from './types.ts';

interface Decision {
  caseNo: string;
  taskKey: string;
  step: ReviewStep | 'intake';
  decision: string;
  reasonCode?: string | null;
  opinion?: string | null;
  checklist?: Record<string, unknown>;
  by: Actor;
}

/**
 * One row per completed user task. False when this very decision was recorded before. INV-29 is the database's trigger.
 * @throws CONFLICTING_RESULT when the task was decided otherwise: the row stays, and the engine must not be told another decision
 */
export async function insertDecision(db: Queryable, district: string, at: Date, input: Decision): Promise<boolean> {
  try {
    const { rowCount } = await db.query(
      `INSERT INTO registry.reviews (case_no, task_key, step, decision, reason_code, opinion, checklist, user_id, role, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
      [
        input.caseNo,
        input.taskKey,
        input.step,
        input.decision,
        input.reasonCode ?? null,
        input.opinion ?? null,
        input.checklist ? JSON.stringify(input.checklist) : null,
        input.by.userId,
        input.by.role,
        at,
      ],
    );
    if (rowCount === 0) {
      await requireSame(db, input);
      return false;
    }
  } catch (error) {
    if (violatedInvariant(error) === 'INV-29') throw separation(input.step);
    throw error;
  }
  await appendEvent(db, {
    chain: district,
    topic: `decision.${input.step}`,
    caseNo: input.caseNo,
    actor: input.by.userId,
    at,
    payload: { decision: input.decision, reasonCode: input.reasonCode ?? null },
  });
  return true;
}

/** A completion that the engine did not take can be sent again, with the same decision only. */
async function requireSame(db: Queryable, { caseNo, taskKey, decision, reasonCode }: Decision): Promise<void> {
  const first = await one<{ decision: string; reason_code: string | null }>(
    db,
    'SELECT decision, reason_code FROM registry.reviews WHERE case_no = $1 AND task_key = $2',
    [caseNo, taskKey],
  );
  if (first?.decision === decision && first.reason_code === (reasonCode ?? null)) return;
  throw decidedOtherwise(first ? decisionText(first.decision) : '其他决定');
}

/** @param first what was decided, as a clerk reads it */
export const decidedOtherwise = (first: string) =>
  new RegistryError(
    'CONFLICTING_RESULT',
    `这个任务已经作出决定“${first}”并记入业务档案，不能另作决定。请按原决定和原理由再提交一次。`,
  );

function separation(step: ReviewStep | 'intake'): RegistryError {
  const what =
    step === 'intake'
      ? '审核或登簿过本业务的人不能再受理'
      : step === 'sign_book'
        ? '受理或审核过本业务的人不能登簿'
        : '受理或登簿过本业务的人不能审核';
  return new RegistryError('SEPARATION_OF_DUTIES', `受办分离：${what}；请将任务退回，由其他同事办理。`);
}

/** 受理: the decision stays with its clerk (SLRY), the moment is now. */
async function acceptCase({ pool, clock }: Deps, caseNo: string): ReturnType<CasesApi['acceptCase']> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const row = await lockOpenCase(client, caseNo);
    const firstTime = row.accepted_at === null;
    const unitCodes = await unitCodesOf(client, caseNo);
    if (firstTime) {
      const intake = await one<{ user_id: string; decision: string }>(
        client,
        "SELECT user_id, decision FROM registry.reviews WHERE case_no = $1 AND step = 'intake' ORDER BY at DESC, decision = 'accept' DESC LIMIT 1",
        [caseNo],
      );
      if (intake?.decision !== 'accept')
        throw new RegistryError('INTAKE_MISSING', `业务${caseNo}还没有“受理”的收件决定；请窗口先完成收件。`);
      const pages = await loadPages(client, unitCodes);
      for (const page of pages) {
        await client.query('UPDATE registry.case_units SET version_seen = $3 WHERE case_no = $1 AND unit_code = $2', [
          caseNo,
          page.unit_code,
          page.register_version,
        ]);
      }
      await client.query(
        "UPDATE registry.cases SET status = 'ACCEPTED', accepted_at = $2, accepted_by = $3 WHERE case_no = $1",
        [caseNo, now, intake.user_id],
      );
    }
    const sla = await startSla(client, {
      caseNo,
      itemCode: row.item_code,
      operation: row.operation,
      district: row.district,
      startedAt: row.accepted_at ?? now,
    });
    const { rows } = await client.query<{ unit_code: string; version_seen: number }>(
      'SELECT unit_code, version_seen FROM registry.case_units WHERE case_no = $1',
      [caseNo],
    );
    const registerVersions = Object.fromEntries(rows.map((r) => [r.unit_code, r.version_seen]));
    if (firstTime) {
      await appendEvent(client, {
        chain: row.district,
        topic: 'case.accepted',
        caseNo,
        unitCodes,
        actor: 'system',
        at: now,
        payload: { registerVersions, dueAt: sla.due_at },
      });
    }
    return {
      acceptedAt: row.accepted_at ?? now,
      slaWarnAt: sla.warn_at,
      slaDueAt: sla.due_at,
      slaEpoch: sla.epoch,
      statutoryCheckAt: (await statutoryOfCase(client, row.district, row.accepted_at ?? now, now)).checkAt,
      registerVersion: Math.max(0, ...rows.map((r) => r.version_seen)),
      registerVersions,
      firstTime,
    };
  });
}

async function recordReview({ pool, clock }: Deps, input: Parameters<CasesApi['recordReview']>[0]): Promise<void> {
  await inTransaction(pool, async (client) => {
    const row = await lockCase(client, input.caseNo);
    const first = await insertDecision(client, row.district, clock.now(), input);
    if (!first || input.decision !== 'approve') return;
    if (input.step !== 're_review' && !input.seenVersions) return;
    await client.query('UPDATE registry.cases SET recheck_needed = false WHERE case_no = $1 AND recheck_needed', [
      input.caseNo,
    ]);
    for (const page of await loadPages(client, await unitCodesOf(client, input.caseNo))) {
      const seen = input.seenVersions ? input.seenVersions[page.unit_code] : page.register_version;
      if (seen !== undefined)
        await client.query('UPDATE registry.case_units SET version_seen = $3 WHERE case_no = $1 AND unit_code = $2', [
          input.caseNo,
          page.unit_code,
          seen,
        ]);
    }
  });
}

/** The same rule as the trigger, asked before the form opens. */
async function assertMayReview({ pool, clock }: Deps, caseNo: string, step: ReviewStep, actor: Actor): Promise<void> {
  const { rows } = await pool.query<{ step: ReviewStep | 'intake' }>(
    'SELECT DISTINCT step FROM registry.reviews WHERE case_no = $1 AND user_id = $2',
    [caseNo, actor.userId],
  );
  const done = new Set(rows.map((r) => r.step));
  const reviewed = done.has('review') || done.has('re_review');
  const reviewing = step === 'review' || step === 're_review';
  const both = (step === 'sign_book' && reviewed) || (reviewing && done.has('sign_book'));
  const thirdPerson = async () =>
    (await loadRuleBook(pool)).value('registrar.third_person', 'current', dayOf(clock.now()));
  if (done.has('intake') || (both && (await thirdPerson()))) throw separation(step);
}

export function decisionsApi(
  deps: Deps,
): Pick<CasesApi, 'recordIntake' | 'acceptCase' | 'recordReview' | 'assertMayReview' | 'recordConsent'> {
  const { pool, clock } = deps;
  return {
    recordIntake: ({ missingMaterials, ...input }) =>
      inTransaction(pool, async (client) => {
        const row = await lockOpenCase(client, input.caseNo);
        await insertDecision(client, row.district, clock.now(), {
          ...input,
          step: 'intake',
          ...(missingMaterials ? { checklist: { missingMaterials } } : {}),
        });
      }),
    acceptCase: (caseNo) => acceptCase(deps, caseNo),
    recordReview: (input) => recordReview(deps, input),
    assertMayReview: (caseNo, step, actor) => assertMayReview(deps, caseNo, step, actor),
    recordConsent: (input) =>
      inTransaction(pool, async (client) => {
        const row = await lockOpenCase(client, input.caseNo);
        const { rowCount } = await client.query(
          'INSERT INTO registry.consents (case_no, right_id, kind, document_id, user_id, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
          [input.caseNo, input.rightId, input.kind, input.documentId ?? null, input.by.userId, clock.now()],
        );
        if (rowCount === 0) return;
        await appendEvent(client, {
          chain: row.district,
          topic: 'consent.recorded',
          caseNo: input.caseNo,
          actor: input.by.userId,
          at: clock.now(),
          payload: { kind: input.kind, rightId: input.rightId },
        });
      }),
  };
}
