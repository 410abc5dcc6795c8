import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, decisionTable, diagram, end, service, start } from '../../parity/support/diagram.ts';
import { deploy, startTestEngine, type TestEngine } from '../support/engine.ts';
import { AT_ONCE, strictClient } from '../support/strict-client.ts';

// Deployed resources over REST: what they are, and their deletion. What a deletion does to versions and start events is
// compared with the real broker in test/parity/scenarios/deletion.ts.

const NOBODY = '2251799999999999';

const straight = (id: string, jobType: string) =>
  diagram(id, [start(), service('Work', jobType), end()], ['Start > Work', 'Work > End']);
const rule = (id: string, output: string) =>
  decisionTable(id, [{ label: 'n', expression: 'n' }], [['-', `"${output}"`]]);

describe('deployed resources over REST', () => {
  let test: TestEngine;
  let client: ReturnType<typeof strictClient>;

  beforeAll(async () => {
    test = await startTestEngine();
    client = strictClient(test.engine.restAddress);
  });
  afterAll(() => test.stop());

  /** The first thing deployed, as the answer describes it. */
  const deployOne = async (files: Record<string, string>) => {
    const answer = await deploy(test.engine.restAddress, files);
    expect(answer.status).toBe(200);
    return Object.assign({}, ...answer.body.deployments.map((one: object) => Object.values(one)[0]));
  };

  it('shows a resource and its content, whatever its kind', async () => {
    // given
    const xml = straight('shown', 'shown-work');
    const dmn = rule('shown_rule', 'yes');
    const form = JSON.stringify({ id: 'shown-form', versionTag: 'v7', components: [] });
    const process = await deployOne({ 'shown.bpmn': xml });
    const decision = await deployOne({ 'shown.dmn': dmn });
    const sheet = await deployOne({ 'shown.form': form });

    // when, then
    expect(await client.getResource({ resourceKey: process.processDefinitionKey })).toMatchObject({
      resourceId: 'shown',
      resourceName: 'shown.bpmn',
      version: 1,
    });
    expect(await client.getResource({ resourceKey: sheet.formKey })).toMatchObject({
      resourceId: 'shown-form',
      versionTag: 'v7',
    });
    const contents = [process.processDefinitionKey, decision.decisionRequirementsKey, sheet.formKey].map(
      async (key) => (await test.rest('GET', `/resources/${key}/content`)).body,
    );
    expect(await Promise.all(contents)).toEqual([xml, dmn, form]);
    for (const path of [`/resources/${NOBODY}`, `/resources/${NOBODY}/content`]) {
      expect(await test.rest('GET', path)).toMatchObject({
        status: 404,
        body: {
          title: 'NOT_FOUND',
          detail: `Command 'FETCH' rejected with code 'NOT_FOUND': Expected to fetch resource but no resource found with key \`${NOBODY}\``,
        },
      });
    }
  });

  it('deletes a process; its finished instances and its diagram stay readable', async () => {
    // given
    const { processDefinitionKey: first } = await deployOne({ 'old.bpmn': straight('old', 'old-one') });
    const { processDefinitionKey: second } = await deployOne({ 'old.bpmn': straight('old', 'old-two') });
    const { body } = await test.rest('POST', '/process-instances', { processDefinitionId: 'old' });
    const running = await test.rest('POST', `/resources/${second}/deletion`);
    expect(running).toMatchObject({ status: 409, body: { title: 'INVALID_STATE' } });
    await test.rest('POST', `/process-instances/${body.processInstanceKey}/cancellation`);

    // when
    await client.deleteResource({ resourceKey: second });

    // then
    expect((await test.rest('GET', `/resources/${second}`)).status).toBe(404);
    expect(await test.rest('POST', `/resources/${second}/deletion`)).toMatchObject({ status: 404 });
    expect((await test.rest('GET', `/process-definitions/${second}/xml`)).body).toContain('old-two');
    expect((await test.rest('GET', `/process-instances/${body.processInstanceKey}`)).body.state).toBe('TERMINATED');
    const latest = { filter: { processDefinitionId: 'old', isLatestVersion: true } };
    expect((await client.searchProcessDefinitions(latest, AT_ONCE)).items).toMatchObject([
      { processDefinitionKey: first, version: 1 },
    ]);
    const again = await test.rest('POST', '/process-instances', { processDefinitionId: 'old' });
    expect(again.body.processDefinitionKey).toBe(first);
  });

  it('shows decisions and the graphs they belong to, deleted ones too', async () => {
    // given
    const dmn = rule('graph_rule', 'one');
    const { decisionDefinitionKey, decisionRequirementsKey } = await deployOne({ 'graph.dmn': dmn });
    await deployOne({ 'graph.dmn': rule('graph_rule', 'two') });

    // when, then
    const decision = await client.getDecisionDefinition({ decisionDefinitionKey }, AT_ONCE);
    expect(decision).toMatchObject({ decisionDefinitionId: 'graph_rule', version: 1, decisionRequirementsKey });
    const graph = await client.getDecisionRequirements({ decisionRequirementsKey }, AT_ONCE);
    expect(graph).toMatchObject({ decisionRequirementsName: 'graph_rule DRG', resourceName: 'graph.dmn' });
    expect((await test.rest('GET', `/decision-requirements/${decisionRequirementsKey}/xml`)).body).toBe(dmn);
    const byId = { filter: { decisionRequirementsId: 'graph_rule_drg' } };
    const newest = await client.searchDecisionRequirements(
      { ...byId, sort: [{ field: 'version', order: 'DESC' }], page: { from: 0, limit: 1 } },
      AT_ONCE,
    );
    expect(newest).toMatchObject({ items: [{ version: 2 }], page: { totalItems: 2n } });
    const search = (page: object) =>
      test.rest('POST', '/decision-requirements/search', { ...byId, sort: [{ field: 'version' }], page });
    const { endCursor } = (await search({ limit: 1 })).body.page;
    expect((await search({ after: endCursor, limit: 1 })).body.items).toMatchObject([{ version: 2 }]);

    await client.deleteResource({ resourceKey: decisionRequirementsKey });
    expect((await client.searchDecisionRequirements(byId, AT_ONCE)).items).toHaveLength(2);
    for (const [path, what] of [
      ['decision-definitions', 'Decision Definition'],
      ['decision-requirements', 'Decision Requirements'],
    ]) {
      expect(await test.rest('GET', `/${path}/${NOBODY}`)).toMatchObject({
        status: 404,
        body: { title: 'NOT_FOUND', detail: `${what} with key '${NOBODY}' not found` },
      });
    }
  });

  it('shows the form that a process begins with, in its latest version', async () => {
    // given
    const withForm = (id: string, ext: string) => diagram(id, [start('Start', '', ext), end()], ['Start > End']);
    const { processDefinitionKey } = await deployOne({
      'begin.bpmn': withForm('begin', '<zeebe:formDefinition formId="begin-form"/>'),
      'begin.form': JSON.stringify({ id: 'begin-form', components: [] }),
    });
    const bare = await deployOne({ 'bare.bpmn': withForm('bare', '') });
    const newer = await deployOne({
      'begin.form': JSON.stringify({ id: 'begin-form', components: [{ type: 'text' }] }),
    });

    // when, then
    const shown = await client.getStartProcessForm({ processDefinitionKey }, AT_ONCE);
    expect(shown).toMatchObject({ formId: 'begin-form', version: 2n, schema: { components: [{ type: 'text' }] } });
    expect((await test.rest('GET', `/process-definitions/${bare.processDefinitionKey}/form`)).status).toBe(204);
    expect((await test.rest('GET', `/process-definitions/${NOBODY}/form`)).status).toBe(404);
    const filter = { hasStartForm: true, processDefinitionId: { $in: ['begin', 'bare'] as never[] } };
    expect((await client.searchProcessDefinitions({ filter }, AT_ONCE)).items).toMatchObject([
      { processDefinitionId: 'begin', hasStartForm: true },
    ]);
    await client.deleteResource({ resourceKey: newer.formKey });
    expect((await client.getStartProcessForm({ processDefinitionKey }, AT_ONCE)) as object).toMatchObject({
      version: 1n,
    });
  });

  it('shows who called whom', async () => {
    // given three levels
    const called = (id: string, by: string) =>
      diagram(id, [start(), call('Call', by), end()], ['Start > Call', 'Call > End']);
    await deployOne({
      'outer.bpmn': called('outer', 'middle').replace('id="outer"', 'id="outer" name="The outer one"'),
      'middle.bpmn': called('middle', 'inner'),
      'inner.bpmn': straight('inner', 'inner-work'),
    });
    const { body: outer } = await test.rest('POST', '/process-instances', { processDefinitionId: 'outer' });
    const find = async (parentProcessInstanceKey: string) =>
      (
        await client.searchProcessInstances(
          { filter: { parentProcessInstanceKey: parentProcessInstanceKey as never } },
          AT_ONCE,
        )
      ).items[0]?.processInstanceKey as never;
    const inner = await find(await find(outer.processInstanceKey));

    // when
    const chain = await client.getProcessInstanceCallHierarchy({ processInstanceKey: inner }, AT_ONCE);

    // then
    expect(chain.map((entry) => entry.processDefinitionName)).toEqual(['The outer one', 'middle', 'inner']);
    expect(chain.map((entry) => entry.processInstanceKey)[0]).toBe(outer.processInstanceKey);
    expect(await test.rest('GET', `/process-instances/${NOBODY}/call-hierarchy`)).toMatchObject({
      status: 404,
      body: { detail: `Process Instance with key '${NOBODY}' not found` },
    });
  });

  it('remembers what is deleted when it starts again', async () => {
    // given
    const kept = await deployOne({ 'again.bpmn': straight('again', 'again-one') });
    const gone = await deployOne({ 'again.bpmn': straight('again', 'again-two') });
    const rules = await deployOne({ 'again.dmn': rule('again_rule', 'first') });
    for (const key of [gone.processDefinitionKey, rules.decisionRequirementsKey]) {
      expect((await test.rest('POST', `/resources/${key}/deletion`)).status).toBe(200);
    }

    // when
    await test.engine.stop();
    const other = await startTestEngine({ databaseUrl: test.db.url });

    // then
    const started = await other.rest('POST', '/process-instances', { processDefinitionId: 'again' });
    expect(started.body.processDefinitionKey).toBe(kept.processDefinitionKey);
    const byKey = { processDefinitionKey: gone.processDefinitionKey };
    expect((await other.rest('POST', '/process-instances', byKey)).status).toBe(404);
    const evaluated = await other.rest('POST', '/decision-definitions/evaluation', {
      decisionDefinitionId: 'again_rule',
    });
    expect(evaluated).toMatchObject({ status: 400, body: { title: 'INVALID_ARGUMENT' } });
    const third = await deploy(other.engine.restAddress, { 'again.bpmn': straight('again', 'again-three') });
    expect(third.body.deployments[0].processDefinition.processDefinitionVersion).toBe(3);
    await other.engine.stop();
  });
});
