import { describe, expect, it } from 'vitest';
import { createAccess } from '../../../engine/access/index.ts';
import { end, process, start } from '../support/diagrams.ts';
import { callRest, startTestEngine } from '../support/engine.ts';

describe('who may call the engine', () => {
  it.each([
    [{ host: '0.0.0.0' }, /will not listen on 0\.0\.0\.0 without authentication.*AUTHENTICATION_METHOD=basic/],
    [{ host: '10.0.0.5', auth: 'none' }, /will not listen on 10\.0\.0\.5/],
    [{ host: '127.0.0.1', auth: 'ldap' }, /AUTHENTICATION_METHOD is 'ldap'/],
    [{ host: '0.0.0.0', auth: 'oidc' }, /OIDC_ISSUERURI is ''/],
    [
      { host: '::', auth: 'oidc', oidc: { issuer: 'https://issuer.example', audiences: [] } },
      /OIDC_AUDIENCES is empty/,
    ],
    [{ host: '0.0.0.0', auth: 'basic', users: '' }, /YITONG_ENGINE_USERS/],
    [{ host: '0.0.0.0', auth: 'basic', users: 'worker:short' }, /at least 8 characters/],
  ])('refuses %o with a sentence', (options, sentence) => {
    expect(() => createAccess(options)).toThrow(sentence);
  });

  it('asks nobody on loopback', () => {
    for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) {
      expect(createAccess({ host })).toMatchObject({ required: false });
    }
  });

  it('lets only known users in, over REST and gRPC', async () => {
    // given
    const test = await startTestEngine({ auth: 'basic', users: 'worker:long-enough-secret,server:another-secret' });
    const authorization = (user: string) => `Basic ${Buffer.from(user).toString('base64')}`;
    const topology = (header?: string) =>
      fetch(`${test.engine.restAddress}/v2/topology`, header ? { headers: { authorization: header } } : {});

    // when, then
    expect((await topology()).status).toBe(401);
    expect((await topology(authorization('worker:wrong-secret'))).status).toBe(401);
    expect((await topology(authorization('server:another-secret'))).status).toBe(200);
    expect((await callRest(test.engine.restAddress, 'POST', '/process-instances', {})).status).toBe(401);
    const stranger = test.camunda.getZeebeGrpcApiClient();
    const xml = process('quick', [start(), end()]);
    await expect(stranger.deployResource({ name: 'quick.bpmn', process: Buffer.from(xml) })).rejects.toMatchObject({
      code: 16,
    });
    await stranger.close();
    await test.stop();
  });
});
