import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, number, one } from '../db/transaction.ts';
import { runningCases } from '../enter/enter-in-register.ts';
import { type DraftMessage, drawIds, EntryDraft } from '../enter/entry-draft.ts';
import { nextRegisterTime } from '../enter/open-entry.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { upsertPersons } from '../people/parties.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import { loadPages, type PageRow } from '../rights/rule-context.ts';
import type { RightView } from '../rights/types.ts';
import { type DisposalUnderWay, disposalsUnderWay, disposedProblem, leftAfter } from './disposals-under-way.ts';
import { settle } from './end-of-term.ts';
import { freezeClaims } from './freeze-claims.ts';
import type { LiveSeizure } from './load-seizures.ts';
import { noticeLock, numberUsed } from './notice-number.ts';
import { earlierNotice } from './pending.ts';
import { reachOf } from './reach.ts';
import { mustQueue } from './seizure-queue.ts';
import { closedPageProblem, formProblem, longestTerm, refused, standingProblem } from './standing.ts';
import { stoppedCases } from './stopped-cases.ts';
import { watchOf } from './tell.ts';
import { endOfTerm } from './term.ts';
import type { SeizureOrder, SeizureResult } from './types.ts';

/** By as much may the clock that took delivery be ahead of ours. */
const CLOCKS_APART_MS = 60_000;

/**
 * CT-02…04: one transaction decides 查封 or 轮候 in the order of delivery. The page's lock is the same one that 登簿 takes, so
 * before or after is never a matter of opinion (INV-12). No substantive review of the court's papers (INV-13): form only.
 */
export async function enterSeizure({ pool, clock }: Deps, order: SeizureOrder, actor: Actor): Promise<SeizureResult> {
  // Typed by a person; what a court's portal delivers has the server's own time.
  if (order.deliveredAt && order.deliveredAt.getTime() > clock.now().getTime() + CLOCKS_APART_MS)
    return refused('INV-07', 'NOTICE_INVALID', '送达时间晚于现在。', '次序以送达时间为准；请按送达回证填写。');
  return inTransaction(pool, (client) => enterSeizureIn(client, clock.now(), order, actor));
}

export async function enterSeizureIn(
  client: Queryable,
  now: Date,
  named: SeizureOrder,
  actor: Actor,
): Promise<SeizureResult> {
  const formal = formProblem(named, await longestTerm(client, named.deliveredAt ?? now));
  if (formal) return refused('INV-13', 'NOTICE_INVALID', formal, '请退回查封机关补正后重新送达。');
  // Two deliveries of one notice: the second waits and gets the first result.
  await client.query(
    "SELECT set_config('plan_cache_mode', 'force_generic_plan', true), pg_advisory_xact_lock(hashtext($1))", // as for a 登簿 (enter/locked-case.ts)
    [noticeLock(named.noticeNo)],
  );
  const earlier = await storedResult(client, named.noticeNo);
  if (earlier) return (await saysTheSame(client, named)) ? earlier : numberUsed(named.noticeNo);

  const order = { ...named, unitCodes: await reachOf(client, named.unitCodes, named.respondent) };
  const found = await loadPages(client, order.unitCodes, true);
  if (found.length < order.unitCodes.length)
    return refused(
      'INV-01',
      'UNIT_NOT_FOUND',
      '登记簿没有通知书所列的单元。',
      '请与查封机关核对不动产单元号；未登记的不动产请办理预查封。',
    );
  // Receipt under the lock: a 登簿 that committed before has an earlier time, one that waits for us a later.
  // (nextRegisterTime, not the clock: an entry may be a few milliseconds ahead of it.)
  const deliveredAt = order.deliveredAt ?? nextRegisterTime(now, found);
  const waitingFor = await earlierNotice(client, order.unitCodes, { noticeNo: order.noticeNo, deliveredAt });
  if (waitingFor) {
    return refused(
      'INV-07',
      'EARLIER_NOTICE_PENDING',
      '另一份先送达的通知书正在办理，须先确定其次序。',
      '请稍候几秒再办理；次序以送达时间为准，不会改变。',
    );
  }
  const { expired, live } = await settle(client, found, deliveredAt, now);
  const rights = await loadRights(client, order.unitCodes, 'but seizures');
  const disposed = await disposalsUnderWay(client, order.unitCodes);
  for (const page of found) {
    const own = {
      rights: rights.filter((r) => r.unitCode === page.unit_code),
      live: live.filter((s) => s.unitCode === page.unit_code),
    };
    const sold = disposed.filter((one) => one.unitCode === page.unit_code);
    const owners = currentOwnership(own.rights, page.unit_code)?.holders.map(({ idNo }) => idNo) ?? [];
    const refusal =
      closedPageProblem(page, own.rights, deliveredAt) ??
      standingProblem(order, own, deliveredAt) ??
      disposedProblem(order, sold, { deliveredAt, owners });
    if (refusal) return refusal;
  }
  const pages = expired > 0 ? await loadPages(client, order.unitCodes, true) : found;
  return write(client, { order, actor, pages, rights, live, disposed, deliveredAt, now });
}

