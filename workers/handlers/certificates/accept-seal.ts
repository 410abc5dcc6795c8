import type { X509Certificate } from 'node:crypto';
import type { SignAnswer } from '../../../departments/seal/contract.ts';
import { checkSeal, fingerprintOf, readCertificate } from '../../../platform/signatures/index.ts';
import type { Seal } from '../../../registry/index.ts';
import { TechnicalFailure, type WorkerDeps } from '../../job.ts';

/** Whose seals count; for an office that knows none yet, the one it meets first. */
async function trustedOr({ seals }: WorkerDeps['registry'], first: X509Certificate): Promise<X509Certificate[]> {
  let known = await seals.trustedAuthorities();
  if (known.length === 0) {
    const trust = { fingerprint: fingerprintOf(first), certificatePem: first.toString() };
    await seals.trustAuthority({ ...trust, by: 'system', onlyIfFirst: true });
    known = await seals.trustedAuthorities();
  }
  return known
    .map((one) => readCertificate(one.certificatePem))
    .filter((one): one is X509Certificate => one !== undefined);
}

const FALSE_SEAL = '印章服务送回的签章不能通过核验，未予采用。请系统管理员核对印章服务和信任的根证书后点“重试”。';

/**
 * Takes a signature into the register's words once it holds: an answer that a verifier would call false is never stored.
 * The first authority that a new office meets becomes the trusted one; another one must be entered by an administrator.
 *
 * @param content what was sent; the SM2 signature is over the sealed PDF when there is one
 * @returns the sealed PDF (null when only SM2 was asked for) and what the register keeps of the seal
 * @throws TechnicalFailure when a signature does not hold
 */
export async function acceptSeal(
  { registry, log }: Pick<WorkerDeps, 'registry' | 'log'>,
  content: Buffer,
  answer: SignAnswer,
): Promise<{ sealedPdf: Buffer | null; seal: Seal }> {
  const { sealId, signatureNo, timestamp, pades, sm2, authorityPem } = answer;
  const authority = readCertificate(authorityPem);
  if (!authority) throw new TechnicalFailure(FALSE_SEAL, false);
  const trusted = await trustedOr(registry, authority);
  const signedAt = new Date(timestamp);
  const { sealedPdf, problems } = checkSeal(content, answer, trusted);
  if (problems.length > 0) {
    log.error({ sealId, signatureNo, problems }, 'seal refused: its signature does not hold');
    throw new TechnicalFailure(FALSE_SEAL, false);
  }
  return {
    sealedPdf,
    seal: {
      sealId,
      signatureNo,
      certSerial: (pades ?? sm2)?.certSerial ?? '',
      signedAt,
      ...(sm2 ? { sm2: { signature: sm2.signature, certificatePem: sm2.certificatePem } } : {}),
    },
  };
}
