import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createEngineClient, deployInParts, type EngineClient } from '../../platform/engine-client/index.ts';
import { createLogger } from '../../platform/logger.ts';
import { untilDone } from '../../server/until-done.ts';

/** An engine that takes requests and answers only from the `nth` deployment on; none: never. */
let server: Server;
let client: EngineClient;
let deployments = 0;

async function silentEngine(answersFrom = Number.POSITIVE_INFINITY): Promise<void> {
  deployments = 0;
  server = createServer((request, response) => {
    request.resume();
    if (request.url !== '/v2/deployments') return;
    deployments += 1;
    if (deployments < answersFrom) return;
    response.setHeader('content-type', 'application/json');
    response.end('{"deploymentKey":1,"tenantId":"<default>","deployments":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = `127.0.0.1:${port}`;
  client = createEngineClient({
    zeebeGrpcAddress: address,
    zeebeRestAddress: `http://${address}`,
    restAnswerWithinMs: 300,
  });
}

afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('an answer that never comes is one to try again, whatever was asked', async () => {
  await silentEngine();
  const never = { code: 'unavailable', retryable: true };
  await expect(client.deploy([{ name: 'a.bpmn', content: 'a' }])).rejects.toMatchObject(never);
  await expect(client.searchIncidents({})).rejects.toMatchObject(never);
  await expect(client.getProcessDefinitionXml('1')).rejects.toMatchObject(never);
  await expect(client.setClock(new Date(0))).rejects.toMatchObject(never);
});

test('the diagrams are deployed although the answer to the first request is lost', async () => {
  await silentEngine(2);
  await untilDone(
    async () => {
      await deployInParts(client, [{ name: 'a.bpmn', content: 'a' }]);
    },
    { log: createLogger('test'), what: 'deploying', signal: AbortSignal.timeout(50_000) },
  );
  expect(deployments).toBeGreaterThanOrEqual(2);
});
