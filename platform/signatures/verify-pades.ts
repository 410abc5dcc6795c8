/** Is this PDF, every byte of it, what a seal of a trusted authority signed? */
import type { X509Certificate } from 'node:crypto';
import { authorityOf, commonNameOf, heldAt } from './certificates.ts';
import { pdfSignatures } from './pdf-signature.ts';
import { type CmsProblem, verifyCms } from './verify-cms.ts';
import { isTimeStamper, type TimeStamp, verifyTimeStamp } from './verify-time-stamp.ts';

export type PadesProblem =
  | CmsProblem
  | 'NOT_A_PDF'
  | 'NOT_SIGNED'
  /** The signature covers an earlier state of the file; something was added behind it. */
  | 'APPENDED'
  /** Bytes in the room of the signature that belong to nothing. */
  | 'GAP_CHANGED'
  | 'AUTHORITY_UNKNOWN'
  /** There is a time stamp, and it is not over this signature or by nobody trusted. */
  | 'TIME_STAMP_INVALID'
  /** The seal's certificate was not valid at the stamped time; without a stamp, at the time given. */
  | 'SEAL_EXPIRED';

export interface PadesCheck {
  readonly ok: boolean;
  readonly problem: PadesProblem | null;
  /** Of the signature that reaches furthest, when there is one. */
  readonly signer: { readonly name: string; readonly serial: string } | null;
  /** PAdES B-T; null = B-B, or the seal does not hold. */
  readonly timeStamp: TimeStamp | null;
}

const refused = (problem: PadesProblem, signer?: X509Certificate): PadesCheck => ({
  ok: false,
  problem,
  signer: signer ? describe(signer) : null,
  timeStamp: null,
});

const describe = (signer: X509Certificate) => ({ name: commonNameOf(signer), serial: signer.serialNumber });

/**
 * @param trusted certificates of the authorities whose seals count
 * @param at where no time stamp says it: the instant of sealing as the register has it, or now for a file from nowhere
 */
export function verifyPades(pdf: Buffer, trusted: readonly X509Certificate[], at: Date): PadesCheck {
  if (pdf.subarray(0, 5).toString('latin1') !== '%PDF-') return refused('NOT_A_PDF');
  const last = pdfSignatures(pdf).reduce<ReturnType<typeof pdfSignatures>[number] | null>(
    (furthest, one) => (furthest && furthest.coveredTo >= one.coveredTo ? furthest : one),
    null,
  );
  if (!last) return refused('NOT_SIGNED');
  const cms = verifyCms(last.cms, last.signed);
  if (!cms.ok) return refused(cms.problem, cms.signer);
  if (!authorityOf(cms.signer, trusted) || isTimeStamper(cms.signer)) return refused('AUTHORITY_UNKNOWN', cms.signer);
  if (last.coveredTo !== pdf.length) return refused('APPENDED', cms.signer);
  if (!last.gapIsClean || last.subFilter !== 'ETSI.CAdES.detached') return refused('GAP_CHANGED', cms.signer);
  const timeStamp = cms.timeStamp && verifyTimeStamp(cms.timeStamp, cms.signature, trusted);
  if (cms.timeStamp && !timeStamp) return refused('TIME_STAMP_INVALID', cms.signer);
  if (!heldAt(cms.signer, timeStamp?.at ?? at)) return refused('SEAL_EXPIRED', cms.signer);
  return { ok: true, problem: null, signer: describe(cms.signer), timeStamp };
}
