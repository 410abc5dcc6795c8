/**
 * Requests to departments whose result comes later, by callback. The register keeps them, so that a department can be asked for a
 * result that was lost, and a request of which it has no memory is sent again under its key.
 */
import type { District } from '../common.ts';

export type AskedDepartment =
  | 'tax'
  | 'payment'
  | 'escrow'
  | 'loanbank'
  | 'water'
  | 'power'
  | 'gas'
  | 'tv'
  | 'broadband';

/** The job that sends it. */
export type RequestOperation =
  | 'tax.assess'
  | 'pay.create'
  | 'escrow.open'
  | 'escrow.release'
  | 'loan.disburse.request'
  | 'utility.transfer';

/**
 * How asking ended: a result was there · the department still works on it · it had no memory of the request, which was sent again ·
 * it refused, or its answer could not be used · it did not answer.
 */
export type AskOutcome = 'answered' | 'pending' | 'sent_again' | 'refused' | 'unavailable';

export interface NewRequest {
  department: AskedDepartment;
  /** Which bank; null: the department itself. */
  organisation?: string | null;
  operation: RequestOperation;
  caseNo: string;
  idempotencyKey: string;
  /** Number under which the register will know it. */
  orderNo: string;
  /** Number under which the department knows it, when that is another one. */
  numberThere?: string;
  body: object;
}

/** A request whose result is still awaited. */
export interface WaitingRequest {
  requestId: string;
  department: AskedDepartment;
  organisation: string | null;
  operation: RequestOperation;
  caseNo: string;
  district: District;
  idempotencyKey: string;
  orderNo: string;
  numberThere: string;
  /** May name people: for the department alone. Null: sent before requests were kept. */
  body: Record<string, unknown> | null;
  sentAt: Date;
  sends: number;
  askAt: Date;
  /** Account of whoever wants to know at once; null: the sweep asks by itself. */
  wantedBy: string | null;
  askedAt: Date | null;
  asks: number;
  failures: number;
  outcome: AskOutcome | null;
  message: string | null;
}

export interface WaitingAtDepartment {
  department: AskedDepartment;
  count: number;
  /** When the oldest was sent. */
  oldest: Date;
}

export interface RequestsApi {
  /** A department has taken a request. Called before the order itself is recorded; idempotent by the key. */
  record(request: NewRequest): Promise<void>;
  /** Of one case, the oldest first. */
  waiting(caseNo: string): Promise<WaitingRequest[]>;
  /** One that still waits, or null. */
  find(requestId: string): Promise<WaitingRequest | null>;
  /** By department, of one district or the city. */
  counts(district: District | null): Promise<WaitingAtDepartment[]>;
  /** Those that are to be asked about now. Leased for two minutes, so several servers share the work. */
  claimDue(limit: number): Promise<WaitingRequest[]>;
  /** All that waits is asked about at once: after a restore, after a long absence, or because somebody (`by`) wants it. Answers how many. */
  askAllNow(wish?: { department?: AskedDepartment; district?: District | null; by?: string }): Promise<number>;
  /** Keeps how asking ended and when to ask again. An event of the case when a person asked, or when something came of it. */
  noteAsk(input: {
    request: WaitingRequest;
    by: string;
    outcome: AskOutcome;
    message?: string | null;
  }): Promise<WaitingRequest>;
  /** The department did not answer: its other requests are asked about later, too, without trying each. */
  putOff(request: WaitingRequest): Promise<void>;
  /** The department took the request anew, under this number. */
  recordSentAgain(input: { requestId: string; numberThere: string }): Promise<void>;
  /** Ends what is not awaited any more, and forgets the bodies. Answers how many. */
  settle(): Promise<number>;
  /** The register's number of what a department reports under its own. */
  orderNoOf(input: { department: AskedDepartment; caseNo: string; numberThere: string }): Promise<string>;
  /** The department's number of what the register knows under its own. A department may give two cases the same number: hence the case. */
  numberThere(input: { department: AskedDepartment; caseNo: string; orderNo: string }): Promise<string>;
}
