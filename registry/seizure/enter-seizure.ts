import { addMonths } from '../calendar/local-time.ts';
import type { Actor, BlockingRow, Share } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, number, one } from '../db/transaction.ts';
import { runningCases } from '../enter/enter-in-register.ts';
import { nextRegisterTime, openEntry } from '../enter/open-entry.ts';
import { writeRight } from '../enter/write-right.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { enqueue } from '../outbox/outbox.ts';
import { upsertPersons } from '../people/parties.ts';
import { loadRights } from '../rights/load-rights.ts';
import { loadPages } from '../rights/rule-context.ts';
import type { RightView, SeizureView } from '../rights/types.ts';
import { validateShare } from '../validators/shares.ts';
import { validateUnitCode } from '../validators/unit-code.ts';
import type { SeizureOrder, SeizureResult } from './types.ts';

type Refused = Extract<SeizureResult, { kind: 'refused' }>;

/**
 * CT-02/03: one transaction decides 查封 or 轮候 in the order of delivery. The page's lock is the same one that 登簿 takes, so
 * before or after is never a matter of opinion (INV-12). No substantive review of the court's papers (INV-13): form only.
 */
export async function enterSeizure({ pool, clock }: Deps, order: SeizureOrder, actor: Actor): Promise<SeizureResult> {
  const formal = formProblem(order);
  if (formal) return refused('INV-13', 'NOTICE_INVALID', formal, '请退回查封机关补正后重新送达。');
  return inTransaction(pool, async (client) => {
    // Two deliveries of one notice: the second waits and gets the first result.
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`registry.notice:${order.noticeNo}`]);
    const earlier = await storedResult(client, order.noticeNo);
    if (earlier) return earlier;

    const pages = await loadPages(client, order.unitCodes, true);
    if (pages.length < order.unitCodes.length)
      return refused(
        'INV-01',
        'UNIT_NOT_FOUND',
        '登记簿没有通知书所列的单元。',
        '请与查封机关核对不动产单元号；未登记的不动产请办理预查封。',
      );
    // Receipt under the lock: a 登簿 that committed before has an earlier time, one that waits for us a later.
    // (nextRegisterTime, not the clock: an entry may be a few milliseconds ahead of it.)
    const deliveredAt = order.deliveredAt ?? nextRegisterTime(clock.now(), pages);
    const rights = await loadRights(client, order.unitCodes, 'all');
    for (const page of pages) {
      const refusal = standingProblem(
        order,
        rights.filter((r) => r.unitCode === page.unit_code),
        deliveredAt,
      );
      if (refusal) return refusal;
    }
    return write(client, { order, actor, pages, rights, deliveredAt, now: clock.now() });
  });
}

function refused(
  rule: string,
  code: Refused['code'],
  message: string,
  advice: string,
  blockingRow: BlockingRow | null = null,
): Refused {
  return { kind: 'refused', rule, code, message, advice, blockingRow };
}

const rowOf = (right: RightView, what: string): BlockingRow => ({
  table: 'rights',
  id: right.rightId,
  summary: `${what} ${right.kind === 'SEIZURE' ? right.documentNo : (right.certificateNos[0] ?? '')}`.trim(),
});

/** Papers present, two officers, lawful term (INV-09). */
function formProblem(order: SeizureOrder): string | null {
  if (order.unitCodes.length === 0 || order.unitCodes.some((code) => !validateUnitCode(code).ok))
    return '协助执行通知书所列不动产单元号不正确。';
  if (new Set(order.unitCodes).size !== order.unitCodes.length) return '同一单元在通知书中出现两次。';
  if (new Set(order.unitCodes.map((code) => code.slice(0, 6))).size > 1) return '所列单元分属不同的区，请分区送达。';
  if (order.documentNo.trim() === '' || order.authority.trim() === '') return '缺少查封机关或裁定书文号。';
  if (order.officers.length < 2 || order.officers.some((o) => !o.workNo || !o.dutyNo))
    return '须由两名执行人员送达，并出示工作证和执行公务证。';
  if (!Number.isInteger(order.termMonths) || order.termMonths < 1 || order.termMonths > 36)
    return '查封不动产的期限应为1至36个月（不超过三年）。';
  if (order.scopeShare && !validateShare(order.scopeShare).ok) return '查封份额应为大于0、不超过1的分数。';
  return null;
}

/** INV-12: is the property still the debtor's? Decided by the moment of delivery against the moment of 登簿. */
function standingProblem(order: SeizureOrder, rights: RightView[], deliveredAt: Date): Refused | null {
  const twice = rights.find(
    (r) =>
      r.kind === 'SEIZURE' &&
      r.status !== 'HISTORY' &&
      r.authority === order.authority &&
      r.documentNo === order.documentNo,
  );
  if (twice) {
    return refused(
      'INV-07',
      'ALREADY_QUEUED',
      '同一机关已以同一文号查封（轮候查封）该单元。',
      '无需重复送达；续封请另送续行查封的通知书。',
      rowOf(twice, twice.status === 'QUEUED' ? '轮候查封' : '查封'),
    );
  }
  const { held, lostBy } = ownershipOfRespondent(order, rights);
  if (order.seizureKind === 'pre_seizure' || (held && !lostBy)) return null;
  if (!lostBy) {
    return refused(
      'INV-13',
      'RESPONDENT_MISMATCH',
      '被执行人不是该单元登记簿上的权利人。',
      '请与查封机关核对被执行人；第三人书面确认属于被执行人的，请附确认材料，或办理预查封。',
    );
  }
  const row = rowOf(lostBy, '转移登记');
  if (deliveredAt >= lostBy.registeredAt) {
    return refused(
      'INV-12',
      'ALREADY_TRANSFERRED',
      '通知书送达时该单元已转移登记到他人名下，不再是被执行人的财产。',
      '请出具回执说明转移登记的时间，退回查封机关。',
      row,
    );
  }
  return refused(
    'INV-12',
    'DELIVERED_BEFORE_ENTRY',
    '通知书送达在先，但其后该单元已登簿到他人名下。',
    '请立即报告主管：登簿不能撤销，须由查封机关另行裁定，或按更正登记处理。',
    row,
  );
}

