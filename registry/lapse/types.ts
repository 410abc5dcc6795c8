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

/** A caution or objection as its watch sees it (bdc-caution-watch). Phones are personal data: for the message only. */
export interface LapseWatch {
  kind: 'CAUTION' | 'OBJECTION';
  unitCode: string;
  /** In which it was entered. */
  caseNo: string;
  /** KEPT: the suit is proven. CONVERTED: its real registration was entered. CANCELLED: ended or continued by another one. */
  state: 'STANDING' | 'KEPT' | 'LAPSED' | 'CONVERTED' | 'CANCELLED';
  /** Last day on which it stands; null while nobody can apply for the real registration, or when is not known. */
  lastDay: Day | null;
  holders: { personId: string; phone: string }[];
}

export interface LapsesApi {
  /**
   * Ends in the book what has lapsed by law: cautions 90 days after registration became possible (INV-21), objections after
   * fifteen days without proof of a suit (INV-23). `limit` pages at a time, or only those named. Safe to run at any moment and any
   * number of times.
   */
  sweep(limit?: number, unitCodes?: readonly string[]): Promise<Swept>;
  /** Rows of the outbox for watches that begin or that have something to learn; at most `limit`. */
  tellWatches(limit: number): Promise<{ begun: number; changed: number }>;
  /** Null = no caution or objection that was entered here. */
  watch(rightId: string): Promise<LapseWatch | null>;
  /** Keeps an objection beyond its fifteen days. Throws RegistryError OBJECTION_UNKNOWN, SUIT_PROOF_LATE, SUIT_PROOF_DATE. The same proof again is no error. */
  recordSuitProof(proof: SuitProof, by: Actor): Promise<void>;
}
