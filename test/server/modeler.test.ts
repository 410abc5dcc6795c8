import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  CaseDetail,
  DeployResult,
  LintResult,
  ProcessList,
  ResourceList,
  ResourceText,
} from '../../server/api/index.ts';
import type { ServerDeps } from '../../server/deps.ts';
import type { Definitions } from '../../server/modeler/definitions.ts';
import { deployResources } from '../../server/modeler/deploy.ts';
import { deployBundled } from '../../server/modeler/deploy-bundled.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';

const PROCESSES = join(import.meta.dirname, '../../processes');

let harness: Harness;
let analyst: User;
let diagram: string;

beforeAll(async () => {
  harness = await startHarness();
  analyst = await harness.signIn('analyst');
  diagram = await readFile(join(import.meta.dirname, 'fixtures/registration.bpmn'), 'utf8');
});
afterAll(() => harness.stop());

const deploy = (user: User, content: string) =>
  user.send<DeployResult>('POST', '/api/modeler/deployments', {
    resources: [{ resourceName: 'bdc-registration/registration.bpmn', content }],
    comment: '测试',
  });
/** Shapes are not what these tests are about; without any the rule `no-bpmndi` would stop every deployment. */
const withShapes = (xml: string) => {
  const ids = [
    ...xml.matchAll(
      /<bpmn:(?!process|definitions|message|outgoing|incoming|extension|messageEvent|sequenceFlow)\w+ id="(\w+)"/g,
    ),
  ].map((m) => m[1]!);
  const flows = [...xml.matchAll(/<bpmn:sequenceFlow id="(\w+)"/g)].map((m) => m[1]!);
  const shapes = ids.map(
    (id, i) =>
      `<bpmndi:BPMNShape id="s_${id}" bpmnElement="${id}"><dc:Bounds x="${i * 200}" y="0" width="100" height="80"/></bpmndi:BPMNShape>`,
  );
  const edges = flows.map(
    (id) =>
      `<bpmndi:BPMNEdge id="e_${id}" bpmnElement="${id}"><di:waypoint x="0" y="0"/><di:waypoint x="1" y="1"/></bpmndi:BPMNEdge>`,
  );
  return xml
    .replace(
      '<bpmn:definitions ',
      '<bpmn:definitions xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" ',
    )
    .replace(
      '</bpmn:definitions>',
      `<bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="P" bpmnElement="bdc-registration">${shapes.join('')}${edges.join('')}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>`,
    );
};

