import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as parity from '../../parity/support/diagram.ts';
import { end, process, serviceTask, start, userTask } from '../support/diagrams.ts';
import { deploy, startTestEngine, type TestEngine } from '../support/engine.ts';

describe('the REST API', () => {
  let test: TestEngine;

  beforeAll(async () => {
    test = await startTestEngine();
    const form = JSON.stringify({ id: 'check-form', type: 'default', components: [] });
    const answer = await deploy(test.engine.restAddress, {
      'check.bpmn': process('check', [start(), userTask('Check', { formId: 'check-form' }), end()]),
      'check.form': form,
      'work.bpmn': process('work', [start(), serviceTask('Work', 'rest-work', { retries: 1 }), end()]),
    });
    expect(answer.status).toBe(200);
  });
  afterAll(() => test.stop());

  const startCheck = async (variables: object = {}) => {
    const created = await test.rest('POST', '/process-instances', { processDefinitionId: 'check', variables });
    expect(created.status).toBe(200);
    const { processInstanceKey } = created.body;
    const found = await test.rest('POST', '/user-tasks/search', { filter: { processInstanceKey } });
    return { processInstanceKey, task: found.body.items[0] };
  };

  it('deploys several resources at once and reports each', async () => {
    const xml = process('second', [start(), end()]);
    const first = await deploy(test.engine.restAddress, { 'second.bpmn': xml });
    const again = await deploy(test.engine.restAddress, { 'second.bpmn': xml });
    const changed = await deploy(test.engine.restAddress, {
      'second.bpmn': xml.replace('id="End"', 'id="Done"').replace('targetRef="End"', 'targetRef="Done"'),
    });

    expect(first.body.deployments).toMatchObject([
      {
        processDefinition: { processDefinitionId: 'second', processDefinitionVersion: 1, resourceName: 'second.bpmn' },
      },
    ]);
    expect(again.body.deployments[0].processDefinition.processDefinitionKey).toBe(
      first.body.deployments[0].processDefinition.processDefinitionKey,
    );
    expect(changed.body.deployments[0].processDefinition.processDefinitionVersion).toBe(2);
    const { processDefinitionKey } = changed.body.deployments[0].processDefinition;
    const stored = await test.rest('GET', `/process-definitions/${processDefinitionKey}/xml`);
    expect(stored.body).toContain('id="Done"');
    const latest = await test.rest('POST', '/process-definitions/search', {
      filter: { processDefinitionId: 'second', isLatestVersion: true },
    });
    expect(latest.body.items).toMatchObject([{ version: 2, processDefinitionKey }]);
  });

  it('modifies a process instance', async () => {
    const { processInstanceKey, task } = await startCheck();
    const modify = (body: object, key = processInstanceKey) =>
      test.rest('POST', `/process-instances/${key}/modification`, body);
    const unknown = await modify({ activateInstructions: [{ elementId: 'Nowhere' }] });
    expect(unknown).toMatchObject({ status: 400, body: { title: 'INVALID_ARGUMENT' } });
    expect(unknown.body.detail).toContain("could not be found: 'Nowhere'");
    expect(await modify({}, '2251799813999999')).toMatchObject({ status: 404, body: { title: 'NOT_FOUND' } });
    expect(await modify({ activateInstructions: [{}] })).toMatchObject({ status: 400 });
    const moved = await modify({
      activateInstructions: [
        {
          elementId: 'Check',
          ancestorElementInstanceKey: '-1',
          variableInstructions: [{ variables: { mine: 1 }, scopeId: 'Check' }, { variables: { all: 2 } }],
        },
      ],
      terminateInstructions: [{ elementInstanceKey: task.elementInstanceKey }],
    });
    expect(moved.status).toBe(204);
    const tasks = await test.rest('POST', '/user-tasks/search', { filter: { processInstanceKey } });
    expect(tasks.body.items.map((one: { state: string }) => one.state).sort()).toEqual(['CANCELED', 'CREATED']);
    const found = await test.rest('POST', '/variables/search', { filter: { processInstanceKey } });
    expect(
      found.body.items.map(({ name, value }: { name: string; value: string }) => `${name}=${value}`).sort(),
    ).toEqual(['all=2', 'mine=1']);
  });

  it('migrates a process instance', async () => {
    const { processInstanceKey, task } = await startCheck({ note: 'kept' });
    const deployed = await deploy(test.engine.restAddress, {
      'migrated.bpmn': process('migrated', [start(), userTask('Review', {}), end()]),
    });
    const { processDefinitionKey } = deployed.body.deployments[0].processDefinition;
    const migrate = (mappingInstructions: object[] | undefined) =>
      test.rest('POST', `/process-instances/${processInstanceKey}/migration`, {
        targetProcessDefinitionKey: processDefinitionKey,
        mappingInstructions,
      });
    expect(await migrate(undefined)).toMatchObject({ status: 400 });
    const refused = await migrate([]);
    expect(refused).toMatchObject({ status: 409, body: { title: 'INVALID_STATE' } });
    expect(refused.body.detail).toContain("no mapping instruction defined for active element with id 'Check'");
    expect((await migrate([{ sourceElementId: 'Check', targetElementId: 'Review' }])).status).toBe(204);
    const moved = { processDefinitionKey, elementId: 'Review', processDefinitionId: 'migrated' };
    expect((await test.rest('GET', `/user-tasks/${task.userTaskKey}`)).body).toMatchObject(moved);
    expect((await test.rest('GET', `/process-instances/${processInstanceKey}`)).body).toMatchObject({
      processDefinitionKey,
      processDefinitionId: 'migrated',
      state: 'ACTIVE',
    });
    const completion = await test.rest('POST', `/user-tasks/${task.userTaskKey}/completion`, {});
    expect(completion.status).toBe(204);
    expect((await test.rest('GET', `/process-instances/${processInstanceKey}`)).body.state).toBe('COMPLETED');
  });

  it('refuses a diagram with an unsupported element and names it', async () => {
    const xml = process('odd', [start(), serviceTask('Work', 'x'), end()]).replace(
      '</bpmn:process>',
      '<bpmn:complexGateway id="Odd" /></bpmn:process>',
    );
    const answer = await deploy(test.engine.restAddress, { 'odd.bpmn': xml });
    expect(answer).toMatchObject({
      status: 400,
      body: { title: 'INVALID_ARGUMENT', type: 'about:blank', instance: '/v2/deployments' },
    });
    expect(answer.body.detail).toContain('Odd');
  });

  it('broadcasts a signal, which starts what listens for it, listeners first', async () => {
    // given
    const work = parity.service('Work', 'after-signal', { ext: parity.listeners(['start', 'on-start']) });
    const xml = parity.diagram(
      'signalled',
      [parity.start('OnSignal', parity.onSignal('s')), work, parity.end()],
      ['OnSignal > Work', 'Work > End'],
      [parity.signal('s', 'office-closes')],
    );
    await deploy(test.engine.restAddress, { 'signalled.bpmn': xml });

    // when
    const answer = await test.rest('POST', '/signals/broadcast', {
      signalName: 'office-closes',
      variables: { office: 3 },
    });

    // then
    expect(answer).toMatchObject({ status: 200, body: { signalKey: expect.any(String), tenantId: '<default>' } });
    const jobs = await test.rest('POST', '/jobs/search', { filter: { processDefinitionId: 'signalled' } });
    expect(jobs.body.items).toMatchObject([
      { type: 'on-start', kind: 'EXECUTION_LISTENER', listenerEventType: 'START', elementId: 'Work' },
    ]);
    const nameless = await test.rest('POST', '/signals/broadcast', { signalName: '' });
    expect(nameless.status).toBe(400);
  });

  it('carries a user task through assignment, update and completion', async () => {
    // given
    const { processInstanceKey, task } = await startCheck({ caseNo: 'c-1' });
    expect(task).toMatchObject({
      state: 'CREATED',
      elementId: 'Check',
      name: 'Check name',
      candidateGroups: ['clerks'],
      priority: 50,
    });
    const path = `/user-tasks/${task.userTaskKey}`;

    // when, then
    expect((await test.rest('POST', `${path}/assignment`, { assignee: 'anna', allowOverride: false })).status).toBe(
      204,
    );
    const other = await test.rest('POST', `${path}/assignment`, { assignee: 'bert', allowOverride: false });
    expect(other).toMatchObject({ status: 409, body: { title: 'INVALID_STATE' } });
    expect((await test.rest('GET', path)).body.assignee).toBe('anna');
    expect((await test.rest('DELETE', `${path}/assignee`)).status).toBe(204);
    expect((await test.rest('GET', path)).body.assignee).toBeUndefined();
    const changeset = { candidateGroups: ['heads'], dueDate: '2026-03-01T09:00:00+08:00', priority: 70 };
    expect((await test.rest('PATCH', path, { changeset })).status).toBe(204);
    expect((await test.rest('GET', path)).body).toMatchObject(changeset);
    expect((await test.rest('GET', `${path}/form`)).body).toMatchObject({
      formId: 'check-form',
      schema: { id: 'check-form' },
    });
    const seen = await test.rest('POST', `${path}/variables/search`, {});
    expect(seen.body.items).toMatchObject([{ name: 'caseNo', value: '"c-1"' }]);
    expect((await test.rest('POST', `${path}/completion`, { variables: { decision: 'accept' } })).status).toBe(204);

    // then
    const instance = await test.rest('GET', `/process-instances/${processInstanceKey}`);
    expect(instance.body).toMatchObject({
      state: 'COMPLETED',
      processDefinitionName: 'check name',
      hasIncident: false,
    });
    expect((await test.rest('GET', path)).body).toMatchObject({
      state: 'COMPLETED',
      completionDate: expect.any(String),
    });
    const variables = await test.rest('POST', '/variables/search', {
      filter: { processInstanceKey, name: 'decision' },
    });
    expect(variables.body.items).toMatchObject([{ value: '"accept"', isTruncated: false }]);
  });

  it('lets exactly one of two completions at the same time win', async () => {
    // given
    const { processInstanceKey, task } = await startCheck();
    const complete = (who: string) =>
      test.rest('POST', `/user-tasks/${task.userTaskKey}/completion`, { variables: { who } });

    // when
    const answers = await Promise.all([complete('anna'), complete('bert')]);

    // then: as in Zeebe, the loser's task exists no more
    const [won, lost] = answers.sort((a, b) => a.status - b.status);
    expect(won?.status).toBe(204);
    expect(lost).toMatchObject({
      status: 404,
      body: { title: 'NOT_FOUND', detail: expect.stringContaining("Command 'COMPLETE' rejected") },
    });
    const done = await test.rest('POST', '/element-instances/search', {
      filter: { processInstanceKey, elementId: 'End' },
    });
    expect(done.body.page.totalItems).toBe(1);
  });

  it('works jobs over REST and resolves the incident', async () => {
    // given
    const created = await test.rest('POST', '/process-instances', { processDefinitionId: 'work' });
    const { processInstanceKey } = created.body;
    const activation = { type: 'rest-work', worker: 'w', timeout: 5000, maxJobsToActivate: 5, requestTimeout: 2000 };
    const activated = await test.rest('POST', '/jobs/activation', activation);
    expect(activated.body.jobs).toMatchObject([{ processInstanceKey, elementId: 'Work', worker: 'w', variables: {} }]);
    const { jobKey } = activated.body.jobs[0];

    // when
    const failed = await test.rest('POST', `/jobs/${jobKey}/failure`, { retries: 0, errorMessage: 'down' });
    const stuck = await test.rest('GET', `/process-instances/${processInstanceKey}`);
    const open = await test.rest('POST', `/process-instances/${processInstanceKey}/incidents/search`, {});
    const { incidentKey } = open.body.items[0];

    // then
    expect(failed.status).toBe(204);
    expect(stuck.body.hasIncident).toBe(true);
    expect((await test.rest('GET', `/incidents/${incidentKey}`)).body).toMatchObject({ errorMessage: 'down', jobKey });
    const figures = await test.rest('GET', `/process-instances/${processInstanceKey}/statistics/element-instances`);
    expect(figures.body.items).toContainEqual({
      elementId: 'Work',
      active: 1,
      canceled: 0,
      completed: 0,
      incidents: 1,
    });

    // when
    await test.rest('PATCH', `/jobs/${jobKey}`, { changeset: { retries: 1 } });
    expect((await test.rest('POST', `/incidents/${incidentKey}/resolution`)).status).toBe(204);
    await test.rest('POST', '/jobs/activation', activation);
    expect((await test.rest('POST', `/jobs/${jobKey}/completion`, { variables: { ok: true } })).status).toBe(204);

    // then
    expect((await test.rest('GET', `/process-instances/${processInstanceKey}`)).body.state).toBe('COMPLETED');
  });

  it('moves timers with the clock', async () => {
    expect((await test.rest('PUT', '/clock', { timestamp: 'soon' })).status).toBe(400);
    const at = Date.UTC(2027, 0, 1);
    expect((await test.rest('PUT', '/clock', { timestamp: at })).status).toBe(204);
    const { processInstanceKey } = await startCheck();
    const pinned = await test.rest('GET', `/process-instances/${processInstanceKey}`);
    expect(Date.parse(pinned.body.startDate)).toBe(at);
    expect((await test.rest('POST', '/clock/reset')).status).toBe(204);
    const released = await startCheck();
    const after = await test.rest('GET', `/process-instances/${released.processInstanceKey}`);
    expect(Date.parse(after.body.startDate)).not.toBe(at);
  });

  it.each([
    ['GET', '/user-tasks/1', undefined, 404, "User Task with key '1' not found"],
    ['GET', '/user-tasks/abc', undefined, 400, "Failed to convert 'userTaskKey' with value: 'abc'"],
    ['POST', '/user-tasks/1/completion', {}, 404, "Command 'COMPLETE' rejected with code 'NOT_FOUND'"],
    ['POST', '/process-instances', {}, 400, 'Exactly one of'],
    [
      'POST',
      '/process-instances',
      { processDefinitionId: 'none' },
      404,
      "Command 'CREATE' rejected with code 'NOT_FOUND'",
    ],
    ['POST', '/user-tasks/search', { filter: { colour: 1 } }, 400, 'Request property [filter.colour] cannot be parsed'],
    ['POST', '/nothing', {}, 404, "not part of this engine's API"],
  ])('answers %s %s with a problem', async (method, path, body, status, detail) => {
    const answer = await test.rest(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      type: 'about:blank',
      status,
      title: expect.any(String),
      detail: expect.stringContaining(detail),
    });
  });

  it('speaks the shapes that the SDK of Camunda 8.8 validates', async () => {
    // given the strict client generated from Camunda's OpenAPI description
    const { createCamundaClient } = await import('@camunda8/orchestration-cluster-api');
    const client = createCamundaClient({
      config: {
        CAMUNDA_REST_ADDRESS: test.engine.restAddress,
        CAMUNDA_AUTH_STRATEGY: 'NONE',
        CAMUNDA_SDK_VALIDATION: 'req:strict,res:strict',
      },
    });
    const { processInstanceKey, task } = await startCheck({ caseNo: 'strict' });
    const wait = { consistency: { waitUpToMs: 0 } };
    await test.rest('POST', '/process-instances', { processDefinitionId: 'work' });
    const activation = { type: 'rest-work', worker: 'w', timeout: 5000, maxJobsToActivate: 1, requestTimeout: 2000 };
    const { jobKey } = (await test.rest('POST', '/jobs/activation', activation)).body.jobs[0];
    await test.rest('POST', `/jobs/${jobKey}/failure`, { retries: 0, errorMessage: 'down' });

    // when, then: a wrong shape throws
    expect((await client.getTopology()).clusterSize).toBe(1);
    const instances = await client.searchProcessInstances({ filter: { processInstanceKey } }, wait);
    expect(instances.items).toHaveLength(1);
    expect((await client.searchUserTasks({ filter: { processInstanceKey } }, wait))?.items[0]?.userTaskKey).toBe(
      task.userTaskKey,
    );
    expect((await client.searchElementInstances({ filter: { processInstanceKey } }, wait))?.items).toHaveLength(2);
    expect((await client.searchVariables({ filter: { processInstanceKey } }, wait))?.items).toHaveLength(1);
    expect((await client.searchIncidents({}, wait))?.items?.length).toBeGreaterThan(0);
    expect((await client.searchProcessDefinitions({}, wait))?.items?.length).toBeGreaterThan(1);
    expect((await client.searchJobs({}, wait))?.items?.length).toBeGreaterThan(0);
    await client.completeUserTask({ userTaskKey: task.userTaskKey });
  });

  it('shows its figures, and whether it is ready', async () => {
    const ready = await fetch(`${test.engine.restAddress}/readyz`);
    const metrics = await (await fetch(`${test.engine.restAddress}/metrics`)).text();
    expect(ready.status).toBe(200);
    expect((await test.rest('GET', '/status')).status).toBe(204);
    expect(metrics).toMatch(/^engine_jobs_completed_total [1-9]/m);
    expect(metrics).toMatch(/^engine_jobs_activated_total [1-9]/m);
    expect(metrics).toMatch(/^engine_process_instances_created_total [1-9]/m);
    expect(metrics).toMatch(/^engine_commit_seconds_count [1-9]/m);
    expect(metrics).toMatch(/^engine_incidents_active \d+$/m);
  });
});
