import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { enterSeizureIn } from '../seizure/enter-seizure.ts';
import { liftSeizureIn } from '../seizure/lift-seizure.ts';
import { earlierNotice } from '../seizure/pending.ts';
import { renewSeizureIn } from '../seizure/renew-seizure.ts';
import type { SeizureOrder, SeizureRefusal, SeizureResult } from '../seizure/types.ts';
import { disposeByNotice } from './dispose-by-notice.ts';
import { executionBasis, hasPaper } from './execution-basis.ts';
import { measured } from './measured-units.ts';
import { lockNotice, type NoticeRow, type Outcome } from './notice-row.ts';
import { queryRegister } from './query-register.ts';
import { reasonText } from './reasons.ts';
import type { CourtApi, Decision, MeasuredUnit, NoticeResult, NoticeState } from './types.ts';

/** Carries a delivered notice out in the order of delivery; the answer is kept with the notice and given again. */
export async function decideNotice({ pool, clock }: Deps, noticeNo: string): Promise<Decision> {
  return inTransaction(pool, async (client) => {
    const row = await lockNotice(client, noticeNo);
    if (row.decided_at) return stored(row);
    if (!row.delivered_at) throw new Error(`Notice ${noticeNo} was not delivered`);
    const now = clock.now();
    const actor: Actor = { userId: row.signed_by ?? row.filed_by, role: 'court_approver', district: null };
    const outcome = await carryOut(client, row, row.delivered_at, now, actor);
    if (outcome === 'waiting') return { kind: 'waiting' };
    if ('kind' in outcome)
      return close(client, row, 'RETURNED', { at: now, reasons: [`${outcome.message}${outcome.advice}`] });
    return close(client, row, outcome.state, { at: now, result: outcome.result, advice: outcome.advice });
  });
}

function stored(row: NoticeRow): Decision {
  if (row.state === 'RETURNED') return { kind: 'returned', reasons: row.reasons };
  return { kind: 'decided', state: row.state, queueNo: row.result?.units.find((u) => u.queueNo)?.queueNo ?? null };
}

async function close(
  db: Queryable,
  row: NoticeRow,
  state: NoticeState,
  input: { at: Date; result?: NoticeResult; reasons?: string[]; advice?: string[] },
): Promise<Decision> {
  const { at, result = null, reasons = [], advice = [] } = input;
  const written = await one<{ sha256: string | null }>(
    db,
    `UPDATE registry.court_notices SET state = $2, decided_at = $3, result = $4, reasons = $5, advice = $6 WHERE notice_no = $1
     RETURNING encode(sha256(convert_to(result::text, 'UTF8')), 'hex') AS sha256`,
    [row.notice_no, state, at, result ? JSON.stringify(result) : null, reasons, advice],
  );
  await appendEvent(db, {
    chain: row.district,
    topic: 'court.notice.decided',
    unitCodes: row.unit_codes,
    actor: 'system',
    at,
    payload: { noticeNo: row.notice_no, state, ...(result ? { resultSha256: written?.sha256 } : {}) },
  });
  return stored({ ...row, state, result, reasons });
}

