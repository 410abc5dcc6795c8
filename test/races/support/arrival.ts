/**
 * The law of one home at which two courts, a bank and a buyer arrive in some order, as plain data: 查封规定 §23, 法发〔2004〕5号 (INV-06,
 * 07, 12), 民法典 406 (INV-18), 连续登记 (INV-03). Written from the rules, not from the register's code.
 */
export type Party = 'first court' | 'second court' | 'bank' | 'buyer';

/** `EFFECTIVE` and `QUEUED`: in the book; `SOLD`: returned; `INV-06`, `INV-03`: refused because of the seizure or of the sale. */
export type Verdict = 'EFFECTIVE' | 'QUEUED' | 'SOLD' | 'ENTERED' | 'INV-06' | 'INV-03';

export interface LawfulPage {
  sold: boolean;
  mortgaged: boolean;
  /** In the order of delivery: the first is 查封, the others 轮候. */
  seizedBy: Party[];
  verdicts: Record<Party, Verdict>;
}

/** What each must be told, and what stands on the page at the end. `order` names all four. */
export function arrive(order: readonly Party[]): LawfulPage {
  const page: LawfulPage = { sold: false, mortgaged: false, seizedBy: [], verdicts: {} as LawfulPage['verdicts'] };
  for (const party of order) page.verdicts[party] = verdictOn(page, party);
  return page;
}

function verdictOn(page: LawfulPage, party: Party): Verdict {
  switch (party) {
    case 'first court':
    case 'second court':
      // What was sold is not the debtor's any more.
      if (page.sold) return 'SOLD';
      page.seizedBy.push(party);
      return page.seizedBy.length === 1 ? 'EFFECTIVE' : 'QUEUED';
    case 'bank':
      if (page.seizedBy.length > 0) return 'INV-06';
      // Its mortgagor owns nothing here any more.
      if (page.sold) return 'INV-03';
      page.mortgaged = true;
      return 'ENTERED';
    case 'buyer':
      if (page.seizedBy.length > 0) return 'INV-06';
      // With the mortgage on it, if there is one.
      page.sold = true;
      return 'ENTERED';
    default:
      return party satisfies never;
  }
}

const PARTIES: readonly Party[] = ['first court', 'second court', 'bank', 'buyer'];

/** Every way in which the four can arrive. */
export function allOrders(left: readonly Party[] = PARTIES): Party[][] {
  if (left.length === 0) return [[]];
  return left.flatMap((first) => allOrders(left.filter((one) => one !== first)).map((rest) => [first, ...rest]));
}

/** How it ended, in words that stand for every order with the same end. */
export function endOf(page: LawfulPage): string {
  const entered = [page.mortgaged ? 'mortgage' : '', page.sold ? 'transfer' : ''].filter(Boolean);
  const [effective, queued] = page.seizedBy;
  return [...entered, ...(effective ? [`查封 by the ${effective}`, `轮候 by the ${queued}`] : [])].join(', ');
}
