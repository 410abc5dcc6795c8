import type { PoolClient } from 'pg';
import { rankBlocks } from '../bank/ranks.ts';
import { type CaseRow, lockCase, unitCodesOf } from '../cases/case-row.ts';
import { drawCertificateNos } from '../certificates/numbers.ts';
import type { Actor, Block, District, RefusalCode } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { tellMortgagees } from '../outbox/letters.ts';
import { enqueue, enqueueReport } from '../outbox/outbox.ts';
import { loadRights } from '../rights/load-rights.ts';
import { loadApplicationFacts, loadPages, type PageRow, runRules } from '../rights/rule-context.ts';
import { convertPreSeizures } from '../seizure/convert-pre-seizures.ts';
import { settlePages } from '../seizure/end-of-term.ts';
import { pendingNoticeBlock } from '../seizure/pending.ts';
import { effectWriters } from './effects/index.ts';
import { nextRegisterTime, openEntry } from './open-entry.ts';
import { planEntry } from './plan-entry.ts';
import type { EnterResult, Refusal } from './types.ts';

interface StoredResult {
  certificateNos: string[];
  registerVersions: Record<string, number>;
}

/**
 * 登簿 (domain §4.3), the only legal moment. One transaction under the locks of the case and, in code order, of its pages;
 * every rule is run again on what is locked; everything is written or nothing. The same caseNo and step again returns the
 * first result. Lock order: case → pages → certificate numbers → persons → chain head.
 */
export async function enterInRegister(
  { pool, clock }: Deps,
  input: { caseNo: string; step: string; registrar: Actor },
): Promise<EnterResult> {
  await settlePages({ pool, clock }, await unitCodesOf(pool, input.caseNo));
  return inTransaction(pool, async (client) => {
    const caseRow = await lockCase(client, input.caseNo);
    const earlier = await earlierResult(client, input.caseNo, input.step);
    if (earlier) return earlier;

    const signature = await signatureOf(client, caseRow, input.registrar);
    if ('block' in signature) return refuse([signature.block]);

    const pages = await loadPages(client, await unitCodesOf(client, input.caseNo), true);
    const pending = await pendingNoticeBlock(
      client,
      pages.map((p) => p.unit_code),
    );
    if (pending) return refuse([pending]);
    const application = await loadApplicationFacts(client, input.caseNo, true);
    if (!application) throw new Error(`Case ${input.caseNo} vanished under its lock`);
    // Not only when the version moved: a lapsed consent or a revoked tax proof changes no page.
    const { blocks } = await runRules(client, { itemCode: caseRow.item_code, pages, application, now: clock.now() });
    blocks.push(...(await rankBlocks(client, input.caseNo)));
    if (blocks.length > 0) return refuse(blocks);
    return write(client, {
      caseRow,
      pages,
      application,
      step: input.step,
      registrar: signature.registrar,
      now: clock.now(),
    });
  });
}

async function earlierResult(db: Queryable, caseNo: string, step: string): Promise<EnterResult | null> {
  const row = await one<{ registered_at: Date; result: StoredResult }>(
    db,
    'SELECT registered_at, result FROM registry.register_entries WHERE reference = $1 AND step = $2',
    [caseNo, step],
  );
  return row ? { kind: 'entered', registeredAt: row.registered_at, ...row.result, firstTime: false } : null;
}

/** Errors of the process: a seizure ends the case, everything else goes back to the reviewer. */
function refuse(blocks: Block[]): EnterResult {
  const seized = blocks.find((b) => b.rule === 'INV-06');
  const first = seized ?? (blocks[0] as Block);
  const refusal: Refusal = { ...first, errorCode: seized ? 'UNIT_RESTRICTED' : 'REG_CONFLICT', blocks };
  return { kind: 'refused', refusal };
}

/** May this case be entered at all, and who signs? The registrar is whoever decided in the sign-book task, or the caller. */
async function signatureOf(
  db: Queryable,
  row: CaseRow,
  caller: Actor,
): Promise<{ registrar: string } | { block: Block }> {
  const block = (rule: string, code: RefusalCode, message: string, advice: string) => ({
    block: {
      rule,
      code,
      message,
      advice,
      blockingRow: { table: 'cases', id: row.case_no, summary: `业务${row.case_no}` },
    },
  });
  if (row.status === 'CLOSED')
    return block('INV-05', 'CASE_CLOSED', '该业务已结案，不能登簿。', '如需登记，请重新申请。');
  if (row.withdrawal_requested_at)
    return block(
      'INV-30',
      'CASE_WITHDRAWN',
      '申请人已撤回申请，不能登簿。',
      '请按撤回结案；申请人如需继续，请重新申请。',
    );
  if (row.status === 'ENTERED')
    return block('INV-05', 'CASE_CLOSED', '该业务已在另一步骤登簿。', '请勿重复登簿；错误须另行更正登记。');
  if (row.status !== 'ACCEPTED')
    return block('INV-04', 'CASE_NOT_READY', '该业务尚未受理，不能登簿。', '请先完成受理和审核。');
  const { rows } = await db.query<{ step: string; decision: string; user_id: string }>(
    'SELECT step, decision, user_id FROM registry.reviews WHERE case_no = $1 ORDER BY at, task_key',
    [row.case_no],
  );
  const reviews = rows.filter((r) => r.step === 'review' || r.step === 're_review');
  if (reviews.at(-1)?.decision !== 'approve')
    return block('INV-29', 'CASE_NOT_READY', '最近一次审核没有同意，不能登簿。', '请审核人员先完成审核。');
  const signed = rows.findLast((r) => r.step === 'sign_book');
  const registrar = caller.role === 'system' ? signed?.user_id : caller.userId;
  if (!registrar || (signed && signed.decision !== 'enter'))
    return block('INV-29', 'CASE_NOT_READY', '登簿人还没有签署“同意登簿”。', '请登簿人员先完成签簿。');
  if (registrar === row.accepted_by || reviews.some((r) => r.user_id === registrar)) {
    return block('INV-29', 'SEPARATION_OF_DUTIES', '登簿人受理或审核过本业务，不能登簿。', '请由其他登簿人员签簿。');
  }
  return { registrar };
}