async function carryOut(
  db: Queryable,
  row: NoticeRow,
  deliveredAt: Date,
  now: Date,
  actor: Actor,
): Promise<Outcome | SeizureRefusal | 'waiting'> {
  const { notice_no: noticeNo, authority, content, target_id: rightId } = row;
  const by = { noticeNo, authority, documentNo: row.document_no };
  if (row.kind === 'query') {
    const officer: Actor = { userId: row.filed_by, role: 'court_officer', district: null };
    const query = await queryRegister(db, content, {
      actor: officer,
      noticeNo,
      authority,
      district: row.district,
      at: now,
    });
    return { state: 'ANSWERED', result: { units: [], query }, advice: [] };
  }
  if (await earlierNotice(db, row.unit_codes, { noticeNo, deliveredAt })) return 'waiting';
  if (row.kind === 'lift') {
    const basis = await executionBasis(db, row);
    const lifted = await liftSeizureIn(
      db,
      now,
      { ...by, rightId: rightId ?? '', liftedAt: deliveredAt, ...(basis ? { basis } : {}) },
      actor,
    );
    if (lifted.kind === 'refused') return lifted;
    const promoted = lifted.promotions.map((p) => `${p.authority}${p.documentNo}的轮候查封已自动生效。`);
    return { state: 'LIFTED', result: { units: await unitsAfter(db, row, 'LIFTED') }, advice: promoted };
  }
  if (row.kind === 'dispose') return disposeByNotice(db, row, { deliveredAt, now, actor });
  const { officers, termMonths = 0 } = content;
  if (row.kind === 'renew') {
    const renewed = await renewSeizureIn(
      db,
      now,
      {
        ...by,
        rightId: rightId ?? '',
        courtId: row.court_id,
        originalDocumentNo: content.originalDocumentNo ?? null,
        termMonths,
        deliveredAt,
        officers,
      },
      actor,
    );
    if (renewed.kind === 'refused') return renewed;
    if (renewed.kind === 'renewed')
      return { state: 'RENEWED', result: { units: await unitsAfter(db, row, 'RENEWED') }, advice: [] };
    const late = await entered(db, renewed.entered, row);
    const warning = '续封通知书在查封期限届满后送达，原查封效力已消灭；已按新的查封办理，排在轮候队列末位。';
    return { ...late, result: { ...late.result, late: true }, advice: [warning] };
  }
  const order: SeizureOrder = {
    ...by,
    courtId: row.court_id,
    unitCodes: row.unit_codes,
    seizureKind: row.kind === 'seize' ? 'seizure' : 'pre_seizure',
    deliveredAt,
    termMonths,
    scopeShare: content.scopeShare ?? null,
    respondent: content.respondent ?? { name: '', idNo: '' },
    applicant: content.applicant ?? null,
    officers,
    thirdPartyConfirmed: await hasPaper(db, noticeNo, 'third_party'),
    courtInsists: content.courtInsists ?? false,
    ...(content.orderNo ? { orderDocumentNo: content.orderNo } : {}),
    ...(content.orderDate ? { orderDate: content.orderDate } : {}),
  };
  const result = await enterSeizureIn(db, now, order, actor);
  if (result.kind === 'refused') return result.code === 'EARLIER_NOTICE_PENDING' ? 'waiting' : result;
  const outcome = await entered(db, result, row);
  const advice = content.courtInsists
    ? ['审查建议：被执行人与登记簿记载的权利人不一致，已按法院要求办理，建议法院审查是否属于被执行人的财产。']
    : [];
  return { ...outcome, advice };
}

async function entered(
  db: Queryable,
  result: Extract<SeizureResult, { kind: 'entered' }>,
  row: NoticeRow,
): Promise<Outcome> {
  const units: MeasuredUnit[] = [];
  for (const entry of result.entries) {
    const [unit] = await measured(db, [entry.unitCode], entry.rightId);
    if (unit)
      units.push({
        ...unit,
        state: entry.state,
        queueNo: entry.queueNo,
        startsAt: entry.startsAt,
        endsAt: entry.endsAt,
      });
  }
  const queued = result.entries.some((e) => e.state === 'QUEUED');
  const extended = result.entries.filter((e) => !row.unit_codes.includes(e.unitCode)).length;
  const advice =
    extended > 0 ? [`房地一致：一并查封同一权利人的土地（房屋）${extended}个单元（查封规定第二十一条）。`] : [];
  return {
    state: queued ? 'QUEUED' : 'EFFECTIVE',
    result: { units, affectedCases: result.affectedCases.length },
    advice,
  };
}

async function unitsAfter(db: Queryable, row: NoticeRow, state: 'RENEWED' | 'LIFTED'): Promise<MeasuredUnit[]> {
  return (await measured(db, row.unit_codes, row.target_id ?? '')).map((unit) => ({ ...unit, state }));
}

/** The form check found faults; form only, no substantive review (INV-13). */
export async function returnNotice(
  { pool, clock }: Deps,
  ...[noticeNo, codes]: Parameters<CourtApi['returnNotice']>
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const row = await lockNotice(client, noticeNo);
    if (row.decided_at) return;
    await close(client, row, 'RETURNED', { at: clock.now(), reasons: codes.map(reasonText) });
  });
}