/**
 * Did the respondent ever own the unit, and which transfer took it away? A change of name (300) takes nothing away: the
 * court may still know the debtor by the old name.
 */
function ownershipOfRespondent(order: SeizureOrder, rights: RightView[]): { held: boolean; lostBy: RightView | null } {
  const owners = rights.filter((r) => r.kind === 'OWNERSHIP');
  const last = owners.findLastIndex((r) =>
    r.holders.some(
      (h) => h.name === order.respondent.name && h.idNo.toUpperCase() === order.respondent.idNo.toUpperCase(),
    ),
  );
  if (last === -1) return { held: false, lostBy: null };
  const transfer = owners.slice(last + 1).find((r) => r.regType !== 300);
  return { held: true, lostBy: transfer ?? null };
}

async function write(
  db: Queryable,
  input: {
    order: SeizureOrder;
    actor: Actor;
    pages: Awaited<ReturnType<typeof loadPages>>;
    rights: RightView[];
    deliveredAt: Date;
    now: Date;
  },
): Promise<SeizureResult> {
  const { order, pages, rights, deliveredAt } = input;
  const registeredAt = nextRegisterTime(input.now, pages);
  const cases = await runningCases(db, order.unitCodes);
  const entry = await openEntry(db, {
    kind: 'SEIZURE',
    caseNo: null,
    reference: order.noticeNo,
    step: 'seizure',
    registeredAt,
    registrar: input.actor.userId,
    result: { affectedCases: cases.map((c) => c.case_no) },
    pages,
  });
  const [respondentId] = await upsertPersons(db, [respondentPerson(order, rights)]);
  for (const page of pages) {
    const effective = rights.some(
      (r) =>
        r.kind === 'SEIZURE' &&
        r.status === 'CURRENT' &&
        r.unitCode === page.unit_code &&
        overlaps(r, order.scopeShare ?? null),
    );
    const rightId = await writeRight(db, entry, {
      kind: 'SEIZURE',
      status: effective ? 'QUEUED' : 'CURRENT',
      unitCode: page.unit_code,
      rightType: '99',
      regType: 800,
      reason: effective ? '轮候查封' : order.seizureKind === 'seizure' ? '查封' : '预查封',
      holders: [],
    });
    await db.query(
      `INSERT INTO registry.seizure_details (right_id, seizure_kind, unit_code, authority, document_no, delivered_at, term_months, starts_at, ends_at, share_n, share_d,
         respondent_id, applicant, order_data)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        rightId,
        order.seizureKind,
        page.unit_code,
        order.authority,
        order.documentNo,
        deliveredAt,
        order.termMonths,
        effective ? null : deliveredAt,
        effective ? null : addMonths(deliveredAt, order.termMonths),
        order.scopeShare?.n ?? null,
        order.scopeShare?.d ?? null,
        respondentId,
        order.applicant ?? null,
        JSON.stringify({
          officers: order.officers,
          orderDocumentNo: order.orderDocumentNo ?? null,
          orderDate: order.orderDate ?? null,
        }),
      ],
    );
  }
  for (const affected of cases) {
    await enqueue(db, {
      topic: 'seizure.entered',
      caseNo: affected.case_no,
      payload: { unitCode: affected.unit_code, noticeNo: order.noticeNo },
      at: registeredAt,
    });
  }
  const chain = order.unitCodes[0]?.slice(0, 6) ?? '';
  const payload = { noticeNo: order.noticeNo, documentNo: order.documentNo, deliveredAt };
  await appendEvent(db, {
    chain,
    topic: 'seizure.entered',
    unitCodes: order.unitCodes,
    actor: input.actor.userId,
    at: registeredAt,
    payload,
  });
  for (const affected of cases) {
    await appendEvent(db, {
      chain,
      topic: 'seizure.entered',
      caseNo: affected.case_no,
      unitCodes: [affected.unit_code],
      actor: input.actor.userId,
      at: registeredAt,
      payload,
    });
  }
  return {
    ...((await storedResult(db, order.noticeNo)) as Extract<SeizureResult, { kind: 'entered' }>),
    firstTime: true,
  };
}

/** INV-16: two shares may be seized side by side; a whole meets everything. Same share twice is one share. */
function overlaps(seizure: RightView & { kind: 'SEIZURE' }, share: Share | null): boolean {
  if (!seizure.scopeShare || !share) return true;
  return seizure.scopeShare.n * share.d + share.n * seizure.scopeShare.d > share.d * seizure.scopeShare.d;
}

function respondentPerson(order: SeizureOrder, rights: RightView[]): Parameters<typeof upsertPersons>[1][number] {
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

/** For lifting: the queue of a page in order of delivery (INV-07). */
export function queueOf(rights: readonly RightView[]): SeizureView[] {
  return rights
    .filter((r): r is SeizureView => r.kind === 'SEIZURE' && r.status === 'QUEUED')
    .sort((a, b) => (a.queueNo ?? 0) - (b.queueNo ?? 0));
}
