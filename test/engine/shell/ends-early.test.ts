import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagram, end, service, start } from '../../parity/support/diagram.ts';
import { openGateway } from '../../parity/support/gateway.ts';
import { deploy, startTestEngine, type TestEngine } from '../support/engine.ts';
import { strictClient } from '../support/strict-client.ts';

// Runtime instructions of Camunda 8.8 over both APIs; what they do is in test/engine-core/ends-early.test.ts.

describe('instances that are created to end after an element', () => {
  let test: TestEngine;

  beforeAll(async () => {
    test = await startTestEngine();
    const xml = diagram(
      'early',
      [start(), service('First', 'first'), service('Second', 'second'), end()],
      ['Start > First', 'First > Second', 'Second > End'],
    );
    await deploy(test.engine.restAddress, { 'early.bpmn': xml });
  });
  afterAll(() => test.stop());

  async function finishFirst(processInstanceKey: string): Promise<string> {
    const body = { type: 'first', timeout: 60_000, maxJobsToActivate: 1 };
    const { jobs } = (await test.rest('POST', '/jobs/activation', body)).body;
    expect(jobs).toMatchObject([{ processInstanceKey }]);
    expect((await test.rest('POST', `/jobs/${jobs[0].jobKey}/completion`, {})).status).toBe(204);
    return (await test.rest('GET', `/process-instances/${processInstanceKey}`)).body.state;
  }

  it('end over REST', async () => {
    const client = strictClient(test.engine.restAddress);
    const instruction = { type: 'TERMINATE_PROCESS_INSTANCE' as const, afterElementId: 'First' as never };
    const { processInstanceKey } = await client.createProcessInstance({
      processDefinitionId: 'early' as never,
      runtimeInstructions: [instruction],
    });
    expect(await finishFirst(processInstanceKey)).toBe('TERMINATED');
  });

  it('end over gRPC', async () => {
    const gateway = openGateway(test.engine.grpcAddress);
    const created = await gateway.unary('CreateProcessInstance')({
      bpmnProcessId: 'early',
      version: -1,
      runtimeInstructions: [{ terminate: { afterElementId: 'First' } }],
    });
    gateway.close();
    expect(await finishFirst(String(created.processInstanceKey))).toBe('TERMINATED');
  });

  it('are refused with an instruction or an element that is not there', async () => {
    const create = (instruction: object) =>
      test.rest('POST', '/process-instances', { processDefinitionId: 'early', runtimeInstructions: [instruction] });
    expect(await create({ type: 'SUSPEND_PROCESS_INSTANCE', afterElementId: 'First' })).toMatchObject({ status: 400 });
    expect(await create({ type: 'TERMINATE_PROCESS_INSTANCE' })).toMatchObject({ status: 400 });
    expect(await create({ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId: 'Third' })).toMatchObject({
      status: 400,
      body: { title: 'INVALID_ARGUMENT', detail: expect.stringContaining("no element found with id 'Third'") },
    });
  });
});
