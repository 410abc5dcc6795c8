import type { Fraction, Page, Seizure } from './page.ts';

/*
 * The book of seizures by domain §4.2 (INV-07 … 11, 16) and §5.3, over plain data. Written from the rules, not from the
 * register's code.
 */

const HOUR = 3_600_000;
const CHINA = 8 * HOUR;

const compare = (a: Fraction, b: Fraction) => a.n * b.d - b.n * a.d;
const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const WHOLE: Fraction = { n: 1, d: 1 };

/** `2027-02-21` of an instant, in China. */
export const dayOf = (instant: number) => new Date(instant + CHINA).toISOString().slice(0, 10);

export const daysAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 24 * HOUR).toISOString().slice(0, 10);

/** INV-09: a term of months ends at 23:59:59 of the same date, or of the last day of a shorter month. */
export function endOfTerm(start: number, months: number): number {
  const local = new Date(start + CHINA);
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(local.getUTCDate(), lastDay), 23, 59, 59) - CHINA;
}

/** Fifteen working days after the day of `from`, Monday to Friday, to the closing of the window; after it, of the next working day. */
export function endOfNotice(from: number): number {
  const works = (day: string) => ![0, 6].includes(new Date(day).getUTCDay());
  let day = dayOf(from);
  const closed = from > Date.parse(`${day}T17:00:00+08:00`);
  if (closed) day = daysAfter(day, 1);
  while (!works(day)) day = daysAfter(day, 1);
  for (let left = 15; left > 0; ) {
    day = daysAfter(day, 1);
    if (works(day)) left -= 1;
  }
  return Date.parse(`${day}T17:00:00+08:00`);
}

export const effective = (page: Page) => page.seizures.filter((s) => s.state === 'EFFECTIVE');
export const queued = (page: Page) => page.seizures.filter((s) => s.state === 'QUEUED');

/** How much of the home the debtor has; a joint owner's part is not known, so it may be all of it. */
function holdingOf(page: Page, debtor: string): Fraction {
  return page.owners.find((owner) => owner.idNo === debtor)?.share ?? WHOLE;
}

/**
 * INV-16: seizures stand side by side on disjoint shares only. The whole meets everything; shares meet when together they are more
 * than the home, or those of one debtor more than he has.
 */
function meet(page: Page, a: Seizure, others: readonly Seizure[]): boolean {
  if (others.length === 0) return false;
  if (!a.share || others.some((other) => !other.share)) return true;
  const withOthers = (all: readonly Seizure[]) =>
    all.reduce((sum, { share }) => plus(sum, share ?? WHOLE), a.share ?? WHOLE);
  const own = others.filter((other) => other.debtor === a.debtor);
  return compare(withOthers(others), WHOLE) > 0 || compare(withOthers(own), holdingOf(page, a.debtor)) > 0;
}

/** INV-07, 08: free beside all that are effective, and nobody who came earlier waits for the same share. */
function mayTakeEffect(page: Page, one: Seizure, earlier: readonly Seizure[]): boolean {
  return !meet(page, one, effective(page)) && !earlier.some((waiting) => meet(page, one, [waiting]));
}

function takeEffect(one: Seizure, at: number): void {
  one.state = 'EFFECTIVE';
  one.startsAt = at;
  one.endsAt = endOfTerm(at, one.months);
}

/** INV-08: whoever is free now, first come first. */
function promote(page: Page, at: number): void {
  const earlier: Seizure[] = [];
  for (const one of queued(page)) {
    if (mayTakeEffect(page, one, earlier)) takeEffect(one, at);
    else earlier.push(one);
  }
}

export function end(page: Page, one: Seizure, how: 'EXPIRED' | 'LIFTED', at: number): void {
  const held = one.state === 'EFFECTIVE';
  one.state = how;
  if (held) promote(page, at);
}

/** INV-11: the whole home is disposed of: nothing that was seized hangs on the buyer. */
export function disposeWhole(page: Page): void {
  for (const one of [...effective(page), ...queued(page)]) one.state = 'DISPOSED';
  page.sold.push('whole');
}

const against = (debtor: string) => (one: Seizure) => one.debtor === debtor;

/**
 * INV-06, 16: what a debtor has is not sold past another court's seizure of it, nor past a 轮候 that would reach the buyer because it is
 * not of one other owner's share.
 */
export function againstDisposalOfShare(page: Page, one: Seizure): 'INV-06' | 'INV-16' | null {
  const his = against(one.debtor);
  if (effective(page).some((s) => his(s) && s.authority !== one.authority)) return 'INV-06';
  const reachesBuyer = (s: Seizure) => !s.share || !page.owners.some((owner) => owner.idNo === s.debtor);
  return queued(page).some((s) => !his(s) && reachesBuyer(s)) ? 'INV-16' : null;
}

/** INV-11: all that this debtor has is sold: what is seized of him ends, 轮候 too, and who waits for the others' shares moves up. */
export function disposeShare(page: Page, one: Seizure, at: number): void {
  for (const gone of [...effective(page), ...queued(page)].filter(against(one.debtor))) gone.state = 'DISPOSED';
  page.sold.push(one.debtor);
  promote(page, at);
}

/**
 * INV-12: a transfer that a court ordered before comes first, and then nothing is left of a home that was sold as a whole, nor of the
 * debtor whose share was sold; another owner's share can still be seized, but not the home.
 */
export const isSold = (page: Page, { debtor, share }: Pick<Seizure, 'debtor' | 'share'>): boolean =>
  page.sold.some((what) => what === 'whole' || what === debtor || share === null);

export function enter(page: Page, one: Seizure): void {
  if (mayTakeEffect(page, one, queued(page))) takeEffect(one, one.deliveredAt);
  page.seizures.push(one);
}

/** INV-08, 09: a term that is over has no effect any more, whether or not somebody has written it down. */
export function settle(page: Page, now: number): void {
  for (;;) {
    const [over] = effective(page)
      .filter((s) => (s.endsAt ?? 0) <= now)
      .sort((a, b) => (a.endsAt ?? 0) - (b.endsAt ?? 0));
    if (!over) return;
    end(page, over, 'EXPIRED', over.endsAt ?? now);
  }
}
