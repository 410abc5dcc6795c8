import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import { type FileCheck, type FileVerification, MAX_VERIFIED_BYTES } from '../../../server/api/index.ts';
import { ApiProblem, api } from '../../api/http.ts';
import { Problem } from '../../components/problem.tsx';
import { CertificateFacts } from './certificate-facts.tsx';
import { Verdict } from './verdict.tsx';

const CHECKS: Record<FileCheck['check'], string> = {
  pades: '文件内的电子签章',
  sm2: '国密签名',
  stored: '登记机构存档',
  register: '登记簿',
};

const ADVICE: Record<FileVerification['verdict'], string> = {
  GENUINE: '文件由登记机构签发，未被改动，证书现行有效。',
  CANCELLED: '文件由登记机构签发，未被改动；但登记簿已注销这本证书，不能再作为权利凭证使用。',
  OTHER: '文件由登记机构签发，但属于下面这本证书。',
  CHANGED: '请向出示人索要登记机构签发的原始文件，或到不动产登记机构查询。',
  UNKNOWN: '请使用登记机构发来的 PDF 原件；照片、扫描件、打印件和转换后的文件都不能这样核验。',
};

/** 核验电子证照文件: whether this very file was sealed by the office, and what is wrong with it if not. */
export function FileCheckPanel({ token }: { token?: string }) {
  const input = useRef<HTMLInputElement>(null);
  const check = useMutation({
    mutationFn: (file: File) => {
      if (file.size > MAX_VERIFIED_BYTES)
        throw new ApiProblem(413, 'FILE_TOO_LARGE', '文件超过 5 MB，不是登记机构签发的电子证照。请选择原件。');
      const body = new FormData();
      if (token) body.append('token', token);
      body.append('file', file);
      return api<FileVerification>('/api/public/verifications', { method: 'POST', body });
    },
  });
  const { data } = check;
  return (
    <section className="panel" style={{ marginTop: 14 }}>
      <div className="panel-head">
        <h2>核验电子证照文件</h2>
      </div>
      <div className="panel-body">
        <p className="muted" style={{ marginBottom: 10 }}>
          选择收到的 PDF 文件，看它是不是登记机构签发的原件、有没有被改动。文件只用于核验，不会保存。
        </p>
        <input
          ref={input}
          type="file"
          accept="application/pdf,.pdf"
          aria-label="电子证照文件"
          hidden
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) check.mutate(file);
            event.target.value = '';
          }}
        />
        <Button type="primary" block size="large" loading={check.isPending} onClick={() => input.current?.click()}>
          选择文件并核验
        </Button>
        {check.error ? (
          <div style={{ marginTop: 12 }}>
            <Problem error={check.error} />
          </div>
        ) : null}
        {data ? (
          <>
            <Verdict good={data.verdict === 'GENUINE'} title={data.title}>
              {ADVICE[data.verdict]}
            </Verdict>
            <ul className="verify-checks">
              {data.checks.map((one) => (
                <li key={one.check}>
                  <span className={one.ok ? 'verify-ok' : 'verify-bad'} aria-hidden="true">
                    {one.ok ? '✓' : '✕'}
                  </span>
                  <div>
                    <strong>
                      {CHECKS[one.check]}：{one.ok ? '通过' : '未通过'}
                    </strong>
                    {one.text}
                  </div>
                </li>
              ))}
            </ul>
            {data.certificate ? <CertificateFacts certificate={data.certificate} /> : null}
          </>
        ) : null}
      </div>
    </section>
  );
}
