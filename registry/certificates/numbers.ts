import { randomBytes } from 'node:crypto';
import { districts } from '../validators/unit-code.ts';

export type CertificateKind = 'certificate' | 'proof';

/** 宁波市海曙: the issuing area as certificates print it. */
export function issuingArea(district: string): string {
  return `宁波市${shortName(district)}`;
}

/** The branch that issues papers in a district (domain §1.3). */
export const issuingOffice = (district: string): string => `宁波市不动产登记服务中心${shortName(district)}分中心`;

const shortName = (district: string) => districts[district as keyof typeof districts].replace('区', '');

export function formatCertificateNo(kind: CertificateKind, area: string, year: number, sequence: number): string {
  return `浙（${year}）${area}不动产${kind === 'certificate' ? '权' : '证明'}第${String(sequence).padStart(7, '0')}号`;
}

/** Secret of the QR code: 128 random bits, so that certificates cannot be listed by guessing. */
export function newToken(): string {
  return randomBytes(16).toString('hex');
}
