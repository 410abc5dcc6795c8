import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { NumberCheck, NumberVerification } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { PublicHead } from '../../components/public-head.tsx';
import { formatDateTime } from '../../lib/format.ts';
import { CertificateFacts } from './certificate-facts.tsx';
import { FileCheckPanel } from './file-check.tsx';
import { Verdict } from './verdict.tsx';

/** Verification for who has no QR code at hand: by certificate number, or by the file. No sign-in. */
export default function VerifyNumberPage() {
  const [certificateNo, setCertificateNo] = useState('');
  const check = useMutation({
    mutationFn: (body: NumberCheck) =>
      api<NumberVerification>('/api/public/certificates/check', { method: 'POST', body }),
  });
  const { data } = check;
  return (
    <main className="public">
      <PublicHead title="不动产权证核验" />
      <section className="panel" style={{ marginTop: 14 }}>
        <div className="panel-head">
          <h2>按证书号核验</h2>
        </div>
        <form
          className="panel-body"
          onSubmit={(event) => {
            event.preventDefault();
            if (certificateNo.trim() !== '') check.mutate({ certificateNo: certificateNo.trim() });
          }}
        >
          <Input
            size="large"
            value={certificateNo}
            maxLength={60}
            aria-label="证书号"
            placeholder="浙（2026）宁波市海曙不动产权第0000123号"
            onChange={(event) => setCertificateNo(event.target.value)}
          />
          <Button
            htmlType="submit"
            type="primary"
            block
            size="large"
            style={{ marginTop: 10 }}
            loading={check.isPending}
            disabled={certificateNo.trim() === ''}
          >
            核验
          </Button>
          {check.error ? (
            <div style={{ marginTop: 12 }}>
              <Problem error={check.error} />
            </div>
          ) : null}
          {data && !data.found ? (
            <Verdict good={false} title="查无此证">
              {data.message}
            </Verdict>
          ) : null}
          {data?.found ? (
            <>
              <Verdict good={data.state === 'LIVE'} title={data.state === 'LIVE' ? '证书有效' : '证书已注销'}>
                只按证书号核验，不显示权利人和坐落；请与证书逐项核对，或扫证书上的二维码。
              </Verdict>
              <CertificateFacts certificate={data} />
              <p className="muted num" style={{ marginTop: 12 }}>
                核验时间 {formatDateTime(data.checkedAt)}。以登记簿记载为准。
              </p>
            </>
          ) : null}
        </form>
      </section>
      <FileCheckPanel />
    </main>
  );
}
