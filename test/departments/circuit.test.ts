import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClients } from '../../departments/index.ts';
import { createCircuit } from '../../departments/shared/circuit.ts';
import type { DepartmentResult, TechnicalFailure } from '../../departments/shared/result.ts';
import { call, departments, sealing } from './support.ts';

const failures = 5;
const halfOpenAfterMs = 10_000;

const outage = (reason: TechnicalFailure['reason']): DepartmentResult<string> => ({
  kind: 'unavailable',
  technical: { department: 'tax', operation: 'assess', reason, retryable: true, message: `tax.assess: ${reason}` },
});
const answers = {
  ok: { kind: 'ok', value: 'x' },
  refused: { kind: 'refused', code: 'TAX_REJECTED', message: '不予办理' },
  bad_request: outage('bad_request'),
  bad_answer: outage('bad_answer'),
  timeout: outage('timeout'),
  connection: outage('connection'),
  server_error: outage('server_error'),
} satisfies Record<string, DepartmentResult<string>>;
type Answer = keyof typeof answers;
const counts = new Set<Answer>(['timeout', 'connection', 'server_error']);

describe('circuit breaker', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is open exactly after five outages in a row, whatever else happens (property)', async () => {
    const step = fc.oneof(
      fc.constantFrom(...(Object.keys(answers) as Answer[])),
      fc.constantFrom<'wait' | 'timeout'>('wait', 'timeout'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const circuit = createCircuit('tax', null, { failures, halfOpenAfterMs });
        let inARow = 0;
        let open = false;
        let waited = false;
        for (const one of steps) {
          if (one === 'wait') {
            vi.setSystemTime(Date.now() + halfOpenAfterMs);
            waited = true;
            continue;
          }
          let called = false;
          const result = await circuit.run(async () => {
            called = true;
            return answers[one];
          });
          // An open circuit lets nothing through until its pause is over, then one probe.
          expect(called).toBe(!open || waited);
          expect(result).toEqual(called ? answers[one] : undefined);
          if (!called) continue;
          const probe: boolean = open;
          inARow = counts.has(one) ? inARow + 1 : 0;
          open = counts.has(one) && (probe || inARow >= failures);
          waited = false;
          expect(circuit.status().state).toBe(open ? 'open' : 'closed');
        }
      }),
      { numRuns: 200 },
    );
  });

  it('counts neither refusals nor answers that break the contract', async () => {
    const circuit = createCircuit('tax', null, { failures, halfOpenAfterMs });
    for (const name of ['refused', 'bad_request', 'bad_answer'] as const) {
      for (let time = 0; time < failures * 2; time++) await circuit.run(async () => answers[name]);
    }
    expect(circuit.status()).toMatchObject({ state: 'closed' });
  });

  it('lets one probe through at a time', async () => {
    const circuit = createCircuit('tax', 'BANK-03', { failures, halfOpenAfterMs });
    for (let time = 0; time < failures; time++) await circuit.run(async () => answers.timeout);
    vi.setSystemTime(Date.now() + halfOpenAfterMs);
    let calls = 0;
    let answer = (_: DepartmentResult<string>) => {};
    const slow = () => {
      calls++;
      return new Promise<DepartmentResult<string>>((resolve) => {
        answer = resolve;
      });
    };
    const all = [circuit.run(slow), circuit.run(slow), circuit.run(slow)];
    expect(circuit.status().state).toBe('half_open');
    expect(calls).toBe(1);
    answer(answers.server_error);
    expect(await Promise.all(all)).toEqual([answers.server_error, undefined, undefined]);
    expect(circuit.status()).toEqual({
      department: 'tax',
      organisation: 'BANK-03',
      state: 'open',
      lastFailure: 'tax.assess: server_error',
    });
  });
});

