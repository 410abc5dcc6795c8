/** One link of the append-only event chain. */
export interface RegisterEvent {
  chain: string;
  seq: number;
  topic: string;
  caseNo: string | null;
  unitCodes: string[];
  /** userId or `system`. */
  actor: string;
  occurredAt: Date;
  payload: Record<string, unknown>;
  hash: string;
}
export interface ChainReport {
  ok: boolean;
  events: number;
  chains: number;
  /** First broken link. */
  broken: { chain: string; seq: number; why: string } | null;
}

/** The newest event of one chain. */
export interface ChainHead {
  chain: string;
  seq: number;
  hash: string;
}

/**
 * Where all chains stood at an instant. Given away (printed, signed, sent), it makes a cut-off end of a chain provable.
 * `signature` is over `anchorText`, by whoever gives it away; the register itself does not check it.
 */
export interface Anchor {
  format: 'yitong-register-anchor/1';
  takenAt: string;
  heads: ChainHead[];
}

/** A stretch of one chain that proves the events of a case or a notice without what the others say. */
export interface ChainExcerpt {
  chain: string;
  /** Hash of the event before the first link; empty at the beginning of the chain. */
  before: string;
  /** hash = SHA-256(hash before ‖ contentHash), contentHash = SHA-256(content), in hexadecimal. */
  links: { seq: number; content?: string; contentHash?: string }[];
  /** Hash of the last link. */
  end: string;
}

export type FindingKind =
  /** an event was changed, removed, moved or cut off */
  | 'chain'
  /** the digests of a transaction are not those its event carries */
  | 'batch'
  /** a row is not what was recorded; gone though never deleted; there though never written */
  | 'changed'
  | 'missing'
  | 'foreign'
  /** stored bytes are not those of their SHA-256 */
  | 'bytes'
  /** a row of the book that was written outside a registration */
  | 'unlawful'
  /** a row that is never changed or removed was, or a paper is not what its event stored: with the recording on and a guard off */
  | 'rewritten'
  /** the database no longer records what is written */
  | 'recording'
  /** a chain does not contain the head that was given away */
  | 'anchor';

export interface Finding {
  kind: FindingKind;
  table: string | null;
  /** Primary key, columns joined by `|`. No personal data: people and rights are keyed by number. */
  key: string | null;
  /** Which columns differ; empty when it cannot be told. */
  columns: string[];
  /** The event that last spoke of it. */
  event: { chain: string; seq: number; topic: string; occurredAt: Date } | null;
  /** English, for the administrator. */
  text: string;
}

export interface RegisterReport {
  ok: boolean;
  chains: number;
  events: number;
  batches: number;
  rows: number;
  documents: number;
  findings: Finding[];
  /** There are more than `findings` shows. */
  more: boolean;
  /** Milliseconds by step. */
  took: Record<string, number>;
}

export interface EvidenceApi {
  /** Recomputes every hash and compares each chain's head. */
  verifyEventChain(): Promise<ChainReport>;
  /** Everything: chains, batches, rows of every covered table, bytes of documents, anchors that were given away. */
  verifyRegister(options?: VerifyOptions): Promise<RegisterReport>;
  takeAnchor(): Promise<Anchor>;
  caseExcerpt(caseNo: string): Promise<ChainExcerpt[]>;
  /** Of a court's notice: what was said of it, the measure it led to, the letters about its seizures. */
  noticeExcerpt(noticeNo: string): Promise<ChainExcerpt[]>;
  listEvents(filter: { caseNo?: string; unitCode?: string; limit?: number }): Promise<RegisterEvent[]>;
}

export interface VerifyOptions {
  anchors?: readonly Anchor[];
  /** Findings to report of each kind and table. Default 50. */
  limit?: number;
  onStep?: (step: string, ms: number) => void;
}
