import { afterAll, beforeAll, expect, test } from 'vitest';
import { departmentNames, startSimulators } from '../../departments/index.ts';
import { createLogger } from '../../platform/logger.ts';
import type { Simulator, SimulatorList } from '../../server/api/index.ts';
import { CALLBACK_SECRET, type Harness, startHarness, type User } from './support/harness.ts';

let harness: Harness;
let supervisor: User;
let simulators: Awaited<ReturnType<typeof startSimulators>>;

beforeAll(async () => {
  const log = createLogger('departments', { LOG_LEVEL: 'silent' });
  const clock = { now: () => new Date('2026-03-02T01:00:00Z') };
  simulators = await startSimulators({ callbackSecret: CALLBACK_SECRET, clock, log });
  harness = await startHarness({ departmentUrls: simulators.addresses });
  supervisor = await harness.signIn('supervisor-330203');
});
afterAll(async () => {
  await harness.stop();
  await simulators.stop();
});

test('every department shows its health, its switches and its last calls', async () => {
  const { body } = await supervisor.get<SimulatorList>('/api/simulators');
  expect(body.items.map((one) => [one.name, one.healthy])).toEqual(departmentNames.map((name) => [name, true]));
  expect(body.items[0]?.faults).toMatchObject({ latencyMs: 0, fail: null, twice: false });
});

test('a switch is thrown and undone; a department that is down is told to come back', async () => {
  const down = await supervisor.send<Simulator>('PUT', '/api/simulators/tax/faults', { fail: 'down' });
  expect(down.body).toMatchObject({ name: 'tax', healthy: false, faults: { fail: 'down' } });
  const up = await supervisor.send<Simulator>('PUT', '/api/simulators/tax/faults', { fail: null, twice: true });
  expect(up.body).toMatchObject({ healthy: true, faults: { fail: null, twice: true } });
});

test('every refusal offered is one the simulator knows; another one is refused with the list', async () => {
  const { body } = await supervisor.get<SimulatorList>('/api/simulators');
  for (const { name, refuseCodes } of body.items) {
    for (const refuse of refuseCodes) {
      const answer = await supervisor.send<Simulator>('PUT', `/api/simulators/${name}/faults`, { refuse });
      expect([name, refuse, answer.status]).toEqual([name, refuse, 200]);
    }
    await supervisor.send('PUT', `/api/simulators/${name}/faults`, { refuse: null });
  }
  const wrong = await supervisor.send('PUT', '/api/simulators/tax/faults', { refuse: 'NO_SUCH_CODE' });
  expect(wrong.problem).toMatchObject({ status: 422, code: 'VALIDATION_FAILED' });
});

test('a bank has switches of its own, and gives them back', async () => {
  const path = '/api/simulators/loanbank/organisations/BANK-03/faults';
  const find = (one: Simulator) => one.organisations.find(({ id }) => id === 'BANK-03');
  const set = await supervisor.send<Simulator>('PUT', path, { fail: '500' });
  expect(find(set.body)).toMatchObject({ own: true, faults: { fail: '500' } });
  expect(set.body.faults).toMatchObject({ fail: null });
  expect(set.body.organisations.filter(({ own }) => own)).toHaveLength(1);
  const back = await supervisor.send<Simulator>('DELETE', path);
  expect(find(back.body)).toMatchObject({ own: false, faults: { fail: null } });
  const unknown = await supervisor.send('PUT', '/api/simulators/loanbank/organisations/BANK-99/faults', {});
  expect(unknown.status).toBe(422);
  const acceptor = await harness.signIn('acceptor-330203');
  expect((await acceptor.send('PUT', path, { fail: '500' })).status).toBe(403);
});

test('a circuit that the workers report is shown until it is whole again or nobody reports it', async () => {
  const { circuits } = harness.registry;
  const lastFailure = 'loanbank.queryLoan: no answer within 10000 ms';
  const shown = async () => {
    const { body } = await supervisor.get<SimulatorList>('/api/simulators');
    return body.items.flatMap((one) => one.circuits.map((circuit) => [one.name, circuit.organisation, circuit.state]));
  };
  await circuits.report({
    reporter: 'w1',
    broken: [
      { department: 'loanbank', organisation: 'BANK-03', state: 'open', lastFailure },
      { department: 'tax', organisation: null, state: 'open', lastFailure: 'tax.assess: status 500' },
    ],
  });
  expect(await shown()).toEqual([
    ['tax', null, 'open'],
    ['loanbank', 'BANK-03', 'open'],
  ]);
  // another process says the same: one line
  await circuits.report({
    reporter: 'w2',
    broken: [{ department: 'tax', organisation: null, state: 'half_open', lastFailure: 'tax.assess: status 500' }],
  });
  expect(await shown()).toHaveLength(2);
  await circuits.report({ reporter: 'w2', broken: [] });
  await circuits.report({
    reporter: 'w1',
    broken: [{ department: 'loanbank', organisation: 'BANK-03', state: 'half_open', lastFailure }],
  });
  expect(await shown()).toEqual([['loanbank', 'BANK-03', 'half_open']]);
  // The process ends without a word.
  harness.clock.set(new Date(harness.clock.now().getTime() + 120_000));
  expect(await shown()).toEqual([]);
});

test('a circuit of the server itself is shown too: it asks banks and sends codes while people wait', async () => {
  await fetch(`${simulators.addresses.loanbank}/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fail: '500' }),
  });
  const clerk = await harness.signIn('bankclerk-01');
  for (let attempt = 0; attempt < 6; attempt++)
    await clerk.send('POST', '/api/bank/loans/query', { loanNo: 'LN-2026-0001' });
  await expect
    .poll(
      async () => {
        const { body } = await supervisor.get<SimulatorList>('/api/simulators');
        return body.items.flatMap((one) => one.circuits.map((circuit) => [one.name, circuit.organisation]));
      },
      { timeout: 30_000 },
    )
    .toEqual([['loanbank', 'BANK-01']]);
});
