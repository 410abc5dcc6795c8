/**
 * Is this the very file that the office sealed, and is it in force? The bytes decide the first (its SHA-256 is in the register), the
 * register the second; the signatures say what is wrong with a file that is not.
 */
import { createHash, type X509Certificate } from 'node:crypto';
import {
  PADES_WORDS,
  type PadesCheck,
  type PadesProblem,
  pdfSignatures,
  readCertificate,
  SM2_WORDS,
  verifyPades,
  verifySm2,
} from '../../platform/signatures/index.ts';
import { formatLocal, type PublicCertificateFacts, type Registry, type SealedDocument } from '../../registry/index.ts';
import type { FileCheck, FileVerification } from '../api/index.ts';
import { publicCertificateView, stateText } from './register-state.ts';

/** What the file is held against, and how it was found. */
interface Reference {
  readonly sealed: SealedDocument;
  /** `whole`: these very bytes; `start`: the file begins with them; `asked`: the visitor named the certificate. */
  readonly by: 'whole' | 'start' | 'asked';
}

/** Files without a signature of ours: nothing was changed, it never was one. */
const NEVER_SEALED: ReadonlySet<PadesProblem> = new Set(['NOT_A_PDF', 'NOT_SIGNED', 'AUTHORITY_UNKNOWN']);

export async function checkFile(
  { seals, certificates }: Pick<Registry, 'seals' | 'certificates'>,
  file: Buffer,
  token: string | null,
  now: Date,
): Promise<FileVerification> {
  const trusted = (await seals.trustedAuthorities())
    .map((one) => readCertificate(one.certificatePem))
    .filter((one): one is X509Certificate => one !== undefined);
  const reference = await referenceOf(seals, file, token);
  const pades = verifyPades(file, trusted, reference?.sealed.signedAt ?? now);
  const checks: FileCheck[] = [
    {
      check: 'pades',
      ok: pades.ok,
      text: pades.problem ? PADES_WORDS[pades.problem] : soundText(pades),
    },
  ];
  const sm2 = reference?.sealed.sm2 && verifySm2(file, reference.sealed.sm2, trusted, reference.sealed.signedAt);
  if (sm2) checks.push({ check: 'sm2', ok: sm2.ok, text: sm2.problem ? SM2_WORDS[sm2.problem] : '国密签名有效。' });
  checks.push({ check: 'stored', ok: reference?.by === 'whole', text: storedText(reference) });
  // Whoever only names a certificate learns nothing of it from a file that is not its own.
  const facts =
    reference && reference.by !== 'asked' ? await certificates.findCertificateByToken(reference.sealed.token) : null;
  if (facts) checks.push({ check: 'register', ok: facts.status === 'LIVE', text: `登记簿记载：${stateText(facts)}。` });
  const verdict = verdictOf(reference, pades.problem, sm2?.ok ?? true, facts, token);
  return {
    verdict,
    title: TITLES[verdict],
    checks,
    certificate: facts && publicCertificateView(facts, now),
    checkedAt: now.toISOString(),
  };
}

const TITLES: Record<FileVerification['verdict'], string> = {
  GENUINE: '文件真实，证书有效',
  CANCELLED: '文件真实，但证书已注销',
  OTHER: '文件真实，但不是正在核验的这一本证书',
  CHANGED: '文件被改动过，不能作为凭证',
  UNKNOWN: '这不是登记机构签发的电子文件',
};

async function referenceOf(seals: Registry['seals'], file: Buffer, token: string | null): Promise<Reference | null> {
  const whole = await seals.findSealed({ sha256: sha256(file) });
  if (whole) return { sealed: whole, by: 'whole' };
  // Something was written behind it: then its start, to where a signature reaches, is the file that was sealed.
  for (const { coveredTo } of pdfSignatures(file)) {
    const start = await seals.findSealed({ sha256: sha256(file.subarray(0, coveredTo)) });
    if (start) return { sealed: start, by: 'start' };
  }
  const asked = token === null ? null : await seals.findSealed({ token });
  return asked && { sealed: asked, by: 'asked' };
}

/** The seal holds; and since when, where a time stamp says it. */
function soundText({ signer, timeStamp }: PadesCheck): string {
  const since = timeStamp ? `，时间戳${formatLocal(timeStamp.at).slice(0, 19).replace('T', ' ')}` : '';
  return `电子签章有效，盖章后未被改动（${signer?.name}${since}）。`;
}

function storedText(reference: Reference | null): string {
  if (!reference) return '登记机构没有存档与之相同的文件。';
  switch (reference.by) {
    case 'whole':
      return '与登记机构存档逐字节一致。';
    case 'start':
      return '开头与登记机构存档的文件一致，后面被追加了内容。';
    case 'asked':
      return '与这本证书在登记机构的存档不一致。';
  }
}

function verdictOf(
  reference: Reference | null,
  pades: PadesProblem | null,
  sm2: boolean,
  facts: PublicCertificateFacts | null,
  token: string | null,
): FileVerification['verdict'] {
  if (reference?.by === 'whole' && pades === null && sm2 && facts) {
    if (token !== null && reference.sealed.token !== token) return 'OTHER';
    return facts.status === 'LIVE' ? 'GENUINE' : 'CANCELLED';
  }
  if (reference?.by === 'start' || reference?.by === 'whole') return 'CHANGED';
  return pades === null || NEVER_SEALED.has(pades) ? 'UNKNOWN' : 'CHANGED';
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
