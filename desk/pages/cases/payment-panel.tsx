import { useQuery } from '@tanstack/react-query';
import type { PaymentView } from '../../../server/api/index.ts';
import { formatDateTime, formatFen } from '../../lib/format.ts';

/** The registration fee: amount, state, and while it is open the code that the payer scans. */
export function PaymentPanel({ payment }: { payment: PaymentView }) {
  const open = payment.state === 'CREATED';
  const { data: svg } = useQuery({
    queryKey: ['pay-qr', payment.payOrderNo],
    enabled: open,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const { default: QRCode } = await import('qrcode');
      return QRCode.toDataURL(payment.payOrderNo, { margin: 1, width: 168 });
    },
  });
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>登记费</h2>
        <span
          className={`tag ${payment.state === 'SETTLED' ? 'tag-ok' : payment.state === 'FAILED' ? 'tag-over' : 'tag-near'}`}
        >
          {payment.state === 'SETTLED' ? '✓' : payment.state === 'FAILED' ? '✕' : '○'} {payment.stateText}
        </span>
      </div>
      <div className="panel-body">
        <p className="num" style={{ fontSize: 18, fontWeight: 600 }}>
          {formatFen(payment.amountFen)}
        </p>
        <p className="muted num">缴费单 {payment.payOrderNo}</p>
        <p className="muted num">
          {payment.settledAt
            ? `${formatDateTime(payment.settledAt)} 缴清`
            : `${formatDateTime(payment.createdAt)} 开单`}
        </p>
        {open && svg ? (
          <>
            <img src={svg} width={168} height={168} alt={`缴费单 ${payment.payOrderNo} 的二维码`} />
            <p className="muted">请申请人扫码缴费，到账后本页自动更新。</p>
          </>
        ) : null}
      </div>
    </section>
  );
}
