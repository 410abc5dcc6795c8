import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCamundaClient } from '@camunda8/orchestration-cluster-api';
import { Camunda8 } from '@camunda8/sdk';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { readSettings } from '../../engine/settings.ts';
import { end, process, serviceTask, start } from '../engine/support/diagrams.ts';
import { startTestEngine, type TestEngine } from '../engine/support/engine.ts';
import { openGateway } from '../parity/support/gateway.ts';
import { startTokenServer, type TokenServer } from './support/token-server.ts';

const AUDIENCE = 'yitong-engine';
const UNAUTHENTICATED = 16;
const UNAVAILABLE = 14;

/** The settings of an engine that trusts an issuer, as an operator writes them. */
const trusting = (issuer: string, more: Record<string, string> = {}) =>
  readSettings({
    DATABASE_URL: 'postgres://set-by-the-test',
    CAMUNDA_SECURITY_AUTHENTICATION_METHOD: 'oidc',
    CAMUNDA_SECURITY_AUTHENTICATION_OIDC_ISSUERURI: issuer,
    CAMUNDA_SECURITY_AUTHENTICATION_OIDC_AUDIENCES: `${AUDIENCE}, another-name-of-it`,
    ...more,
  });

async function startTrustingEngine(issuer: string, more: { keyCooldownMs?: number; jwkSetUri?: string } = {}) {
  const { auth, oidc } = trusting(issuer);
  if (!oidc) throw new Error('no OIDC settings');
  return startTestEngine({ auth, oidc: { ...oidc, ...more } });
}

