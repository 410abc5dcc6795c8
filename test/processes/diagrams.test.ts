import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';
import { expect, test } from 'vitest';
import { COMPLETIONS } from '../../server/api/completions/index.ts';
import { STEPS } from '../../server/inbox/steps/index.ts';
import { catalog } from '../../workers/catalog.ts';
import { USUAL_RETRY } from '../../workers/job.ts';

const require = createRequire(import.meta.url);
const zeebe = require('zeebe-bpmn-moddle/resources/zeebe.json');
const { Linter } = require('bpmnlint');
const NodeResolver = require('bpmnlint/lib/resolver/node-resolver');

// Filled in by the desk, not by a person.
const MACHINE_FIELDS = ['elementId', 'seenVersions'];
/** Asked for by the desk alone: what a form holds becomes a process variable, and a password must never. */
const SECRET_FIELDS = ['pin'];

const root = new URL('../../processes/', import.meta.url).pathname;
const files = readdirSync(root, { recursive: true }).map(String);
const diagrams = files.filter((file) => file.endsWith('.bpmn'));
const read = (file: string) => readFileSync(`${root}${file}`, 'utf8');

// biome-ignore lint/suspicious/noExplicitAny: moddle elements have no types
type Element = any;

async function parse(xml: string): Promise<Element> {
  const { rootElement, warnings } = await (new BpmnModdle({ zeebe }) as Element).fromXML(xml);
  expect(warnings).toEqual([]);
  return rootElement;
}

async function lint(xml: string): Promise<{ rule: string; id: string; message: string }[]> {
  const linter = new Linter({
    config: { extends: 'plugin:camunda-compat/camunda-cloud-8-6' },
    resolver: new NodeResolver({ require }),
  });
  const report: Record<string, { id: string; message: string }[]> = await linter.lint(await parse(xml));
  return Object.entries(report).flatMap(([rule, found]) => found.map(({ id, message }) => ({ rule, id, message })));
}

/** All elements below, with their own children. */
function descendants(element: Element): Element[] {
  return (element.flowElements ?? []).flatMap((child: Element) => [child, ...descendants(child)]);
}
const processOf = (definitions: Element) =>
  definitions.rootElements.find((element: Element) => element.$type === 'bpmn:Process');
const extension = (element: Element, type: string) =>
  element.extensionElements?.values?.find((value: Element) => value.$type === type);

test.each(diagrams)('%s passes the compatibility rules of Camunda 8.6', async (file) => {
  expect(await lint(read(file))).toEqual([]);
});

test('the compatibility rules do find what 8.6 refuses', async () => {
  const broken = read('sub-tax/sub-tax.bpmn').replace(' type="tax.assess"', ' type=""');
  expect(await lint(broken)).not.toEqual([]);
});

test.each(diagrams)('%s shows every element, names it and says which rule it serves', async (file) => {
  const definitions = await parse(read(file));
  const elements = descendants(processOf(definitions));
  const drawn = new Set(definitions.diagrams[0].plane.planeElement.map((one: Element) => one.bpmnElement?.id));

  expect(elements.filter((one) => !drawn.has(one.id)).map((one) => one.id)).toEqual([]);
  expect(elements.filter((one) => !/^[A-Za-z][A-Za-z0-9_]*$/.test(one.id)).map((one) => one.id)).toEqual([]);
  const steps = elements.filter((one) => /Task$|CallActivity$|StartEvent$/.test(one.$type));
  expect(steps.filter((one) => !/[\u4e00-\u9fff]/.test(one.name ?? '')).map((one) => one.id)).toEqual([]);
  const userTasks = elements.filter((one) => one.$type === 'bpmn:UserTask');
  expect(userTasks.filter((one) => !one.documentation?.[0]?.text).map((one) => one.id)).toEqual([]);
});

test.each(diagrams)('%s: every node inside the pool lies in exactly one lane', async (file) => {
  const process = processOf(await parse(read(file)));
  const inLanes = process.laneSets[0].lanes.flatMap((lane: Element) =>
    (lane.flowNodeRef ?? []).map((ref: Element) => ref.id),
  );
  const nodes = process.flowElements
    .filter((one: Element) => one.$type !== 'bpmn:SequenceFlow')
    .map((one: Element) => one.id);
  expect(inLanes.sort()).toEqual(nodes.sort());
});

test.each(diagrams)('%s: lines run straight across or straight down', async (file) => {
  const definitions = await parse(read(file));
  const crooked = definitions.diagrams[0].plane.planeElement
    .filter((one: Element) => one.$type === 'bpmndi:BPMNEdge')
    .filter((edge: Element) =>
      edge.waypoint.slice(1).some((point: Element, index: number) => {
        const before = edge.waypoint[index];
        return point.x !== before.x && point.y !== before.y;
      }),
    );
  expect(crooked.map((edge: Element) => edge.bpmnElement.id)).toEqual([]);
});

