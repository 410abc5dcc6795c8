import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, decisionTable, diagram, end, start, user } from '../../parity/support/diagram.ts';
import { deploy, startTestEngine, type TestEngine } from '../support/engine.ts';
import { AT_ONCE, strictClient } from '../support/strict-client.ts';

const NOON = Date.parse('2027-03-01T12:00:00Z');
const DAY = 24 * 3_600_000;
const at = (instant: number) => new Date(instant).toISOString();

describe('what the engine says of itself', () => {
  let test: TestEngine;
  let client: ReturnType<typeof strictClient>;

  beforeAll(async () => {
    test = await startTestEngine();
    client = strictClient(test.engine.restAddress);
  });
  afterAll(() => test.stop());

  it('counts root instances, decisions and people of a time', async () => {
    // given a day with two root instances, one of which calls another, two decisions and one assignee
    await test.rest('PUT', '/clock', { timestamp: NOON });
    await deploy(test.engine.restAddress, {
      'inner.bpmn': diagram('inner', [start(), user('Task'), end()], ['Start > Task', 'Task > End']),
      'outer.bpmn': diagram('outer', [start(), call('Call', 'inner'), end()], ['Start > Call', 'Call > End']),
      'rule.dmn': decisionTable('rule', [{ label: 'n', expression: 'n' }], [['-', '1']]),
    });
    for (const processDefinitionId of ['inner', 'outer']) {
      await test.rest('POST', '/process-instances', { processDefinitionId });
      await test.rest('POST', '/decision-definitions/evaluation', { decisionDefinitionId: 'rule' });
    }
    const { items } = (await test.rest('POST', '/user-tasks/search', {})).body;
    await test.rest('POST', `/user-tasks/${items[0].userTaskKey}/assignment`, { assignee: 'clerk-7' });

    // when
    const period = { startTime: at(NOON - DAY), endTime: at(NOON + DAY) };
    const usage = await client.getUsageMetrics(period, AT_ONCE);

    // then
    const counts = { processInstances: 2n, decisionInstances: 2n, assignees: 1n };
    expect(usage).toMatchObject({ ...counts, activeTenants: 1n, tenants: {} });
    const byTenant = await client.getUsageMetrics({ ...period, withTenants: true }, AT_ONCE);
    expect(byTenant.tenants).toMatchObject({ '<default>': counts });
    const before = await client.getUsageMetrics({ startTime: at(NOON - 9 * DAY), endTime: at(NOON - DAY) }, AT_ONCE);
    expect(before).toMatchObject({ processInstances: 0n, activeTenants: 0n });
    const other = `/system/usage-metrics?startTime=${period.startTime}&endTime=${period.endTime}&tenantId=other`;
    expect((await test.rest('GET', other)).body).toMatchObject({ processInstances: 0 });
    expect(await test.rest('GET', '/system/usage-metrics?startTime=yesterday&endTime=now')).toMatchObject({
      status: 400,
      body: { title: 'INVALID_ARGUMENT' },
    });
    const twice = `/system/usage-metrics?startTime=${period.startTime}&startTime=${period.startTime}&endTime=${period.endTime}`;
    expect(await test.rest('GET', twice)).toMatchObject({ status: 400, body: { title: 'INVALID_ARGUMENT' } });
    expect((await test.rest('GET', `/system/usage-metrics?startTime=${period.startTime}`)).body.detail).toBe(
      'No endTime provided.',
    );
  });

  it('needs no licence, and says that it has none', async () => {
    expect(await client.getLicense()).toEqual({
      validLicense: false,
      licenseType: 'unknown',
      isCommercial: false,
      expiresAt: null,
    });
  });

  it('says who is calling', async () => {
    // given
    expect(await client.getAuthentication()).toMatchObject({ username: null, tenants: [{ tenantId: '<default>' }] });
    const guarded = await startTestEngine({ auth: 'basic', users: 'worker-3:long-enough-secret' });
    const ask = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${guarded.engine.restAddress}/v2${path}`, { headers });
    const authorization = `Basic ${Buffer.from('worker-3:long-enough-secret').toString('base64')}`;

    // when, then
    expect(await (await ask('/authentication/me', { authorization })).json()).toMatchObject({ username: 'worker-3' });
    expect((await ask('/authentication/me')).status).toBe(401);
    expect((await ask('/license')).status).toBe(200);
    await guarded.stop();
  });
});
