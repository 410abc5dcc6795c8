import type { Actor, Day } from '../common.ts';
import type { ReportMessage } from './message.ts';

/** What is wrong in a report, and where. `message` is Chinese, without personal data. */
export interface ReportFinding {
  /** Table and field of the standard, e.g. `H` and `SCJZMJ`; null when the whole message is meant. */
  table: string | null;
  field: string | null;
  unitCode: string | null;
  code: string;
  message: string;
}

export type ReportState = 'PENDING' | 'ACCEPTED' | 'REJECTED' | 'REPLACED';

/** A report that is due. `message` holds personal data in clear: it is posted and forgotten. */
export interface DueReport {
  entryId: string;
  /** How often it has been sent, this time included; never starts again, so that a resent report is judged anew. */
  attempts: number;
  message: ReportMessage;
  /** SHA-256 of `message`. */
  contentHash: string;
}

/** One line of the data-quality queue. */
export interface ReportLine {
  entryId: string;
  messageNo: string;
  kind: string;
  caseNo: string | null;
  unitCodes: string[];
  registeredAt: Date;
  state: ReportState;
  attempts: number;
  /** Why it could not be sent yet. */
  lastError: string | null;
  reportNo: string | null;
  decidedAt: Date | null;
  findings: (ReportFinding & { remedy: Remedy })[];
}

/**
 * The lawful way to mend a finding: `complete` survey data without a registration, 更正登记 for what the law lets only a
 * registration change, or the other office (the platform's own library).
 */
export type Remedy = 'complete' | 'correct' | 'platform';

export interface Reconciliation {
  day: Day;
  madeAt: Date;
  entered: number;
  accepted: number;
  pending: number;
  rejected: number;
  /** Accepted by our book, not known to the platform: sent again. */
  missing: string[];
  /** Known to the platform, not in our book. */
  unknown: string[];
  /** Other content than we sent. */
  different: string[];
}

/** What the platform says it accepted of a day. */
export interface AcceptedThere {
  messageNo: string;
  contentHash: string;
}

/** Survey data a clerk may complete (补录): nothing the law ties to a registration. A value that is left out stays. */
export interface SurveyFacts {
  projectName?: string;
  structure?: string;
  totalFloors?: number;
  completedOn?: Day;
  floor?: number;
  roomNo?: string;
  innerArea?: number;
  sharedArea?: number;
}

export interface ExchangeApi {
  /** Leases due reports with their messages, oldest first; what is not answered for comes again after the lease. */
  claimReports(limit: number): Promise<DueReport[]>;
  reportAccepted(entryId: string, contentHash: string, reportNo: string): Promise<void>;
  /** Into the data-quality queue, until somebody mends it and sends it again. */
  reportRejected(entryId: string, contentHash: string, findings: readonly ReportFinding[]): Promise<void>;
  /** Could not be sent: comes again after 1 s · 2ⁿ up to an hour. `error` must carry no personal data. */
  reportFailed(entryId: string, error: string): Promise<void>;
  /** What the entries of a case wait for; nothing waits for the platform. */
  reportsOfCase(caseNo: string): Promise<{ entryId: string; state: ReportState }[]>;
  listReports(filter: { state?: ReportState; district?: string | null; limit?: number }): Promise<ReportLine[]>;
  getReport(entryId: string): Promise<ReportLine | null>;
  /** 重新上报 of a rejected one. */
  resendReport(entryId: string, by: Actor, note: string): Promise<void>;
  countReports(district: string | null): Promise<Record<ReportState, number>>;
  /** 补录: writes an entry of its own on the page, with before and after, and sends the page's rejected reports again. */
  completeFacts(input: { unitCode: string; facts: SurveyFacts; basis: string; by: Actor }): Promise<void>;
  /** Compares a day's entries with what the platform says, and sends again what it does not know. */
  reconcile(day: Day, there: readonly AcceptedThere[]): Promise<Reconciliation>;
  listReconciliations(limit?: number): Promise<Reconciliation[]>;
}
