import type { Actor, Day, District } from '../common.ts';

/**
 * 取号 → 叫号 → 受理 (domain §7): the wait before a case's own clock starts. A ticket names nobody.
 * `waiting` till it is called, `called` while somebody is at the window; `missed` = called, and nobody came.
 */
export type TicketState = 'waiting' | 'called' | 'served' | 'missed';

/** Minutes between two moments: gross by the clock on the wall, net within the office's window hours only. */
export interface Span {
  grossMinutes: number;
  netMinutes: number;
}

export interface Ticket {
  ticketId: string;
  district: District;
  day: Day;
  /** Of this office and day, from 1. */
  number: number;
  state: TicketState;
  queuedAt: Date;
  calledAt: Date | null;
  calledBy: string | null;
  counter: string | null;
  endedAt: Date | null;
  caseNos: string[];
  /** Of several cases the first 受理. */
  acceptedAt: Date | null;
  /** 候号: 取号 → 叫号, or till now while nobody has called; null when the day ended without a call. */
  waited: Span | null;
  /** 窗口办理: 叫号 → 受理; null while there is none. */
  atWindow: Span | null;
}

export interface TicketsApi {
  take(input: { district: District; by: Actor }): Promise<Ticket>;
  /**
   * The next one in line, of today; null when nobody waits. A ticket whose case is filed ends with it.
   * @throws RegistryError TICKET_OPEN when the one before has neither a case nor a result
   */
  callNext(input: { district: District; counter: string; by: Actor }): Promise<Ticket | null>;
  /** @throws RegistryError TICKET_UNKNOWN when it is not this clerk's open one */
  end(input: { ticketId: string; outcome: 'SERVED' | 'MISSED'; by: Actor }): Promise<Ticket>;
  /** The ticket this clerk is serving. */
  openOf(userId: string): Promise<Ticket | null>;
  /** All of a day, newest first, with what each took. `null` = every district. */
  ofDay(district: District | null, day: Day): Promise<Ticket[]>;
  ofCase(caseNo: string): Promise<Ticket | null>;
}
