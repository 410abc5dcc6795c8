import type { FreezeReceipt } from '../seizure/freeze-claims.ts';
import type { OutboxTopic } from './topics/index.ts';

export type * from './topics/index.ts';

export interface OutboxMessage {
  /** Unique: use it as the engine's messageId when no natural key is better. */
  id: string;
  topic: OutboxTopic;
  caseNo: string;
  /** What the engine message is correlated by: caseNo, payOrderNo or taxCaseNo. */
  correlationKey: string;
  /** Variables of the engine message; no personal data. */
  payload: Record<string, unknown>;
  attempts: number;
  createdAt: Date;
}

/** What a bank is told: its mortgage followed the home to a new owner (INV-18), or the home under its 最高额抵押 was seized (INV-20). */
export interface Letter {
  /** Key of the letter at the bank. */
  id: string;
  topic: 'mortgage.followed' | 'mortgage.seized';
  /** Of a seizure its own number, CF…. */
  caseNo: string;
  /** `mortgage.seized` only. */
  seizureId?: string;
  bankId: string;
  rightId: string;
  unitCode: string;
  /** 登记证明号 of the mortgage. */
  certificateNo: string | null;
}

export interface LettersApi {
  /** Leases due letters; what is not reported as sent comes again. A letter that failed waits as `failOutbox` says. */
  claimLetters(limit: number): Promise<Letter[]>;
  letterSent(letter: Letter, receipt: FreezeReceipt): Promise<void>;
}

export interface OutboxApi extends LettersApi {
  /** Leases up to `limit` due messages for `leaseMs` (default 30 000), oldest first; never one message to two claimers. */
  claimOutbox(limit: number, options?: { leaseMs?: number }): Promise<OutboxMessage[]>;
  ackOutbox(id: string): Promise<void>;
  /** Back-off 1 s · 2ⁿ up to 5 min; the message stays until acknowledged. `error` must carry no personal data. */
  failOutbox(id: string, error: string): Promise<void>;
  stats(): Promise<{ pending: number; oldestAgeMs: number }>;
}
