import { loadCalendar } from '../calendar/load-calendar.ts';
import { dayOf } from '../calendar/local-time.ts';
import { dueAtWorkingDays } from '../calendar/working-time.ts';
import { lockOpenCase } from '../cases/case-row.ts';
import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { writeLetters } from '../letters/write-letters.ts';
import { enqueue } from '../outbox/outbox.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import { publicityKindOf } from './kind.ts';
import type { Publicity, PublicityApi, PublicityKind } from './types.ts';

interface Row {
  case_no: string;
  kind: PublicityKind;
  opened_at: Date;
  due_at: Date;
  untold: number;
  holders_until: Date | null;
  objections: { matter: string; evidence_no: string | null; raised_at: string; settled: boolean }[];
}

/** A 会商 that lets the case go on settles what was raised before its decision. */
const sql = `SELECT p.*, coalesce((SELECT jsonb_agg(jsonb_build_object('matter', o.matter, 'evidence_no', o.evidence_no, 'raised_at', o.raised_at,
    'settled', EXISTS (SELECT 1 FROM registry.escalations e WHERE e.case_no = o.case_no AND e.decided_at >= o.raised_at AND e.decision IN ('approve', 'conditions')))
    ORDER BY o.raised_at) FROM registry.publicity_objections o WHERE o.case_no = p.case_no), '[]') AS objections,
    (SELECT count(*) FILTER (WHERE l.told_at IS NULL)::integer FROM registry.printed_letters l WHERE l.reference = p.case_no AND l.kind = 'ex_officio') AS untold,
    (SELECT max(l.term_ends_at) FROM registry.printed_letters l WHERE l.reference = p.case_no AND l.kind = 'ex_officio') AS holders_until
  FROM registry.publicities p WHERE p.case_no = $1`;

export async function loadPublicity(db: Queryable, caseNo: string): Promise<Publicity | null> {
  const row = await one<Row>(db, sql, [caseNo]);
  if (!row) return null;
  return {
    caseNo: row.case_no,
    kind: row.kind,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    untold: row.untold,
    holdersUntil: row.holders_until,
    objections: row.objections.map((one) => ({
      matter: one.matter,
      evidenceNo: one.evidence_no,
      raisedAt: new Date(one.raised_at),
      settled: one.settled,
    })),
  };
}

async function open({ pool, clock }: Deps, caseNo: string): Promise<Publicity> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const row = await lockOpenCase(client, caseNo);
    const begun = await loadPublicity(client, caseNo);
    if (begun) return begun;
    const kind = publicityKindOf(row.terms);
    if (!kind) throw new RegistryError('OUTCOME_NOT_POSSIBLE', `业务${caseNo}不需要公告（公示），请直接审核。`);
    // 实施细则 §22, §81; 操作规范 1.8.6: fifteen working days, by the rule of the day of publication, which is day 0.
    const days = (await loadRuleBook(client)).value('publicity.days', row.rule_profile, dayOf(now));
    const dueAt = dueAtWorkingDays(await loadCalendar(client, row.district), now, days);
    await client.query('INSERT INTO registry.publicities (case_no, kind, opened_at, due_at) VALUES ($1, $2, $3, $4)', [
      caseNo,
      kind,
      now,
      dueAt,
    ]);
    if (kind === 'ex_officio') await tellHolders(client, caseNo, now);
    await appendEvent(client, {
      chain: row.district,
      topic: 'publicity.opened',
      caseNo,
      actor: 'system',
      at: now,
      payload: { kind, dueAt },
    });
    return (await loadPublicity(client, caseNo)) as Publicity;
  });
}

/** 实施细则 §81: who stands in the register is told in writing before the office corrects it. */
async function tellHolders(db: Queryable, caseNo: string, at: Date): Promise<void> {
  const { rows } = await db.query<{ right_id: string; seq: number }>(
    `SELECT r.right_id, h.seq FROM registry.case_units u JOIN registry.rights r ON r.unit_code = u.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'
     JOIN registry.right_holders h USING (right_id) WHERE u.case_no = $1 ORDER BY r.right_id, h.seq`,
    [caseNo],
  );
  const to = rows.map((row) => ({ rightId: row.right_id, holderSeq: row.seq }));
  await writeLetters(db, { kind: 'ex_officio', reference: caseNo, at, to });
}

async function object(
  { pool, clock }: Deps,
  input: Parameters<PublicityApi['object']>[0],
  by: Actor,
): Promise<{ first: boolean }> {
  const { caseNo, key, objector, matter, evidenceNo } = input;
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const row = await lockOpenCase(client, caseNo);
    const running = await loadPublicity(client, caseNo);
    if (!running || running.dueAt <= now || row.entered_at)
      throw new RegistryError(
        'PUBLICITY_NOT_RUNNING',
        '该业务不在公告（公示）期间；期满后请告知当事人申请异议登记或向人民法院起诉。',
      );
    const { rowCount } = await client.query(
      `INSERT INTO registry.publicity_objections (case_no, objection_key, objector, matter, evidence_no, raised_at, recorded_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [caseNo, key, objector, matter, evidenceNo, now, by.userId],
    );
    if (!rowCount) return { first: false };
    await enqueue(client, { topic: 'publicity.objection', caseNo, payload: {}, at: now });
    await appendEvent(client, {
      chain: row.district,
      topic: 'publicity.objected',
      caseNo,
      actor: by.userId,
      at: now,
      payload: { evidenceNo },
    });
    return { first: true };
  });
}

export function publicityApi(deps: Deps): PublicityApi {
  return {
    open: (caseNo) => open(deps, caseNo),
    get: (caseNo) => loadPublicity(deps.pool, caseNo),
    object: (input, by) => object(deps, input, by),
  };
}
