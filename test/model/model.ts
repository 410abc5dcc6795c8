import { noticeRuns, rulesAgainst, write } from './case-law.ts';
import type { Case, Filing, Fraction, Page, Seizure } from './page.ts';
import {
  againstDisposalOfShare,
  dayOf,
  disposeShare,
  disposeWhole,
  effective,
  end,
  endOfNotice,
  endOfTerm,
  enter,
  isSold,
  settle,
} from './seizure-law.ts';

/** One operation with everything chosen. `key` is its own; `unit` the number of the home. */
export type Operation = { key: string; unit: number } & (
  | { do: 'file'; filing: Filing; caseNo?: string }
  | { do: 'accept'; caseNo: string; consents: string[] }
  | { do: 'enter'; caseNo: string }
  | { do: 'withdraw'; caseNo: string }
  /** The owners are told in writing of a correction ex officio. */
  | { do: 'tell'; caseNo: string }
  | {
      do: 'seize';
      authority: string;
      documentNo: string;
      debtor: string;
      share: Fraction | null;
      months: number;
      /** The register's time of receipt: it alone knows the milliseconds. */
      deliveredAt?: number;
    }
  | { do: 'lift'; target: string; authority: string }
  | { do: 'renew'; target: string; months: number; deliveredAt?: number }
  | { do: 'dispose'; target: string; extent: 'whole' | 'share' }
  | { do: 'expire'; target: string }
  | { do: 'sweep' }
);

export interface Verdict {
  answer: string;
  /** The page afterwards; the same object when nothing changed. */
  page: Page;
}

/**
 * What the register must answer to `operation`, and the page that it must leave. The page given is not touched. Effects of
 * time are settled first: `now` is the instant of the whole group of operations.
 */
export function judge(given: Page, operation: Operation, now: number): Verdict {
  const page = structuredClone(given);
  settle(page, now);
  const answer = apply(page, operation, now);
  const changed =
    !answer.startsWith('refused') && !['expire', 'sweep'].includes(operation.do) && !answer.endsWith('again');
  return { answer, page: changed ? page : given };
}

const refused = (...rules: string[]) => `refused ${rules.join()}`;

function apply(page: Page, operation: Operation, now: number): string {
  switch (operation.do) {
    case 'file':
      return file(page, operation);
    case 'accept':
    case 'enter':
    case 'withdraw':
    case 'tell': {
      const one = page.cases.find((c) => c.caseNo === operation.caseNo);
      if (!one) return 'no such case';
      if (operation.do === 'accept') return accept(one, operation.consents, now);
      if (operation.do === 'tell') return tell(one, now);
      return operation.do === 'enter' ? enterCase(page, one, now) : withdraw(one);
    }
    case 'seize':
      return seize(page, { ...operation, noticeNo: operation.key, deliveredAt: operation.deliveredAt ?? now });
    case 'lift':
    case 'renew':
    case 'dispose':
    case 'expire': {
      const one = page.seizures.find((s) => s.noticeNo === operation.target);
      if (!one) return 'no such seizure';
      return onSeizure(page, one, operation, now);
    }
    case 'sweep':
      return 'swept';
    default:
      return operation satisfies never;
  }
}

/** A right that is gone is not on the page any more: whoever applies for its end is told at the counter. */
function file(page: Page, { filing, caseNo }: Operation & { do: 'file' }): string {
  if (filing.what === 'cancel' && !page.mortgages.some((m) => m.caseNo === filing.target))
    return refused('TARGET_NOT_FOUND');
  page.cases.push({ caseNo: caseNo ?? '', filing, status: 'FILED', withdrawn: false, consents: [], notice: null });
  return 'filed';
}

function accept(one: Case, consents: readonly string[], now: number): string {
  one.status = 'ACCEPTED';
  one.consents = [...consents];
  if (one.filing.what === 'ex officio') one.notice = { publicUntil: endOfNotice(now), ownersUntil: null };
  return 'accepted';
}

function tell(one: Case, now: number): string {
  if (!one.notice || one.notice.ownersUntil !== null) return 'nobody to tell';
  one.notice.ownersUntil = endOfNotice(now);
  return 'told';
}

