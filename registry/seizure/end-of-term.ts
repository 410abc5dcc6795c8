import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { nextRegisterTime, openEntry } from '../enter/open-entry.ts';
import { endRight } from '../enter/write-right.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { loadPages, type PageRow } from '../rights/rule-context.ts';
import { type LiveSeizure, loadSeizures } from './load-seizures.ts';
import { nextInQueue, promote } from './seizure-queue.ts';
import type { ExpiryResult, Promotion, SeizureTerm } from './types.ts';

export interface Settled {
  expired: number;
  promotions: Promotion[];
  /** Effective and queued seizures that are left, each page's in the order of delivery. */
  live: LiveSeizure[];
}

/**
 * Writes every end of term on these pages that lies at or before `until`, the earliest first (INV-08, 09). The pages must be
 * locked. The legal moment is the end of the term, not the moment somebody looks: a promoted term begins where the other
 * ended, so timers, sweep and the next notice all leave the same book, and a long outage is made up for in one go.
 */
export async function settle(db: Queryable, pages: readonly PageRow[], until: Date, now: Date): Promise<Settled> {
  const settled: Settled = { expired: 0, promotions: [], live: [] };
  for (const { unit_code: unitCode } of pages) {
    for (;;) {
      const live = await loadSeizures(db, [unitCode]);
      const over = await firstOver(db, live, until);
      if (!over) {
        settled.live.push(...live);
        break;
      }
      const promotions = await expire(db, over, live, now);
      settled.expired += 1;
      settled.promotions.push(...promotions);
    }
  }
  return settled;
}

type Running = LiveSeizure & { endsAt: Date };

async function firstOver(db: Queryable, live: readonly LiveSeizure[], until: Date): Promise<Running | null> {
  const over = live
    .filter((s): s is Running => s.status === 'CURRENT' && s.endsAt !== null && s.endsAt <= until)
    .sort((a, b) => a.endsAt.getTime() - b.endsAt.getTime());
  for (const seizure of over) if (!(await renewalPending(db, seizure.rightId))) return seizure;
  return null;
}

/** A renewal that was delivered in time and is not decided yet holds the end of the term (INV-09). */
async function renewalPending(db: Queryable, rightId: string): Promise<boolean> {
  const row = await one(
    db,
    `SELECT 1 FROM registry.court_notices n JOIN registry.seizure_details d ON d.right_id = n.target_id
     WHERE n.state = 'DELIVERED' AND n.kind = 'renew' AND n.target_id = $1 AND n.delivered_at < d.ends_at LIMIT 1`,
    [rightId],
  );
  return row !== null;
}

async function expire(db: Queryable, over: Running, live: readonly LiveSeizure[], now: Date): Promise<Promotion[]> {
  const pages = await loadPages(db, [over.unitCode], true);
  const waiting = nextInQueue(live, new Set([over.rightId]));
  const registeredAt = nextRegisterTime(now, pages);
  const entry = await openEntry(db, {
    kind: 'SEIZURE_EXPIRY',
    caseNo: null,
    reference: `expiry:${over.rightId}`,
    step: 'expire',
    registeredAt,
    registrar: 'system',
    result: { rightId: over.rightId, endedAt: over.endsAt, promotedIds: waiting.map((s) => s.rightId) },
    pages,
  });
  await endRight(db, entry, over.rightId, '查封期限届满未续封，效力消灭');
  const promotions = await promote(db, entry, waiting, over.endsAt);
  await appendEvent(db, {
    chain: over.unitCode.slice(0, 6),
    topic: 'seizure.expired',
    unitCodes: [over.unitCode],
    actor: 'system',
    at: registeredAt,
    payload: { rightId: over.rightId, endedAt: over.endsAt, promotedIds: waiting.map((s) => s.rightId) },
  });
  return promotions;
}

/** What the timer of one seizure asks at the end of its term. */
export async function expireSeizure({ pool, clock }: Deps, rightId: string): Promise<ExpiryResult> {
  return inTransaction(pool, async (client) => {
    const place = await one<{ unit_code: string }>(
      client,
      "SELECT unit_code FROM registry.rights WHERE right_id = $1 AND kind = 'SEIZURE'",
      [rightId],
    );
    if (!place) throw new Error(`No seizure ${rightId}`);
    const now = clock.now();
    const pages = await loadPages(client, [place.unit_code], true);
    const { promotions } = await settle(client, pages, now, now);
    const term = await termOf(client, rightId);
    if (term?.state === 'EXPIRED') return { kind: 'expired', promotions };
    if (term?.state === 'LIFTED' || term?.state === 'DISPOSED') return { kind: 'ended', how: term.state };
    if (!term?.endsAt || term.endsAt <= now) return { kind: 'waiting' };
    return { kind: 'running', endsAt: term.endsAt };
  });
}

