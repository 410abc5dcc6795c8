import type { Actor, Day, District } from '../common.ts';

/**
 * 取号 → 叫号 → 受理 (domain §7): the wait before a case's own clock starts. A ticket names nobody.
 * `waiting` = stands in the line, `called` = somebody is at the window, `missed` 过号 = called as often as the rule says, and
 * nobody came: out of the line until it is restored, on the same day.
 */
export type TicketState = 'waiting' | 'called' | 'served' | 'missed';

/** What one comes for: 登记申请, 领取证书, 登记资料查询, 咨询. */
export type Errand = 'registration' | 'certificate' | 'query' | 'advice';

/** Minutes between two moments: gross by the clock on the wall, net within the office's window hours only. */
export interface Span {
  grossMinutes: number;
  netMinutes: number;
}

export type TicketStepKind = 'taken' | 'called' | 'recalled' | 'passed' | 'restored' | 'moved' | 'served';

/** One thing that was done with a number; never changed. */
export interface TicketStep {
  kind: TicketStepKind;
  at: Date;
  /** Account of the clerk, or `machine:kiosk-<device>`. */
  by: string;
  /** Of the number from here on. */
  errand: Errand;
  /** The window that called; of `moved` the one it was sent to, null = any. */
  counter: string | null;
  /** Of `moved`. */
  reason: string | null;
}

export interface Ticket {
  ticketId: string;
  district: District;
  day: Day;
  /** Of this office and day, from 1. */
  number: number;
  errand: Errand;
  /** Only this window calls it; null = any. */
  wantedCounter: string | null;
  state: TicketState;
  queuedAt: Date;
  /** Of its present call, as `calledBy`, `counter` and `calls` are: a number that came back into the line has none. */
  calledAt: Date | null;
  calledBy: string | null;
  counter: string | null;
  /** How often it was called to this window. */
  calls: number;
  endedAt: Date | null;
  caseNos: string[];
  /** Of several cases the first 受理. */
  acceptedAt: Date | null;
  /** 候号: all the time it stood in the line, till now if it still does, without that between 过号 and 恢复; null when the day ended without a call. */
  waited: Span | null;
  /** 窗口办理: 叫号 → 受理; null while there is none. */
  atWindow: Span | null;
  steps: TicketStep[];
}

/** What hangs on the wall: no names, no cases. */
export interface HallLine {
  /** The one called last first. `toldAt` is its newest call. */
  called: { number: number; counter: string; calls: number; toldAt: Date }[];
  /** In order of the line. */
  waiting: { number: number; errand: Errand; wantedCounter: string | null }[];
  /** 过号 that may come back today. */
  missed: number[];
}

export interface TicketsApi {
  /** @returns with the tickets that stand before it in the line */
  take(input: {
    district: District;
    errand: Errand;
    by: Pick<Actor, 'userId'>;
  }): Promise<{ ticket: Ticket; ahead: number }>;
  /**
   * The next one in line, of today, that this window serves; null when there is none. A ticket whose case is filed ends with it.
   * @param input.errands null = all
   * @throws RegistryError TICKET_OPEN when the one before has neither a case nor a result
   */
  callNext(input: { district: District; counter: string; errands: Errand[] | null; by: Actor }): Promise<Ticket | null>;
  /** 重呼. @throws RegistryError TICKET_UNKNOWN when it is not this clerk's open one, TICKET_ENDED when it has a case, TICKET_EARLY within rule `hall.call_gap` */
  recall(input: { ticketId: string; by: Actor }): Promise<Ticket>;
  /**
   * 办结 or 过号.
   * @throws RegistryError TICKET_UNKNOWN when it is not this clerk's open one; TICKET_EARLY when it is passed over before it was
   *   called as often as rule `hall.calls` says, or within rule `hall.call_gap` after the last call
   */
  end(input: { ticketId: string; outcome: 'SERVED' | 'MISSED'; by: Actor }): Promise<Ticket>;
  /**
   * 恢复排队: a passed number of today goes behind as many of those who wait as rule `hall.restore_after` says, and behind whoever
   * came back to the same place before it. Repeating it changes nothing.
   * @throws RegistryError TICKET_UNKNOWN, TICKET_ENDED
   */
  restore(input: { ticketId: string; district: District; by: Actor }): Promise<Ticket>;
  /**
   * 转号: a number that waits, or that this clerk serves, becomes the first in line for another window or errand; of several the
   * one that was moved first.
   * @throws RegistryError TICKET_UNKNOWN, TICKET_ENDED (today's only), TICKET_SAME when nothing would change
   */
  move(input: {
    ticketId: string;
    district: District;
    errand: Errand;
    /** Null = any window that serves the errand. */
    counter: string | null;
    reason: string;
    by: Actor;
  }): Promise<Ticket>;
  /** The ticket this clerk is serving. */
  openOf(userId: string): Promise<Ticket | null>;
  /** All of a day, newest first, with what each took. `null` = every district. */
  ofDay(district: District | null, day: Day): Promise<Ticket[]>;
  ofCase(caseNo: string): Promise<Ticket | null>;
  /** Today's line of an office. */
  hallLine(district: District): Promise<HallLine>;
}
