import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyCallback } from '../../departments/index.ts';
import { call, callbackSecret, caseNo, departments, unitCode } from './support.ts';

/** Nothing listens there: callbacks are lost. */
const callbackUrl = 'http://127.0.0.1:9/gone';
const person = { name: '龚喆犇', idNo: '330299199003070013' };

type City = Awaited<ReturnType<typeof departments>>;
type Kind = 'tax' | 'payment' | 'escrow' | 'loanbank' | 'gas';
let home: string;
let city: City;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'yitong-departments-'));
  city = await departments({ home });
});
afterAll(async () => {
  await city.stop();
  await rm(home, { recursive: true, force: true });
});

async function ok<T>(answer: Promise<{ kind: string; value?: T }>): Promise<T> {
  const { kind, value } = await answer;
  expect(kind).toBe('ok');
  return value as T;
}

/** Sends a request; answers its number and how the citizen, or the back office, then settles it. */
const requests: Record<Kind, () => Promise<{ requestNo: string; settle: string; body?: object; event: string }>> = {
  async tax() {
    const preCalculated = [{ kind: 'deed' as const, baseFen: 100_000_000, rate: '0.01', amountFen: 1_000_000 }];
    const basis = {
      contractDate: '2026-02-10',
      use: '住宅',
      areaM2: 89.5,
      familyHousingCountAfter: 1,
      holdingYears: 3,
    };
    const { taxCaseNo } = await ok(
      city.clients.tax.assess({ caseNo, unitCode, ...basis, preCalculated, callbackUrl }, call()),
    );
    return { requestNo: taxCaseNo, settle: `/orders/${taxCaseNo}/settle`, event: 'tax.result' };
  },
  async payment() {
    const line = { code: 'residential', name: '登记费', quantity: 1, unitFen: 8_000, amountFen: 8_000 };
    const { payOrderNo } = await ok(
      city.clients.payment.createOrder({ caseNo, lines: [line], totalFen: 8_000, callbackUrl }, call()),
    );
    return { requestNo: payOrderNo, settle: `/orders/${payOrderNo}/settle`, event: 'payment.settled' };
  },
  async escrow() {
    const body = { caseNo, contractNo: 'CL20260213000001', amountFen: 100, callbackUrl };
    const { escrowNo } = await ok(city.clients.escrow.openAccount(body, call()));
    return { requestNo: escrowNo, settle: `/accounts/${escrowNo}/fund`, body: {}, event: 'escrow.funded' };
  },
  async loanbank() {
    const loan = { bankId: 'BANK-03', loanNo: 'LOAN-0001' };
    const body = { ...loan, caseNo, certificateNos: ['浙（2026）宁波市海曙不动产证明第0000001号'], callbackUrl };
    const { disbursementNo } = await ok(city.clients.loanbank.requestDisbursement(body, call()));
    return { requestNo: disbursementNo, settle: '/loans/BANK-03/LOAN-0001/disburse', event: 'loan.disbursed' };
  },
  async gas() {
    const body = {
      caseNo,
      service: 'gas' as const,
      accountNo: '3302990001',
      oldHolder: person,
      newHolder: { ...person, phone: '13900000000' },
      address: '宁波市海曙区',
      arrearsPolicy: 'seller_pays',
      callbackUrl,
    };
    const { utilityOrderNo } = await ok(city.clients.gas.submitTransfer(body, call()));
    const settle = `/transfers/${utilityOrderNo}/result`;
    return { requestNo: utilityOrderNo, settle, body: { result: 'DONE' }, event: 'utility.result' };
  },
};

const stateOf = (kind: Kind, requestNo: string) =>
  ok(
    kind === 'loanbank'
      ? city.clients.loanbank.requestState(requestNo, 'BANK-03', call())
      : city.clients[kind].requestState(requestNo, call()),
  );

test.each(Object.keys(requests) as Kind[])(
  '%s says what became of a request, signed, also after a restart; of one that it does not know it says so',
  async (kind) => {
    const { requestNo, settle, body, event } = await requests[kind]();
    expect(await stateOf(kind, requestNo)).toEqual({ requestNo, state: 'pending', caseNo, results: [] });
    expect((await city.control(kind, 'POST', settle, body)).status).toBe(200);

    const answered = await stateOf(kind, requestNo);
    expect(answered).toMatchObject({ state: 'answered', caseNo });
    const [result, ...more] = answered.results;
    expect(more).toEqual([]);
    expect(JSON.parse(result!.body)).toMatchObject({ event, caseNo });
    expect(verifyCallback(callbackSecret, result!.body, result!.signature, city.clock.now())).toBe(true);

    await city.stop();
    city = await departments({ home });
    expect((await stateOf(kind, requestNo)).results.map((one) => one.body)).toEqual([result!.body]);
    expect(await stateOf(kind, 'NOBODYS-20260213')).toMatchObject({ state: 'unknown', caseNo: null, results: [] });
  },
);

test('asked while it is down a department is unavailable, as for any call', async () => {
  await city.faults('tax', { fail: 'down' });
  expect(await city.clients.tax.requestState('TAX20260213000001', call())).toMatchObject({ kind: 'unavailable' });
  await city.faults('tax', { fail: null });
});