describe('findings', () => {
  const lint = async (xml: string) =>
    (await analyst.send<LintResult>('POST', '/api/modeler/lint', { xml })).body.findings;

  test('name the element and say it in Chinese', async () => {
    const broken = diagram.replace('<zeebe:taskDefinition type="test.department" retries="1"/>', '');
    const findings = await lint(withShapes(broken));
    const finding = findings.find((one) => one.elementId === 'AskDepartment' && one.severity === 'error');
    expect(finding).toMatchObject({ elementName: '询问部门', rule: 'camunda-compat/implementation' });
    expect(finding?.message).toMatch(/作业类型/);
  });

  test('tell a job type that no worker serves, with the element', async () => {
    expect((await lint(diagram)).filter((one) => one.rule === 'yitong/job-type')).toEqual([]);
    const findings = await lint(diagram.replace('type="test.department"', 'type="no.such.job"'));
    expect(findings.find((one) => one.rule === 'yitong/job-type')).toMatchObject({
      elementId: 'AskDepartment',
      elementName: '询问部门',
      severity: 'error',
      message: expect.stringMatching(/没有工作程序.*no\.such\.job/),
    });
  });

  test('tell a required input that comes from nowhere, and are content when it is mapped', async () => {
    const asks = (extra: string) =>
      diagram.replace(
        '<zeebe:taskDefinition type="test.department" retries="1"/>',
        `<zeebe:taskDefinition type="doc.render" retries="1"/>${extra}`,
      );
    const inputs = async (xml: string) => (await lint(xml)).filter((one) => one.rule === 'yitong/job-input');
    expect(await inputs(asks(''))).toMatchObject([
      { elementId: 'AskDepartment', severity: 'warn', message: expect.stringContaining('template') },
    ]);
    const mapped =
      '<zeebe:ioMapping><zeebe:input source="=&quot;certificate&quot;" target="template"/></zeebe:ioMapping>';
    expect(await inputs(asks(mapped))).toEqual([]);
  });

  test('warn of what only newer engines run, and do not refuse it', async () => {
    const listened = diagram.replace(
      '<zeebe:userTask',
      '<zeebe:taskListeners><zeebe:taskListener eventType="completing" type="test.department"/></zeebe:taskListeners><zeebe:userTask',
    );
    expect(listened).not.toBe(diagram);
    const before = await lint(withShapes(diagram));
    const added = (await lint(withShapes(listened))).filter(
      ({ rule, elementId }) => !before.some((one) => one.rule === rule && one.elementId === elementId),
    );
    expect(added).toMatchObject([
      { rule: 'yitong/newer-engine', severity: 'warn', message: expect.stringContaining('8.6') },
    ]);
  });

  test('tell of two elements with one id, of a flow to nowhere and of a diagram of Camunda 7, and of nothing else', async () => {
    const twice = await lint(diagram.replace('id="AskDepartment"', 'id="Review"'));
    expect(twice).toMatchObject([{ rule: 'yitong/duplicate-id', elementId: 'Review', severity: 'error' }]);
    const dangling = await lint(diagram.replace(/targetRef="[^"]*"/, 'targetRef="Gone"'));
    expect(dangling).toMatchObject([
      { rule: 'yitong/unresolved-reference', severity: 'error', message: expect.stringContaining('Gone') },
    ]);
    const seven = diagram.replace(
      '<bpmn:definitions ',
      '<bpmn:definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn" ',
    );
    expect(await lint(seven)).toMatchObject([
      { rule: 'yitong/camunda-7', severity: 'error', message: expect.stringContaining('Diagram Converter') },
    ]);
  });

  test('warn of a user task that the desk has no form for', async () => {
    const screens = async (xml: string) => (await lint(xml)).filter((one) => one.rule === 'yitong/user-task');
    expect(await screens(diagram)).toEqual([]);
    expect(await screens(diagram.replaceAll('"Review"', '"SecondLook"'))).toMatchObject([
      { elementId: 'SecondLook', severity: 'warn' },
    ]);
  });

  test('answer for something that is no diagram at all', async () => {
    expect((await lint('<x>'))[0]).toMatchObject({ rule: 'yitong/xml', severity: 'error' });
  });

  test('our own diagrams have no errors', async () => {
    const files = await readdir(PROCESSES, { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.bpmn'))) {
      const findings = await lint(await readFile(join(PROCESSES, file), 'utf8'));
      const errors = findings.filter((one) => one.severity === 'error');
      expect({ file, errors }).toEqual({ file, errors: [] });
    }
  });
});

describe('deploying', () => {
  test('gives a new version; running cases stay on theirs', async () => {
    const acceptor = await harness.signIn('acceptor-330203');
    const old = await harness.file(acceptor);
    await harness.taskOf(acceptor, old, 'CollectMaterials');
    const changed = withShapes(diagram.replace('name="收件"', 'name="收件与询问"'));
    const { status, body } = await deploy(analyst, changed);
    expect(status).toBe(200);
    expect(body.deployed).toMatchObject([{ kind: 'bpmn', id: 'bdc-registration', version: 2, changed: true }]);
    const fresh = await harness.file(acceptor);
    const task = await harness.taskOf(acceptor, fresh, 'CollectMaterials');
    expect(task.stepName).toBe('收件与询问');
    const versions = await Promise.all(
      [old, fresh].map(
        async (caseNo) => (await acceptor.get<CaseDetail>(`/api/cases/${caseNo}`)).body.process?.version,
      ),
    );
    expect(versions).toEqual([1, 2]);
    const { items } = (await analyst.get<ProcessList>('/api/modeler/processes')).body;
    expect(items[0]?.versions).toMatchObject([
      { version: 2, live: true, runningCases: 1, deployedBy: '流程分析员' },
      { version: 1, live: false, runningCases: 1 },
    ]);
    const xml = await analyst.get<ResourceText>('/api/modeler/processes/bdc-registration/versions/2/xml');
    expect(xml.body.content).toContain('收件与询问');
  });

  test("is refused when a colleague has deployed in the meantime, and the colleague's version stays", async () => {
    const mine = (content: string, newestSeen: number) =>
      analyst.send<DeployResult>('POST', '/api/modeler/deployments', {
        resources: [
          {
            resourceName: 'bdc-registration/registration.bpmn',
            content,
            newestSeen: { 'bdc-registration': newestSeen },
          },
        ],
      });
    const newest = async () => {
      const { body } = await analyst.get<ProcessList>('/api/modeler/processes');
      return body.items.find((one) => one.bpmnProcessId === 'bdc-registration')!.versions[0]!.version;
    };
    const seen = await newest();
    const changed = (name: string) => withShapes(diagram.replace('name="询问部门"', `name="${name}"`));
    expect((await mine(changed('先部署的'), seen)).status).toBe(200);
    const late = await mine(changed('后部署的'), seen);
    expect(late.status).toBe(409);
    expect(late.problem.code).toBe('MODEL_MOVED_ON');
    expect(late.problem.detail).toContain(`第 ${seen + 1} 版`);
    expect(await newest()).toBe(seen + 1);
    expect((await mine(changed('后部署的'), seen + 1)).status).toBe(200);
    // and of two at the same moment one is deployed
    const both = await Promise.all(['甲', '乙'].map((name) => mine(changed(name), seen + 2)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await newest()).toBe(seen + 3);
  });

  test('holds each process of a file against its own versions', async () => {
    const fileOf = (names: Record<string, string>) => {
      const processes = Object.entries(names).map(
        ([id, name]) =>
          `<bpmn:process id="pair-${id}" name="${name}" isExecutable="true"><bpmn:startEvent id="Start_${id}"><bpmn:outgoing>f_${id}</bpmn:outgoing></bpmn:startEvent><bpmn:endEvent id="End_${id}"><bpmn:incoming>f_${id}</bpmn:incoming></bpmn:endEvent><bpmn:sequenceFlow id="f_${id}" sourceRef="Start_${id}" targetRef="End_${id}"/></bpmn:process>`,
      );
      const pools = Object.keys(names).map((id) => `<bpmn:participant id="Pool_${id}" processRef="pair-${id}"/>`);
      const head = /^[\s\S]*?<bpmn:definitions [^>]*>/.exec(diagram)![0];
      return withShapes(
        `${head}<bpmn:collaboration name="两个流程" id="Both">${pools.join('')}</bpmn:collaboration>${processes.join('')}</bpmn:definitions>`,
      ).replace('bpmnElement="bdc-registration"', 'bpmnElement="Both"');
    };
    const send = (content: string, newestSeen: Record<string, number>) =>
      analyst.send<DeployResult>('POST', '/api/modeler/deployments', {
        resources: [{ resourceName: 'pair.bpmn', content, newestSeen }],
      });
    // given one that was twice deployed alone, then both in one file: they stand at versions 1 and 3
    expect((await send(fileOf({ two: '甲' }), {})).status).toBe(200);
    expect((await send(fileOf({ two: '乙' }), { 'pair-two': 1 })).status).toBe(200);
    const { body } = await send(fileOf({ one: '甲', two: '丙' }), { 'pair-two': 2 });
    expect(body.deployed.map(({ id, version }) => [id, version]).sort()).toEqual([
      ['pair-one', 1],
      ['pair-two', 3],
    ]);
    // then who knows of both goes on, and who has missed a version of either is told which
    const late = await send(fileOf({ one: '丁', two: '丁' }), { 'pair-one': 1, 'pair-two': 2 });
    expect(late.problem).toMatchObject({ status: 409, detail: expect.stringContaining('pair-two 的第 3 版') });
    expect((await send(fileOf({ one: '丁', two: '丁' }), { 'pair-one': 1, 'pair-two': 3 })).status).toBe(200);
  });

  test('is put off when the versions cannot be read, instead of going over a colleague unseen', async () => {
    const down = new Error('the engine does not answer');
    const deployed: unknown[] = [];
    const engine = { ...harness.deps.engine, deploy: async (files: unknown) => deployed.push(files) };
    const definitions = { latest: () => Promise.reject(down) } as unknown as Definitions;
    const resources = [
      {
        resourceName: 'registration.bpmn',
        content: withShapes(diagram),
        newestSeen: { 'bdc-registration': 1 },
      },
    ];
    const deps = { ...harness.deps, engine } as unknown as ServerDeps;
    await expect(deployResources(deps, definitions, { resources }, {} as never)).rejects.toBe(down);
    expect(deployed).toEqual([]);
  });

  test('is refused with the element when the findings have an error', async () => {
    const broken = withShapes(diagram.replace('<zeebe:taskDefinition type="test.department" retries="1"/>', ''));
    const { problem } = await deploy(analyst, broken);
    expect(problem).toMatchObject({ status: 422, code: 'DEPLOYMENT_REFUSED' });
    expect(problem.findings?.map((one) => one.elementId)).toContain('AskDepartment');
  });

  test('is refused when a step asks for a job that no worker serves', async () => {
    const { problem } = await deploy(analyst, withShapes(diagram.replace('"test.department"', '"no.such.job"')));
    expect(problem).toMatchObject({ status: 422, code: 'DEPLOYMENT_REFUSED' });
    expect(problem.findings).toMatchObject([
      { elementId: 'AskDepartment', message: expect.stringContaining('元素模板') },
    ]);
  });

  test("is refused at the server's own start as well", async () => {
    const processesDir = await mkdtemp(join(tmpdir(), 'yitong-processes-'));
    const xml = withShapes(
      diagram.replace('"test.department"', '"no.such.job"').replaceAll('bdc-registration', 'draft'),
    );
    await writeFile(join(processesDir, 'draft.bpmn'), xml);
    const deps = { ...harness.deps, config: { ...harness.deps.config, processesDir } };
    await expect(deployBundled(deps)).rejects.toThrow(
      /draft\.bpmn AskDepartment 询问部门：没有工作程序.*no\.such\.job/,
    );
    expect(
      (await harness.deps.engine.searchProcessDefinitions({ filter: { processDefinitionId: 'draft' } })).items,
    ).toEqual([]);
    await rm(processesDir, { recursive: true });
  });

  test('is refused with the element and the advice when the engine cannot run it', async () => {
    const undoing = diagram.replace(
      '<bpmn:endEvent id="End"><bpmn:incoming>f9</bpmn:incoming></bpmn:endEvent>',
      '<bpmn:endEvent id="End"><bpmn:incoming>f9</bpmn:incoming><bpmn:compensateEventDefinition id="undo" activityRef="End"/></bpmn:endEvent>',
    );
    const { problem } = await deploy(analyst, withShapes(undoing));
    expect(problem).toMatchObject({ status: 422, code: 'DEPLOYMENT_REFUSED' });
    expect(problem.findings).toMatchObject([
      { elementId: 'End', message: expect.stringContaining('must have a compensation boundary event') },
    ]);
  });

  test('is for analysts, not for supervisors', async () => {
    const supervisor = await harness.signIn('supervisor-330203');
    const answer = await deploy(supervisor, withShapes(diagram));
    expect(answer.problem).toMatchObject({ status: 403, code: 'FORBIDDEN_ROLE' });
  });

  test("a restart does not put the repository's diagram back over an analyst's", async () => {
    await deployBundled(harness.deps);
    const own = async () => {
      const { items } = (await analyst.get<ProcessList>('/api/modeler/processes')).body;
      return items.find((one) => one.bpmnProcessId === 'sub-tax')?.versions.map((one) => one.version);
    };
    expect(await own()).toEqual([1]);
    const xml = (await analyst.get<ResourceText>('/api/modeler/processes/sub-tax/versions/1/xml')).body.content;
    const changed = xml.replace('name="税务办理"', 'name="税务办理（新）"');
    const answer = await analyst.send('POST', '/api/modeler/deployments', {
      resources: [{ resourceName: 'sub-tax.bpmn', content: changed }],
    });
    expect(answer.status).toBe(200);
    await deployBundled(harness.deps);
    expect(await own()).toEqual([2, 1]);
  });

  test('lists tables and forms with their text', async () => {
    const { items } = (await analyst.get<ResourceList>('/api/modeler/resources')).body;
    const table = items.find((one) => one.resourceName === 'bdc-registration/material_list.dmn');
    expect(table).toMatchObject({ kind: 'dmn', id: 'material_list' });
    const path = encodeURIComponent(table!.resourceName);
    const text = await analyst.get<ResourceText>(`/api/modeler/resource?resourceName=${path}`);
    expect(text.body.content).toContain('<decision');
  });
});