/**
 * Before anybody asks what stands in the way on these pages: a seizure whose term is over has no effect any more, even when no
 * timer and no sweep has written it yet (INV-08, 09). In transactions of its own: what it writes is right whatever follows, and
 * the chain head it locks comes last in a 登簿.
 */
export async function settlePages(deps: Deps, unitCodes: readonly string[]): Promise<void> {
  await settleOverdue(deps, unitCodes, unitCodes.length);
}

/** What the server runs every minute: pages with a term that is over. Two sweeps at once do the work once. */
export const sweep = (deps: Deps, limit = 500): Promise<Swept> => settleOverdue(deps, null, limit);

interface Swept {
  units: number;
  expired: number;
  promoted: number;
}

/** Each page in a transaction of its own. @param among null = the whole register */
async function settleOverdue({ pool, clock }: Deps, among: readonly string[] | null, limit: number): Promise<Swept> {
  const now = clock.now();
  const { rows } = await pool.query<{ unit_code: string }>(
    `SELECT DISTINCT r.unit_code FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
     WHERE r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND d.ends_at <= $1 AND ($2::text[] IS NULL OR r.unit_code = ANY ($2))
     ORDER BY r.unit_code LIMIT $3`,
    [now, among, limit],
  );
  const total = { units: 0, expired: 0, promoted: 0 };
  for (const { unit_code } of rows) {
    const { expired, promotions } = await inTransaction(pool, async (client) =>
      settle(client, await loadPages(client, [unit_code], true), now, now),
    );
    total.units += expired > 0 ? 1 : 0;
    total.expired += expired;
    total.promoted += promotions.length;
  }
  return total;
}

interface TermRow {
  right_id: string;
  unit_code: string;
  status: string;
  ended_by: string | null;
  court_id: string | null;
  authority: string;
  document_no: string;
  reference: string;
  starts_at: Date | null;
  ends_at: Date | null;
}

const termSql = `SELECT r.right_id, r.unit_code, r.status, e.kind AS ended_by, d.court_id, d.authority, d.document_no, o.reference, d.starts_at, d.ends_at
  FROM registry.rights r JOIN registry.seizure_details d USING (right_id) JOIN registry.register_entries o ON o.entry_id = r.entry_id
  LEFT JOIN registry.register_entries e ON e.entry_id = r.ended_entry_id`;

const endings: Record<string, SeizureTerm['state']> = {
  SEIZURE_EXPIRY: 'EXPIRED',
  SEIZURE_LIFT: 'LIFTED',
  SEIZURE_DISPOSAL: 'DISPOSED',
  // BDC-14: the court's own transfer ends what hangs on the home in the same entry (INV-11). BDC-04, 16: the page is closed.
  REGISTRATION: 'DISPOSED',
};

const toTerm = (row: TermRow): SeizureTerm => ({
  rightId: row.right_id,
  unitCode: row.unit_code,
  state:
    row.status === 'HISTORY'
      ? (endings[row.ended_by ?? ''] ?? 'LIFTED')
      : row.status === 'QUEUED'
        ? 'QUEUED'
        : 'EFFECTIVE',
  courtId: row.court_id,
  authority: row.authority,
  documentNo: row.document_no,
  noticeNo: row.reference,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
});

export async function termOf(db: Queryable, rightId: string): Promise<SeizureTerm | null> {
  const row = await one<TermRow>(db, `${termSql} WHERE r.right_id = $1 AND r.kind = 'SEIZURE'`, [rightId]);
  return row ? toTerm(row) : null;
}

/**
 * The ones that the entry which ended this one ended too (INV-11). After 注销登记 also this one itself: its court, unlike one that
 * disposes of the home, knows nothing of it. Such an entry is the only registration that ends seizures and writes no ownership.
 */
export async function lapsedWith(db: Queryable, rightId: string): Promise<SeizureTerm[]> {
  const { rows } = await db.query<TermRow>(
    `${termSql} JOIN registry.rights x ON x.ended_entry_id = r.ended_entry_id
     WHERE x.right_id = $1 AND e.kind IN ('SEIZURE_DISPOSAL', 'REGISTRATION')
       AND (r.right_id <> x.right_id OR (e.kind = 'REGISTRATION' AND NOT EXISTS (
         SELECT 1 FROM registry.rights o WHERE o.entry_id = e.entry_id AND o.kind = 'OWNERSHIP')))
     ORDER BY d.delivered_at, r.right_id`,
    [rightId],
  );
  return rows.map(toTerm);
}
