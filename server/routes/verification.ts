import Type from 'typebox';
import { Verification } from '../api/verification.ts';
import type { ServerDeps } from '../deps.ts';
import type { App } from './types.ts';

const UNKNOWN =
  '没有查到这本证书。请核对二维码是否来自登记机构的证书原件、是否完整；与证书记载不符时，请向不动产登记机构查询。';

const TokenParams = Type.Object({ token: Type.String({ maxLength: 64 }) });

/** What a certificate's QR code leads to: open to everybody, so it says little and answers slowly to whoever tries numbers. */
export function verificationRoutes(app: App, { registry, clock }: ServerDeps): void {
  app.get(
    '/api/public/certificates/:token',
    {
      schema: { params: TokenParams, response: { 200: Verification } },
      config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
    },
    async (request) => {
      const found = await registry.certificates.findCertificateByToken(request.params.token);
      const checkedAt = clock.now().toISOString();
      if (!found) return { found: false as const, message: UNKNOWN, checkedAt };
      return {
        found: true as const,
        certificateNo: found.certificateNo,
        kind: found.kind,
        state: found.status,
        stateText: found.status === 'LIVE' ? '证书有效' : '证书已注销',
        holders: found.holders,
        location: found.location,
        issuedAt: found.issuedAt.toISOString(),
        cancelledAt: found.cancelledAt?.toISOString() ?? null,
        authority: '宁波市自然资源和规划局',
        checkedAt,
      };
    },
  );
}
