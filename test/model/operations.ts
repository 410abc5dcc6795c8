import fc from 'fast-check';
import type { Operation } from './model.ts';
import type { Filing, Fraction, Page, What } from './page.ts';
import { dayOf } from './seizure-law.ts';

/** What fast-check draws: numbers only, so that a shorter sequence is still one. `resolve` makes an operation of it. */
export interface Plan {
  do: 'file' | 'accept' | 'enter' | 'tell' | 'withdraw' | 'seize' | 'lift' | 'renew' | 'dispose' | 'expire' | 'sweep';
  unit: number;
  /** Reaches the register in the same moment as the one before. */
  together: boolean;
  /** Days that pass before it; 0 = a second. */
  days: number;
  a: number;
  b: number;
  c: number;
}

const weights: [Plan['do'], number][] = [
  ['file', 5],
  ['accept', 7],
  ['enter', 8],
  ['tell', 1],
  ['withdraw', 1],
  ['seize', 3],
  ['lift', 3],
  ['renew', 2],
  ['dispose', 1],
  ['expire', 2],
  ['sweep', 1],
];

/** Half of the homes are seldom seized: where everything is seized, hardly anything else is entered. */
const spared = (plan: Plan, units: number): Plan =>
  plan.do === 'seize' && plan.unit < units / 2 && plan.a % 4 !== 0 ? { ...plan, unit: units - 1 - plan.unit } : plan;

export const planOf = (units: number): fc.Arbitrary<Plan> => drawn(units).map((plan) => spared(plan, units));

const drawn = (units: number): fc.Arbitrary<Plan> =>
  fc.record({
    do: fc.oneof(...weights.map(([what, weight]) => ({ weight, arbitrary: fc.constant(what) }))),
    unit: fc.nat(units - 1),
    together: fc.oneof({ weight: 1, arbitrary: fc.constant(false) }, { weight: 3, arbitrary: fc.constant(true) }),
    days: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 20 }) },
      { weight: 1, arbitrary: fc.integer({ min: 21, max: 400 }) },
    ),
    a: fc.nat(99),
    b: fc.nat(99),
    c: fc.nat(99),
  });

/** Who takes part besides the owners: identity numbers. */
export interface Cast {
  people: string[];
  lenders: string[];
  courts: string[];
}

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(list.length, 1)];

/** The last few: the same case or seizure is met again and again, and old ones now and then. */
const recent = <T>(list: readonly T[], n: number): T | undefined => pick(list.slice(n % 10 === 9 ? 0 : -4), n);

