import type { Case, Page } from './page.ts';
import { dayOf, daysAfter, effective } from './seizure-law.ts';

/** 民法典 221: a 预告登记 lapses 90 days after registration becomes possible; 220: an 异议登记 after 15. */
const CAUTION_DAYS = 90;
const OBJECTION_DAYS = 15;

const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join() === [...b].sort().join();

/** Rules that stop the 登簿 of an accepted case on this page today; empty when it is entered. */
export function rulesAgainst(page: Page, one: Case, now: number): string[] {
  const { filing } = one;
  const today = dayOf(now);
  const owners = page.owners.map((owner) => owner.idNo);
  const rules = new Set<string>();
  const disposes = !['cancel', 'objection', 'correction', 'ex officio'].includes(filing.what);
  if (disposes) {
    if (effective(page).length > 0) rules.add('INV-06');
    // Whoever applies here disposes of the whole home, and at least a share of it is the taker's.
    if (page.sold.length > 0) rules.add('INV-11');
    for (const caution of page.cautions) {
      const applies = partiesOf(one).includes(caution.holder);
      if (caution.until >= today && !applies && !one.consents.includes(caution.caseNo)) rules.add('INV-21');
    }
    for (const objection of page.objections)
      if (objection.until >= today && !one.consents.includes(objection.caseNo)) rules.add('INV-23');
    const correction = ({ filing: { what }, status }: Case) =>
      (what === 'correction' || what === 'ex officio') && status === 'ACCEPTED';
    if (page.cases.some(correction)) rules.add('INV-32');
  }
  const restricted = page.mortgages.some((m) => m.restricts && !one.consents.includes(m.caseNo));
  switch (filing.what) {
    case 'sale':
      if (!same(filing.sellers, owners)) rules.add('INV-03');
      if (restricted) rules.add('INV-18');
      break;
    case 'inheritance':
      // Nobody's consent is asked: the heirs own since the death (民法典 230).
      if (!same(filing.deceased, owners)) rules.add('INV-03');
      break;
    case 'inherited sale':
      if (!same(filing.deceased, owners)) rules.add('INV-03');
      if (restricted) rules.add('INV-18');
      break;
    case 'mortgage':
    case 'caution':
    case 'correction':
    case 'ex officio':
      if (!same(filing.owners, owners)) rules.add('INV-03');
      break;
    case 'cancel':
      if (!page.mortgages.some((m) => m.caseNo === filing.target)) rules.add('INV-03');
      break;
    case 'objection':
      if (owners.includes(filing.by)) rules.add('INV-23');
      if (page.objections.some((o) => o.holder === filing.by && o.ground === filing.ground)) rules.add('INV-23');
      break;
    default:
      filing satisfies never;
  }
  return [...rules].sort();
}

function partiesOf({ filing }: Case): string[] {
  switch (filing.what) {
    case 'sale':
      return [...filing.sellers, filing.buyer];
    case 'inheritance':
      return [filing.heir];
    case 'inherited sale':
      return [filing.heir, filing.buyer];
    case 'mortgage':
      return [...filing.owners, filing.lender];
    case 'caution':
      return [...filing.owners, filing.buyer];
    default:
      return [];
  }
}

/** 实施细则 §81: the public and the owners have fifteen working days each; the owners' begin when they are told. */
export const noticeRuns = ({ notice }: Case, now: number): boolean =>
  notice !== null && (notice.publicUntil > now || (notice.ownersUntil ?? Number.POSITIVE_INFINITY) > now);

function passTo(page: Page, idNo: string, today: string): void {
  page.formerOwners.push(...page.owners.map((owner) => owner.idNo));
  page.owners = [{ idNo, share: { n: 1, d: 1 } }];
  // His own caution is carried out, a lapsed one is cleared away; the mortgages follow the home (民法典 406).
  page.cautions = page.cautions.filter((c) => c.holder !== idNo && c.until >= today);
}

/** The 登簿 itself. */
export function write(page: Page, { filing, caseNo }: Case, now: number): void {
  const today = dayOf(now);
  switch (filing.what) {
    case 'sale':
      passTo(page, filing.buyer, today);
      break;
    case 'inheritance':
      passTo(page, filing.heir, today);
      break;
    case 'inherited sale':
      passTo(page, filing.buyer, today);
      page.formerOwners.push(filing.heir);
      break;
    case 'mortgage':
      page.mortgages.push({ caseNo, lender: filing.lender, restricts: filing.restricts });
      break;
    case 'cancel':
      page.mortgages = page.mortgages.filter((m) => m.caseNo !== filing.target);
      break;
    case 'caution':
      page.cautions.push({ caseNo, holder: filing.buyer, until: daysAfter(filing.from, CAUTION_DAYS) });
      break;
    case 'objection':
      page.objections.push({
        caseNo,
        holder: filing.by,
        ground: filing.ground,
        until: daysAfter(today, OBJECTION_DAYS),
      });
      break;
    case 'correction':
    case 'ex officio':
      page.location = filing.location;
      break;
    default:
      filing satisfies never;
  }
}
