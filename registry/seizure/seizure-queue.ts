import type { Share } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import type { Entry } from '../enter/write-right.ts';
import { exceedTogether } from '../validators/shares.ts';
import { freezeClaims } from './freeze-claims.ts';
import type { LiveSeizure } from './load-seizures.ts';
import { tellWatch } from './tell.ts';
import { endOfTerm } from './term.ts';
import type { Promotion } from './types.ts';

type Scope = Pick<LiveSeizure, 'share' | 'respondentId' | 'holding'>;

const whole: Share = { n: 1, d: 1 };
const sharesOf = (scopes: readonly Scope[]) => scopes.map(({ share }) => share ?? whole);

/**
 * INV-16: a seizure of the whole meets everything. Two shares meet when together they exceed what the debtor holds, or,
 * with two debtors, the whole property.
 */
export function overlaps(a: Scope, b: Scope): boolean {
  if (!a.share || !b.share) return true;
  const limit = a.respondentId === b.respondentId ? (a.holding ?? b.holding) : null;
  return exceedTogether([a.share, b.share], limit ?? whole);
}

/** Would this one and all that are effective exceed the whole? Three thirds fit side by side, three halves do not. */
const exceedsWhole = (scope: Scope, effective: readonly Scope[]): boolean =>
  exceedTogether(sharesOf([...effective, scope]), whole);

/** Would this one and the debtor's others together be more than he has? Two quarters fit into his half, a third one does not. */
function exceedsHolding(scope: Scope, effective: readonly Scope[]): boolean {
  const own = effective.filter((s) => s.respondentId === scope.respondentId);
  return own.length > 0 && exceedTogether(sharesOf([...own, scope]), scope.holding ?? whole);
}

/** Is there room for it beside what is effective? */
const fitsBeside = (scope: Scope, effective: readonly Scope[]): boolean =>
  !exceedsWhole(scope, effective) && !exceedsHolding(scope, effective);

/** May a new scope be effective at once, beside these effective ones and those already waiting (who come first)? */
export function mustQueue(scope: Scope, live: readonly LiveSeizure[]): boolean {
  const current = live.filter((s) => s.status === 'CURRENT');
  return live.some((s) => overlaps(s, scope)) || !fitsBeside(scope, current);
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
    const free = !before.some((s) => overlaps(s, waiting)) && fitsBeside(waiting, effective);
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
    await freezeClaims(db, one.rightId, entry.registeredAt);
    const { rightId, authority, documentNo } = one;
    promotions.push({ rightId, authority, documentNo, startsAt: start, endsAt });
  }
  return promotions;
}
