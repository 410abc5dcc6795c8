import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { QUERY_TYPE, REPLY_TYPE } from '../../departments/timestamp/contract.ts';
import { decodeReply, encodeQuery, readStampInfo } from '../../departments/timestamp/messages.ts';
import { createDocumentRenderer } from '../../platform/documents/index.ts';
import { decode, encode, integer, objectId, octets, sequence, tagged } from '../../platform/signatures/der.ts';
import { OID } from '../../platform/signatures/object-ids.ts';
import { verifyAttached } from '../../platform/signatures/verify-cms.ts';
import { verifyTimeStamp } from '../../platform/signatures/verify-time-stamp.ts';
import { createdAt, samples } from '../documents/samples.ts';
import { call, departments, sealing } from './support.ts';

let city: Awaited<ReturnType<typeof departments>>;
let proof: Buffer;
let trusted: X509Certificate[];
beforeAll(async () => {
  city = await departments({ timeoutMs: 8_000, attempts: 1, circuit: { failures: 1_000 } });
  proof = await createDocumentRenderer().render('proof', samples.proof, createdAt);
  const { body } = await city.control('seal', 'GET', '/seals');
  trusted = [new X509Certificate((body.seals as { authorityPem: string }[])[0]!.authorityPem)];
});
afterAll(() => city.stop());
afterEach(async () => {
  await city.faults('timestamp', { fail: null, latencyMs: 0 });
  await city.faults('seal', { fail: null });
  await city.control('timestamp', 'PUT', '/time-source', { available: true });
});

const content = Buffer.from('what was there');
const digest = createHash('sha256').update(content).digest();
const stampCalls = async () => ((await city.control('timestamp', 'GET', '/calls')).body.calls as object[]).length;

/** As any client of the standard would ask, `curl` or `openssl ts` included. */
async function post(body: Uint8Array, type = QUERY_TYPE) {
  const answer = await fetch(`${city.addresses.timestamp}/tsa`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: new Uint8Array(body),
  });
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}
const failureOf = async (body: Uint8Array) => {
  const { status, type, bytes } = await post(body);
  expect([status, type]).toEqual([200, REPLY_TYPE]);
  const reply = decodeReply(bytes);
  return reply.granted ? 'granted' : reply.failure;
};
const version = integer(Buffer.from([1]));
const imprint = (algorithm: string, bytes: Buffer) => sequence(sequence(objectId(algorithm)), octets(bytes));

describe('the time-stamp authority (RFC 3161 over HTTP)', () => {
  it('stamps a digest at its own time; the office’s client takes it, and the demo authority vouches for it', async () => {
    const answer = await city.clients.timestamp.stamp(digest, call());
    if (answer.kind !== 'ok') throw new Error(answer.technical.message);
    expect(verifyTimeStamp(answer.value, content, trusted)).toMatchObject({
      at: city.clock.now(),
      by: '一通演示时间戳服务',
    });
    expect(verifyTimeStamp(answer.value, Buffer.from('something else'), trusted)).toBeNull();
    const { check } = verifyAttached(answer.value, OID.tstInfo);
    expect(check.ok && check.signer.issuer).toContain('一通演示电子印章根证书');
  });

  it('answers a plain request of the standard: nonce as asked, the certificate only when it is wanted', async () => {
    const nonce = Buffer.from([0x80, 1, 2, 3]);
    const asked = await post(encodeQuery(digest, nonce));
    expect([asked.status, asked.type]).toEqual([200, REPLY_TYPE]);
    const reply = decodeReply(asked.bytes);
    if (!reply.granted) throw new Error('rejected');
    const { content: info } = verifyAttached(reply.token, OID.tstInfo);
    expect(readStampInfo(info)).toEqual({ imprint: { algorithm: OID.sha256, digest }, nonce });
    const bare = decodeReply((await post(encode(sequence(version, imprint(OID.sha256, digest))))).bytes);
    if (!bare.granted) throw new Error('rejected');
    expect(bare.token.length).toBeLessThan(reply.token.length - 300);
    expect(verifyTimeStamp(bare.token, content, trusted)).toBeNull(); // nobody to check it by
  });

  it.each([
    ['badDataFormat', Buffer.from('no DER')],
    ['badDataFormat', Buffer.alloc(0)],
    ['badDataFormat', encode(sequence(integer(Buffer.from([2])), imprint(OID.sha256, digest)))],
    ['badDataFormat', encode(sequence(version, imprint(OID.sha256, digest.subarray(1))))],
    ['badAlg', encode(sequence(version, imprint('1.3.14.3.2.26', randomBytes(20))))],
    ['unacceptedPolicy', encode(sequence(version, imprint(OID.sha256, digest), objectId('1.2.3.4')))],
    ['unacceptedExtension', encode(sequence(version, imprint(OID.sha256, digest), tagged(0, sequence())))],
    ['granted', encode(sequence(version, imprint(OID.sha512, randomBytes(64))))],
  ])('says %s to what it cannot stamp', async (failure, body) => {
    expect(await failureOf(body)).toBe(failure);
  });

  it.each(['text/plain', 'application/json', 'application/octet-stream'])('takes no %s', async (type) => {
    expect((await post(Buffer.from('{}'), type)).status).toBe(415);
  });

  it.each([
    ['500', 'server_error'],
    ['down', 'connection'],
    ['timeout', 'timeout'],
  ])('that fails with %s is technical: %s', async (fail, reason) => {
    await city.faults('timestamp', { fail });
    const client = (await departmentsClient(300)).timestamp;
    expect(await client.stamp(digest, call())).toMatchObject({ kind: 'unavailable', technical: { reason } });
    await client.close();
  });

  it('without its time source says so, and may be asked again', async () => {
    await city.control('timestamp', 'PUT', '/time-source', { available: false });
    expect(await city.clients.timestamp.stamp(digest, call())).toMatchObject({
      kind: 'unavailable',
      technical: { reason: 'server_error', retryable: true, message: expect.stringContaining('timeNotAvailable') },
    });
  });

  it('keeps its key to itself', async () => {
    const shown = JSON.stringify([
      (await city.control('timestamp', 'GET', '/calls')).body,
      (await city.control('timestamp', 'GET', '/faults')).body,
    ]);
    expect(shown).not.toMatch(/PRIVATE/i);
  });
});

