import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
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
  fromXML(xml: string): Promise<{ rootElement: Element; warnings: { message: string }[] }>;
}
/** Only what would stop its cases for good: the diagram cannot be read, or asks for jobs that nobody does. A tenth of the work. */
export async function findUnserved(xml: string, jobs: readonly KnownJob[]): Promise<LintFinding[]> {
  const finding = findingsOf(xml);
  const root = await readDiagram(xml, finding);
  return Array.isArray(root) ? root : unserved(root, jobs, finding);
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

/** The diagram's root, or why it cannot be read. */
async function readDiagram(xml: string, finding: Finding): Promise<Element | LintFinding[]> {
  try {
    const parser = new BpmnModdle({ zeebe }) as unknown as Parser;
    return (await parser.fromXML(xml)).rootElement;
  } catch (error) {
    return [finding('yitong/xml', 'error', null, (error as Error).message.split('\n')[0])];
  }
}

function unserved(root: Element, jobs: readonly KnownJob[], finding: Finding): LintFinding[] {
  const served = new Set(jobs.map(({ type }) => type));
  return jobTypes(root)
    .filter(({ type }) => !type.startsWith('=') && !served.has(type))
    .map(({ id, type }) => finding('yitong/job-type', 'error', id, type));
}

/** Findings of a diagram with element ids and Chinese texts; errors first. Never throws for a bad diagram. */
export async function lintDiagram(xml: string, jobs: readonly KnownJob[]): Promise<LintFinding[]> {
  const finding = findingsOf(xml);
  const root = await readDiagram(xml, finding);
  if (Array.isArray(root)) return root;
  const results = await reportsOf(CONFIG, root);
  const findings = results.map(({ rule, category, id, message }) => {
    const severity = category === 'rule-error' ? 'error' : category;
    return finding(rule, severity, id ?? null, isPlain(message) ? message : undefined);
  });
  findings.push(...(await onlyNewer(root, results, finding)));
  findings.push(...unserved(root, jobs, finding));
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
