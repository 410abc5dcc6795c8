import type { PoolClient } from 'pg';
import { rankBlocks } from '../bank/ranks.ts';
import { dayOf } from '../calendar/local-time.ts';
import { caseUnknown, unitCodesOf } from '../cases/case-row.ts';
import type { Actor, Block, District, RefusalCode } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inFewTurns } from '../db/transaction.ts';
import { announceLater } from '../evidence/announce.ts';
import { loadRights } from '../rights/load-rights.ts';
import { applicationFacts, runRules } from '../rights/rule-context.ts';
import type { ApplicationFacts } from '../rights/rule-input.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import { convertPreSeizures } from '../seizure/convert-pre-seizures.ts';
import { settlePages } from '../seizure/end-of-term.ts';
import { pendingNoticeBlock } from '../seizure/pending.ts';
import { promote } from '../seizure/seizure-queue.ts';
import { effectWriters } from './effects/index.ts';
import { type DraftMessage, EntryDraft, throughDraft } from './entry-draft.ts';
import { type LockedCase, lockForEntry } from './locked-case.ts';
import { movingUp } from './moving-up.ts';
import { nextRegisterTime } from './open-entry.ts';
import { planEntry } from './plan-entry.ts';
import { tellMortgagees, tellOtherOwners } from './tell-holders.ts';
import type { EnterResult, Refusal } from './types.ts';

const ENTERED = 'register.entered';

interface StoredResult {
  registerVersions: Record<string, number>;
  /** 轮候 that took effect with it, as in the entries of the seizure book. */
  promotedIds?: string[];
  /** Of entries before they were read from the certificates themselves. */
  certificateNos?: string[];
}

/**
 * 登簿 (domain §4.3), the only legal moment. One transaction under the locks of the case and, in code order, of its pages;
 * every rule is run again on what is locked; everything is written or nothing. The same caseNo and step again returns the
 * first result. Lock order: case → pages → persons → certificate numbers → chain head; the last two, for which all entries of a
 * district queue, in the last statement before COMMIT.
 */
export async function enterInRegister(deps: Deps, input: EnterInput): Promise<EnterResult> {
  const result = await entered(deps, input, false);
  if (result !== 'overdue') return result;
  await settlePages(deps, await unitCodesOf(deps.pool, input.caseNo));
  return (await entered(deps, input, true)) as EnterResult;
}

interface EnterInput {
  caseNo: string;
  step: string;
  registrar: Actor;
}

/** @param settled what could be ended has been: an end of term that is still there waits for its renewal */
async function entered(deps: Deps, input: EnterInput, settled: boolean): Promise<EnterResult | 'overdue'> {
  const { result, district } = await inFewTurns(
    deps.pool,
    (client) => lockForEntry(client, { caseNo: input.caseNo, step: input.step, now: deps.clock.now() }),
    async (client, locked, closing) => {
      if (!locked) throw caseUnknown(input.caseNo);
      return { result: await enterIn(client, closing, locked, input, settled), district: locked.row.district };
    },
  );
  if (result !== 'overdue' && result.kind === 'entered' && result.firstTime)
    announceLater(deps.pool, {
      topic: ENTERED,
      caseNo: input.caseNo,
      chain: district,
      unitCodes: Object.keys(result.registerVersions),
    });
  return result;
}

/** @param closing takes the last statement, if there is one, and commits with it */
async function enterIn(
  client: PoolClient,
  closing: Queryable,
  locked: LockedCase,
  input: EnterInput,
  settled: boolean,
): Promise<EnterResult | 'overdue'> {
  const { row: caseRow, pages, rights, now } = locked;
  if (locked.earlier) return earlierResult(locked.earlier);
  if (locked.overdue && !settled) return 'overdue';

  const signature = await signatureOf(client, locked, input.registrar, now);
  if ('block' in signature) return refuse([signature.block]);

  const unitCodes = pages.map((p) => p.unit_code);
  if (locked.pendingNotice) return refuse([pendingNoticeBlock(locked.pendingNotice)]);
  const application = await applicationFacts(client, caseRow, true);
  // Not only when the version moved: a lapsed consent or a revoked tax proof changes no page.
  const { local, confirmedRanks } = locked;
  const { blocks } = await runRules(client, { itemCode: caseRow.item_code, pages, application, rights, local, now });
  blocks.push(...rankBlocks({ caseRow, unitCodes, targets: application.targets, rights }, confirmedRanks));
  if (blocks.length > 0) return refuse(blocks);
  return write(client, closing, { locked, application, step: input.step, registrar: signature.registrar });
}

