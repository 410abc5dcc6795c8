import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { COMPLETIONS } from '../api/completions/index.ts';
import type { LintFinding } from '../api/modeler.ts';
import { elementNames } from './definitions.ts';
import type { KnownJob } from './known-jobs.ts';
import { RULE_WORDS } from './rule-words.ts';
import { missingInputs } from './variables.ts';

/** Rules of the newest engine supported, and of the embedded one. */
const CONFIG = {
  extends: ['bpmnlint:recommended', 'plugin:camunda-compat/camunda-cloud-8-8'],
  rules: {
    // Loops back to a step (补正, retry) meet on the step itself: a gateway before each would only be noise.
    'fake-join': 'off',
    // Names are for people: missing ones are shown, and do not stop a deployment.
    'label-required': 'warn',
    // The engine joins inclusive ways; that a join may wait for ever is worth a word.
    'no-inclusive-gateway': 'warn',
  },
};

/** Rules of the oldest engine supported: a diagram that passes them deploys on all newer ones. */
const OLDEST = { extends: ['plugin:camunda-compat/camunda-cloud-8-6'] };

export interface Element {
  $type: string;
  id?: string;
  extensionElements?: { values?: { $type: string; type?: string; listeners?: { type?: string }[] }[] };
  [property: string]: unknown;
}
interface Parser {
  fromXML(xml: string): Promise<{ rootElement: Element; warnings: Warning[] }>;
}
/** Only what would stop its cases for good: the diagram cannot be read, or asks for jobs that nobody does. A tenth of the work. */
export async function findUnserved(xml: string, jobs: readonly KnownJob[]): Promise<LintFinding[]> {
  const finding = findingsOf(xml);
  const diagram = await readDiagram(xml, finding);
  return Array.isArray(diagram) ? diagram : unserved(diagram.root, jobs, finding);
}

type Finding = (
  rule: string,
  severity: LintFinding['severity'],
  elementId: string | null,
  detail?: string,
) => LintFinding;

function findingsOf(xml: string): Finding {
  const names = elementNames(xml);
  return (rule, severity, elementId, detail) => {
    const words = RULE_WORDS[rule];
    const message = words ? (detail ? `${words}（${detail}）` : words) : (detail ?? rule);
    return { elementId, elementName: elementId ? (names.get(elementId) ?? null) : null, rule, severity, message };
  };
}

/** Camunda 7's own attributes and elements, which an engine of Camunda 8 does not read. */
const CAMUNDA_7 = 'http://camunda.org/schema/1.0/bpmn';

interface Warning {
  message: string;
  /** Of an unresolved reference: the property that refers. */
  property?: string;
}

/** The diagram's root with what the parser read over, or why it cannot be read at all. */
async function readDiagram(
  xml: string,
  finding: Finding,
): Promise<{ root: Element; warnings: Warning[] } | LintFinding[]> {
  if (xml.includes(`="${CAMUNDA_7}"`)) return [finding('yitong/camunda-7', 'error', null)];
  try {
    const parser = new BpmnModdle({ zeebe }) as unknown as Parser;
    const { rootElement: root, warnings } = await parser.fromXML(xml);
    return { root, warnings };
  } catch (error) {
    return [finding('yitong/xml', 'error', null, (error as Error).message.split('\n')[0])];
  }
}

/** What the parser reads over and an engine would stumble on. Of two elements with one id, the rest is a consequence. */
function readOver(warnings: readonly Warning[], finding: Finding): LintFinding[] {
  const named = (pattern: RegExp, among = warnings) => [
    ...new Set(among.flatMap(({ message }) => pattern.exec(message)?.[1] ?? [])),
  ];
  const twice = named(/duplicate ID <(.+)>/);
  if (twice.length > 0) return twice.map((id) => finding('yitong/duplicate-id', 'error', id, id));
  const semantic = warnings.filter(({ property }) => property !== 'bpmndi:bpmnElement');
  return named(/^unresolved reference <(.+)>/, semantic).map((id) =>
    finding('yitong/unresolved-reference', 'error', null, id),
  );
}

