import type { Actor, District } from '../common.ts';

/** 实地查看 (条例 §19): an appointment, and what two people found there. */
export interface OnSiteView {
  appointedAt: Date;
  /** Accounts of the two or more people of the office. */
  viewers: string[];
  /** Null until recorded. absent: nobody was met or let in, another appointment follows. */
  decision: 'done' | 'absent' | null;
  result: 'consistent' | 'inconsistent' | null;
  /** Document ids of the photos. */
  photos: string[];
  opinion: string | null;
  recordedBy: string | null;
  recordedAt: Date | null;
}

export type EscalationDecision = 'approve' | 'refuse' | 'conditions' | 'returned';

/** 提级会商: a question the reviewer does not decide alone. */
export interface Escalation {
  caseNo: string;
  /** 1 for the first of the case, 2 for the second … */
  level: number;
  openedAt: Date;
  dueAt: Date;
  /** When it was found undecided and put on the board. */
  remindedAt: Date | null;
  decision: EscalationDecision | null;
  opinion: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
}

/** Steps of a review that go beyond the reviewer's own desk. */
export interface ReviewApi {
  /** Throws TWO_VIEWERS_NEEDED. Idempotent by taskKey. */
  scheduleOnSite(input: {
    caseNo: string;
    taskKey: string;
    appointedAt: Date;
    viewers: string[];
    by: Actor;
  }): Promise<void>;
  /** Throws ONSITE_NOT_APPOINTED, TWO_VIEWERS_NEEDED, ONSITE_PHOTOS_NEEDED. */
  recordOnSite(input: {
    caseNo: string;
    decision: 'done' | 'absent';
    result?: 'consistent' | 'inconsistent' | null;
    viewers: string[];
    photos: string[];
    opinion: string;
    by: Actor;
  }): Promise<void>;
  onSiteViews(caseNo: string): Promise<OnSiteView[]>;
  /** Due two working hours later. Idempotent by key. */
  openEscalation(input: { caseNo: string; key: string }): Promise<Escalation>;
  /** False when it is decided or was reminded of before. */
  remindEscalation(input: { caseNo: string; level: number }): Promise<{ recorded: boolean }>;
  /**
   * Kept as a review by the supervisor. With `taskKey` the completion of that task tells the process; without it the outbox does
   * (`escalation.decided`). Throws ESCALATION_UNKNOWN, ESCALATION_DECIDED, SEPARATION_OF_DUTIES.
   */
  decideEscalation(input: {
    caseNo: string;
    taskKey?: string;
    decision: EscalationDecision;
    reasonCode?: string | null;
    opinion: string;
    by: Actor;
  }): Promise<Escalation>;
  /** Undecided ones, the oldest due date first. */
  openEscalations(district: District | null): Promise<Escalation[]>;
}
