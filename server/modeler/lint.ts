import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { LintFinding } from '../api/modeler.ts';
import { elementNames } from './definitions.ts';
import type { KnownJob } from './known-jobs.ts';
import { RULE_WORDS } from './rule-words.ts';
import { missingInputs } from './variables.ts';

/** Rules of the oldest engine supported; a diagram that passes deploys on all newer ones. */
const CONFIG = {
  extends: ['bpmnlint:recommended', 'plugin:camunda-compat/camunda-cloud-8-6'],
  rules: {
    // Loops back to a step (补正, retry) meet on the step itself: a gateway before each would only be noise.
    'fake-join': 'off',
    // Names are for people: missing ones are shown, and do not stop a deployment.
    'label-required': 'warn',
    // The engine joins inclusive ways; that a join may wait for ever is worth a word.
    'no-inclusive-gateway': 'warn',
  },
};

export interface Element {
  $type: string;
  id?: string;
  extensionElements?: { values?: { $type: string; type?: string }[] };
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
  const linter = new Linter({ config: CONFIG, resolver: new NodeResolver() });
  const results = await linter.lint(root);
  const findings = Object.entries(results).flatMap(([rule, reports]) =>
    reports.map((report) => {
      const severity = report.category === 'rule-error' ? 'error' : report.category;
      return finding(rule, severity, report.id ?? null, isPlain(report.message) ? report.message : undefined);
    }),
  );
  findings.push(...unserved(root, jobs, finding));
  for (const { id, variable } of missingInputs(root, jobs)) {
    findings.push(finding('yitong/job-input', 'warn', id, variable));
  }
  return findings.sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

const ORDER = { error: 0, warn: 1, info: 2 };

/** Detail worth showing beside the Chinese sentence: names of properties and expressions, not whole English sentences. */
const isPlain = (message: string) => /<[^>]+>/.test(message);

/** Job types asked for anywhere in the diagram, with the element that asks. */
export function jobTypes(root: Element): { id: string; type: string }[] {
  const found: { id: string; type: string }[] = [];
  const visit = (element: Element) => {
    for (const extension of element.extensionElements?.values ?? []) {
      if (extension.$type === 'zeebe:TaskDefinition' && extension.type && element.id) {
        found.push({ id: element.id, type: extension.type });
      }
    }
    for (const list of [element.rootElements, element.flowElements]) {
      for (const child of (list as Element[] | undefined) ?? []) visit(child);
    }
  };
  visit(root);
  return found;
}
