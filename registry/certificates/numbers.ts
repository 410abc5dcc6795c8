import { randomBytes } from 'node:crypto';
import { dayOf } from '../calendar/local-time.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { districts } from '../validators/unit-code.ts';

export type CertificateKind = 'certificate' | 'proof';

/** 宁波市海曙: the issuing area as certificates print it. */
export function issuingArea(district: string): string {
  return `宁波市${districts[district as keyof typeof districts].replace('区', '')}`;
}

export function formatCertificateNo(kind: CertificateKind, area: string, year: number, sequence: number): string {
  return `浙（${year}）${area}不动产${kind === 'certificate' ? '权' : '证明'}第${String(sequence).padStart(7, '0')}号`;
}

/**
 * Draws `count` running numbers inside the 登簿 transaction: a rolled-back entry gives its numbers back, so there are no gaps.
 * Cost: entries of one area and kind queue here until commit.
 * @throws NUMBERS_EXHAUSTED after 9 999 999 in a year
 */
export async function drawCertificateNos(
  db: Queryable,
  kind: CertificateKind,
  district: string,
  at: Date,
  count: number,
): Promise<string[]> {
  if (count === 0) return [];
  const area = issuingArea(district);
  const year = Number(dayOf(at).slice(0, 4));
  const row = await one<{ last: number }>(
    db,
    `INSERT INTO registry.certificate_counters AS c VALUES ($1, $2, $3, $4)
     ON CONFLICT (kind, area, year) DO UPDATE SET last = c.last + $4 WHERE c.last + $4 <= 9999999 RETURNING last`,
    [kind, area, year, count],
  );
  if (!row)
    throw new RegistryError('NUMBERS_EXHAUSTED', `${area}${year}年的证号已用完；请联系系统管理员启用新的号段。`);
  return Array.from({ length: count }, (_, i) => formatCertificateNo(kind, area, year, row.last - count + 1 + i));
}

/** Secret of the QR code: 128 random bits, so that certificates cannot be listed by guessing. */
export function newToken(): string {
  return randomBytes(16).toString('hex');
}
