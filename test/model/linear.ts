import { judge } from './model.ts';
import type { Page } from './page.ts';
import type { Played } from './player.ts';

/** The reference under which the operation's entry stands in the book; null when it enters nothing. */
export function entryOf({ operation, answer }: Played): string | null {
  if (answer.startsWith('refused') || answer.endsWith('again')) return null;
  switch (operation.do) {
    case 'enter':
      return operation.caseNo;
    case 'seize':
    case 'lift':
    case 'renew':
    case 'dispose':
      return operation.key;
    default:
      return null;
  }
}

/**
 * Linearisability of what reached one page in the same moment: is there an order of all operations that keeps the order of the
 * register's own versions for those that entered something, and in which the model gives every answer that the register gave?
 * @returns the page after it; null when there is none
 */
export function explain(page: Page, entered: readonly Played[], others: readonly Played[], now: number): Page | null {
  // What changes nothing and is right here may be taken out at once: it takes no way from the rest.
  const open = others.filter((one) => {
    const verdict = judge(page, one.operation, now);
    return verdict.answer !== one.answer || verdict.page !== page;
  });
  if (entered.length === 0 && open.length === 0) return page;
  const [next, ...later] = entered;
  if (next) {
    const verdict = judge(page, next.operation, now);
    const after = verdict.answer === next.answer ? explain(verdict.page, later, open, now) : null;
    if (after) return after;
  }
  for (const one of open) {
    const verdict = judge(page, one.operation, now);
    if (verdict.answer !== one.answer) continue;
    const after = explain(
      verdict.page,
      entered,
      open.filter((other) => other !== one),
      now,
    );
    if (after) return after;
  }
  return null;
}
