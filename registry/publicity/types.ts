import type { Actor } from '../common.ts';

/** Why the public is asked: 证书遗失补发 · 非公证继承 · 依职权更正. */
export type PublicityKind = 'lost' | 'inheritance' | 'ex_officio';

export interface PublicityObjection {
  matter: string;
  evidenceNo: string | null;
  raisedAt: Date;
  /** A 会商 decided after it that the case may go on. */
  settled: boolean;
}

export interface Publicity {
  caseNo: string;
  kind: PublicityKind;
  openedAt: Date;
  /** End of the last of the working days of rule `publicity.days`, counted after the first. */
  dueAt: Date;
  /** 依职权更正: holders whose letter has not been delivered, and the end of the last holder's days from his letter on. */
  untold: number;
  holdersUntil: Date | null;
  objections: PublicityObjection[];
}

export interface PublicityApi {
  /** Begins the working days of rule `publicity.days`, once for each case. Throws OUTCOME_NOT_POSSIBLE when the case asks for none. */
  open(caseNo: string): Promise<Publicity>;
  /** Null before it has begun, and where none is asked for. */
  get(caseNo: string): Promise<Publicity | null>;
  /**
   * An objection while it runs; outbox `publicity.objection`. `key` makes a repeated click harmless. Throws
   * PUBLICITY_NOT_RUNNING before its beginning and after its end.
   */
  object(
    input: { caseNo: string; key: string; objector: string; matter: string; evidenceNo: string | null },
    by: Actor,
  ): Promise<{ first: boolean }>;
}
