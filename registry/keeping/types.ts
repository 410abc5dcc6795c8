import type { Queryable } from '../db/transaction.ts';

/** Of a table: kept for ever, bounded by itself (one row a page, a rule, a day's counter …), or swept after the period of that name. */
export type Keeping =
  | { kept: 'ever'; why: string }
  | { kept: 'bounded'; why: string }
  | { kept: RegistrySweep; why: string };

/** What of the register goes after its time; `outbox` delivered messages, `links` of the public, `circuits` that nobody reports any more. */
export type RegistrySweep = 'outbox' | 'lookups' | 'links' | 'circuits' | 'tickets';

export interface SweepResult {
  /** Messages, look-ups, links, reports or numbers. */
  deleted: number;
  /** Whether as many went as one batch may, so that there may be more. */
  more: boolean;
}

export interface KeepingApi {
  /**
   * Deletes at most `limit` things that were over before an instant, in one short transaction: all of each or nothing. What somebody
   * else holds at the moment is left for another time, and nobody waits.
   * @param note written in the same transaction, e.g. how many went
   */
  sweep(
    input: { what: RegistrySweep; before: Date; limit: number },
    note?: (db: Queryable, swept: SweepResult) => Promise<void>,
  ): Promise<SweepResult>;
}
