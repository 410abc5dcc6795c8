import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClients, signatureToleranceMs, signCallback, verifyCallback } from '../../departments/index.ts';
import { call, callbackReceiver, callbackSecret, caseNo, departments, sealing, unitCode } from './support.ts';

let city: Awaited<ReturnType<typeof departments>>;
beforeEach(async () => {
  city = await departments({ timeoutMs: 400 });
});
afterEach(() => city.stop());

const sign = sealing('a document');
const lines = [{ code: 'reg', name: '不动产登记费', quantity: 1, unitFen: 8_000, amountFen: 8_000 }];
const orderFor = (callbackUrl: string) => ({ caseNo, lines, totalFen: 8_000, callbackUrl });

describe('faults at run time', () => {
  it('refuse: the client sees the code, and only operations that know it refuse', async () => {
    await city.faults('tax', { refuse: 'TAX_ARREARS' });
    expect(await city.clients.tax.clearance({ caseNo, taxCaseNo: 'x' }, call())).toMatchObject({ code: 'TAX_ARREARS' });
    expect(await city.clients.tax.refund({ caseNo, taxCaseNo: 'x', reason: 'x' }, call())).toMatchObject({
      code: 'TAX_CASE_NOT_FOUND',
    });
    expect((await city.faults('tax', { refuse: 'SEAL_REFUSED' })).status).toBe(400);
  });

  it.each([
    ['500', 'server_error'],
    ['timeout', 'timeout'],
    ['down', 'connection'],
  ])('fail %s is unavailable (%s), and the same key works afterwards', async (fail, reason) => {
    const context = call();
    await city.faults('seal', { fail });
    const failed = await city.clients.seal.sign(sign, context);
    expect(failed).toMatchObject({ kind: 'unavailable', technical: { reason, retryable: true, department: 'seal' } });
    await city.faults('seal', { fail: null });
    expect(await city.clients.seal.sign(sign, context)).toMatchObject({ kind: 'ok' });
  });

  it('timeout loses only the answer: the work is done once', async () => {
    const context = call();
    await city.faults('seal', { fail: 'timeout' });
    await city.clients.seal.sign(sign, context);
    await city.faults('seal', { fail: null });
    const answer = await city.clients.seal.sign(sign, context);
    expect(answer).toMatchObject({ kind: 'ok', value: { signatureNo: expect.stringMatching(/000001$/) } });
  });

  it('a dropped connection is tried twice, once each', async () => {
    await city.faults('seal', { fail: 'down' });
    await city.clients.seal.sign(sign, call());
    const { calls } = (await city.control('seal', 'GET', '/calls')).body as { calls: { outcome: string }[] };
    expect(calls.map(({ outcome }) => outcome)).toEqual(['connection dropped', 'connection dropped']);
    await expect(fetch(`${city.addresses.seal}/healthz`)).rejects.toThrow();
  });

  it('latency makes a call slow', async () => {
    await city.faults('seal', { latencyMs: 150 });
    const started = performance.now();
    expect(await city.clients.seal.sign(sign, call())).toMatchObject({ kind: 'ok' });
    expect(performance.now() - started).toBeGreaterThan(145);
  });

  it('nothing listens: unavailable, with no personal data in the text', async () => {
    const gone = await departments();
    await gone.stop();
    const late = createClients(gone.addresses, { timeoutMs: 400 });
    const person = { caseNo, name: '何甬', idNo: '33029919810412002X', idType: 'citizen' as const };
    const answer = await late.identity.verify(person, call());
    expect(answer).toMatchObject({ kind: 'unavailable', technical: { reason: 'connection' } });
    expect(JSON.stringify(answer)).not.toMatch(/何甬|33029919/);
    await late.close();
  });
});

describe('idempotency', () => {
  it('same key and body: the first answer; same key, other body: 409, not retryable', async () => {
    const context = call();
    const first = await city.clients.seal.sign(sign, context);
    expect(await city.clients.seal.sign(sign, context)).toEqual(first);
    const other = await city.clients.seal.sign({ ...sign, docHash: 'b'.repeat(64) }, context);
    expect(other).toMatchObject({ kind: 'unavailable', technical: { reason: 'bad_request', retryable: false } });
  });

  it('a body that breaks the contract is refused, not mended', async () => {
    const broken = { ...sign, docHash: 'not a hash', extra: true };
    const answer = await city.clients.seal.sign(broken, call());
    expect(answer).toMatchObject({ kind: 'unavailable', technical: { reason: 'bad_request' } });
  });

  it('the call list follows a case and shows nobody', async () => {
    const person = { caseNo, name: '何甬', idNo: '33029919810412002X', idType: 'citizen' as const };
    await city.clients.identity.verify(person, call('key-1'));
    const { body } = await city.control('identity', 'GET', '/calls');
    expect(body).toMatchObject({ calls: [{ operation: 'verify', caseNo, idempotencyKey: 'key-1', outcome: 'ok' }] });
    expect(JSON.stringify(body)).not.toMatch(/何甬|33029919/);
  });
});