type Entered = Extract<SeizureResult, { kind: 'entered' }>;

interface Writing {
  order: SeizureOrder;
  actor: Actor;
  pages: readonly PageRow[];
  /** Without the seizures. */
  rights: readonly RightView[];
  live: readonly LiveSeizure[];
  disposed: readonly DisposalUnderWay[];
  deliveredAt: Date;
  now: Date;
}

async function write(db: Queryable, writing: Writing): Promise<SeizureResult> {
  const { order, actor, pages, rights, live, disposed, deliveredAt } = writing;
  const registeredAt = nextRegisterTime(writing.now, pages);
  const running = await runningCases(db, order.unitCodes);
  const coming = { ...order, status: 'CURRENT' as const, scopeShare: order.scopeShare ?? null };
  const stopped = await stoppedCases(db, running, { unitCodes: order.unitCodes, coming, now: writing.now });
  const draft = new EntryDraft(
    await drawIds(db, pages.length),
    { caseNo: null, at: registeredAt, registrar: actor.userId },
    {
      kind: 'SEIZURE',
      reference: order.noticeNo,
      step: 'seizure',
      pages: pages.map((page) => page.unit_code),
      result: { affectedCases: [...stopped] },
    },
  );
  const [respondentId = ''] = await upsertPersons(db, [respondentPerson(order, rights)]);
  const share = order.scopeShare ?? null;
  const entries: Entered['entries'] = [];
  for (const { unit_code: unitCode } of pages) {
    const before = live.filter((s) => s.unitCode === unitCode);
    const holding = leftAfter(holdingOf(order, rights, unitCode), { respondentId, unitCode }, disposed);
    const queued = mustQueue({ share, respondentId, holding }, before);
    const rightId = await draft.begin(db, {
      kind: 'SEIZURE',
      status: queued ? 'QUEUED' : 'CURRENT',
      unitCode,
      rightType: '99',
      regType: 800,
      reason: `${queued ? '轮候' : ''}${order.seizureKind === 'seizure' ? '查封' : '预查封'}`,
      note: order.courtInsists
        ? '被执行人与登记簿不一致，法院坚持办理；已提出审查建议（法发〔2004〕5号第三条）。'
        : null,
      holders: [],
    });
    const term = queued
      ? { startsAt: null, endsAt: null }
      : { startsAt: deliveredAt, endsAt: endOfTerm(deliveredAt, order.termMonths) };
    draft.seizure({
      rightId,
      seizureKind: order.seizureKind,
      unitCode,
      authority: order.authority,
      courtId: order.courtId ?? null,
      documentNo: order.documentNo,
      deliveredAt,
      termMonths: order.termMonths,
      ...term,
      share,
      respondentId,
      respondentName: order.respondent.name,
      applicant: order.applicant ?? null,
      orderData: {
        officers: order.officers,
        orderDocumentNo: order.orderDocumentNo ?? null,
        orderDate: order.orderDate ?? null,
      },
    });
    // INV-07: one of the same millisecond that is there already stands before it.
    const ahead = before.filter((s) => s.status === 'QUEUED' && s.deliveredAt <= deliveredAt);
    entries.push({
      unitCode,
      rightId,
      state: queued ? 'QUEUED' : 'EFFECTIVE',
      queueNo: queued ? ahead.length + 1 : null,
      ...term,
    });
  }
  await freeze(db, draft, { rights, entries, at: registeredAt });
  await close(db, draft, { order, actor, registeredAt, deliveredAt, running, stopped, entries });
  return { kind: 'entered', deliveredAt, registeredAt, entries, affectedCases: [...stopped], firstTime: true };
}

/** INV-20: before the event, which binds what it writes. */
async function freeze(
  db: Queryable,
  draft: EntryDraft,
  input: { rights: readonly RightView[]; entries: Entered['entries']; at: Date },
): Promise<void> {
  const open = new Set(
    input.rights.flatMap((r) =>
      r.kind === 'MORTGAGE' && r.status === 'CURRENT' && r.mortgageKind === 'maximum' ? [r.unitCode] : [],
    ),
  );
  for (const { unitCode, rightId, state } of input.entries) {
    if (state !== 'EFFECTIVE' || !open.has(unitCode)) continue;
    await draft.write(db);
    await freezeClaims(db, rightId, input.at);
  }
}

/** Every running case that it stops, one row each, whatever state it is in (INV-12); other offices; the chain of events. */
async function close(
  db: Queryable,
  draft: EntryDraft,
  input: {
    order: SeizureOrder;
    actor: Actor;
    registeredAt: Date;
    deliveredAt: Date;
    running: { case_no: string; unit_code: string }[];
    stopped: ReadonlySet<string>;
    entries: Entered['entries'];
  },
): Promise<void> {
  const { order, registeredAt: at, deliveredAt, running, stopped } = input;
  const event = {
    chain: order.unitCodes[0]?.slice(0, 6) ?? '',
    topic: 'seizure.entered',
    actor: input.actor.userId,
    at,
    payload: { noticeNo: order.noticeNo, documentNo: order.documentNo, deliveredAt },
  };
  await draft.close(db, {
    outbox: [
      ...input.entries.filter(({ state }) => state === 'EFFECTIVE').map(({ rightId }) => watchOf(rightId)),
      ...running.map(
        ({ case_no: caseNo, unit_code: unitCode }): DraftMessage =>
          stopped.has(caseNo)
            ? { topic: 'seizure.entered', caseNo, payload: { unitCode, noticeNo: order.noticeNo } }
            : // INV-16: a case that moves other shares only looks again before its own 登簿.
              { topic: 'register.changed', caseNo, payload: { unitCode } },
      ),
    ],
    event: { ...event, unitCodes: order.unitCodes },
    told: true,
  });
  for (const affected of running.filter(({ case_no }) => stopped.has(case_no)))
    await appendEvent(db, { ...event, caseNo: affected.case_no, unitCodes: [affected.unit_code] });
}