describe('a client of the authority', () => {
  it('takes no stamp over another digest, none played again, and nothing that is none', async () => {
    const other = decodeReply((await post(encodeQuery(randomBytes(32), Buffer.from([1])))).bytes);
    const again = await post(encodeQuery(digest, Buffer.from([1])));
    if (!other.granted) throw new Error('rejected');
    const served = async (bytes: Buffer, type = REPLY_TYPE) => {
      const { createServer } = await import('node:http');
      const server = createServer((request, response) => {
        request.resume();
        request.on('end', () => response.setHeader('content-type', type).end(bytes));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as { port: number };
      const { timestamp } = await departmentsClient(2_000, `http://127.0.0.1:${port}`);
      const answer = await timestamp.stamp(digest, call());
      await timestamp.close();
      server.closeAllConnections();
      server.close();
      return answer;
    };
    const bad = { kind: 'unavailable', technical: { reason: 'bad_answer', retryable: false } };
    const granted = (token: Buffer) => encode(sequence(sequence(integer(Buffer.from([0]))), decode(token)));
    expect(await served(granted(other.token))).toMatchObject(bad);
    expect(await served(again.bytes)).toMatchObject(bad);
    expect(await served(Buffer.from('no DER'))).toMatchObject(bad);
    expect(await served(again.bytes, 'text/html')).toMatchObject(bad);
  });
});

async function departmentsClient(timeoutMs: number, address = city.addresses.timestamp) {
  const { createClients } = await import('../../departments/index.ts');
  return createClients({ ...city.addresses, timestamp: address }, { timeoutMs, attempts: 1 });
}

describe('a seal and its time stamp', () => {
  let number = 0;
  const request = () => sealing(proof, { forms: ['pades', 'sm2'], documentNo: `stamped-${++number}` });

  it.each([
    ['500', { fail: '500' }],
    ['a broken connection', { fail: 'down' }],
  ])('is not made without the stamp (%s): technical, and the same request is sealed later, once', async (_, faults) => {
    const asked = request();
    const key = call();
    await city.faults('timestamp', faults);
    expect(await city.clients.seal.sign(asked, key)).toMatchObject({
      kind: 'unavailable',
      technical: {
        reason: 'server_error',
        retryable: true,
        message: expect.stringContaining('TIME_STAMP_UNAVAILABLE'),
      },
    });
    await city.faults('timestamp', { fail: null });
    const sealed = await city.clients.seal.sign(asked, key);
    expect(sealed).toMatchObject({ kind: 'ok' });
    const before = await stampCalls();
    expect(await city.clients.seal.sign(asked, call())).toEqual(sealed);
    expect(await stampCalls()).toBe(before);
  });

  it('is not made while the authority has no time', async () => {
    await city.control('timestamp', 'PUT', '/time-source', { available: false });
    expect(await city.clients.seal.sign(request(), call())).toMatchObject({ kind: 'unavailable' });
  });

  it('whose answer was lost is the same one when it is asked for again', async () => {
    const asked = request();
    const impatient = (await departmentsClient(1_500)).seal;
    await city.faults('seal', { fail: 'timeout' });
    expect(await impatient.sign(asked, call())).toMatchObject({ technical: { reason: 'timeout' } });
    await impatient.close();
    await vi.waitFor(async () => {
      const { body } = await city.control('seal', 'GET', '/calls');
      expect((body.calls as { outcome: string }[])[0]).toMatchObject({ outcome: 'no answer' });
    });
    await city.faults('seal', { fail: null });
    const before = await stampCalls();
    const [first, second] = [await city.clients.seal.sign(asked, call()), await city.clients.seal.sign(asked, call())];
    expect(first).toMatchObject({ kind: 'ok' });
    expect(second).toEqual(first);
    // the one that nobody heard of was stamped, and it is this one
    expect(await stampCalls()).toBe(before);
  });

  it('asked for by two at once is one', async () => {
    const asked = request();
    const answers = await Promise.all(Array.from({ length: 4 }, () => city.clients.seal.sign(asked, call())));
    expect(answers[0]).toMatchObject({ kind: 'ok' });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('by another seal on the same document is refused', async () => {
    const asked = request();
    expect(await city.clients.seal.sign(asked, call())).toMatchObject({ kind: 'ok' });
    const other = { sealId: 'seal-330212', requestedBy: { district: '330212', role: 'registrar' } };
    expect(await city.clients.seal.sign({ ...asked, ...other }, call())).toMatchObject({
      code: 'SEAL_REFUSED',
      message: expect.stringContaining('另一枚印章'),
    });
  });
});
