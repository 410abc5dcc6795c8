/**
 * Words used here
 *
 * page       what the law says about one home: owners, burdens, seizures, cases; plain data, no database
 * operation  one thing that one person asks of the register, with everything chosen
 * answer     what the register must say to it, as one line; `judge` gives it together with the page afterwards
 */

export interface Fraction {
  n: number;
  d: number;
}

export interface Owner {
  idNo: string;
  /** Of the whole home; the only owner has 1/1, joint owners (共同共有) have none. */
  share: Fraction | null;
}

export interface Mortgage {
  caseNo: string;
  lender: string;
  /** 登记簿记载禁止或限制转让 (INV-18). */
  restricts: boolean;
}

/** 预告登记 of a buyer (INV-21) or 异议登记 (INV-23); the day is the last one of its effect, `2027-02-21`. */
export interface Line {
  caseNo: string;
  holder: string;
  until: string;
  ground?: string;
}

export type SeizureState = 'EFFECTIVE' | 'QUEUED' | 'EXPIRED' | 'LIFTED' | 'DISPOSED';

export interface Seizure {
  noticeNo: string;
  authority: string;
  documentNo: string;
  debtor: string;
  /** Null = the whole home. */
  share: Fraction | null;
  months: number;
  deliveredAt: number;
  state: SeizureState;
  /** Milliseconds; null while queued (INV-10). */
  startsAt: number | null;
  endsAt: number | null;
}

export type What =
  | 'sale'
  | 'inheritance'
  | 'inherited sale'
  | 'mortgage'
  | 'cancel'
  | 'caution'
  | 'objection'
  | 'correction'
  | 'ex officio';

/**
 * What an applicant asks for. People by identity number; the target is the case number of the mortgage; `from` is the first day on
 * which the sale that a caution secures can be registered. An `inherited sale` is 继承并出售: two transfers in one 登簿. `ex officio`
 * is a correction by the office itself, of which the owners are told in writing.
 */
export type Filing =
  | { what: 'sale'; sellers: string[]; buyer: string }
  | { what: 'inheritance'; deceased: string[]; heir: string; diedOn: string }
  | { what: 'inherited sale'; deceased: string[]; heir: string; buyer: string; diedOn: string }
  | { what: 'mortgage'; owners: string[]; lender: string; restricts: boolean }
  | { what: 'cancel'; target: string; lender: string }
  | { what: 'caution'; owners: string[]; buyer: string; from: string }
  | { what: 'objection'; by: string; ground: 'owner' | 'forged' }
  | { what: 'correction' | 'ex officio'; owners: string[]; location: string };

export interface Case {
  caseNo: string;
  filing: Filing;
  status: 'FILED' | 'ACCEPTED' | 'ENTERED' | 'CLOSED';
  withdrawn: boolean;
  /** Numbers of the cases that made the rights whose holders have agreed. */
  consents: string[];
  /** Of a correction ex officio, once accepted: the end of the public notice, and of the owners' days, null until they are told. */
  notice: { publicUntil: number; ownersUntil: number | null } | null;
}

export interface Page {
  owners: Owner[];
  /** Everybody who owned the home before and sold it. */
  formerOwners: string[];
  location: string;
  /** In the order of their ranks. */
  mortgages: Mortgage[];
  cautions: Line[];
  /** Lapsed ones stay: their ground is used up. */
  objections: Line[];
  /** All there ever were, in the order of delivery. */
  seizures: Seizure[];
  /** What courts have sold and nobody has transferred yet: all that this debtor had, or the whole home. */
  sold: (string | 'whole')[];
  cases: Case[];
}
