import { createHash, type X509Certificate } from 'node:crypto';
import { checkSeal, fingerprintOf, readCertificate } from '../../platform/signatures/index.ts';
import type { District } from '../../registry/index.ts';
import { answerFor } from '../bank/ask-department.ts';
import type { ServerDeps } from '../deps.ts';
import { ProblemError } from '../problems/problem-error.ts';

type Deps = Pick<ServerDeps, 'registry' | 'departments' | 'log'>;

export interface PaperToSeal {
  district: District;
  /** Number of the case, of the query or of the seizure. */
  reference: string;
  documentNo: string;
  /** The same key gives the first signature again. */
  idempotencyKey: string;
  bytes: Buffer;
}

/**
 * The office's seal on a paper that leaves it. Same bytes and key: the same signature.
 * @throws 503 DEPARTMENT_UNAVAILABLE; nothing was handed out
 */
export async function sealPaper({ registry, departments, log }: Deps, paper: PaperToSeal, traceId: string) {
  const { district, reference, bytes } = paper;
  const answer = answerFor(
    '电子印章服务',
    await departments.seal.sign(
      {
        caseNo: reference,
        documentNo: paper.documentNo,
        sealId: `seal-${district}`,
        requestedBy: { district, role: 'registrar' },
        docHash: createHash('sha256').update(bytes).digest('hex'),
        contentBase64: bytes.toString('base64'),
        forms: ['pades', 'sm2'],
      },
      { idempotencyKey: paper.idempotencyKey, traceId },
    ),
  );
  const authority = readCertificate(answer.authorityPem);
  if (authority)
    await registry.seals.trustAuthority({
      fingerprint: fingerprintOf(authority),
      certificatePem: answer.authorityPem,
      by: 'system',
      onlyIfFirst: true,
    });
  const trusted = (await registry.seals.trustedAuthorities())
    .map((one) => readCertificate(one.certificatePem))
    .filter((one): one is X509Certificate => one !== undefined);
  const { sealedPdf, problems } = checkSeal(bytes, answer, trusted);
  if (problems.length > 0 || !sealedPdf) {
    log.error({ reference, signatureNo: answer.signatureNo, problems }, 'seal refused: its signature does not hold');
    throw new ProblemError(
      503,
      'DEPARTMENT_UNAVAILABLE',
      '印章服务送回的签章不能通过核验，文书没有出具。请联系系统管理员后重试。',
    );
  }
  const { signatureNo, sealId, timestamp, pades, sm2 } = answer;
  return {
    sealedPdf,
    seal: {
      sealId,
      signatureNo,
      certSerial: pades?.certSerial ?? '',
      signedAt: timestamp,
      ...(sm2 ? { sm2Signature: sm2.signature, sm2CertificatePem: sm2.certificatePem } : {}),
    },
  };
}