test('every service task has a worker and every worker a service task', async () => {
  const used = new Set<string>();
  for (const file of diagrams) {
    for (const element of descendants(processOf(await parse(read(file))))) {
      const type = extension(element, 'zeebe:TaskDefinition')?.type;
      if (type) used.add(type);
    }
  }
  expect([...used].sort()).toEqual(catalog.map((spec) => spec.type).sort());
});

test('a job has as many attempts in the diagrams as its worker counts with', async () => {
  for (const file of diagrams) {
    for (const element of descendants(processOf(await parse(read(file))))) {
      const given = extension(element, 'zeebe:TaskDefinition');
      if (!given) continue;
      const { attempts } = catalog.find(({ type }) => type === given.type)?.retry ?? USUAL_RETRY;
      expect({ task: element.id, attempts: Number(given.retries) }).toEqual({ task: element.id, attempts });
    }
  }
});

test('a step that shows a refusal names jobs that keep theirs, and no job keeps them for nobody', () => {
  const shown = Object.values(STEPS).flatMap((step) => step.refusedBy);
  const kept = catalog.filter((spec) => spec.refusalsAreRead && spec.bpmnErrors.length > 0).map(({ type }) => type);
  expect([...new Set(shown)].sort()).toEqual(kept.sort());
});

test('every BPMN error of a worker is caught where it may be thrown, and no boundary waits for one that is not', async () => {
  for (const file of diagrams) {
    const elements = descendants(processOf(await parse(read(file))));
    for (const task of elements) {
      const spec = catalog.find(({ type }) => type === extension(task, 'zeebe:TaskDefinition')?.type);
      if (!spec) continue;
      const caught = elements
        .filter((one) => one.$type === 'bpmn:BoundaryEvent' && one.attachedToRef.id === task.id)
        .flatMap((one) => one.eventDefinitions.map((definition: Element) => definition.errorRef?.errorCode));
      expect({ task: task.id, caught: caught.sort() }).toEqual({ task: task.id, caught: [...spec.bpmnErrors].sort() });
    }
  }
});

test('every user task has a form, a role, and the fields that the API asks for', async () => {
  const forms = new Map(
    files
      .filter((file) => file.endsWith('.form'))
      .map((file) => JSON.parse(read(file)))
      .map((form) => [form.id, form]),
  );
  const tasks: Element[] = [];
  for (const file of diagrams) {
    tasks.push(...descendants(processOf(await parse(read(file)))).filter((one) => one.$type === 'bpmn:UserTask'));
  }
  // A step that several processes share has the same id in each of them.
  expect([...new Set(tasks.map((task) => task.id))].sort()).toEqual(Object.keys(COMPLETIONS).sort());
  for (const task of tasks) {
    expect(extension(task, 'zeebe:UserTask')).toBeDefined();
    expect(extension(task, 'zeebe:AssignmentDefinition').candidateGroups).toMatch(
      /^([a-z_]+|=\["utility_" \+ service\])$/,
    );
    const form = forms.get(extension(task, 'zeebe:FormDefinition').formId);
    const fields = form.components.map((one: Element) => (one.key ?? one.path ?? '').split('.')[0]).filter(Boolean);
    const asked = Object.keys(COMPLETIONS[task.id as keyof typeof COMPLETIONS].properties).filter(
      (key) => !MACHINE_FIELDS.includes(key) && !SECRET_FIELDS.includes(key),
    );
    for (const secret of SECRET_FIELDS) expect(fields).not.toContain(secret);
    expect({ task: task.id, fields: [...new Set(fields)].sort() }).toEqual({ task: task.id, fields: asked.sort() });
  }
});

test.each(files.filter((file) => file.endsWith('.dmn')))(
  '%s reads without warnings, and every rule names its source',
  async (file) => {
    const { rootElement, warnings } = await (new DmnModdle() as Element).fromXML(read(file), 'dmn:Definitions');
    expect(warnings).toEqual([]);
    const rules = rootElement.drgElement.flatMap((one: Element) => one.decisionLogic.rule);
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter((rule: Element) => !rule.description).map((rule: Element) => rule.id)).toEqual([]);
  },
);

test('no form and no diagram keeps personal data in process variables', () => {
  for (const file of diagrams) {
    expect(read(file)).not.toMatch(/target="(name|idNo|phone|holder|address)\w*"/i);
  }
});
