/**
 * OpenID Connect bearer tokens, as Camunda's clients send them (OAuth 2.0 client credentials): JWTs signed by the issuer, whose
 * keys are found through its discovery document.
 */
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Access, AccessError, type Refusal } from './access.ts';

export interface OidcSettings {
  /** The issuer's URL, exactly as its tokens and its discovery document write it. */
  issuer: string;
  /** A token must be made out to one of these. */
  audiences: string[];
  /** Where the issuer's keys are, for an issuer without a discovery document. */
  jwkSetUri?: string;
  /** How far the clocks of issuer and engine may differ, in seconds. */
  clockSkewSeconds?: number;
  /** A key the engine does not know makes it ask the issuer again, at most once in this time, in milliseconds. */
  keyCooldownMs?: number;
}

/** What Spring Security, and so Camunda, tolerates. */
export const DEFAULT_CLOCK_SKEW_SECONDS = 60;
const DEFAULT_KEY_COOLDOWN_MS = 30_000;
const ISSUER_TIMEOUT_MS = 5000;
/** Public-key signatures only: a shared secret in a key set would be known to every reader of it. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** The issuer cannot be asked. The message names it. */
class IssuerUnavailable extends Error {}

/**
 * Lets in whoever carries a token of `issuer` for one of `audiences` that has not run out. The issuer is asked at the first
 * token, not before: it may start later than the engine.
 * @throws AccessError when issuer or audiences are missing, or no URL
 */
export function oidcAccess(settings: OidcSettings): Access {
  const { issuer, audiences, clockSkewSeconds = DEFAULT_CLOCK_SKEW_SECONDS } = settings;
  if (!URL.canParse(issuer)) {
    throw new AccessError(
      `CAMUNDA_SECURITY_AUTHENTICATION_OIDC_ISSUERURI is '${issuer}', but must be the URL of the OpenID Connect issuer.`,
    );
  }
  if (audiences.length === 0) {
    throw new AccessError(
      'CAMUNDA_SECURITY_AUTHENTICATION_OIDC_AUDIENCES is empty: without it, a token for any other service of the issuer would do.',
    );
  }
  const keyFor = issuerKeys(settings);
  return {
    required: true,
    scheme: 'Bearer',
    async check(authorization) {
      const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
      if (!token) {
        return {
          reason: 'missing',
          message: 'Expected a bearer token in the authorization header, but it is missing.',
        };
      }
      try {
        await jwtVerify(token, keyFor, {
          issuer,
          audience: audiences,
          algorithms: ALGORITHMS,
          clockTolerance: clockSkewSeconds,
          requiredClaims: ['exp'],
        });
        return undefined;
      } catch (error) {
        return refusalOf(error, settings);
      }
    },
  };
}

/** Finds the issuer's key set once; an attempt that failed is made again with the next token. */
function issuerKeys({ issuer, jwkSetUri, keyCooldownMs = DEFAULT_KEY_COOLDOWN_MS }: OidcSettings): JWTVerifyGetKey {
  let address: Promise<string> | undefined = jwkSetUri ? Promise.resolve(jwkSetUri) : undefined;
  let keySet: JWTVerifyGetKey | undefined;
  return async (header, token) => {
    try {
      address ??= discover(issuer);
      keySet ??= createRemoteJWKSet(new URL(await address), {
        cooldownDuration: keyCooldownMs,
        timeoutDuration: ISSUER_TIMEOUT_MS,
      });
    } catch (error) {
      address = undefined;
      throw error;
    }
    try {
      return await keySet(header, token);
    } catch (error) {
      if (isAboutTheToken(error)) throw error;
      throw new IssuerUnavailable(`The keys of ${issuer} cannot be read, so that no token can be checked.`, {
        cause: error,
      });
    }
  };
}

/** Whether the keys were read, and none of them fits. */
function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

/** What is asked of the discovery document. Whether it is one is for `discover` to find out. */
interface Discovery {
  issuer?: string;
  jwks_uri?: string;
}

/**
 * The address of the issuer's keys.
 * @see OpenID Connect Discovery 1.0, 4: the document is below the issuer's URL and must name the same issuer
 */
async function discover(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(ISSUER_TIMEOUT_MS) }).catch((cause) =>
    unavailable(url, cause),
  );
  const document = (await response.json().catch((cause) => unavailable(url, cause))) as Discovery | null;
  if (document?.issuer === issuer && URL.canParse(document.jwks_uri ?? '')) return document.jwks_uri as string;
  throw new IssuerUnavailable(`${url} is no discovery document of the issuer '${issuer}'.`);
}

function unavailable(url: string, cause: unknown): never {
  throw new IssuerUnavailable(`${url} does not answer, so that no token can be checked.`, { cause });
}

function refusalOf(error: unknown, { issuer, audiences }: OidcSettings): Refusal {
  const invalid = (message: string): Refusal => ({ reason: 'invalid', message });
  if (error instanceof errors.JWTExpired) return invalid('The token has expired; ask the issuer for a new one.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.reason === 'missing') return invalid(`The token has no claim '${error.claim}'.`);
    if (error.claim === 'aud') return invalid(`The token is not made out to ${audiences.join(' or ')}.`);
    if (error.claim === 'iss') return invalid(`The token is not issued by ${issuer}.`);
    if (error.claim === 'nbf') return invalid('The token is not valid yet; compare the clocks of issuer and engine.');
    return invalid(`The token's claim '${error.claim}' is wrong.`);
  }
  if (error instanceof errors.JWKSNoMatchingKey)
    return invalid('The token is signed with a key the issuer does not publish.');
  if (error instanceof errors.JWSSignatureVerificationFailed) return invalid("The token's signature is wrong.");
  if (error instanceof errors.JOSEAlgNotAllowed)
    return invalid('The token is not signed with an algorithm of public keys.');
  if (error instanceof IssuerUnavailable) return { reason: 'unavailable', message: error.message };
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return invalid('The token does not say which key it is signed with.');
  return invalid('The token is no JSON Web Token that can be checked.');
}
