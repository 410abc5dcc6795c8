export interface SealAuthority {
  /** SHA-256 of the certificate in DER, lower-case hexadecimal. */
  fingerprint: string;
  certificatePem: string;
}

/** A certificate or proof as it was sealed and stored. */
export interface SealedDocument {
  documentId: string;
  sha256: string;
  size: number;
  signedAt: Date;
  signatureNo: string;
  sealId: string;
  certSerial: string;
  /** Detached signature over the stored bytes; null for what was sealed without one. */
  sm2: { signature: string; certificatePem: string } | null;
  certificateNo: string;
  /** Of the certificate's QR code. */
  token: string;
}

export interface SealsApi {
  /** Whose seals count. */
  trustedAuthorities(): Promise<SealAuthority[]>;
  /**
   * Adds an authority. With `onlyIfFirst` nothing happens when another one is there already: a seal service cannot make itself
   * trusted in place of the one the office began with.
   */
  trustAuthority(input: SealAuthority & { by: string; onlyIfFirst?: boolean }): Promise<void>;
  /** The sealed file of exactly these bytes, or that of a certificate. Null when there is none. */
  findSealed(by: { sha256: string } | { token: string }): Promise<SealedDocument | null>;
}
