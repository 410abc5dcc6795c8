import type { Actor } from '../common.ts';

export type DocumentKind =
  | 'application'
  | 'identity'
  | 'contract'
  | 'certificate_old'
  | 'loan_contract_info'
  | 'name_change_proof'
  | 'consent'
  | 'authorisation'
  | 'notice_accepted'
  | 'notice_not_accepted'
  | 'notice_supplement'
  | 'decision_refused'
  | 'decision_withdrawn'
  | 'decision_superseded'
  | 'certificate'
  | 'proof'
  | 'tax_clearance'
  | 'shared'
  | 'onsite_photo'
  | 'seizure_order'
  | 'other';

export interface Seal {
  sealId: string;
  signatureNo: string;
  /** Serial number of the seal's certificate. */
  certSerial: string;
  signedAt: Date;
  /** Detached SM2 signature over the signed bytes, with its certificate. */
  sm2?: { signature: string; certificatePem: string };
}

export interface DocumentMeta {
  documentId: string;
  caseNo: string;
  /** Unique within the case: putting the same key again with the same bytes returns the first row; other bytes are refused. */
  key: string;
  kind: DocumentKind;
  title: string;
  mediaType: string;
  size: number;
  /** Hex SHA-256 of the bytes. */
  sha256: string;
  createdAt: Date;
  createdBy: string;
  /** Set by `recordSeal`. */
  seal: Seal | null;
}

export interface DocumentsApi {
  put(input: {
    caseNo: string;
    key: string;
    kind: DocumentKind;
    title: string;
    mediaType: string;
    bytes: Uint8Array;
    by: Actor;
  }): Promise<DocumentMeta>;
  get(documentId: string): Promise<{ meta: DocumentMeta; bytes: Buffer } | null>;
  list(caseNo: string): Promise<DocumentMeta[]>;
  /** Stores the signed bytes as `<key>.signed` beside the original and marks both. Idempotent by key. */
  recordSeal(input: Seal & { documentId: string; signedBytes?: Uint8Array }): Promise<DocumentMeta>;
}
