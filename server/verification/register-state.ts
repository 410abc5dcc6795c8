import type { CertificateState, PublicCertificateFacts } from '../../registry/index.ts';
import type { PublicCertificate } from '../api/index.ts';

const AUTHORITY = '宁波市自然资源和规划局';

const day = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'long' });

/** What the register says, for the public: the state with its dates. */
export function registerStateView(facts: CertificateState) {
  return {
    certificateNo: facts.certificateNo,
    kind: facts.kind,
    state: facts.status,
    stateText: stateText(facts),
    issuedAt: facts.issuedAt.toISOString(),
    cancelledAt: facts.cancelledAt?.toISOString() ?? null,
    licenceRevokedAt: facts.licenceRevokedAt?.toISOString() ?? null,
  };
}

export function publicCertificateView(facts: PublicCertificateFacts, checkedAt: Date): PublicCertificate {
  return {
    found: true,
    ...registerStateView(facts),
    holders: facts.holders,
    location: facts.location,
    authority: AUTHORITY,
    checkedAt: checkedAt.toISOString(),
  };
}

export function stateText({ status, cancelledAt, licenceRevokedAt, announcedVoid }: CertificateState): string {
  if (status === 'LIVE') return '证书有效';
  const revoked = licenceRevokedAt ? `，电子证照已于 ${day.format(licenceRevokedAt)} 注销` : '';
  const announced = announcedVoid
    ? `，纸质证书已于 ${day.format(announcedVoid.at)} 公告作废（${announcedVoid.announcement}）`
    : '';
  return `证书已注销${cancelledAt ? `（${day.format(cancelledAt)}登簿）` : ''}${revoked}${announced}`;
}