interface WriteInput {
  caseRow: CaseRow;
  pages: PageRow[];
  application: NonNullable<Awaited<ReturnType<typeof loadApplicationFacts>>>;
  step: string;
  registrar: string;
  now: Date;
}

async function write(db: PoolClient, input: WriteInput): Promise<EnterResult> {
  const { caseRow, pages, application } = input;
  const caseNo = caseRow.case_no;
  const unitCodes = pages.map((p) => p.unit_code);
  const before = await loadRights(db, unitCodes);
  const registeredAt = nextRegisterTime(input.now, pages);
  const planned = planEntry({ caseRow, application, unitCodes, rights: before });
  const numbers: string[][] = [];
  for (const { kind, count } of planned.map((one) => one.needs))
    numbers.push(await drawCertificateNos(db, kind, caseRow.district, registeredAt, count));

  const result: StoredResult = {
    certificateNos: numbers.flat(),
    registerVersions: Object.fromEntries(pages.map((p) => [p.unit_code, p.register_version + 1])),
  };
  const entry = await openEntry(db, {
    kind: 'REGISTRATION',
    caseNo,
    reference: caseNo,
    step: input.step,
    registeredAt,
    registrar: input.registrar,
    result,
    pages,
  });
  for (const [i, { action, unitCode }] of planned.entries()) {
    // Read anew: an earlier effect of this entry has changed the page (a sale before the mortgage of its buyer).
    const rights = await loadRights(db, [unitCode]);
    const context = { caseRow, application, action, unitCode, rights, entry, numbers: numbers[i] ?? [] };
    await effectWriters[action.effect].write(db, context);
  }
  await convertPreSeizures(db, entry, unitCodes);
  await db.query("UPDATE registry.cases SET status = 'ENTERED', entered_at = $2 WHERE case_no = $1", [
    caseNo,
    registeredAt,
  ]);

  await tellOthers(db, { caseNo, unitCodes, at: registeredAt });
  if (planned.some(({ action }) => action.effect === 'transfer'))
    await tellMortgagees(db, { caseNo, at: registeredAt, before, after: await loadRights(db, unitCodes) });
  await enqueueReport(db, {
    topic: 'register.entered',
    caseNo,
    payload: {
      entryId: entry.entryId,
      unitCodes,
      itemCode: caseRow.item_code,
      combined: caseRow.combined,
      effects: [...new Set(planned.map((one) => one.action.effect))],
      mortgages: before.filter((r) => r.kind === 'MORTGAGE').map((r) => r.rightId),
    },
    at: registeredAt,
  });
  await appendEvent(db, {
    chain: caseRow.district satisfies District,
    topic: 'register.entered',
    caseNo,
    unitCodes,
    actor: input.registrar,
    at: registeredAt,
    payload: { entryId: entry.entryId, itemCode: caseRow.item_code, ...result },
  });
  return { kind: 'entered', registeredAt, ...result, firstTime: true };
}

/** Other running cases on these pages must look again before their own 登簿. */
async function tellOthers(db: Queryable, input: { caseNo: string; unitCodes: string[]; at: Date }): Promise<void> {
  for (const other of await runningCases(db, input.unitCodes)) {
    if (other.case_no !== input.caseNo)
      await enqueue(db, {
        topic: 'register.changed',
        caseNo: other.case_no,
        payload: { unitCode: other.unit_code },
        at: input.at,
      });
  }
}

/** Cases between filing and 登簿 on any of the pages, once each. */
export async function runningCases(
  db: Queryable,
  unitCodes: string[],
): Promise<{ case_no: string; unit_code: string; district: string }[]> {
  const { rows } = await db.query<{ case_no: string; unit_code: string; district: string }>(
    `SELECT DISTINCT ON (case_no) case_no, unit_code, district FROM registry.case_units JOIN registry.cases USING (case_no)
     WHERE unit_code = ANY ($1) AND status IN ('FILED', 'ACCEPTED') ORDER BY case_no`,
    [unitCodes],
  );
  return rows;
}
