import Type from 'typebox';
import { PublicCertificate } from '../api/verification.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound } from '../problems/problem-error.ts';
import type { App } from './types.ts';

const TokenParams = Type.Object({ token: Type.String({ pattern: '^[0-9a-f]{32}$' }) });

/** What a certificate's QR code leads to: open to everybody, so it says little and answers slowly to whoever tries numbers. */
export function verificationRoutes(app: App, { registry, clock }: ServerDeps): void {
  app.get(
    '/api/public/certificates/:token',
    {
      schema: { params: TokenParams, response: { 200: PublicCertificate } },
      config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
    },
    async (request) => {
      const found = await registry.certificates.findCertificateByToken(request.params.token);
      if (!found) throw notFound('CERTIFICATE_NOT_FOUND', '没有查到这本证书。请核对二维码是否来自登记机构的证书原件。');
      return {
        certificateNo: found.certificateNo,
        kind: found.kind,
        state: found.status,
        stateText: found.status === 'LIVE' ? '证书有效' : '证书已注销',
        holders: found.holders,
        location: found.location,
        issuedAt: found.issuedAt.toISOString(),
        cancelledAt: found.cancelledAt?.toISOString() ?? null,
        authority: '宁波市自然资源和规划局',
        checkedAt: clock.now().toISOString(),
      };
    },
  );
}
