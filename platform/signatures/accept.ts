import type { X509Certificate } from 'node:crypto';
import { type PadesProblem, verifyPades } from './verify-pades.ts';
import { type Sm2Problem, type Sm2Signature, verifySm2 } from './verify-sm2.ts';

/** What a seal service sends back: the sealed PDF, a detached signature, or both. */
export interface SealAnswer {
  timestamp: string;
  pades: { pdfBase64: string } | null;
  sm2: Sm2Signature | null;
}

/** Clocks of a seal service and its time stamp service. */
const MOST_APART_MS = 60_000;

/**
 * Checks a seal before it is stored: an answer that a verifier would call false is never kept.
 *
 * @param content what was sent; the SM2 signature is over the sealed PDF when there is one
 * @returns the sealed PDF (null when only SM2 was asked for), and what is wrong; empty = the seal holds
 */
export function checkSeal(
  content: Buffer,
  { timestamp, pades, sm2 }: SealAnswer,
  trusted: readonly X509Certificate[],
): { sealedPdf: Buffer | null; problems: (PadesProblem | Sm2Problem | 'OTHER_CONTENT' | 'OTHER_TIME' | 'NO_SEAL')[] } {
  const signedAt = new Date(timestamp);
  const sealedPdf = pades && Buffer.from(pades.pdfBase64, 'base64');
  const check = sealedPdf && verifyPades(sealedPdf, trusted, signedAt);
  const problems = [
    check?.problem ?? null,
    // PAdES B-T: the stamped second is that of the answer.
    check?.ok && Math.abs((check.timeStamp?.at.getTime() ?? 0) - signedAt.getTime()) > MOST_APART_MS
      ? 'OTHER_TIME'
      : null,
    // The signature is an update behind the document: the document itself must still be what we sent.
    sealedPdf && !sealedPdf.subarray(0, content.length - 2).equals(content.subarray(0, -2)) ? 'OTHER_CONTENT' : null,
    sm2 && verifySm2(sealedPdf ?? content, sm2, trusted, signedAt).problem,
    pades || sm2 ? null : 'NO_SEAL',
  ] as const;
  return { sealedPdf, problems: problems.filter((problem) => problem !== null) };
}
