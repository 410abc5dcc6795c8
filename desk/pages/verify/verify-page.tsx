import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { publicCertificateQuery } from '../../api/queries.ts';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { PublicHead } from '../../components/public-head.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { CertificateFacts } from './certificate-facts.tsx';
import { FileCheckPanel } from './file-check.tsx';
import { Verdict } from './verdict.tsx';

/** What the QR code of a certificate leads to. No sign-in, made for a phone, nothing about people beyond a surname. */
export default function VerifyPage() {
  const { token } = useParams({ from: '/verify/$token' });
  const { data, error, isPending, refetch } = useQuery(publicCertificateQuery(token));
  const certificate = data?.found ? data : null;
  return (
    <main className="public">
      <PublicHead title="不动产权证核验" />
      {isPending ? <Loading what="正在核验" /> : null}
      {data && !data.found ? (
        <Verdict good={false} title="查无此证">
          {data.message}
        </Verdict>
      ) : error ? (
        <div style={{ marginTop: 16 }}>
          <Problem error={error} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {certificate ? (
        <>
          <Verdict good={certificate.state === 'LIVE'} title={certificate.state === 'LIVE' ? '证书有效' : '证书已注销'}>
            {certificate.state === 'LIVE' ? '证书由登记机构签发，现行有效。' : '该证书已注销，不能再作为权利凭证使用。'}
          </Verdict>
          <section className="panel">
            <div className="panel-body">
              <CertificateFacts certificate={certificate} />
            </div>
          </section>
          <p className="muted num" style={{ marginTop: 12 }}>
            核验时间 {formatDateTime(certificate.checkedAt)}。以登记簿记载为准。
          </p>
        </>
      ) : null}
      <FileCheckPanel token={token} />
    </main>
  );
}
