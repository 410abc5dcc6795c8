import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ApiProblem } from '../../api/http.ts';
import { publicCertificateQuery } from '../../api/queries.ts';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { formatDateTime } from '../../lib/format.ts';

/** What the QR code of a certificate leads to. No sign-in, made for a phone, nothing about people beyond a surname. */
export default function VerifyPage() {
  const { token } = useParams({ from: '/verify/$token' });
  const { data, error, isPending, refetch } = useQuery(publicCertificateQuery(token));
  const unknown = error instanceof ApiProblem && error.status === 404;
  return (
    <main className="public">
      <div className="brand">
        <span className="brand-mark" aria-hidden="true">
          一
        </span>
        不动产权证核验
      </div>
      {isPending ? <Loading what="正在核验" /> : null}
      {unknown ? (
        <div className="public-verdict note-over" role="alert">
          <span className="public-shape" aria-hidden="true">
            ✕
          </span>
          <div>
            <strong>没有查到这本证书</strong>
            请核对二维码是否完整；证书上的信息与核验结果不符时，请向不动产登记机构查询。
          </div>
        </div>
      ) : error ? (
        <div style={{ marginTop: 16 }}>
          <Problem error={error} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {data ? (
        <>
          <div className={`public-verdict ${data.state === 'LIVE' ? 'note-ok' : 'note-over'}`} role="status">
            <span className="public-shape" aria-hidden="true">
              {data.state === 'LIVE' ? '✓' : '✕'}
            </span>
            <div>
              <strong>{data.stateText}</strong>
              {data.state === 'LIVE' ? '证书由登记机构签发，现行有效。' : '该证书已注销，不能再作为权利凭证使用。'}
            </div>
          </div>
          <section className="panel">
            <div className="panel-body">
              <dl className="facts">
                <dt>证书号</dt>
                <dd>{data.certificateNo}</dd>
                <dt>权利人</dt>
                <dd>{data.holders.join('、')}</dd>
                <dt>种类</dt>
                <dd>{data.kind === 'certificate' ? '不动产权证书' : '不动产登记证明'}</dd>
                <dt>坐落</dt>
                <dd>{data.location}</dd>
                <dt>发证时间</dt>
                <dd className="num">{formatDateTime(data.issuedAt)}</dd>
                {data.cancelledAt ? (
                  <>
                    <dt>注销时间</dt>
                    <dd className="num">{formatDateTime(data.cancelledAt)}</dd>
                  </>
                ) : null}
                <dt>登记机构</dt>
                <dd>{data.authority}</dd>
              </dl>
            </div>
          </section>
          <p className="muted num" style={{ marginTop: 12 }}>
            核验时间 {formatDateTime(data.checkedAt)}。以登记簿记载为准。
          </p>
        </>
      ) : null}
    </main>
  );
}