function holdingOf(order: SeizureOrder, rights: readonly RightView[], unitCode: string) {
  const owner = rights.find((r) => r.kind === 'OWNERSHIP' && r.status === 'CURRENT' && r.unitCode === unitCode);
  return owner?.holders.find((h) => h.idNo.toUpperCase() === order.respondent.idNo.toUpperCase())?.share ?? null;
}

function respondentPerson(
  order: SeizureOrder,
  rights: readonly RightView[],
): Parameters<typeof upsertPersons>[1][number] {
  const known = rights
    .flatMap((r) => r.holders)
    .find((h) => h.idNo.toUpperCase() === order.respondent.idNo.toUpperCase());
  const company = !/^\d{17}[\dX]$/i.test(order.respondent.idNo);
  return {
    nature: known?.nature ?? (company ? 'company' : 'person'),
    name: order.respondent.name,
    idType: known?.idType ?? (company ? 'uscc' : 'citizen'),
    idNo: known?.idNo ?? order.respondent.idNo.toUpperCase(),
  };
}

/** Is the notice of this number the one that was entered: authority, 案号, kind, term, share, debtor and homes? */
async function saysTheSame(db: Queryable, order: SeizureOrder): Promise<boolean> {
  const { rows } = await db.query<{ same: boolean; unit_code: string }>(
    `SELECT r.unit_code, s.authority = $2 AND s.document_no = $3 AND s.term_months = $5 AND upper(p.id_no) = upper($6)
       AND (s.share_n, s.share_d) IS NOT DISTINCT FROM ($7::bigint, $8::bigint)
       AND $4 = CASE WHEN EXISTS (SELECT 1 FROM registry.seizure_conversions c WHERE c.right_id = r.right_id)
         THEN 'pre_seizure' ELSE s.seizure_kind END AS same
     FROM registry.register_entries e JOIN registry.rights r USING (entry_id) JOIN registry.seizure_details s USING (right_id)
     JOIN registry.persons p ON p.person_id = s.respondent_id WHERE e.reference = $1 AND e.step = 'seizure'`,
    [
      order.noticeNo,
      order.authority,
      order.documentNo,
      order.seizureKind,
      order.termMonths,
      order.respondent.idNo.trim(),
      order.scopeShare?.n ?? null,
      order.scopeShare?.d ?? null,
    ],
  );
  const entered = new Set(rows.map((row) => row.unit_code));
  return rows.every((row) => row.same) && order.unitCodes.every((code) => entered.has(code));
}

/** The answer to a notice, read from what it wrote: so a repeated delivery gets the same. */
async function storedResult(db: Queryable, noticeNo: string): Promise<SeizureResult | null> {
  const entry = await one<{ entry_id: string; registered_at: Date; result: { affectedCases: string[] } }>(
    db,
    "SELECT entry_id, registered_at, result FROM registry.register_entries WHERE reference = $1 AND step = 'seizure'",
    [noticeNo],
  );
  if (!entry) return null;
  const { rows } = await db.query<{
    right_id: string;
    unit_code: string;
    delivered_at: Date;
    starts_at: Date | null;
    ends_at: Date | null;
    queue_no: string;
  }>(
    `SELECT r.right_id, r.unit_code, s.delivered_at, s.starts_at, s.ends_at,
       (SELECT count(*) FROM registry.rights q JOIN registry.seizure_details d USING (right_id) WHERE q.unit_code = r.unit_code AND q.status = 'QUEUED'
          AND (d.delivered_at, q.right_id) <= (s.delivered_at, r.right_id)) AS queue_no
     FROM registry.rights r JOIN registry.seizure_details s USING (right_id) WHERE r.entry_id = $1 ORDER BY r.unit_code`,
    [entry.entry_id],
  );
  return {
    kind: 'entered',
    deliveredAt: rows[0]?.delivered_at ?? entry.registered_at,
    registeredAt: entry.registered_at,
    entries: rows.map((r) => ({
      unitCode: r.unit_code,
      rightId: r.right_id,
      state: r.starts_at ? 'EFFECTIVE' : 'QUEUED',
      queueNo: r.starts_at ? null : number(r.queue_no),
      startsAt: r.starts_at,
      endsAt: r.ends_at,
    })),
    affectedCases: entry.result.affectedCases,
    firstTime: false,
  };
}