describe('bearer tokens of an OpenID Connect issuer', () => {
  let issuer: TokenServer;
  let engine: TestEngine;

  beforeAll(async () => {
    issuer = await startTokenServer({ audience: AUDIENCE });
    engine = await startTrustingEngine(issuer.issuer, { keyCooldownMs: 0 });
  });
  afterAll(async () => {
    await engine.stop();
    await issuer.stop();
  });

  /** What both APIs answer to the same authorization header. */
  async function askBoth(authorization: string | undefined) {
    const response = await fetch(`${engine.engine.restAddress}/v2/topology`, {
      headers: authorization ? { authorization } : {},
    });
    const gateway = openGateway(engine.engine.grpcAddress, authorization);
    const grpc = await gateway
      .unary('Topology')({})
      .then(
        () => ({ code: 0, details: '' }),
        ({ code, details }) => ({ code, details }),
      );
    gateway.close();
    return { status: response.status, problem: (await response.json()) as { detail: string }, grpc, response };
  }
  const withToken = async (token: Promise<string> | string) => askBoth(`Bearer ${await token}`);

  it("lets Camunda's SDK in, which fetches a token with its client id and secret", async () => {
    // given
    const camunda = new Camunda8({
      ZEEBE_GRPC_ADDRESS: `grpc://${engine.engine.grpcAddress}`,
      ZEEBE_REST_ADDRESS: engine.engine.restAddress,
      CAMUNDA_OAUTH_URL: issuer.tokenUrl,
      ZEEBE_CLIENT_ID: issuer.clientId,
      ZEEBE_CLIENT_SECRET: issuer.clientSecret,
      CAMUNDA_ZEEBE_OAUTH_AUDIENCE: AUDIENCE,
      CAMUNDA_TOKEN_DISK_CACHE_DISABLE: true,
      CAMUNDA_LOG_LEVEL: 'none',
      zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE' },
    });
    const zeebe = camunda.getZeebeGrpcApiClient();
    const rest = camunda.getCamundaRestClient();
    const xml = process('trusted', [start(), serviceTask('Work', 'trusted-work'), end()]);
    await zeebe.deployResource({ name: 'trusted.bpmn', process: Buffer.from(xml) });
    const worker = zeebe.createWorker({
      taskType: 'trusted-work',
      taskHandler: (job) => job.complete({ worked: true }),
    });

    // when
    const result = await rest.createProcessInstanceWithResult({ processDefinitionId: 'trusted', variables: {} });
    await worker.close();
    await zeebe.close();

    // then
    expect(result.variables).toEqual({ worked: true });
  });

  it("lets Camunda's REST client in the same way", async () => {
    const client = createCamundaClient({
      config: {
        CAMUNDA_REST_ADDRESS: engine.engine.restAddress,
        CAMUNDA_AUTH_STRATEGY: 'OAUTH',
        CAMUNDA_OAUTH_URL: issuer.tokenUrl,
        CAMUNDA_CLIENT_ID: issuer.clientId,
        CAMUNDA_CLIENT_SECRET: issuer.clientSecret,
        CAMUNDA_TOKEN_AUDIENCE: AUDIENCE,
      },
    });
    expect(await client.getTopology()).toMatchObject({ partitionsCount: 1 });
  });

  it.each([
    ['that has expired', { expiresIn: -90 }, 'The token has expired; ask the issuer for a new one.'],
    ['that never expires', { expiresIn: null }, "The token has no claim 'exp'."],
    ['that is not valid yet', { notBefore: 90 }, /not valid yet/],
    [
      'for somebody else',
      { audience: 'tasklist' },
      'The token is not made out to yitong-engine or another-name-of-it.',
    ],
    ['of another issuer', { issuer: 'http://127.0.0.1:1' }, /^The token is not issued by http:/],
  ])('turns away a token %s, and says why', async (_what, claims, why) => {
    const answer = await withToken(issuer.sign(claims));
    expect(answer.status).toBe(401);
    expect(answer.problem).toMatchObject({ title: 'Unauthorized', status: 401, detail: expect.stringMatching(why) });
    expect(answer.response.headers.get('www-authenticate')).toBe('Bearer realm="engine", error="invalid_token"');
    expect(answer.grpc).toEqual({ code: UNAUTHENTICATED, details: answer.problem.detail });
  });

  it.each([
    ['a little late', { expiresIn: -30 }],
    ['a little early', { notBefore: 30 }],
    ['for the second audience', { audience: 'another-name-of-it' }],
  ])('allows for clocks that differ: takes a token %s', async (_what, claims) => {
    expect(await withToken(issuer.sign(claims))).toMatchObject({ status: 200, grpc: { code: 0 } });
  });

  it('turns away what is no token, and asks for one', async () => {
    for (const authorization of [undefined, 'Basic d29ya2VyOnNlY3JldA==', 'Bearer ']) {
      const { status, grpc, response } = await askBoth(authorization);
      expect({ status, code: grpc.code }).toEqual({ status: 401, code: UNAUTHENTICATED });
      expect(grpc.details).toMatch(/bearer token.*missing/);
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="engine"');
    }
    expect((await withToken('rubbish')).problem.detail).toMatch(/no JSON Web Token/);
  });

  it('turns away tokens that anybody could have made', async () => {
    const [head, payload, signature] = (await issuer.sign()).split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    const stretched = Buffer.from(String(payload), 'base64url')
      .toString()
      .replace(/"exp":\d+/, '"exp":9999999999');
    const forged = `${head}.${Buffer.from(stretched).toString('base64url')}.${signature}`;
    // Signed with a secret instead of the issuer's key: the algorithm is not the caller's to choose.
    const shared = await new SignJWT({ sub: 'x' })
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .setIssuer(issuer.issuer)
      .setAudience(AUDIENCE)
      .setExpirationTime('5m')
      .sign(Buffer.from('a secret that is long enough for it'));
    for (const token of [unsigned, forged, shared]) {
      expect(await withToken(token), token).toMatchObject({ status: 401, grpc: { code: UNAUTHENTICATED } });
    }
    expect((await withToken(forged)).problem.detail).toBe("The token's signature is wrong.");
  });

  it('turns away long polls and streams, too', async () => {
    const gateway = openGateway(engine.engine.grpcAddress);
    const request = { type: 'x', worker: 'w', timeout: 1000, maxJobsToActivate: 1 };
    await expect(gateway.activate(request)).rejects.toMatchObject({ code: UNAUTHENTICATED });
    await expect(gateway.activate(request, 'StreamActivatedJobs')).rejects.toMatchObject({ code: UNAUTHENTICATED });
    gateway.close();
  });

  it('follows when the issuer changes its key, and trusts the old one no longer', async () => {
    // given
    const before = await issuer.sign();
    expect((await withToken(before)).status).toBe(200);

    // when
    await issuer.rotateKey();

    // then
    expect((await withToken(issuer.sign())).status).toBe(200);
    expect((await withToken(before)).problem.detail).toBe(
      'The token is signed with a key the issuer does not publish.',
    );
  });
});

