import type { Actor, Day } from '../common.ts';

/** 起诉、仲裁的受理通知书 that keeps an objection. */
export interface SuitProof {
  /** The objection, by its number in the register page. */
  rightId: string;
  /** Court or arbitration commission. */
  court: string;
  documentNo: string;
  filedOn: Day;
}

export interface Swept {
  cautions: number;
  objections: number;
}

export interface LapsesApi {
  /**
   * Ends in the book what has lapsed by law: cautions 90 days after registration became possible (INV-21), objections after
   * fifteen days without proof of a suit (INV-23). `limit` pages at a time. Safe to run at any moment and any number of times.
   */
  sweep(limit?: number): Promise<Swept>;
  /** Keeps an objection beyond its fifteen days. Throws RegistryError OBJECTION_UNKNOWN, SUIT_PROOF_LATE, SUIT_PROOF_DATE. The same proof again is no error. */
  recordSuitProof(proof: SuitProof, by: Actor): Promise<void>;
}
