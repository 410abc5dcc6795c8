import { afterAll, beforeAll, expect, test } from 'vitest';
import { signatureHeader, signCallback } from '../../departments/index.ts';
import type { Timeline } from '../../server/api/index.ts';
import { CALLBACK_SECRET, type Harness, startHarness, type User } from './support/harness.ts';

let harness: Harness;
let acceptor: User;

beforeAll(async () => {
  harness = await startHarness();
  acceptor = await harness.signIn('acceptor-330203');
});
afterAll(() => harness.stop());

async function call(path: string, body: unknown, secret = CALLBACK_SECRET) {
  const raw = JSON.stringify(body);
  const answer = await fetch(`${harness.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [signatureHeader]: signCallback(secret, raw, harness.clock.now()) },
    body: raw,
  });
  return { status: answer.status, body: (await answer.json()) as { first?: boolean; code?: string } };
}

const outboxRows = async (topic: string, caseNo: string): Promise<number> => {
  const { rows } = await harness.db.pool.query(
    'SELECT count(*)::int AS n FROM registry.outbox WHERE topic = $1 AND case_no = $2',
    [topic, caseNo],
  );
  return rows[0].n;
};

/** Who did it, as the case's timeline says. */
const actorsOf = async (caseNo: string, topic: string): Promise<(string | null)[]> => {
  const { body } = await acceptor.get<Timeline>(`/api/cases/${caseNo}/timeline`);
  return body.entries.filter((entry) => entry.kind === topic).map((entry) => entry.actor);
};

test('a payment told twice is one payment and one message', async () => {
  const caseNo = await harness.fileAndAccept(acceptor);
  const order = { caseNo, payOrderNo: 'PAY20260302000001', amountFen: 8_000, lines: [] };
  await harness.registry.money.recordPaymentOrder(order);
  const event = {
    event: 'payment.settled',
    eventId: 'evt-1',
    caseNo,
    payOrderNo: order.payOrderNo,
    totalFen: 8_000,
    at: '2026-03-02T09:10:00+08:00',
    reason: null,
  };
  const answers = [
    ...(await Promise.all([1, 2].map(() => call('/api/callbacks/payment', event)))),
    await call('/api/callbacks/payment', event),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect(answers.filter((answer) => answer.body.first)).toHaveLength(1);
  expect(await harness.registry.money.getPaymentOrder(caseNo)).toMatchObject({ state: 'SETTLED' });
  expect(await outboxRows('payment.settled', caseNo)).toBe(1);
  expect(await actorsOf(caseNo, 'payment.settled')).toEqual(['统一支付平台']);
});

test('a result of one case under the number of another’s order is refused, and the other has not paid', async () => {
  const caseNo = await harness.fileAndAccept(acceptor);
  const other = await harness.fileAndAccept(acceptor);
  const payOrderNo = 'PAY20260302000301';
  const taxCaseNo = 'TAX20260302000301';
  const lines = [{ kind: 'deed' as const, baseFen: 100, rate: '0.01', amountFen: 1 }];
  const { money } = harness.registry;
  await money.recordPaymentOrder({ caseNo: other, payOrderNo, amountFen: 8_000, lines: [] });
  await money.recordTaxAssessment({ caseNo: other, taxCaseNo, lines });
  const told = { caseNo, at: '2026-03-02T09:10:00+08:00', reason: null };
  const paid = { ...told, event: 'payment.settled', eventId: 'evt-x1', payOrderNo, totalFen: 8_000 };
  const taxed = { ...told, event: 'tax.result', eventId: 'evt-x2', taxCaseNo, result: 'paid', totalFen: 1 };
  expect((await call('/api/callbacks/payment', paid)).status).toBe(404);
  expect((await call('/api/callbacks/tax', taxed)).status).toBe(404);
  expect(await money.getPaymentOrder(other)).toMatchObject({ state: 'CREATED' });
  expect(await money.getTaxCase(other)).toMatchObject({ state: 'ASSESSED' });
});

test('a tax result told twice is one result and one message', async () => {
  const caseNo = await harness.fileAndAccept(acceptor);
  const lines = [{ kind: 'deed' as const, baseFen: 100, rate: '0.01', amountFen: 1 }];
  await harness.registry.money.recordTaxAssessment({ caseNo, taxCaseNo: 'TAX20260302000001', lines });
  const event = {
    event: 'tax.result',
    eventId: 'evt-2',
    caseNo,
    taxCaseNo: 'TAX20260302000001',
    result: 'paid',
    totalFen: 1,
    at: '2026-03-02T09:10:00+08:00',
    reason: null,
  };
  const answers = [await call('/api/callbacks/tax', event), await call('/api/callbacks/tax', event)];
  expect(answers.map((answer) => answer.body.first)).toEqual([true, false]);
  expect(await outboxRows('tax.result', caseNo)).toBe(1);
  expect(await actorsOf(caseNo, 'tax.result')).toEqual(['税务部门']);
});

test('a payment that failed and then settled is settled in whatever order it is told, late repetitions included', async () => {
  const told = async (n: number, order: readonly ('failed' | 'settled')[]) => {
    const caseNo = await harness.fileAndAccept(acceptor);
    const payOrderNo = `PAY2026030200010${n}`;
    await harness.registry.money.recordPaymentOrder({ caseNo, payOrderNo, amountFen: 8_000, lines: [] });
    const first: boolean[] = [];
    for (const result of order) {
      const event = {
        event: `payment.${result}`,
        eventId: `evt-${n}-${result}`,
        caseNo,
        payOrderNo,
        totalFen: 8_000,
        at: result === 'failed' ? '2026-03-02T09:10:00+08:00' : '2026-03-02T09:11:00+08:00',
        reason: null,
      };
      const answer = await call('/api/callbacks/payment', event);
      expect(answer.status).toBe(200);
      first.push(answer.body.first!);
    }
    expect(await harness.registry.money.getPaymentOrder(caseNo)).toMatchObject({
      state: 'SETTLED',
      transactionNo: `evt-${n}-settled`,
    });
    return {
      first,
      failed: await outboxRows('payment.failed', caseNo),
      settled: await outboxRows('payment.settled', caseNo),
    };
  };
  expect(await told(1, ['failed', 'settled', 'failed', 'settled'])).toEqual({
    first: [true, true, false, false],
    failed: 1,
    settled: 1,
  });
  expect(await told(2, ['settled', 'failed', 'settled', 'failed'])).toEqual({
    first: [true, false, false, false],
    failed: 0,
    settled: 1,
  });
});

test('another sum than was asked for is no payment: the case says so, and the right sum mends it', async () => {
  const caseNo = await harness.fileAndAccept(acceptor);
  const payOrderNo = 'PAY20260302000201';
  await harness.registry.money.recordPaymentOrder({ caseNo, payOrderNo, amountFen: 8_000, lines: [] });
  const at = '2026-03-02T09:10:00+08:00';
  const paid = (eventId: string, totalFen: number) =>
    call('/api/callbacks/payment', {
      event: 'payment.settled',
      eventId,
      caseNo,
      payOrderNo,
      totalFen,
      at,
      reason: null,
    });
  const order = () => harness.registry.money.getPaymentOrder(caseNo);
  expect((await paid('evt-w1', 800)).body.first).toBe(true);
  expect((await paid('evt-w1', 800)).body.first).toBe(false);
  expect(await order()).toMatchObject({
    state: 'CREATED',
    settledAt: null,
    problem: expect.stringMatching(/8\.00元.*80\.00元.*不符/),
  });
  expect((await paid('evt-w2', 8_000)).body.first).toBe(true);
  expect(await order()).toMatchObject({ state: 'SETTLED', problem: null });

  const taxCaseNo = 'TAX20260302000201';
  const lines = [{ kind: 'deed' as const, baseFen: 10_000, rate: '0.01', amountFen: 100 }];
  await harness.registry.money.recordTaxAssessment({ caseNo, taxCaseNo, lines });
  const told = (eventId: string, totalFen: number) =>
    call('/api/callbacks/tax', {
      event: 'tax.result',
      eventId,
      caseNo,
      taxCaseNo,
      result: 'paid',
      totalFen,
      at,
      reason: null,
    });
  const taxCase = () => harness.registry.money.getTaxCase(caseNo);
  expect((await told('evt-w3', 99)).body.first).toBe(true);
  expect(await taxCase()).toMatchObject({ state: 'ASSESSED', paidAt: null, problem: expect.stringContaining('不符') });
  expect((await told('evt-w4', 100)).body.first).toBe(true);
  expect(await taxCase()).toMatchObject({ state: 'PAID', problem: null });
  const { body } = await acceptor.get<Timeline>(`/api/cases/${caseNo}/timeline`);
  const kinds = body.entries.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind.endsWith('.mismatch'))).toEqual(['payment.mismatch', 'tax.mismatch']);
});

test('a tax payment told before the failure that came before it stays paid', async () => {
  const caseNo = await harness.fileAndAccept(acceptor);
  const taxCaseNo = 'TAX20260302000009';
  const lines = [{ kind: 'deed' as const, baseFen: 100, rate: '0.01', amountFen: 1 }];
  await harness.registry.money.recordTaxAssessment({ caseNo, taxCaseNo, lines });
  const event = (result: 'paid' | 'failed') => ({
    event: 'tax.result',
    eventId: `evt-tax-${result}`,
    caseNo,
    taxCaseNo,
    result,
    totalFen: 1,
    at: '2026-03-02T09:10:00+08:00',
    reason: null,
  });
  const first: unknown[] = [];
  for (const result of ['paid', 'failed', 'paid', 'failed'] as const) {
    first.push((await call('/api/callbacks/tax', event(result))).body.first);
  }
  expect(first).toEqual([true, false, false, false]);
  expect(await harness.registry.money.getTaxCase(caseNo)).toMatchObject({ state: 'PAID' });
  expect(await outboxRows('tax.result', caseNo)).toBe(1);
});

test('a utility may be quicker than its own answer, repeat itself, and tell of an order that was replaced', async () => {
  const caseNo = await harness.fileAndAccept(acceptor);
  await harness.db.pool.query(
    "INSERT INTO registry.utility_transfers (case_no, service, account_no, consented, changed_at) SELECT $1, service, '3302990001', true, $2 FROM unnest(ARRAY['water', 'gas']) AS service",
    [caseNo, harness.clock.now()],
  );
  const { yilutong } = harness.registry;
  const tell = async (utilityOrderNo: string, result: string) => {
    const event = {
      event: 'utility.result',
      eventId: `evt-${utilityOrderNo}`,
      caseNo,
      utilityOrderNo,
      service: 'water',
      result,
      at: '2026-03-02T09:10:00+08:00',
    };
    const { status, body } = await call('/api/callbacks/utility', event);
    return status === 200 ? body.first : status;
  };
  // The order was taken, its number has not arrived yet: the company is asked to come again.
  expect(await tell('WT1', 'NAME_MISMATCH')).toBe(404);
  await yilutong.recordOrder({ caseNo, service: 'water', orderNo: 'WT1' });
  expect(await tell('WT1', 'NAME_MISMATCH')).toBe(true);
  expect(await tell('WT1', 'NAME_MISMATCH')).toBe(false);
  // A second order takes its place; what is told late of the first one changes nothing.
  await yilutong.recordOrder({ caseNo, service: 'water', orderNo: 'WT2' });
  expect(await tell('WT1', 'NAME_MISMATCH')).toBe(false);
  expect(await yilutong.transferOf(caseNo, 'water')).toMatchObject({ state: 'SUBMITTED', orderNo: 'WT2' });
  await yilutong.recordProblem({ caseNo, service: 'gas', code: 'UTILITY_UNAVAILABLE' });
  const pending = await yilutong.pendingUtilities(caseNo.slice(8, 14) as '330203');
  expect(pending.map((one) => [one.service, one.count, one.onBatchFile])).toEqual([
    ['gas', 1, 1],
    ['water', 1, 0],
  ]);
  expect(await yilutong.pendingUtilities('330213')).toEqual([]);
  expect(await tell('WT2', 'DONE')).toBe(true);
  expect(await outboxRows('utility.result', caseNo)).toBe(2);
});

test('an old callback played again is refused', async () => {
  const raw = JSON.stringify({ event: 'tax.result' });
  const old = new Date(harness.clock.now().getTime() - 10 * 60_000);
  const answer = await fetch(`${harness.url}/api/callbacks/tax`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [signatureHeader]: signCallback(CALLBACK_SECRET, raw, old) },
    body: raw,
  });
  expect(answer.status).toBe(401);
});

test('a wrong signature, a changed body and an unknown order change nothing', async () => {
  const event = {
    event: 'payment.settled',
    eventId: 'evt-3',
    caseNo: '20260302330203999999',
    payOrderNo: 'PAY-UNKNOWN',
    totalFen: 1,
    at: '2026-03-02T09:10:00+08:00',
    reason: null,
  };
  expect((await call('/api/callbacks/payment', event, 'another-secret-here')).body.code).toBe('SIGNATURE_INVALID');
  const answer = await fetch(`${harness.url}/api/callbacks/payment`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [signatureHeader]: signCallback(CALLBACK_SECRET, JSON.stringify(event), harness.clock.now()),
    },
    body: JSON.stringify({ ...event, totalFen: 2 }),
  });
  expect(answer.status).toBe(401);
  expect((await call('/api/callbacks/payment', event)).status).toBe(404);
  expect((await call('/api/callbacks/payment', { event: 'payment.settled' })).status).toBe(422);
});
