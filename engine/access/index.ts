import { type Access, AccessError } from './access.ts';
import { basicAccess } from './basic.ts';
import { type OidcSettings, oidcAccess } from './oidc.ts';

export { type Access, AccessError, type Refusal } from './access.ts';
export type { OidcSettings } from './oidc.ts';

export interface AccessOptions {
  host: string;
  /** `none`, `basic` or `oidc`; nothing means `none` (CAMUNDA_SECURITY_AUTHENTICATION_METHOD). */
  auth?: string;
  /** `name:password,name:password`, for `basic` (YITONG_ENGINE_USERS). */
  users?: string;
  /** For `oidc` (CAMUNDA_SECURITY_AUTHENTICATION_OIDC_…). */
  oidc?: OidcSettings;
}

/**
 * Decides whether the engine may listen at `host`, and who may call it.
 * @throws AccessError with a sentence naming the setting when it would listen beyond this machine without authentication
 */
export function createAccess({ host, auth = '', users = '', oidc }: AccessOptions): Access {
  switch (auth) {
    case 'basic':
      return basicAccess(users);
    case 'oidc':
      return oidcAccess(oidc ?? { issuer: '', audiences: [] });
    case '':
    case 'none':
      return openAccess(host);
    default:
      throw new AccessError(
        `CAMUNDA_SECURITY_AUTHENTICATION_METHOD is '${auth}', but the engine knows only none, basic and oidc.`,
      );
  }
}

function openAccess(host: string): Access {
  if (!isLoopback(host)) {
    throw new AccessError(
      `The engine will not listen on ${host} without authentication. Set CAMUNDA_SECURITY_AUTHENTICATION_METHOD=basic and ` +
        'YITONG_ENGINE_USERS=name:password, or …_METHOD=oidc and CAMUNDA_SECURITY_AUTHENTICATION_OIDC_ISSUERURI and ' +
        '…_OIDC_AUDIENCES, or listen on 127.0.0.1.',
    );
  }
  return { required: false, scheme: 'Basic', check: async () => undefined };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