/** The operation that the plan means on this page; null when there is nothing yet that it could be about. */
export function resolve(plan: Plan, key: string, page: Page, cast: Cast, now: number): Operation | null {
  const base = { key, unit: plan.unit };
  const { a, b, c } = plan;
  switch (plan.do) {
    case 'file': {
      const filing = filingOf(plan, page, cast, key, now);
      return filing && { ...base, do: 'file', filing };
    }
    case 'accept': {
      const one = page.cases.findLast((x) => x.status === 'FILED' && !x.withdrawn);
      const standing = [...page.cautions, ...page.objections].filter((x) => x.until >= dayOf(now));
      const burdens = [...page.mortgages, ...standing].map((x) => x.caseNo);
      return one ? { ...base, do: 'accept', caseNo: one.caseNo, consents: b % 2 === 0 ? burdens : [] } : null;
    }
    case 'enter': {
      const open = page.cases.filter((x) => x.status === 'ACCEPTED');
      const one = recent(a % 8 === 0 || open.length === 0 ? page.cases : open, b);
      return one ? { ...base, do: 'enter', caseNo: one.caseNo } : null;
    }
    case 'tell': {
      const one = page.cases.findLast((x) => x.status === 'ACCEPTED' && x.notice?.ownersUntil === null);
      return one ? { ...base, do: 'tell', caseNo: one.caseNo } : null;
    }
    case 'withdraw': {
      const one = recent(page.cases, a);
      return one ? { ...base, do: 'withdraw', caseNo: one.caseNo } : null;
    }
    case 'seize': {
      const owner = pick(page.owners, a);
      const stranger = b % 12 === 0 ? pick([...page.formerOwners, ...cast.people], c) : undefined;
      const parts = [null, null, { n: 1, d: 2 }, { n: 1, d: 3 }, { n: 1, d: 1 }];
      const part = pick(parts, b) ?? null;
      const held = owner?.share ?? { n: 1, d: 1 };
      return {
        ...base,
        do: 'seize',
        authority: pick(cast.courts, a) as string,
        documentNo: `（2026）浙0203执${1 + (c % 9)}号`,
        debtor: stranger ?? (owner?.idNo as string),
        share: part && reduced({ n: held.n * part.n, d: held.d * part.d }),
        months: pick([1, 1, 2, 3, 12, 36], a + c) as number,
      };
    }
    default: {
      if (plan.do === 'sweep') return { ...base, do: 'sweep' };
      const live = page.seizures.filter((s) => s.state === 'EFFECTIVE' || s.state === 'QUEUED');
      const one = recent(a % 6 === 0 || live.length === 0 ? page.seizures : live, b);
      if (!one) return null;
      const target = one.noticeNo;
      if (plan.do === 'lift')
        return {
          ...base,
          do: 'lift',
          target,
          authority: c % 10 === 0 ? (pick(cast.courts, c) as string) : one.authority,
        };
      if (plan.do === 'renew') return { ...base, do: 'renew', target, months: 1 + (c % 36) };
      if (plan.do === 'dispose') return { ...base, do: 'dispose', target, extent: c % 2 === 0 ? 'whole' : 'share' };
      return { ...base, do: 'expire', target };
    }
  }
}

function reduced({ n, d }: Fraction): Fraction {
  const gcd = (x: number, y: number): number => (y === 0 ? x : gcd(y, x % y));
  const by = gcd(n, d);
  return { n: n / by, d: d / by };
}

const filings: What[] = [
  'sale',
  'sale',
  'mortgage',
  'mortgage',
  'mortgage',
  'cancel',
  'cancel',
  'cancel',
  'caution',
  'objection',
  'correction',
  'inheritance',
  'inherited sale',
  'inherited sale',
  'ex officio',
  'ex officio',
];

function filingOf({ a, b, c }: Plan, page: Page, cast: Cast, key: string, now: number): Filing | null {
  const owners = page.owners.map((owner) => owner.idNo);
  const strangers = cast.people.filter((id) => !owners.includes(id));
  const stranger = pick(strangers, b) as string;
  // Now and then by somebody who is not the owner: a stale paper, or a forged one.
  const by = c % 15 === 0 ? [pick(strangers, b + 1) as string] : owners;
  const what = pick(filings, a) as What;
  switch (what) {
    case 'sale':
      return { what, sellers: by, buyer: stranger };
    case 'mortgage':
      return { what, owners: by, lender: pick(cast.lenders, b) as string, restricts: c % 3 === 0 };
    case 'cancel': {
      const target = pick(page.mortgages, b);
      return target ? { what, target: target.caseNo, lender: target.lender } : null;
    }
    case 'caution':
      return { what, owners: by, buyer: stranger, from: dayOf(now) };
    case 'objection':
      return { what, by: c % 10 === 0 ? (owners[0] as string) : stranger, ground: c % 2 === 0 ? 'owner' : 'forged' };
    case 'inheritance':
      return { what, deceased: by, heir: stranger, diedOn: dayOf(now) };
    case 'inherited sale':
      return { what, deceased: by, heir: pick(strangers, b + 2) as string, buyer: stranger, diedOn: dayOf(now) };
    case 'correction':
    case 'ex officio':
      return { what, owners: by, location: `更正后的坐落 ${key}` };
    default:
      return what satisfies never;
  }
}
