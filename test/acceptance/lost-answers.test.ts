import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CallRecord, createClients, signatureHeader } from '../../departments/index.ts';
import type { RequestState } from '../../departments/shared/request-state.ts';
import { startEngine } from '../../engine/index.ts';
import { createLogger } from '../../platform/logger.ts';
import { type AskDeps, askForAnswer } from '../../server/answers/ask.ts';
import type {
  Application,
  AskedAll,
  DepartmentRequest,
  DepartmentRequestList,
  IncidentList,
  Timeline,
} from '../../server/api/index.ts';
import { eventually } from '../support/eventually.ts';
import { SYSTEM_STARTS_WITHIN_MS, type System, startSystem } from '../support/system.ts';
import { saleOf } from './applications.ts';
import { trapWork } from './trap-work.ts';

const DISTRICT = '330206';
const MINUTE_MS = 60_000;
/** Nothing listens there: what is called back is lost. */
const GONE = 'http://127.0.0.1:9';

let system: System;
beforeAll(async () => {
  system = await startSystem(async (db) => startEngine({ databaseUrl: db.url }), { callbackUrl: GONE });
}, SYSTEM_STARTS_WITHIN_MS);
afterAll(() => system?.stop());

const { staff, freshHome, freshBuyer } = trapWork(() => system, DISTRICT);

/** A sale whose taxes are assessed and wait to be paid, and what it waits for. */
async function assessed(): Promise<{ application: Application; caseNo: string; request: DepartmentRequest }> {
  const application = saleOf(freshHome(), freshBuyer());
  const caseNo = await staff.accept(application);
  await staff.does(application, caseNo, 'Review');
  return { application, caseNo, request: await waitingFor(caseNo, 'tax') };
}

async function waiting(caseNo: string): Promise<DepartmentRequest[]> {
  const supervisor = await staff.as('supervisor');
  const { items } = await supervisor.get<DepartmentRequestList>(`/api/cases/${caseNo}/department-requests`);
  return items;
}

const waitingFor = (caseNo: string, department: string) =>
  eventually(`the request to ${department}`, async () =>
    (await waiting(caseNo)).find((one) => one.department === department),
  );

const ask = async (caseNo: string, { requestId }: DepartmentRequest) =>
  (await staff.as('supervisor')).post<DepartmentRequest>(`/api/cases/${caseNo}/department-requests/${requestId}/ask`);

const cleared = (caseNo: string) =>
  eventually('the tax clearance', async () => (await staff.caseOf(caseNo)).tax?.state === 'CLEARED');

const rows = async (sql: string, ...values: string[]) => (await system.db.pool.query(sql, values)).rows;
const resultsOf = (caseNo: string) =>
  rows("SELECT 1 FROM registry.outbox WHERE case_no = $1 AND topic = 'tax.result'", caseNo);

test('results whose callbacks are lost are asked for after the age of their department, and the case comes to its end', async () => {
  // given a sale whose taxes are paid, and the office tells it to an address that is gone
  const { application, caseNo, request } = await assessed();
  expect(request).toMatchObject({ what: '缴税', asks: 0, outcome: null });
  await staff.pay(caseNo);
  expect(await resultsOf(caseNo)).toEqual([]);

  // when the age of the rule has passed, then the office is asked, and the case goes on
  await system.passTime(121 * MINUTE_MS);
  await cleared(caseNo);
  expect(await resultsOf(caseNo)).toHaveLength(1);
  await staff.does(application, caseNo, 'SignBook');
  const fee = await waitingFor(caseNo, 'payment');
  await staff.pay(caseNo);
  expect((await waitingFor(caseNo, 'payment')).requestId).toBe(fee.requestId);
  await system.passTime(31 * MINUTE_MS);
  expect((await staff.finish(application, caseNo)).status).toBe('completed');
  expect(await waiting(caseNo)).toEqual([]);

  // and it is on record who asked, and what came of it
  const { entries } = await (await staff.as('acceptor')).get<Timeline>(`/api/cases/${caseNo}/timeline`);
  const asked = entries.filter(({ kind }) => kind === 'department.asked').map(({ text }) => text);
  expect(asked).toEqual(['向税务查询结果：取得结果', '向统一支付查询结果：取得结果']);
  // the text of the request is kept no longer than it may be needed
  await system.passTime(11 * MINUTE_MS);
  await eventually('the bodies are forgotten', async () => {
    const kept = await rows(
      'SELECT 1 FROM registry.department_requests WHERE case_no = $1 AND body IS NOT NULL',
      caseNo,
    );
    return kept.length === 0;
  });
}, 240_000);