function unserved(root: Element, jobs: readonly KnownJob[], finding: Finding): LintFinding[] {
  const served = new Set(jobs.map(({ type }) => type));
  return jobTypes(root)
    .filter(({ type }) => !type.startsWith('=') && !served.has(type))
    .map(({ id, type }) => finding('yitong/job-type', 'error', id, type));
}

/** User tasks that the desk has no form for: a case that arrives there can be seen and not be done. */
function withoutScreen(element: Element): string[] {
  const children = [element.rootElements, element.flowElements].flatMap(
    (list) => (list as Element[] | undefined) ?? [],
  );
  const own = element.$type === 'bpmn:UserTask' && element.id && !(element.id in COMPLETIONS) ? [element.id] : [];
  return [...own, ...children.flatMap(withoutScreen)];
}

/** Findings of a diagram with element ids and Chinese texts; errors first. Never throws for a bad diagram. */
export async function lintDiagram(xml: string, jobs: readonly KnownJob[]): Promise<LintFinding[]> {
  const finding = findingsOf(xml);
  const diagram = await readDiagram(xml, finding);
  if (Array.isArray(diagram)) return diagram;
  const unread = readOver(diagram.warnings, finding);
  if (unread.length > 0) return unread;
  const { root } = diagram;
  const results = await reportsOf(CONFIG, root);
  const findings = results.map(({ rule, category, id, message }) => {
    const severity = category === 'rule-error' ? 'error' : category;
    return finding(rule, severity, id ?? null, isPlain(message) ? message : undefined);
  });
  findings.push(...(await onlyNewer(root, results, finding)));
  findings.push(...unserved(root, jobs, finding));
  for (const id of withoutScreen(root)) findings.push(finding('yitong/user-task', 'warn', id, id));
  for (const { id, variable } of missingInputs(root, jobs)) {
    findings.push(finding('yitong/job-input', 'warn', id, variable));
  }
  return findings.sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

interface Report {
  rule: string;
  category: 'error' | 'warn' | 'info' | 'rule-error';
  id?: string;
  message: string;
}

async function reportsOf(config: object, root: Element): Promise<Report[]> {
  const linter = new Linter({ config, resolver: new NodeResolver() });
  return Object.entries(await linter.lint(root)).flatMap(([rule, reports]) =>
    reports.map((report) => ({ rule, ...report })),
  );
}

/** What runs here and on newer clusters and not on the oldest: worth knowing where such a cluster is used, no error. */
async function onlyNewer(root: Element, found: readonly Report[], finding: Finding): Promise<LintFinding[]> {
  const known = new Set(found.map(({ rule, id }) => `${rule} ${id}`));
  const older = (await reportsOf(OLDEST, root)).filter(
    ({ rule, id, category }) => category === 'error' && !known.has(`${rule} ${id}`),
  );
  const ids = [...new Set(older.map(({ id }) => id ?? null))];
  return ids.map((id) => finding('yitong/newer-engine', 'warn', id));
}

const ORDER = { error: 0, warn: 1, info: 2 };

/** Detail worth showing beside the Chinese sentence: names of properties and expressions, not whole English sentences. */
const isPlain = (message: string) => /<[^>]+>/.test(message);

/** Job types asked for anywhere in the diagram, by tasks and listeners, with the element that asks. */
export function jobTypes(root: Element): { id: string; type: string }[] {
  const found: { id: string; type: string }[] = [];
  const visit = (element: Element) => {
    for (const extension of element.extensionElements?.values ?? []) {
      if (!element.id) continue;
      const jobs = extension.$type === 'zeebe:TaskDefinition' ? [extension] : (extension.listeners ?? []);
      for (const { type } of jobs) if (type) found.push({ id: element.id, type });
    }
    for (const list of [element.rootElements, element.flowElements]) {
      for (const child of (list as Element[] | undefined) ?? []) visit(child);
    }
  };
  visit(root);
  return found;
}
