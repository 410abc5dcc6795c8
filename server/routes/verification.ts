import Type from 'typebox';
import { validateCertificateNo } from '../../registry/validators/certificate-no.ts';
import {
  FileVerification,
  MAX_VERIFIED_BYTES,
  NumberCheck,
  NumberVerification,
  Verification,
} from '../api/verification.ts';
import type { ServerDeps } from '../deps.ts';
import { readForm } from '../documents/read-form.ts';
import { invalid } from '../problems/problem-error.ts';
import { checkFile } from '../verification/check-file.ts';
import { publicCertificateView, registerStateView } from '../verification/register-state.ts';
import type { App } from './types.ts';

const UNKNOWN =
  '没有查到这本证书。请核对二维码是否来自登记机构的证书原件、是否完整；与证书记载不符时，请向不动产登记机构查询。';
const UNKNOWN_NUMBER = '登记簿中没有这个证号。请对照证书逐字核对；与证书记载不符时，请向不动产登记机构查询。';

const TokenParams = Type.Object({ token: Type.String({ maxLength: 64 }) });
const perMinute = (max: number) => ({ rateLimit: { max, timeWindow: '1 minute' } });

/** Open to everybody, so it says little and answers slowly to whoever tries numbers. */
export function verificationRoutes(app: App, { registry, clock }: ServerDeps): void {
  /** What a certificate's QR code leads to. */
  app.get(
    '/api/public/certificates/:token',
    { schema: { params: TokenParams, response: { 200: Verification } }, config: perMinute(60) },
    async (request) => {
      const found = await registry.certificates.findCertificateByToken(request.params.token);
      if (!found) return { found: false as const, message: UNKNOWN, checkedAt: clock.now().toISOString() };
      return publicCertificateView(found, clock.now());
    },
  );

  app.post(
    '/api/public/certificates/check',
    { schema: { body: NumberCheck, response: { 200: NumberVerification } }, config: perMinute(20) },
    async (request) => {
      const now = clock.now();
      const typed = validateCertificateNo(request.body.certificateNo, { currentYear: now.getFullYear() });
      if (!typed.ok) {
        const { message, code } = typed;
        throw invalid(message, [{ path: '/certificateNo', code, message }]);
      }
      const found = await registry.certificates.findState(typed.value.no);
      const checkedAt = now.toISOString();
      if (!found) return { found: false as const, message: UNKNOWN_NUMBER, checkedAt };
      return { found: true as const, ...registerStateView(found), checkedAt };
    },
  );

  // Files are checked in memory and kept nowhere.
  app.post(
    '/api/public/verifications',
    { schema: { response: { 200: FileVerification } }, config: perMinute(20) },
    async (request) => {
      const { file, fields } = await readForm(request, MAX_VERIFIED_BYTES);
      if (!file) {
        const message = '请选择要核验的电子证照（PDF，不超过 5 MB）。';
        throw invalid(message, [{ path: '/file', code: 'REQUIRED', message }]);
      }
      return checkFile(registry, file, fields.token || null, clock.now());
    },
  );
}