describe('an issuer', () => {
  it('is asked again for its keys at most once in a while, whatever tokens come', async () => {
    // given an engine with the usual pause between two questions
    const issuer = await startTokenServer({ audience: AUDIENCE });
    const engine = await startTrustingEngine(issuer.issuer);
    const ask = async (token: string) =>
      (await fetch(`${engine.engine.restAddress}/v2/topology`, { headers: { authorization: `Bearer ${token}` } }))
        .status;
    expect(await ask(await issuer.sign())).toBe(200);

    // when tokens of an unknown key come
    await issuer.rotateKey();
    const unknown = await issuer.sign();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(unknown)));

    // then
    expect(new Set(answers)).toEqual(new Set([401]));
    expect(issuer.keyRequests()).toBe(1);
    await engine.stop();
    await issuer.stop();
  });

  it("may start later than the engine, and what it cannot answer is nobody's fault", async () => {
    // given an issuer that has gone
    const gone = await startTokenServer({ audience: AUDIENCE });
    const token = await gone.sign();
    await gone.stop();
    const engine = await startTrustingEngine(gone.issuer);
    const ask = (bearer: string) =>
      fetch(`${engine.engine.restAddress}/v2/topology`, { headers: { authorization: `Bearer ${bearer}` } });

    // when, then
    const refused = await ask(token);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ title: 'UNAVAILABLE', detail: expect.stringContaining(gone.issuer) });
    const gateway = openGateway(engine.engine.grpcAddress, `Bearer ${token}`);
    await expect(gateway.unary('Topology')({})).rejects.toMatchObject({ code: UNAVAILABLE });
    gateway.close();

    // when it comes
    const back = await startTokenServer({ audience: AUDIENCE, port: Number(new URL(gone.issuer).port) });
    expect((await ask(await back.sign())).status).toBe(200);
    await engine.stop();
    await back.stop();
  });

  it('without a discovery document is known by the address of its keys', async () => {
    const issuer = await startTokenServer({ audience: AUDIENCE });
    const named = 'https://issuer.example';
    const engine = await startTrustingEngine(named, { jwkSetUri: `${issuer.issuer}/keys` });
    const authorization = `Bearer ${await issuer.sign({ issuer: named })}`;
    const response = await fetch(`${engine.engine.restAddress}/v2/topology`, { headers: { authorization } });
    expect(response.status).toBe(200);
    await engine.stop();
    await issuer.stop();
  });

  it('that answers without a discovery document is told so, not who sent the token', async () => {
    // given
    const nothing = createServer((_request, response) => response.end('null'));
    await once(nothing.listen(0, '127.0.0.1'), 'listening');
    const issuer = await startTokenServer({ audience: AUDIENCE });
    const named = `http://127.0.0.1:${(nothing.address() as AddressInfo).port}`;
    const engine = await startTrustingEngine(named);

    // when
    const authorization = `Bearer ${await issuer.sign({ issuer: named })}`;
    const response = await fetch(`${engine.engine.restAddress}/v2/topology`, { headers: { authorization } });

    // then
    expect(response.status).toBe(503);
    await engine.stop();
    await issuer.stop();
    nothing.close();
  });

  it('whose discovery document names another issuer is not trusted', async () => {
    const issuer = await startTokenServer({ audience: AUDIENCE });
    const alias = issuer.issuer.replace('127.0.0.1', 'localhost');
    const engine = await startTrustingEngine(alias);
    const authorization = `Bearer ${await issuer.sign({ issuer: alias })}`;
    const response = await fetch(`${engine.engine.restAddress}/v2/topology`, { headers: { authorization } });
    expect(await response.json()).toMatchObject({
      status: 503,
      detail: expect.stringContaining(`is no discovery document of the issuer '${alias}'`),
    });
    await engine.stop();
    await issuer.stop();
  });
});

test.each([
  [{ CAMUNDA_SECURITY_AUTHENTICATION_OIDC_CLOCKSKEW: '60' }, /CLOCKSKEW is '60', but must be a duration/],
  [{ CAMUNDA_SECURITY_AUTHENTICATION_OIDC_CLOCKSKEW: 'PT11M' }, /at most ten minutes/],
  [{ YITONG_ENGINE_AUTH: 'basic' }, /now called CAMUNDA_SECURITY_AUTHENTICATION_METHOD/],
])('settings that would not do what they say are refused: %o', (more, sentence) => {
  expect(() => trusting('https://issuer.example', more)).toThrow(sentence);
});

test('settings in the words of Camunda', () => {
  const more = {
    CAMUNDA_SECURITY_AUTHENTICATION_OIDC_CLOCKSKEW: 'PT1M30S',
    CAMUNDA_SECURITY_AUTHENTICATION_OIDC_JWKSETURI: 'https://issuer.example/keys',
  };
  expect(trusting('https://issuer.example', more)).toMatchObject({
    auth: 'oidc',
    oidc: {
      issuer: 'https://issuer.example',
      audiences: ['yitong-engine', 'another-name-of-it'],
      jwkSetUri: 'https://issuer.example/keys',
      clockSkewSeconds: 90,
    },
  });
});
