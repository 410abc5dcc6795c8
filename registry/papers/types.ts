import type { CertificateKind } from '../certificates/numbers.ts';
import type { District } from '../common.ts';

/** What became of a sheet. `void` was spoilt while printing; `damaged`, `lost` and `returned` left the stock blank. */
export type PaperState = 'printed' | 'void' | 'damaged' | 'lost' | 'returned';

export interface PaperBatch {
  batchId: string;
  district: District;
  kind: CertificateKind;
  firstSerial: string;
  lastSerial: string;
  received: number;
  /** Counted one by one, not the rest of a subtraction: received = blank + the other five. */
  blank: number;
  printed: number;
  void: number;
  damaged: number;
  lost: number;
  returned: number;
  /** Of the void and damaged ones. */
  destroyed: number;
  receivedAt: Date;
  receivedBy: string;
  note: string | null;
}

export interface PaperSheet {
  serial: string;
  kind: CertificateKind;
  state: PaperState;
  certificateNo: string | null;
  reason: string | null;
  at: Date;
  by: string;
  destroyedAt: Date | null;
  /** 重印 is possible: printed, and the certificate is live and still in the office. */
  canReprint: boolean;
}

/** A cancelled certificate whose paper nobody has handed in. */
export interface OutstandingCertificate {
  certificateNo: string;
  unitCode: string;
  cancelledAt: Date;
  /** Of the registration that cancelled it. */
  caseNo: string | null;
}

/** Stock of blank certificate paper (INV-31). Serials are unique for ever; every change is an event of the district's chain. */
export interface PapersApi {
  /** @throws PAPER_RANGE_INVALID, PAPER_RANGE_TAKEN */
  receive(input: {
    district: District;
    kind: CertificateKind;
    firstSerial: string;
    lastSerial: string;
    note?: string;
    by: string;
  }): Promise<PaperBatch>;
  batches(district: District): Promise<PaperBatch[]>;
  /** Newest first, at most 200: those that left the blank stock, by serial or certificate number. */
  sheets(district: District, query?: { text?: string; state?: PaperState }): Promise<PaperSheet[]>;
  /** Serials for the certificates of a case that have no sheet yet, oldest paper first; empty where no stock is kept. */
  suggest(caseNo: string): Promise<{ certificateNo: string; serial: string }[]>;
  /** Blank sheets leave the stock. @throws SERIAL_NOT_IN_STOCK, SERIAL_USED */
  writeOff(input: {
    district: District;
    serials: string[];
    state: 'damaged' | 'lost' | 'returned';
    reason: string;
    by: string;
  }): Promise<void>;
  /** The printed sheet is void, another one takes its place; number and certificate stay. @throws REPRINT_NOT_POSSIBLE, SERIAL_NOT_IN_STOCK, SERIAL_USED */
  reprint(input: { district: District; serial: string; newSerial: string; reason: string; by: string }): Promise<void>;
  /** Void and damaged sheets, two people. @throws DESTRUCTION_REFUSED */
  destroy(input: { district: District; serials: string[]; witness: string; note?: string; by: string }): Promise<void>;
  outstanding(district: District): Promise<OutstandingCertificate[]>;
  /** 收回, or 公告作废 with where it was published. The first time counts. @throws CERTIFICATE_UNKNOWN */
  recall(input: {
    district: District;
    certificateNo: string;
    way: 'returned' | 'announced';
    announcement?: string;
    by: string;
  }): Promise<void>;
}