test('asked by two people and called back at the same moment, a result counts once', async () => {
  const { caseNo, request } = await assessed();
  // while nothing is paid the office says so, to one who asks about the case and to one who asks about all that waits
  expect(await ask(caseNo, request)).toMatchObject({ outcome: 'pending', outcomeText: '对方仍在办理', asks: 1 });
  const supervisor = await staff.as('supervisor');
  const all = await supervisor.post<AskedAll>('/api/department-requests/tax/ask');
  expect(all.requests).toBeGreaterThan(0);
  await eventually('the second ask', async () => (await waiting(caseNo))[0]?.asks === 2);
  const by = await rows(
    'SELECT DISTINCT by_whom FROM registry.department_asks WHERE request_id = $1',
    request.requestId,
  );
  expect(by).toHaveLength(1);
  expect(by[0].by_whom).not.toBe('system');
  await staff.pay(caseNo);
  const told = (await (
    await fetch(`${system.simulators.addresses.tax}/requests/${request.requestNo}`)
  ).json()) as RequestState;
  const [result] = told.results;
  const callback = () =>
    fetch(`${system.publicUrl}/api/callbacks/tax`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [signatureHeader]: result!.signature },
      body: result!.body,
    });
  const asks = [ask(caseNo, request), ask(caseNo, request)];
  const callbacks = [callback(), callback()];
  // Whoever asks after it was told hears that nothing is awaited; the department is never told so.
  await Promise.allSettled(asks);
  expect((await Promise.all(callbacks)).map(({ status }) => status)).toEqual([200, 200]);
  await cleared(caseNo);
  expect(await resultsOf(caseNo)).toHaveLength(1);
  // nothing is awaited any more, and nobody is asked
  await expect(ask(caseNo, request)).rejects.toMatchObject({ status: 409 });
  // clerks see what is awaited, and may not ask
  const acceptor = await staff.as('acceptor');
  const path = `/api/cases/${caseNo}/department-requests`;
  expect(await acceptor.get<DepartmentRequestList>(path)).toMatchObject({ items: [], mayAsk: false });
  await expect(acceptor.post(`${path}/${request.requestId}/ask`)).rejects.toMatchObject({ status: 403 });
}, 240_000);

test('a result whose signature is not right is not believed, and the supervisor reads why', async () => {
  const { caseNo, request } = await assessed();
  await staff.pay(caseNo);
  const departments = createClients(system.simulators.addresses);
  const deps: AskDeps = {
    ...system,
    departments,
    log: createLogger('test'),
    config: { callbackSecret: 'not the secret of the departments', callbackUrl: GONE },
  };
  const asked = await askForAnswer(deps, (await system.registry.requests.find(request.requestId))!, 'system');
  await departments.close();
  expect(asked).toMatchObject({ outcome: 'refused', message: expect.stringContaining('签名') });
  expect(await waitingFor(caseNo, 'tax')).toMatchObject({ message: asked.message });
  expect(await resultsOf(caseNo)).toEqual([]);
  expect((await ask(caseNo, request)).outcome).toBe('answered');
  await cleared(caseNo);
}, 240_000);

test('a department that is down is asked later; no job fails by it', async () => {
  const { caseNo } = await assessed();
  const other = await assessed();
  for (const one of [caseNo, other.caseNo]) await staff.pay(one);
  await system.fault('tax', { fail: 'down' });
  await system.passTime(121 * MINUTE_MS);
  const asked = () =>
    rows(
      'SELECT a.outcome, r.case_no FROM registry.department_asks a JOIN registry.department_requests r USING (request_id) WHERE r.case_no = ANY (ARRAY[$1, $2])',
      caseNo,
      other.caseNo,
    );
  await eventually('the department is asked', async () => (await asked()).length > 0);
  // One request is tried, the others wait with it.
  expect((await asked()).map(({ outcome }) => outcome)).toEqual(['unavailable']);
  const due = await rows(
    "SELECT 1 FROM registry.waiting_requests WHERE department = 'tax' AND ask_at <= $1",
    system.clock.now().toISOString(),
  );
  expect(due).toEqual([]);
  const supervisor = await staff.as('supervisor');
  const { items } = await supervisor.get<IncidentList>('/api/incidents');
  expect(items.filter((one) => one.caseNo === caseNo || one.caseNo === other.caseNo)).toEqual([]);

  await system.fault('tax', {});
  await system.passTime(2 * MINUTE_MS);
  for (const one of [caseNo, other.caseNo]) await cleared(one);
}, 240_000);

test('a department that has lost its books gets the requests again, under numbers that it has given to others before', async () => {
  await system.setTime('2026-11-24T09:00:00+08:00');
  const one = await assessed();
  const two = await assessed();
  await system.forgetDepartments();

  // when the second is asked about first, it is given the first number of the day, which was the other's
  expect(await ask(two.caseNo, two.request)).toMatchObject({ outcome: 'sent_again', sends: 2 });
  expect(await ask(one.caseNo, one.request)).toMatchObject({ outcome: 'sent_again', sends: 2 });
  const numbers = [await waitingFor(one.caseNo, 'tax'), await waitingFor(two.caseNo, 'tax')].map(
    ({ requestNo }) => requestNo,
  );
  expect(numbers).toEqual([two.request.requestNo, one.request.requestNo]);
  const { calls } = (await (await fetch(`${system.simulators.addresses.tax}/calls`)).json()) as { calls: CallRecord[] };
  const sent = calls.filter(({ operation }) => operation === 'assess').map(({ idempotencyKey }) => idempotencyKey);
  const keys = await rows(
    "SELECT idempotency_key FROM registry.department_requests WHERE department = 'tax' AND case_no = ANY (ARRAY[$1, $2]) ORDER BY request_id",
    one.caseNo,
    two.caseNo,
  );
  expect(sent).toEqual(keys.map((row) => row.idempotency_key));

  // then what is paid under the new numbers is called back to where the city is now, and each case has its own clearance
  for (const { caseNo } of [one, two]) {
    await staff.pay(caseNo);
    await cleared(caseNo);
    expect(await resultsOf(caseNo)).toHaveLength(1);
  }
}, 240_000);
