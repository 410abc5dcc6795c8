import Fastify from 'fastify';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** A small OpenID Connect issuer: discovery document, keys, and tokens for client id and secret (RFC 6749, 4.4). */
export interface TokenServer {
  /** The issuer's URL. */
  issuer: string;
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  /** A token as this issuer would give it; times in seconds from now. */
  sign(claims?: Claims): Promise<string>;
  /** Signs with a new key from now on, and publishes only that one. */
  rotateKey(): Promise<void>;
  /** How often the keys were asked for. */
  keyRequests(): number;
  stop(): Promise<void>;
}

interface Claims {
  issuer?: string;
  audience?: string;
  expiresIn?: number | null;
  notBefore?: number;
}

interface Signer {
  privateKey: CryptoKey;
  publicJwk: JWK;
}

const LIFETIME_SECONDS = 300;

export async function startTokenServer({
  audience,
  port = 0,
}: {
  audience: string;
  port?: number;
}): Promise<TokenServer> {
  const [clientId, clientSecret] = ['tax-workers', 'a secret of the tax office'];
  const app = Fastify();
  let keys = 0;
  let keyRequests = 0;
  let signer = await newSigner();

  async function newSigner(): Promise<Signer> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    keys += 1;
    return { privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid: `key-${keys}`, alg: 'RS256', use: 'sig' } };
  }

  function sign({ issuer = url, audience: aud = audience, expiresIn = LIFETIME_SECONDS, notBefore }: Claims = {}) {
    const seconds = Math.floor(Date.now() / 1000);
    const token = new SignJWT({ sub: clientId })
      .setProtectedHeader({ alg: 'RS256', kid: String(signer.publicJwk.kid) })
      .setIssuer(issuer)
      .setAudience(aud);
    if (expiresIn !== null) token.setExpirationTime(seconds + expiresIn);
    if (notBefore !== undefined) token.setNotBefore(seconds + notBefore);
    return token.sign(signer.privateKey);
  }

  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.get('/.well-known/openid-configuration', () => ({
    issuer: url,
    jwks_uri: `${url}/keys`,
    token_endpoint: `${url}/token`,
  }));
  app.get('/keys', () => {
    keyRequests += 1;
    return { keys: [signer.publicJwk] };
  });
  app.post<{ Body: Record<string, string> }>('/token', async ({ body }, reply) => {
    if (body.grant_type !== 'client_credentials') return reply.status(400).send({ error: 'unsupported_grant_type' });
    if (body.client_id !== clientId || body.client_secret !== clientSecret) {
      return reply.status(401).send({ error: 'invalid_client' });
    }
    const access_token = await sign(body.audience ? { audience: body.audience } : {});
    return { access_token, token_type: 'Bearer', expires_in: LIFETIME_SECONDS };
  });
  const url = await app.listen({ host: '127.0.0.1', port });
  return {
    issuer: url,
    tokenUrl: `${url}/token`,
    clientId,
    clientSecret,
    sign,
    async rotateKey() {
      signer = await newSigner();
    },
    keyRequests: () => keyRequests,
    stop: () => app.close(),
  };
}
