import type { Application } from '../../server/api/index.ts';
import type { Home } from '../play/homes.ts';
import type { PER_MILLE } from './mix.ts';

/** What becomes of a case beside the straight way. */
export type Turn = 'straight' | keyof typeof PER_MILLE;

interface Common {
  at: number;
  district: string;
  /** For everything random about this case, so that its story does not depend on the order of others. */
  seed: number;
}

/** One application at a window. */
export interface WindowArrival extends Common {
  turn: Turn;
  application: Application;
  /** Who owns the home when the day begins; a home sold before completion has nobody. */
  owner: { name: string; idNo: string } | null;
}

/**
 * declined: an owner does not sign · rankTaken: another bank wants the same home at the same time, and whoever comes second
 * gives up · loanRefused: the bank does not pay out after the registration · unpaidOut: not until closing time.
 */
export type BankTurn = 'straight' | 'declined' | 'rankTaken' | 'loanRefused' | 'unpaidOut';

/** One application that a bank files for its customer. */
export interface BankArrival extends Common {
  turn: BankTurn;
  kind: 'mortgage' | 'purchase' | 'cancellation';
  home: Home;
  /** `01` */
  bank: string;
  loanNo: string;
  /** purchase: who buys. */
  buyer: Home['owners'][number];
}

/** One notice of a court about the home of the matter. */
export interface CourtStep {
  kind: 'query' | 'seize' | 'renew' | 'lift';
  /** `0203` */
  court: string;
  /** Papers are missing: goes back to the court. */
  faulty?: boolean;
}

/** What courts want of one home, one notice after the other is answered. */
export interface CourtArrival extends Common {
  steps: readonly CourtStep[];
  home: Home;
  /** Makes the 案号 of this matter its own. */
  running: number;
}
