import type { PublicCertificate } from '../../../server/api/index.ts';
import { Whole } from '../../components/whole.tsx';
import { formatDateTime } from '../../lib/format.ts';

type Facts = Pick<
  PublicCertificate,
  'certificateNo' | 'kind' | 'state' | 'stateText' | 'issuedAt' | 'cancelledAt' | 'licenceRevokedAt'
> &
  Partial<Pick<PublicCertificate, 'holders' | 'location' | 'authority'>>;

/** What the register says of a certificate; by number alone without holder and place. */
export function CertificateFacts({ certificate }: { certificate: Facts }) {
  return (
    <dl className="facts">
      <dt>证书号</dt>
      <dd>
        <Whole text={certificate.certificateNo} />
      </dd>
      <dt>登记簿</dt>
      <dd>{certificate.stateText}</dd>
      {certificate.holders ? (
        <>
          <dt>权利人</dt>
          <dd>{certificate.holders.join('、')}</dd>
        </>
      ) : null}
      <dt>种类</dt>
      <dd>{certificate.kind === 'certificate' ? '不动产权证书' : '不动产登记证明'}</dd>
      {certificate.location ? (
        <>
          <dt>坐落</dt>
          <dd>
            <Whole text={certificate.location} />
          </dd>
        </>
      ) : null}
      <dt>发证时间</dt>
      <dd className="num">{formatDateTime(certificate.issuedAt)}</dd>
      {certificate.cancelledAt ? (
        <>
          <dt>注销时间</dt>
          <dd className="num">{formatDateTime(certificate.cancelledAt)}</dd>
        </>
      ) : null}
      {certificate.licenceRevokedAt ? (
        <>
          <dt>电子证照注销</dt>
          <dd className="num">{formatDateTime(certificate.licenceRevokedAt)}</dd>
        </>
      ) : null}
      {certificate.authority ? (
        <>
          <dt>登记机构</dt>
          <dd>{certificate.authority}</dd>
        </>
      ) : null}
    </dl>
  );
}
