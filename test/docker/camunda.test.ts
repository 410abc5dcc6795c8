import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createEngineClient, type EngineClient } from '../../platform/engine-client/index.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The image docker-compose.yml pins: what is tested is what is started. */
function pinnedImage(): string {
  const compose = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
    services: { camunda: { image: string } };
  };
  return compose.services.camunda.image;
}

describe.skipIf(process.env.YITONG_DOCKER_MISSING)('the product’s diagrams on Camunda 8.9', () => {
  let container: StartedTestContainer;
  let client: EngineClient;

  beforeAll(async () => {
    container = await new GenericContainer(pinnedImage())
      .withEnvironment({
        CAMUNDA_DATA_SECONDARYSTORAGE_TYPE: 'rdbms',
        CAMUNDA_DATA_SECONDARYSTORAGE_RDBMS_URL: 'jdbc:h2:mem:camunda;DB_CLOSE_DELAY=-1',
        CAMUNDA_DATA_SECONDARYSTORAGE_RDBMS_USERNAME: 'sa',
        CAMUNDA_DATA_SECONDARYSTORAGE_RDBMS_PASSWORD: '',
        CAMUNDA_SECURITY_AUTHENTICATION_UNPROTECTEDAPI: 'true',
        CAMUNDA_SECURITY_AUTHORIZATIONS_ENABLED: 'false',
      })
      .withExposedPorts(26500, 8080, 9600)
      .withWaitStrategy(Wait.forHttp('/actuator/health/readiness', 9600))
      .withStartupTimeout(240_000)
      .start();
    const at = (port: number) => `${container.getHost()}:${container.getMappedPort(port)}`;
    client = createEngineClient({ zeebeGrpcAddress: `grpc://${at(26500)}`, zeebeRestAddress: `http://${at(8080)}` });
  });
  afterAll(async () => {
    await client?.close();
    await container?.stop();
  });

  test('deploys processes/ and finds the first job’s instance by a search', async () => {
    const folder = join(ROOT, 'processes');
    const resources = (readdirSync(folder, { recursive: true }) as string[])
      .filter((path) => /\.(bpmn|dmn|form)$/.test(path))
      .map((path) => ({ name: basename(path), content: readFileSync(join(folder, path), 'utf8') }));

    // when everything is deployed and an instance started
    const deployment = await client.deploy(resources);
    expect(deployment.processes.map((one) => one.processDefinitionId).sort()).toEqual(['bdc-registration', 'sub-tax']);
    const { processInstanceKey } = await client.createProcessInstance({
      processDefinitionId: 'bdc-registration',
      variables: { caseNo: '20261123330203000001', partyNos: [1] },
    });

    // then the search of 8.9 shows it, once the secondary storage has it
    let found: string[] = [];
    for (let attempt = 0; attempt < 60 && found.length === 0; attempt++) {
      await sleep(500);
      const elements = await client.searchElementInstances({ filter: { processInstanceKey, state: 'ACTIVE' } });
      found = elements.items.filter((one) => one.type === 'SERVICE_TASK').map((one) => one.elementId);
    }
    expect(found).toEqual(['CheckUnitQuery']);
  });
});
