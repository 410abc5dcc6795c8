import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { publicCertificateQuery } from '../../api/queries.ts';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime } from '../../lib/format.ts';

/** What the QR code of a certificate leads to. No sign-in, made for a phone, nothing about people beyond a surname. */
export default function VerifyPage() {
  const { token } = useParams({ from: '/verify/$token' });
  const { data, error, isPending, refetch } = useQuery(publicCertificateQuery(token));
  const certificate = data?.found ? data : null;
  return (
    <main className="public">
      <div className="brand">
        <span className="brand-mark" aria-hidden="true">
          一
        </span>
        不动产权证核验
      </div>
      {isPending ? <Loading what="正在核验" /> : null}
      {data && !data.found ? (
        <div className="public-verdict note-over" role="alert">
          <span className="public-shape" aria-hidden="true">
            ✕
          </span>
          <div>
            <strong>查无此证</strong>
            {data.message}
          </div>
        </div>
      ) : error ? (
        <div style={{ marginTop: 16 }}>
          <Problem error={error} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {certificate ? (
        <>
          <div className={`public-verdict ${certificate.state === 'LIVE' ? 'note-ok' : 'note-over'}`} role="status">
            <span className="public-shape" aria-hidden="true">
              {certificate.state === 'LIVE' ? '✓' : '✕'}
            </span>
            <div>
              <strong>{certificate.stateText}</strong>
              {certificate.state === 'LIVE'
                ? '证书由登记机构签发，现行有效。'
                : '该证书已注销，不能再作为权利凭证使用。'}
            </div>
          </div>
          <section className="panel">
            <div className="panel-body">
              <dl className="facts">
                <dt>证书号</dt>
                <dd>{certificate.certificateNo}</dd>
                <dt>权利人</dt>
                <dd>{certificate.holders.join('、')}</dd>
                <dt>种类</dt>
                <dd>{certificate.kind === 'certificate' ? '不动产权证书' : '不动产登记证明'}</dd>
                <dt>坐落</dt>
                <dd>{certificate.location}</dd>
                <dt>发证时间</dt>
                <dd className="num">{formatDateTime(certificate.issuedAt)}</dd>
                {certificate.cancelledAt ? (
                  <>
                    <dt>注销时间</dt>
                    <dd className="num">{formatDateTime(certificate.cancelledAt)}</dd>
                  </>
                ) : null}
                <dt>登记机构</dt>
                <dd>{certificate.authority}</dd>
              </dl>
            </div>
          </section>
          <p className="muted num" style={{ marginTop: 12 }}>
            核验时间 {formatDateTime(certificate.checkedAt)}。以登记簿记载为准。
          </p>
        </>
      ) : null}
    </main>
  );
}
