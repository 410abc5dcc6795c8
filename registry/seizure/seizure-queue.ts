import type { Share } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import type { Entry } from '../enter/write-right.ts';
import type { LiveSeizure } from './load-seizures.ts';
import { tellWatch } from './tell.ts';
import { endOfTerm } from './term.ts';
import type { Promotion } from './types.ts';

type Scope = Pick<LiveSeizure, 'share' | 'respondentId' | 'holding'>;

const sumExceeds = (a: Share, b: Share, limit: Share) =>
  BigInt(a.n * b.d + b.n * a.d) * BigInt(limit.d) > BigInt(limit.n) * BigInt(a.d * b.d);

/**
 * INV-16: a seizure of the whole meets everything. Two shares meet when together they exceed what the debtor holds, or,
 * with two debtors, the whole property.
 */
export function overlaps(a: Scope, b: Scope): boolean {
  if (!a.share || !b.share) return true;
  const limit = a.respondentId === b.respondentId ? (a.holding ?? b.holding) : null;
  return sumExceeds(a.share, b.share, limit ?? { n: 1, d: 1 });
}

/** Would all of these together exceed the whole? Three thirds fit side by side, three halves do not. */
function exceedsWhole(scopes: readonly Scope[]): boolean {
  let total: Share = { n: 0, d: 1 };
  for (const { share } of scopes) {
    const next = share ?? { n: 1, d: 1 };
    if (sumExceeds(total, next, { n: 1, d: 1 })) return true;
    total = { n: total.n * next.d + next.n * total.d, d: total.d * next.d };
  }
  return false;
}

/** Would this one and the debtor's others together be more than he has? Two quarters fit into his half, a third one does not. */
function exceedsHolding(scope: Scope, effective: readonly Scope[]): boolean {
  const own = effective.filter((s) => s.respondentId === scope.respondentId);
  if (own.length === 0) return false;
  let total: Share = { n: 0, d: 1 };
  for (const { share } of [...own, scope]) {
    const next = share ?? { n: 1, d: 1 };
    if (sumExceeds(total, next, scope.holding ?? { n: 1, d: 1 })) return true;
    total = { n: total.n * next.d + next.n * total.d, d: total.d * next.d };
  }
  return false;
}

/** May a new scope be effective at once, beside these effective ones and those already waiting (who come first)? */
export function mustQueue(scope: Scope, live: readonly LiveSeizure[]): boolean {
  const current = live.filter((s) => s.status === 'CURRENT');
  return live.some((s) => overlaps(s, scope)) || exceedsWhole([...current, scope]) || exceedsHolding(scope, current);
}

/**
 * INV-08: who of the queue becomes effective once `ending` are gone, in order of delivery. Nobody overtakes an earlier one
 * that still waits for the same share.
 */
export function nextInQueue(live: readonly LiveSeizure[], ending: ReadonlySet<string>): LiveSeizure[] {
  const remaining = live.filter((s) => !ending.has(s.rightId));
  const before = remaining.filter((s) => s.status === 'CURRENT');
  const effective = [...before];
  const promoted: LiveSeizure[] = [];
  for (const waiting of remaining.filter((s) => s.status === 'QUEUED')) {
    const free =
      !before.some((s) => overlaps(s, waiting)) &&
      !exceedsWhole([...effective, waiting]) &&
      !exceedsHolding(waiting, effective);
    before.push(waiting);
    if (!free) continue;
    effective.push(waiting);
    promoted.push(waiting);
  }
  return promoted;
}

/** INV-10: the term of its own begins with the promotion. The watch of each is started, its court is told by it. */
export async function promote(
  db: Queryable,
  entry: Entry,
  waiting: readonly LiveSeizure[],
  start: Date,
): Promise<Promotion[]> {
  const promotions: Promotion[] = [];
  for (const one of waiting) {
    const endsAt = endOfTerm(start, one.termMonths);
    await db.query("UPDATE registry.rights SET status = 'CURRENT' WHERE right_id = $1", [one.rightId]);
    await db.query('UPDATE registry.seizure_details SET starts_at = $2, ends_at = $3 WHERE right_id = $1', [
      one.rightId,
      start,
      endsAt,
    ]);
    await tellWatch(db, { topic: 'seizure.watch', rightId: one.rightId, at: entry.registeredAt, promoted: true });
    const { rightId, authority, documentNo } = one;
    promotions.push({ rightId, authority, documentNo, startsAt: start, endsAt });
  }
  return promotions;
}