describe('callbacks', () => {
  const order = async (url: string) => {
    const answer = await city.clients.payment.createOrder(orderFor(url), call());
    if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
    return answer.value.payOrderNo;
  };

  it('are signed over the raw body and repeated until 2xx', async () => {
    const receiver = await callbackReceiver([500, 404]);
    await city.control('payment', 'POST', `/orders/${await order(receiver.url)}/settle`);
    await expect.poll(() => receiver.received.length).toBe(3);
    const eventIds = new Set(receiver.events().map(({ eventId }) => eventId));
    expect(eventIds.size).toBe(1);
    for (const { body, signature } of receiver.received) {
      expect(verifyCallback(callbackSecret, body, signature, city.clock.now())).toBe(true);
      expect(verifyCallback(callbackSecret, `${body} `, signature, city.clock.now())).toBe(false);
      expect(verifyCallback('another-secret-entirely', body, signature, city.clock.now())).toBe(false);
    }
    await receiver.stop();
  });

  it('come twice with the same event when told so', async () => {
    const receiver = await callbackReceiver();
    await city.faults('payment', { twice: true });
    await city.control('payment', 'POST', `/orders/${await order(receiver.url)}/settle`);
    await expect.poll(() => receiver.received.length).toBe(2);
    expect(receiver.received[1]!.body).toBe(receiver.received[0]!.body);
    await receiver.stop();
  });

  it('come newest first when told so, each once more, late', async () => {
    const receiver = await callbackReceiver();
    await city.faults('tax', { outOfOrder: true });
    const request = {
      caseNo,
      unitCode,
      contractDate: '2026-02-10',
      use: 'residential',
      areaM2: 95,
      priceFen: 200_000_000,
      familyHousingCountAfter: 1,
      holdingYears: 1,
      preCalculated: [{ kind: 'deed' as const, baseFen: 194_174_757, rate: '0.01', amountFen: 1_941_748 }],
      callbackUrl: receiver.url,
    };
    const assessed = await city.clients.tax.assess(request, call());
    if (assessed.kind !== 'ok') throw new Error(JSON.stringify(assessed));
    // given a payment that fails and then succeeds
    await city.control('tax', 'POST', `/orders/${assessed.value.taxCaseNo}/fail`);
    await city.control('tax', 'POST', `/orders/${assessed.value.taxCaseNo}/settle`);
    // then the success is told first, the failure after it, and both again
    await expect.poll(() => receiver.received.length).toBe(4);
    expect(receiver.events().map(({ result }) => result)).toEqual(['paid', 'failed', 'paid', 'failed']);
    expect(new Set(receiver.events().map(({ eventId }) => eventId)).size).toBe(2);
    await receiver.stop();
  });

  it('come by themselves in auto mode, also for orders that were already open', async () => {
    await city.stop();
    city = await departments({ autoDelayMs: 20 });
    const receiver = await callbackReceiver();
    const payOrderNo = await order(receiver.url);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(receiver.received).toHaveLength(0);
    await city.faults('payment', { auto: true });
    await expect.poll(() => receiver.events()).toMatchObject([{ event: 'payment.settled', payOrderNo }]);
    await receiver.stop();
  });

  it('reject a malformed or outdated signature, and one whose time was changed', () => {
    const at = new Date('2026-02-13T09:00:00+08:00');
    const signed = signCallback(callbackSecret, '{}', at);
    const check = (header: string | undefined, now = at) => verifyCallback(callbackSecret, '{}', header, now);
    expect(check(undefined)).toBe(false);
    expect(check('sha256=')).toBe(false);
    expect(check(signed)).toBe(true);
    const later = (ms: number) => new Date(at.getTime() + ms);
    expect(check(signed, later(signatureToleranceMs))).toBe(true);
    expect(check(signed, later(-signatureToleranceMs))).toBe(true);
    expect(check(signed, later(signatureToleranceMs + 1))).toBe(false);
    expect(check(signed, later(-signatureToleranceMs - 1))).toBe(false);
    // A recorded callback does not become fresh by writing another time in front of it.
    const replayed = signed.replace(/t=\d+/, `t=${at.getTime() / 1000 + 3_600}`);
    expect(check(replayed, later(3_600_000))).toBe(false);
  });
});

describe('state across a crash', () => {
  it('keeps orders, keys and undelivered callbacks', async () => {
    // given departments with a journal, an order, and a receiver that is not there
    const home = mkdtempSync(join(tmpdir(), 'yitong-departments-'));
    await city.stop();
    city = await departments({ home });
    const receiver = await callbackReceiver();
    const key = call();
    const created = await city.clients.payment.createOrder(orderFor(receiver.url), key);
    const lost = await city.clients.payment.createOrder(orderFor('http://127.0.0.1:9/callback'), call());
    if (created.kind !== 'ok' || lost.kind !== 'ok') throw new Error('not created');
    await city.control('payment', 'POST', `/orders/${lost.value.payOrderNo}/settle`);
    // when they are started again
    await city.stop();
    city = await departments({ home });
    // then the key gives the first answer, the order can be paid, and numbers go on
    expect(await city.clients.payment.createOrder(orderFor(receiver.url), key)).toEqual(created);
    await city.control('payment', 'POST', `/orders/${created.value.payOrderNo}/settle`);
    await expect.poll(() => receiver.events()).toMatchObject([{ payOrderNo: created.value.payOrderNo }]);
    const next = await city.clients.payment.createOrder(orderFor(receiver.url), call());
    expect(next).toMatchObject({ kind: 'ok', value: { payOrderNo: expect.stringMatching(/000003$/) } });
    await city.stop();
    await receiver.stop();
    city = await departments();
    rmSync(home, { recursive: true });
  });
});
