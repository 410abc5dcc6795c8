import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClients, startSimulators } from '../../departments/index.ts';
import { createLogger } from '../../platform/logger.ts';
import { demoCity } from '../../registry/index.ts';
import type { ReportList, ReportView } from '../../server/api/index.ts';
import { startUpperReports } from '../../server/exchange/upper-reports.ts';
import { mortgage, registered, sale } from '../registry/support/play.ts';
import { CALLBACK_SECRET, type Harness, startHarness, type User } from './support/harness.ts';

/** The loop of a reject over HTTP: register → platform → queue → clerk → platform. */
describe('data quality', () => {
  let harness: Harness;
  let simulators: Awaited<ReturnType<typeof startSimulators>>;
  let reports: ReturnType<typeof startUpperReports>;
  let clients: ReturnType<typeof createClients>;
  let clerk: User;
  const log = createLogger('test', { LOG_LEVEL: 'silent' });
  const control = (method: string, path: string, body: object) =>
    fetch(`${simulators.addresses.upper}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  beforeAll(async () => {
    harness = await startHarness();
    simulators = await startSimulators({ callbackSecret: CALLBACK_SECRET, clock: harness.clock, log });
    clients = createClients(simulators.addresses);
    // The server of the harness has no platform to send to: this loop is the same code with one.
    reports = startUpperReports({ ...harness.deps, departments: clients, log, config: { upperFormat: 'xml' } });
    clerk = await harness.signIn('archivist');
  });
  afterAll(async () => {
    await reports.stop();
    await clients.close();
    await simulators.stop();
    await harness.stop();
  });

  const lines = async (state: string) =>
    (await clerk.get<ReportList>(`/api/quality/reports?state=${state}`)).body.items;
  /** Asks the loop again and again: the other server may hold the lease of a report until it has failed. */
  const lineOf = (unitCode: string, state: string): Promise<ReportView> =>
    harness.until(`${state} report of ${unitCode}`, async () => {
      harness.clock.advance(61_000);
      reports.wake();
      return (await lines(state)).find((line) => line.unitCodes.includes(unitCode));
    });

  test('an entry is accepted, its holder in no log', async () => {
    const unit = demoCity.units.plainSale;
    await registered(
      harness.registry,
      sale(unit, demoCity.people.chen, { contract: { priceFen: 1, signedOn: '2026-02-27', payMode: 'full' } }),
    );
    const line = await lineOf(unit.unitCode, 'ACCEPTED');
    expect(line).toMatchObject({ kindText: '登簿', reportNo: expect.any(String), findings: [] });
    expect(harness.logged.join('')).not.toContain(demoCity.people.chen.idNo);
  });

  test('a reject waits in the queue, is sent again by a clerk, and leaves it when it is accepted', async () => {
    const unit = demoCity.saleUnits('330203')[20]!;
    await control('PUT', '/rejected-units', { unitCodes: [unit.unitCode] });
    await registered(harness.registry, mortgage(unit));
    const line = await lineOf(unit.unitCode, 'REJECTED');
    expect(line.findings).toMatchObject([{ code: 'UNIT_UNKNOWN_ABOVE', unitCode: unit.unitCode, remedy: 'platform' }]);
    const path = `/api/quality/reports/${line.entryId}/resend`;
    const other = await harness.signIn('supervisor-330212');
    expect((await other.send('POST', path, { note: '已核对' })).status).toBe(403);
    const acceptor = await harness.signIn('acceptor-330203');
    expect((await acceptor.get('/api/quality/reports')).status).toBe(403);
    expect((await clerk.send('POST', path, { note: '' })).status).toBe(422);
    await control('DELETE', '/rejected-units', { unitCodes: [unit.unitCode] });
    expect((await clerk.send('POST', path, { note: '上级平台已补图' })).status).toBe(204);
    expect((await lineOf(unit.unitCode, 'ACCEPTED')).entryId).toBe(line.entryId);
    expect((await clerk.send('POST', path, { note: '再报' })).status).toBe(409);
    const { status } = await harness.registry.cases.getCase(line.caseNo ?? '').then((one) => one ?? { status: null });
    expect(status).toBe('ENTERED');
  });

  test('survey data is completed over HTTP, and only by who may', async () => {
    const unit = demoCity.saleUnits('330203')[21]!;
    const path = `/api/quality/units/${unit.unitCode}/complete`;
    const acceptor = await harness.signIn('acceptor-330203');
    const body = { basis: '测绘成果 2026-1', facts: { totalFloors: 34 } };
    expect((await acceptor.send('POST', path, body)).status).toBe(403);
    expect((await clerk.send('POST', path, { ...body, facts: { area: 1 } })).status).toBe(422);
    expect((await clerk.send('POST', path, { ...body, facts: { innerArea: 2 } })).status).toBe(422);
    expect((await clerk.send('POST', path, body)).status).toBe(204);
    expect(await lineOf(unit.unitCode, 'ACCEPTED')).toMatchObject({ kindText: '补录' });
    expect(await harness.registry.audit.list({ unitCode: unit.unitCode })).toMatchObject([{ action: 'unit.complete' }]);
  });

  test('the platform that does not answer is no data to compare with', async () => {
    const answer = await clerk.send('POST', '/api/quality/reconciliations', { day: '2026-03-02' });
    expect(answer.problem).toMatchObject({ status: 503, code: 'DEPARTMENT_UNAVAILABLE' });
  });
});
