import type { Actor } from '../common.ts';
import type { SlaClass } from '../items/types.ts';

export type PauseCause =
  | 'supplement'
  | 'tax_payment'
  | 'contract_fix'
  | 'fee_payment'
  | 'rank_confirm'
  | 'publicity'
  | 'onsite'
  | 'escalation'
  | 'outage';

export interface SlaPause {
  pauseKey: string;
  cause: PauseCause;
  /** Why and on what paper, Chinese, no personal data. */
  evidence: string;
  pausedAt: Date;
  resumedAt: Date | null;
  by: string;
}

/** Which end the counter shows: 登簿, the legal one, or 发证. */
export type CounterStop = 'registered' | 'issued';

/** How long a case took till one of its ends, in working minutes, with and without its pauses. */
export interface SlaEnd {
  at: Date;
  grossMinutes: number;
  netMinutes: number;
}

export type SlaState = 'running' | 'paused' | 'stopped';
export type SlaLevel = 'ok' | 'warn' | 'breach';

export interface SlaStatus {
  caseNo: string;
  slaClass: SlaClass;
  state: SlaState;
  level: SlaLevel;
  startedAt: Date;
  /** Absolute; recomputed after every pause. While paused: as it was before. */
  warnAt: Date;
  dueAt: Date;
  stoppedAt: Date | null;
  /** +1 each time the due date is re-armed. */
  epoch: number;
  /** Working minutes since start, pauses included / excluded. */
  grossMinutes: number;
  netMinutes: number;
  limitMinutes: number;
  remainingMinutes: number;
  pauses: SlaPause[];
  counterStop: CounterStop;
  /** 登簿, or the end without it. Written down then: a calendar that changes later does not change it. */
  registered: SlaEnd | null;
  /** 发证, or the end of a case that issues nothing. */
  issued: SlaEnd | null;
}

/** The 30 working days of 条例 §20. */
export interface StatutoryStatus {
  /** Null while next year's calendar is not loaded and the 30 days reach into it. */
  dueAt: Date | null;
  /** When to look (again). */
  checkAt: Date;
  reached: boolean;
}

export interface SlaPauseResult {
  /** True when this call stopped the clock (no other pause was open). Publish `msg.sla.paused` then. */
  pausedNow: boolean;
  epoch: number;
}
export interface SlaResumeResult {
  /** True when this call set the clock running again. Publish `msg.sla.armed` with warnAt, dueAt, epoch then. */
  resumedNow: boolean;
  epoch: number;
  warnAt: Date;
  dueAt: Date;
}

export interface SlaBoardRow extends SlaStatus {
  itemCode: string;
  district: string;
  location: string;
}

export interface SlaApi {
  /** Normally called by `cases.acceptCase`. */
  start(input: { caseNo: string; startedAt: Date }): Promise<SlaStatus>;
  /** `pauseKey` names this one pause (use the job key): repeating it changes nothing. Never silent: cause and evidence are required. */
  pause(input: {
    caseNo: string;
    pauseKey: string;
    cause: PauseCause;
    evidence: string;
    by: Actor;
  }): Promise<SlaPauseResult>;
  /** Ends the pause `pauseKey`; without it every open pause of `cause`. */
  resume(input: { caseNo: string; pauseKey?: string; cause?: PauseCause; by: Actor }): Promise<SlaResumeResult>;
  /**
   * 实地查看 takes a case out of the minute classes: its class becomes one in working days, counted from 受理. Deadlines move with
   * the next resume, or at once when the clock runs. Repeating it changes nothing.
   */
  reclassify(input: { caseNo: string; slaClass: SlaClass; reason: string }): Promise<SlaStatus>;
  /** 条例 §20. Throws SLA_NOT_STARTED, CALENDAR_YEAR_MISSING. */
  statutory(caseNo: string): Promise<StatutoryStatus>;
  /** An incident that has lasted: the clock runs on, the time is attributed to the system. Idempotent by key. */
  outageBegan(input: { caseNo: string; key: string; since: Date }): Promise<void>;
  outageEnded(keys: string[]): Promise<void>;
  outages(caseNo: string): Promise<{ cause: 'system'; since: Date; until: Date | null }[]>;
  /** 登簿. */
  stop(input: { caseNo: string; at?: Date }): Promise<SlaStatus>;
  /** Records the warning once. False when stale: the epoch has moved on, the clock is paused or stopped. */
  warn(input: { caseNo: string; epoch: number }): Promise<{ recorded: boolean }>;
  breach(input: { caseNo: string; epoch: number }): Promise<{ recorded: boolean }>;
  get(caseNo: string): Promise<SlaStatus | null>;
  /** Clocks that run or are paused, the nearest due date first; at most 5 000. */
  board(filter?: SlaBoardFilter): Promise<SlaBoardRow[]>;
}

export interface SlaBoardFilter {
  district?: string;
  /** Also clocks that stopped at or after this moment. */
  stoppedSince?: Date;
  /** Only these cases, whether their clocks stopped or not. */
  caseNos?: string[];
}