function earlierResult(earlier: NonNullable<LockedCase['earlier']>): EnterResult {
  const { registerVersions, certificateNos } = earlier.result as unknown as StoredResult;
  return {
    kind: 'entered',
    registeredAt: earlier.registered_at,
    registerVersions,
    certificateNos: certificateNos ?? earlier.numbers,
    firstTime: false,
  };
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
  { row, reviews: decisions }: LockedCase,
  caller: Actor,
  now: Date,
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
  const reviews = decisions.filter((r) => r.step === 'review' || r.step === 're_review');
  if (reviews.at(-1)?.decision !== 'approve')
    return block('INV-29', 'CASE_NOT_READY', '最近一次审核没有同意，不能登簿。', '请审核人员先完成审核。');
  const signed = decisions.findLast((r) => r.step === 'sign_book');
  const registrar = caller.role === 'system' ? signed?.user_id : caller.userId;
  if (!registrar || (signed && signed.decision !== 'enter'))
    return block('INV-29', 'CASE_NOT_READY', '登簿人还没有签署“同意登簿”。', '请登簿人员先完成签簿。');
  const thirdPerson = async () =>
    (await loadRuleBook(db)).value('registrar.third_person', row.rule_profile, dayOf(now));
  if (registrar === row.accepted_by || (reviews.some((r) => r.user_id === registrar) && (await thirdPerson()))) {
    return block('INV-29', 'SEPARATION_OF_DUTIES', '登簿人受理或审核过本业务，不能登簿。', '请由其他登簿人员签簿。');
  }
  return { registrar };
}

interface WriteInput {
  locked: LockedCase;
  application: ApplicationFacts;
  step: string;
  registrar: string;
}

async function write(client: PoolClient, closing: Queryable, input: WriteInput): Promise<EnterResult> {
  const { application, registrar } = input;
  const { row: caseRow, pages, rights: before, running, ids, now } = input.locked;
  const caseNo = caseRow.case_no;
  const unitCodes = pages.map((p) => p.unit_code);
  const registeredAt = nextRegisterTime(now, pages);
  const planned = planEntry({ caseRow, application, pages, rights: before });
  // 分割合并 opens pages of its own; all that is told outside names them too.
  const opened = application.terms.partition ? (application.survey?.units ?? []).map((unit) => unit.unitCode) : [];
  const registerVersions = Object.fromEntries([
    ...pages.map((p) => [p.unit_code, p.register_version + 1] as const),
    ...opened.map((unitCode) => [unitCode, 1] as const),
  ]);
  const waiting = await movingUp(client, application, before);
  const promotedIds = waiting.map((seizure) => seizure.rightId);
  const result: StoredResult = { registerVersions, ...(promotedIds.length > 0 ? { promotedIds } : {}) };
  const draft = new EntryDraft(
    ids,
    { caseNo, at: registeredAt, registrar },
    { step: input.step, pages: unitCodes, result },
  );
  const db = throughDraft(client, draft);
  const entry = { entryId: draft.entryId, caseNo, registeredAt, registrar, draft };

  const touched = new Set<string>();
  for (const { action, unitCode, use, needs } of planned) {
    const found = before.filter((right) => right.unitCode === unitCode);
    // As an earlier effect of this entry has left the page (a sale before the mortgage of its buyer).
    const rights = touched.has(unitCode)
      ? (draft.pageAfter(unitCode, found) ?? (await loadRights(db, [unitCode])))
      : found;
    touched.add(unitCode);
    const numbers = needs.flatMap(({ kind, count }) => Array.from({ length: count }, (_, i) => `${kind}-${i + 1}`));
    const where = { unitCode, use, unitCodes, rights, allRights: before };
    await effectWriters[action.effect].write(db, { caseRow, application, action, ...where, entry, numbers });
  }
  if (waiting.length > 0) await promote(db, entry, waiting, registeredAt);
  if (before.some((right) => right.kind === 'SEIZURE' && right.seizureKind === 'pre_seizure'))
    await convertPreSeizures(db, entry, unitCodes);
  const effects = new Set(planned.map(({ action }) => action.effect));
  if (effects.has('transfer') || effects.has('mortgage'))
    await tellOtherOwners(db, { caseNo, at: registeredAt, before, application });
  if (effects.has('transfer'))
    await tellMortgagees(db, {
      caseNo,
      at: registeredAt,
      before,
      after: before.filter((right) => !draft.ended(right.rightId)),
    });

  const common = { chain: caseRow.district satisfies District, caseNo, actor: registrar, at: registeredAt };
  const inherited = planned.filter(({ action }) => action.effect === 'inherit');
  const certificateNos = await draft.close(closing, {
    outbox: lookAgain(running),
    before: inherited.slice(0, 1).map(({ action }) => ({
      ...common,
      topic: 'register.inherited',
      unitCodes,
      payload: { entryId: entry.entryId, itemCode: action.item.code },
    })),
    event: {
      ...common,
      topic: ENTERED,
      unitCodes: [...unitCodes, ...opened],
      payload: { entryId: entry.entryId, itemCode: caseRow.item_code, registerVersions },
    },
    told: false, // by `entered`, when it is committed
  });
  return { kind: 'entered', registeredAt, certificateNos, registerVersions, firstTime: true };
}

/** Other running cases on these pages must look again before their own 登簿. */
function lookAgain(running: LockedCase['running']): DraftMessage[] {
  return running.map(({ case_no: caseNo, unit_code: unitCode }) => ({
    topic: 'register.changed',
    caseNo,
    payload: { unitCode },
  }));
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