function enterCase(page: Page, one: Case, now: number): string {
  if (one.status === 'ENTERED') return 'entered again';
  if (one.status === 'CLOSED') return refused('INV-05');
  if (one.withdrawn) return refused('INV-30');
  if (one.status === 'FILED' || noticeRuns(one, now)) return refused('CASE_NOT_READY');
  const others = { ...page, cases: page.cases.filter((c) => c !== one) };
  const rules = rulesAgainst(others, one, now);
  if (rules.length > 0) return refused(...rules);
  write(page, one, now);
  one.status = 'ENTERED';
  return 'entered';
}

/** INV-30: until 登簿. */
function withdraw(one: Case): string {
  if (one.status === 'CLOSED') return refused('CASE_CLOSED');
  if (one.status === 'ENTERED') return refused('ALREADY_ENTERED');
  if (one.withdrawn) return 'withdrawn again';
  one.withdrawn = true;
  return 'withdrawn';
}

/** Every case that is running on the page is told (INV-12). */
const told = (page: Page) =>
  page.cases
    .filter((c) => c.status === 'FILED' || c.status === 'ACCEPTED')
    .map((c) => c.caseNo)
    .sort()
    .join();

type Notice = Pick<Seizure, 'noticeNo' | 'authority' | 'documentNo' | 'debtor' | 'share' | 'months' | 'deliveredAt'>;

function seize(page: Page, notice: Notice): string {
  const live = page.seizures.filter((s) => s.state === 'EFFECTIVE' || s.state === 'QUEUED');
  if (live.some((s) => s.authority === notice.authority && s.documentNo === notice.documentNo))
    return refused('INV-07');
  if (!page.owners.some((owner) => owner.idNo === notice.debtor))
    return refused(page.formerOwners.includes(notice.debtor) ? 'INV-12' : 'INV-13');
  if (isSold(page, notice)) return refused('INV-12');
  const { noticeNo, authority, documentNo, debtor, share, months, deliveredAt } = notice;
  const one: Seizure = {
    ...{ noticeNo, authority, documentNo, debtor, share, months, deliveredAt },
    state: 'QUEUED',
    startsAt: null,
    endsAt: null,
  };
  enter(page, one);
  return `${one.state}, told ${told(page)}`;
}

function onSeizure(
  page: Page,
  one: Seizure,
  operation: Operation & { do: 'lift' | 'renew' | 'dispose' | 'expire' },
  now: number,
): string {
  switch (operation.do) {
    case 'lift':
      if (one.state !== 'EFFECTIVE' && one.state !== 'QUEUED') return refused('INV-05');
      if (one.authority !== operation.authority) return refused('INV-13');
      return counted(page, () => end(page, one, 'LIFTED', now), 'lifted');
    case 'dispose':
      if (one.state !== 'EFFECTIVE' && one.state !== 'QUEUED') return refused('INV-05');
      if (one.state === 'QUEUED') return refused('INV-11');
      if (operation.extent === 'share') {
        const rule = againstDisposalOfShare(page, one);
        return rule ? refused(rule) : counted(page, () => disposeShare(page, one, now), 'disposed');
      }
      disposeWhole(page);
      return 'disposed, 0 promoted';
    case 'renew':
      if (one.state === 'QUEUED') return refused('INV-10');
      if (one.state === 'EXPIRED') {
        const late = {
          ...one,
          noticeNo: operation.key,
          months: operation.months,
          deliveredAt: operation.deliveredAt ?? now,
        };
        const answer = seize(page, late);
        return answer.startsWith('refused') ? answer : `late, ${answer}`;
      }
      if (one.state !== 'EFFECTIVE') return refused('INV-05');
      one.endsAt = endOfTerm(one.endsAt ?? now, operation.months);
      return `renewed until ${dayOf(one.endsAt)}`;
    case 'expire':
      // The timer asks again of what waits; it has nothing to say of what ended otherwise.
      return { EFFECTIVE: 'running', QUEUED: 'waiting', EXPIRED: 'expired', LIFTED: 'LIFTED', DISPOSED: 'DISPOSED' }[
        one.state
      ];
    default:
      return operation satisfies never;
  }
}

function counted(page: Page, work: () => void, word: string): string {
  const before = new Set(effective(page).map((s) => s.noticeNo));
  work();
  return `${word}, ${effective(page).filter((s) => !before.has(s.noticeNo)).length} promoted`;
}
