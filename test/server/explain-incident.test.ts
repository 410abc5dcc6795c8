import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTaxClient } from '../../departments/tax/client.ts';
import { explainIncident } from '../../server/incidents/explain.ts';

const job = (message: string) => explainIncident('JOB_NO_RETRIES', message);
const HAN_ONLY = /^[^A-Za-z]*$/;

test.each([
  ['tax.countHouses: no answer within 5000 ms', '税务系统在 5 秒内没有应答。'],
  ['housing.fileContract: cannot reach http://127.0.0.1:3102 (ECONNREFUSED)', '连接不上住建网签备案系统。'],
  [
    'loanbank.remind: loanbank bank-01 failed several times in a row, not called until it is back',
    '贷款银行系统连续多次出错，已暂停调用。',
  ],
  ['payment.createOrder: status 503', '统一支付系统出错或停机（503）。'],
  ['payment.createOrder: 500 INTERNAL', '统一支付系统出错或停机（500）。'],
  ['seal.sign: answer is text/html, not application/pdf', '电子印章系统的应答不符合约定的格式。'],
  ['tax.countHouses: answer breaks the contract at /count: must be integer', '税务系统的应答不符合约定的格式。'],
  ['tax.countHouses: 404 NOT_FOUND', '税务系统没有接受本系统的请求，重试不会自行好转。'],
])('a call that failed is told without names of operations: %s', (message, what) => {
  const told = job(message);
  expect(told.what).toBe(what);
  expect(told.advice).toMatch(/“重试”/);
  expect(told.advice).toMatch(HAN_ONLY);
});

test("a worker's own sentence is what happened, without its code", () => {
  expect(job('没有登簿人的签簿记录，不能登簿。').what).toBe('没有登簿人的签簿记录，不能登簿。');
  expect(job('UNIT_LOCKED: 不动产单元正在办理另一件登记。').what).toBe('不动产单元正在办理另一件登记。');
});

test('what only a programmer can read is said in general, and sent to the administrator', () => {
  for (const message of [
    'technical failure (TypeError)',
    'tax.clearance: input does not fit at /caseNo (wrong shape)',
  ]) {
    const told = job(message);
    expect(told.what).toMatch(HAN_ONLY);
    expect(told.advice).toContain('系统管理员');
  }
});

test.each(['EXTRACT_VALUE_ERROR', 'CONDITION_ERROR', 'CALLED_ELEMENT_ERROR', 'UNHANDLED_ERROR_EVENT'])(
  '%s is the business of the analyst',
  (errorType) => {
    const told = explainIncident(errorType, "Expected result of the expression 'x' to be 'BOOLEAN', but was 'NULL'.");
    expect(told.what).toMatch(HAN_ONLY);
    expect(told.advice).toContain('流程分析员');
  },
);

describe('what the departments’ client itself says', () => {
  let server: Server;
  let answer: (response: ServerResponse) => void = () => undefined;
  let client: ReturnType<typeof createTaxClient>;
  beforeAll(async () => {
    server = createServer((_, response) => answer(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => client.close());
  const connect = (timeoutMs = 60_000) => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = createTaxClient({ address, timeoutMs, attempts: 1, circuit: { failures: 1, halfOpenAfterMs: 600_000 } });
  };
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  /** The supervisor's words for a call that failed. */
  const told = async () => {
    const result = await client.requestState('TAX20260213000001', { idempotencyKey: 'k', traceId: 't' });
    return result.kind === 'unavailable' ? job(result.technical.message).what : result.kind;
  };

  test.each<[string, (response: ServerResponse) => void, number?]>([
    ['税务系统在 1 秒内没有应答。', () => undefined, 1_000],
    ['连接不上税务系统。', (response) => response.destroy()],
    ['税务系统出错或停机（503）。', (response) => response.writeHead(503).end()],
    ['税务系统的应答不符合约定的格式。', (response) => response.end('{}')],
    ['税务系统没有接受本系统的请求，重试不会自行好转。', (response) => response.writeHead(404).end()],
  ])('is told as: %s', async (what, failing, timeoutMs) => {
    answer = failing;
    connect(timeoutMs);
    expect(await told()).toBe(what);
  });

  test('is told when it does not call a department any more', async () => {
    answer = (response) => response.writeHead(500).end();
    connect();
    await told();
    expect(await told()).toBe('税务系统连续多次出错，已暂停调用。');
  });
});
