import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagram, end, linkedResources, service, start } from '../../parity/support/diagram.ts';
import { openGateway } from '../../parity/support/gateway.ts';
import { deploy, startTestEngine, type TestEngine } from '../support/engine.ts';
import { AT_ONCE, strictClient } from '../support/strict-client.ts';

// RPA scripts over both APIs: what they mean to a process is in test/engine-core/linked-resources.test.ts.

const script = (text: string, versionTag?: string) =>
  JSON.stringify({ id: 'robot', name: 'Robot', versionTag, script: text });
const LINK = { resourceId: 'robot', resourceType: 'RPA', linkName: 'RPAScript' };
const process = diagram(
  'automated',
  [start(), service('Run', 'camunda::RPA-Task::default', { ext: linkedResources(LINK) }), end()],
  ['Start > Run', 'Run > End'],
);

describe('scripts that a worker runs', () => {
  let test: TestEngine;
  let client: ReturnType<typeof strictClient>;

  beforeAll(async () => {
    test = await startTestEngine();
    client = strictClient(test.engine.restAddress);
  });
  afterAll(() => test.stop());

  const activate = async ({ rest }: TestEngine) => {
    const { body } = await rest('POST', '/jobs/activation', {
      type: 'camunda::RPA-Task::default',
      timeout: 60_000,
      maxJobsToActivate: 1,
    });
    return body.jobs[0];
  };

  it('are deployed, found by the key that the job tells, and deleted', async () => {
    // given
    const { body } = await deploy(test.engine.restAddress, {
      'automated.bpmn': process,
      'robot.rpa': script('one', 'v1'),
    });
    const [, { resource }] = body.deployments;
    expect(resource).toEqual({
      resourceId: 'robot',
      version: 1,
      resourceName: 'robot.rpa',
      resourceKey: expect.stringMatching(/^\d+$/),
      tenantId: '<default>',
    });

    // when
    await test.rest('POST', '/process-instances', { processDefinitionId: 'automated' });
    const job = await activate(test);
    const [{ resourceKey }] = JSON.parse(job.customHeaders.linkedResources);

    // then
    expect(resourceKey).toBe(resource.resourceKey);
    expect(await client.getResource({ resourceKey })).toEqual({
      resourceId: 'robot',
      resourceName: 'robot.rpa',
      resourceKey,
      version: 1,
      versionTag: 'v1',
      tenantId: '<default>',
    });
    expect((await test.rest('GET', `/resources/${resourceKey}/content`)).body).toBe(script('one', 'v1'));
    await client.deleteResource({ resourceKey });
    expect((await test.rest('GET', `/resources/${resourceKey}/content`)).status).toBe(404);
    expect((await test.rest('POST', `/resources/${resourceKey}/deletion`)).status).toBe(404);
    await test.rest('POST', `/jobs/${job.jobKey}/completion`, {});
  });

  it('that are missing are an incident, which ends when they are there', async () => {
    // given
    await deploy(test.engine.restAddress, { 'automated.bpmn': process });
    const { body } = await test.rest('POST', '/process-instances', { processDefinitionId: 'automated' });
    const filter = { processInstanceKey: body.processInstanceKey, errorType: 'RESOURCE_NOT_FOUND' as const };
    const { items } = await client.searchIncidents({ filter }, AT_ONCE);
    expect(items).toMatchObject([{ elementId: 'Run', state: 'ACTIVE' }]);

    // when
    await deploy(test.engine.restAddress, { 'robot.rpa': script('late') });
    await test.rest('POST', `/incidents/${items?.[0]?.incidentKey}/resolution`);

    // then
    const job = await activate(test);
    expect(job.processInstanceKey).toBe(body.processInstanceKey);
  });

  it('are deployed over gRPC too, whose answer has no place for them', async () => {
    const gateway = openGateway(test.engine.grpcAddress);
    const content = Buffer.from('{"id": "of-grpc"}');
    const deployed = await gateway.unary('DeployResource')({ resources: [{ name: 'grpc.rpa', content }] });
    gateway.close();

    // then
    expect(deployed.deployments).toEqual([]);
    const again = await deploy(test.engine.restAddress, { 'grpc.rpa': '{"id": "of-grpc"}' });
    expect(again.body.deployments).toMatchObject([{ resource: { resourceId: 'of-grpc', version: 1 } }]);
  });

  it('are still known when the engine starts again', async () => {
    // given
    const { body } = await deploy(test.engine.restAddress, { 'robot.rpa': script('kept') });
    await test.engine.stop();
    const other = await startTestEngine({ databaseUrl: test.db.url });

    // when
    const again = await deploy(other.engine.restAddress, { 'robot.rpa': script('kept') });

    // then
    expect(again.body.deployments).toEqual(body.deployments);
    await other.rest('POST', '/process-instances', { processDefinitionId: 'automated' });
    await activate(other).then((job) =>
      expect(JSON.parse(job.customHeaders.linkedResources)).toMatchObject([
        { resourceKey: body.deployments[0].resource.resourceKey },
      ]),
    );
    await other.engine.stop();
  });
});