describe('the clients', () => {
  const seal = sealing('a document');
  let city: Awaited<ReturnType<typeof departments>>;
  beforeEach(async () => {
    city = await departments({ circuit: { failures: 3, halfOpenAfterMs }, backoffMs: 1 });
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await city.stop();
  });
  const callsOf = async () => ((await city.control('seal', 'GET', '/calls')).body.calls as unknown[]).length;

  it('stop calling a department that is down, say so, and come back by themselves', async () => {
    await city.faults('seal', { fail: '500' });
    for (let time = 0; time < 3; time++) await city.clients.seal.sign(seal, call());
    const before = await callsOf();
    expect(await city.clients.seal.sign(seal, call())).toMatchObject({
      kind: 'unavailable',
      technical: { reason: 'circuit_open', retryable: true },
    });
    expect(await callsOf()).toBe(before);
    expect(city.clients.circuits()).toContainEqual(expect.objectContaining({ department: 'seal', state: 'open' }));
    // Another department is not held up by it.
    expect(await city.clients.upper.acceptedOfDay('2026-02-13', call())).toMatchObject({ kind: 'ok' });
    await city.faults('seal', { fail: null });
    vi.setSystemTime(Date.now() + halfOpenAfterMs);
    expect(await city.clients.seal.sign(seal, call())).toMatchObject({ kind: 'ok' });
    expect(city.clients.circuits().find(({ department }) => department === 'seal')).toMatchObject({
      state: 'closed',
      lastFailure: null,
    });
  });

  it.each([
    ['a header that no request may carry', '单号\n1', '20260001', 'x-trace-id'],
    ['a path without its number', 'trace-1', '', 'needs the parameter contractNo'],
    ['half a character', 'trace-1', '\ud83c', 'URI malformed'],
  ])(
    'take %s for a fault of ours: said clearly, not retried, and no outage',
    async (_what, traceId, contractNo, text) => {
      const fetchContract = (trace: string, no: string) =>
        city.clients.housing.fetchContract(no, { ...call(), traceId: trace });
      for (let time = 0; time < 6; time++) {
        const answer = await fetchContract(traceId, contractNo);
        expect(answer).toMatchObject({
          kind: 'unavailable',
          technical: {
            reason: 'bad_request',
            retryable: false,
            message: expect.stringMatching(/^housing\.fetchContract: our request cannot be sent .* on our side/),
          },
        });
        expect(JSON.stringify(answer)).toContain(text);
      }
      expect(city.clients.circuits().filter(({ department }) => department === 'housing')).toEqual([]);
      expect(await fetchContract('trace-1', '20260001')).toMatchObject({ code: 'CONTRACT_NOT_FOUND' });
    },
  );

  it('take an address that the HTTP client refuses for a fault of ours as well', async () => {
    const misconfigured = createClients(
      { ...city.addresses, seal: 'ftp://127.0.0.1:21' },
      { circuit: { failures: 3 } },
    );
    for (let time = 0; time < 6; time++)
      expect(await misconfigured.seal.sign(seal, call())).toMatchObject({
        technical: { reason: 'bad_request', retryable: false, message: expect.stringContaining('URL') },
      });
    expect(misconfigured.circuits()).toMatchObject([{ department: 'seal', state: 'closed' }]);
    await misconfigured.close();
  });

  it('do not close an open circuit by a request that was never sent', async () => {
    await city.faults('housing', { fail: '500' });
    const ask = (traceId: string) => city.clients.housing.fetchContract('20260001', { ...call(), traceId });
    for (let time = 0; time < 3; time++) await ask('trace-1');
    vi.setSystemTime(Date.now() + halfOpenAfterMs);
    expect(await ask('单号\n1')).toMatchObject({ technical: { reason: 'bad_request' } });
    expect(city.clients.circuits()).toMatchObject([{ department: 'housing', state: 'open' }]);
    await city.faults('housing', { fail: null });
    expect(await ask('trace-1')).toMatchObject({ code: 'CONTRACT_NOT_FOUND' });
  });

  it('hold a circuit per bank', async () => {
    const query = (bankId: string) => city.clients.loanbank.queryLoan({ bankId, loanNo: 'DK-1' }, call());
    await city.control('loanbank', 'PUT', '/organisations/BANK-01/faults', { fail: 'down' });
    for (let time = 0; time < 3; time++) await query('BANK-01');
    expect(await query('BANK-01')).toMatchObject({ technical: { reason: 'circuit_open' } });
    expect(await query('BANK-02')).toMatchObject({ kind: 'ok' });
  });

  it('try a lost connection again with the same key, and never a time-out', async () => {
    await city.faults('seal', { fail: 'down' });
    await city.clients.seal.sign(seal, call('key-7'));
    const { calls } = (await city.control('seal', 'GET', '/calls')).body as { calls: { idempotencyKey: string }[] };
    expect(calls.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['key-7', 'key-7']);
    await city.stop();
    city = await departments({ timeoutMs: 150 });
    await city.faults('seal', { fail: 'timeout' });
    await city.clients.seal.sign(seal, call());
    expect(await callsOf()).toBe(1);
  });
});
