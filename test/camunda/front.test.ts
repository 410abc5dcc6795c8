import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngineClient, type EngineClient } from '../../platform/engine-client/index.ts';
import { type CamundaUnderTest, camundaMissing, startCamundaUnderTest } from './support/engine-under-test.ts';
import { createFront } from './support/front.ts';
import { createRecordSink } from './support/record-sink.ts';

const DIAGRAM = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
 <bpmn:process id="review" name="审核 &amp; 登簿" isExecutable="true">
  <bpmn:startEvent id="Start"><bpmn:outgoing>f0</bpmn:outgoing></bpmn:startEvent>
  <bpmn:userTask id="Review" name="审核"><bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="reviewer"/></bpmn:extensionElements><bpmn:incoming>f0</bpmn:incoming><bpmn:outgoing>f1</bpmn:outgoing></bpmn:userTask>
  <bpmn:serviceTask id="Write" name="写簿"><bpmn:extensionElements><zeebe:taskDefinition type="write" retries="1"/></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:serviceTask>
  <bpmn:endEvent id="End"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
  <bpmn:sequenceFlow id="f0" sourceRef="Start" targetRef="Review"/>
  <bpmn:sequenceFlow id="f1" sourceRef="Review" targetRef="Write"/>
  <bpmn:sequenceFlow id="f2" sourceRef="Write" targetRef="End"/>
 </bpmn:process>
</bpmn:definitions>`;

describe.skipIf(camundaMissing)('the product’s engine client on a real 8.6.0 broker behind the front', () => {
  let engine: CamundaUnderTest;
  let client: EngineClient;

  beforeAll(async () => {
    engine = await startCamundaUnderTest();
    client = createEngineClient({ zeebeGrpcAddress: engine.grpcAddress, zeebeRestAddress: engine.restAddress });
  });
  afterAll(async () => {
    await client?.close();
    await engine?.stop();
  });

  test('finds, claims and completes a user task, and sees an incident come and go', async () => {
    // given a deployed diagram and a running instance
    const deployment = await client.deploy([{ name: 'review.bpmn', content: DIAGRAM }]);
    const definitionKey = deployment.processes[0]!.processDefinitionKey;
    const { processInstanceKey } = await client.createProcessInstance({ processDefinitionId: 'review' });
    await engine.sink.waitFor((record) => record.valueType === 'USER_TASK' && record.intent === 'CREATED');

    // when the desk looks for tasks
    const found = await client.searchUserTasks({
      filter: { state: 'CREATED', candidateGroup: { $in: ['reviewer'] }, processInstanceKey },
      sort: [{ field: 'creationDate', order: 'DESC' }],
    });

    // then it finds this one, as 8.8 would show it
    const task = found.items[0]!;
    expect(found.page.totalItems).toBe(1);
    expect(task).toMatchObject({
      elementId: 'Review',
      name: '审核',
      state: 'CREATED',
      assignee: null,
      candidateGroups: ['reviewer'],
      processDefinitionId: 'review',
      processInstanceKey,
      processDefinitionKey: definitionKey,
    });

    // when two clerks claim it, then only the first has it
    await client.assignUserTask(task.userTaskKey, 'reviewer-330203');
    await expect(client.assignUserTask(task.userTaskKey, 'reviewer-330205')).rejects.toMatchObject({
      code: 'conflict',
    });
    await engine.sink.waitFor((record) => record.valueType === 'USER_TASK' && record.intent === 'ASSIGNED');
    expect(await client.getUserTask(task.userTaskKey)).toMatchObject({ assignee: 'reviewer-330203' });

    // when it is completed and the job behind it fails for good
    await client.completeUserTask(task.userTaskKey, { reviewDecision: 'approve' });
    await expect(client.completeUserTask(task.userTaskKey)).rejects.toMatchObject({ code: 'not-found' });
    let fail = true;
    const worker = client.createWorker({
      type: 'write',
      worker: 'test',
      timeoutMs: 10_000,
      maxActive: 1,
      run: async (job) => {
        expect(job.variables).toEqual({ reviewDecision: 'approve' });
        return fail ? { kind: 'fail', message: '登记簿不可用', retries: 0, backOffMs: 0 } : { kind: 'complete' };
      },
    });
    await engine.sink.waitFor((record) => record.valueType === 'INCIDENT' && record.intent === 'CREATED');

    // then the incident is found, and a retry after resolving finishes the instance
    const incidents = await client.searchIncidents({ filter: { state: 'ACTIVE', processInstanceKey } });
    expect(incidents.items[0]).toMatchObject({
      elementId: 'Write',
      errorType: 'JOB_NO_RETRIES',
      errorMessage: '登记簿不可用',
    });
    expect(await client.getProcessInstance(processInstanceKey)).toMatchObject({ state: 'ACTIVE', hasIncident: true });
    fail = false;
    await client.updateJobRetries(incidents.items[0]!.jobKey!, 1);
    await client.resolveIncident(incidents.items[0]!.incidentKey);
    await engine.sink.waitFor(
      (record) => record.intent === 'ELEMENT_COMPLETED' && record.value.bpmnElementType === 'PROCESS',
    );
    await worker.stop();
    expect(await client.getProcessInstance(processInstanceKey)).toMatchObject({
      state: 'COMPLETED',
      hasIncident: false,
    });
    const elements = await client.searchElementInstances({ filter: { processInstanceKey } });
    expect(elements.items.map((one) => [one.elementId, one.type, one.state])).toEqual([
      ['Start', 'START_EVENT', 'COMPLETED'],
      ['Review', 'USER_TASK', 'COMPLETED'],
      ['Write', 'SERVICE_TASK', 'COMPLETED'],
      ['End', 'END_EVENT', 'COMPLETED'],
    ]);
    expect(await client.getProcessDefinitionXml(definitionKey)).toBe(DIAGRAM);
    const definitions = await client.searchProcessDefinitions({ filter: { processDefinitionId: 'review' } });
    expect(definitions.items[0]).toMatchObject({ name: '审核 & 登簿', version: 1 });
  });

  test('refuses a search for a field no task has', async () => {
    await expect(client.searchUserTasks({ filter: { colour: 'red' } })).rejects.toMatchObject({ code: 'rejected' });
  });
});

test('an answer that a broker drops in the middle ends for the client too', async () => {
  // given a broker that warms up: it promises a hundred bytes, sends nine and is gone
  const broker = createServer((socket) =>
    socket
      .on('error', () => undefined)
      .once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"half": ');
        setImmediate(() => socket.resetAndDestroy());
      }),
  );
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
  const { port } = broker.address() as AddressInfo;
  const sink = await createRecordSink();
  const front = await createFront(`http://127.0.0.1:${port}`, sink);
  try {
    // when, then
    await expect(fetch(`${front.url}/v2/topology`).then((answer) => answer.text())).rejects.toThrow();
  } finally {
    await front.stop();
    await sink.stop();
    await new Promise((resolve) => broker.close(resolve));
  }
});
