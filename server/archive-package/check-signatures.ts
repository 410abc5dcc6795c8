import type { X509Certificate } from 'node:crypto';
import {
  type PadesProblem,
  pdfSignatures,
  readCertificate,
  type Sm2Problem,
  verifyPades,
  verifySm2,
} from '../../platform/signatures/index.ts';
import type { Manifest, PackedDocument } from './manifest.ts';
import type { OpenZip } from './open-zip.ts';
import type { CheckName, Findings } from './package-report.ts';

const CHECKED: readonly CheckName[] = ['pades', 'timeStamps', 'sm2', 'certificates'];
/** A sealed document is read whole; a certificate has a hundred kilobytes. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_SIGNATURE = 64 * 1024;

/** Which row of the table a problem belongs to. */
const ROW_OF: Partial<Record<PadesProblem | Sm2Problem, CheckName>> = {
  AUTHORITY_UNKNOWN: 'certificates',
  SEAL_EXPIRED: 'certificates',
  TIME_STAMP_INVALID: 'timeStamps',
};

/**
 * The seals on the documents, by the authorities that whoever checks trusts.
 *
 * @param trusted empty: nothing can be said of any seal
 */
export async function checkSignatures(
  zip: OpenZip,
  { documents }: Manifest,
  trusted: readonly X509Certificate[],
  findings: Findings,
): Promise<void> {
  const keys = new Set(documents.map(({ key }) => key));
  // The drawing that was sealed stands beside the sealed file, which alone carries signatures.
  const sealed = documents.filter(({ seal, key }) => seal && !keys.has(`${key}.signed`));
  for (const check of CHECKED) {
    findings.held(check, 0);
    if (sealed.length > 0 && trusted.length === 0)
      findings.unchecked(
        check,
        `${sealed.length} sealed documents, and no trusted authority was given (--trust CA.pem)`,
      );
  }
  if (trusted.length === 0) return;
  for (const document of sealed)
    if (zip.entries.has(document.path)) await checkDocument(zip, document, trusted, findings);
}

async function checkDocument(
  zip: OpenZip,
  { path, seal }: PackedDocument,
  trusted: readonly X509Certificate[],
  findings: Findings,
): Promise<void> {
  if (!seal) return;
  const bytes = await zip.read(path, MOST_BYTES);
  const at = new Date(seal.signedAt);
  const fail = (check: CheckName, problem: PadesProblem | Sm2Problem) =>
    findings.failed(
      ROW_OF[problem] ?? check,
      `${path}: ${check === 'sm2' ? 'SM2 signature' : 'seal in the PDF'}: ${problem}`,
    );
  const isSigned = pdfSignatures(bytes).length > 0;
  if (isSigned) {
    const { problem, timeStamp } = verifyPades(bytes, trusted, at);
    if (problem) fail('pades', problem);
    else {
      findings.held('pades');
      findings.held('certificates', timeStamp ? 2 : 1);
      if (timeStamp) findings.held('timeStamps');
    }
  }
  if (seal.sm2) {
    const { signature, certificate } = seal.sm2;
    const [der, pem] = await Promise.all([zip.read(signature, MOST_SIGNATURE), zip.read(certificate, MOST_SIGNATURE)]);
    const check = { signature: der.toString('base64'), certificatePem: pem.toString('utf8') };
    // PEM may have words before it and other line ends, which say nothing; the package is written with none.
    if (readCertificate(check.certificatePem)?.toString() !== check.certificatePem)
      findings.failed('certificates', `${certificate}: not a certificate as the package is written with`);
    const { problem } = verifySm2(bytes, check, trusted, at);
    if (problem) fail('sm2', problem);
    else {
      findings.held('sm2');
      findings.held('certificates');
    }
  }
  if (!isSigned && !seal.sm2) findings.failed('pades', `${path}: is said to be sealed, and carries no signature`);
}
