import type { BankTurn, CourtStep } from './arrival.ts';

/**
 * What comes in on an ordinary day. Marks: [seed] = number of the article; [design] = our assumption, the article says
 * nothing about it; change it here when the centre's own statistics are at hand.
 */

/** 受理 1 015 件/日 [seed: domain §1.3]. */
export const ACCEPTED_PER_DAY = 1_015;

/** Of them, per working day: 1 826 mortgages in five months; 1 726 court cases in as long [seed: domain §1.3]. */
export const BANK_PER_DAY = 18;
export const COURT_PER_DAY = 17;

/** What banks file, in turn [design]. */
export const BANK_KINDS = ['mortgage', 'cancellation', 'purchase'] as const;
/** What becomes of a bank's first cases; of the others nothing special [design]. */
export const BANK_TURNS: readonly BankTurn[] = [
  'rankTaken',
  'rankTaken',
  'loanRefused',
  'unpaidOut',
  'straight',
  'straight',
];

/** What courts want of a home, in turn: each list one notice after the other [design]. */
export const COURT_MATTERS: readonly (readonly CourtStep[])[] = [
  [{ kind: 'query', court: '0203' }],
  [
    { kind: 'seize', court: '0203' },
    { kind: 'seize', court: '0211' },
    { kind: 'lift', court: '0203' },
  ],
  [
    { kind: 'seize', court: '0205' },
    { kind: 'renew', court: '0205' },
  ],
  [{ kind: 'seize', court: '0212', faulty: true }],
  [{ kind: 'query', court: '0206' }],
  [{ kind: 'seize', court: '0206' }],
];

/** How often an item is applied for at the windows and online [design: domain §1.3 and §2.3 name the items, not their shares]. */
export const ITEMS: { itemCode: string; weight: number }[] = [
  { itemCode: 'BDC-09', weight: 26 },
  { itemCode: 'BDC-10', weight: 24 },
  { itemCode: 'BDC-17', weight: 20 },
  { itemCode: 'BDC-21', weight: 14 },
  { itemCode: 'BDC-07', weight: 6 },
  { itemCode: 'BDC-24', weight: 5 },
  { itemCode: 'BDC-12', weight: 2 },
  { itemCode: 'BDC-32', weight: 2 },
  { itemCode: 'BDC-13', weight: 1 },
];

/** Items of the mix that are free: 变更 (财税〔2019〕45 号), 注销 and 预告 (财税〔2016〕79 号). */
export const FREE_ITEMS = ['BDC-07', 'BDC-21', 'BDC-24'];

/** Share of the second-hand sales that is applied for together with water, power, gas … [design]. */
export const YILUTONG_OF_SALES = 0.25;

/**
 * Arrivals by half-hour from 08:30 to 16:30; nobody is called in the midday break, and no numbers are given in the last
 * half-hour, so that whoever has one is accepted before closing [design].
 */
export const ARRIVALS = [9, 10, 10, 9, 8, 6, 4, 0, 0, 0, 7, 9, 9, 8, 6, 4];

/** What does not go straight on, per thousand cases [design]. */
export const PER_MILLE = {
  /** The papers are not complete: 一次性告知 and an end without acceptance; these come on top of the accepted ones. */
  notAccepted: 10,
  /** The reviewer asks for a supplement, which is brought within the hour. */
  supplemented: 15,
  /** Refused by reviewer and registrar. */
  refused: 4,
  /** The applicants change their minds after acceptance. */
  withdrawn: 6,
  /** A court seizes the home while the case runs. */
  seized: 4,
  /** Taxes or the fee stay unpaid until closing time. */
  unpaid: 5,
};

/** Minutes that a person needs for a step, from and to [design]. */
export const MINUTES: Record<string, [number, number]> = {
  CollectMaterials: [3, 9],
  Review: [2, 8],
  ReReview: [2, 6],
  SignBook: [1, 4],
  PrintCertificate: [2, 5],
  Deliver: [2, 10],
  default: [2, 6],
};
/** Minutes until a citizen has paid what he was asked for [design]. */
export const PAYS_WITHIN: [number, number] = [1, 15];
export const SUPPLEMENTS_WITHIN: [number, number] = [15, 50];

/** A department is down about this often in the day, each time for this many minutes [design]. */
export const OUTAGES = { count: 12, minutes: [1, 6] as [number, number] };

/** What a utility company finds, per hundred transfers [design]. */
export const UTILITY_RESULTS = { ARREARS: 8, NAME_MISMATCH: 3 };
/** Minutes until a company has worked on an order, until a debt is paid [design]. */
export const COMPANY_WITHIN: [number, number] = [10, 60];
export const DEBT_PAID_WITHIN: [number, number] = [15, 90];

/** Minutes until everybody has signed on the phone, until the bank has paid out [design]. */
export const SIGNED_WITHIN: [number, number] = [2, 20];
export const PAID_OUT_WITHIN: [number, number] = [5, 40];
/** Minutes from a court's filing to its approver's signature; from an answer to the next notice about the home [design]. */
export const APPROVED_WITHIN: [number, number] = [2, 20];
export const NEXT_NOTICE_WITHIN: [number, number] = [15, 60];
