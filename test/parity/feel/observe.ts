/**
 * What an engine makes of an expression: the value a script task keeps of it, and what a task says that takes it for its job
 * type, which needs a string: of which type the value is for the engine, and of what the evaluation warned. Every expression
 * has a branch of its own behind one parallel gateway, so that a whole subject is one diagram and one instance.
 */
import { diagram, escapeXml, job, node, start } from '../support/diagram.ts';
import type { TraceRecord } from '../support/trace.ts';
import { canonical } from '../support/trace.ts';
import { VARIABLES } from './variables.ts';

/** An engine on which expressions are tried out, its clock pinned at `BENCH_NOW`. */
export interface FeelBench {
  /** False when it refuses the diagram. */
  deploy(name: string, xml: string): Promise<boolean>;
  /** Starts an instance and returns the records of it once it is at rest. */
  run(processId: string, variables: Record<string, unknown>): Promise<readonly TraceRecord[]>;
}

/** What `now()` says on the bench. */
export const BENCH_NOW = Date.parse('2027-01-04T01:00:00Z');

/** Zeebe sends a resource in one message of at most 4 MB; far smaller diagrams are kinder to its log. */
const PER_DIAGRAM = 60;
const REFUSED = 'refused at deployment';

/** Each expression with its outcome, in order. */
export async function observe(
  bench: FeelBench,
  subject: string,
  expressions: readonly string[],
): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (let at = 0; at < expressions.length; at += PER_DIAGRAM) {
    found.push(...(await observeDiagram(bench, `${subject}_${at}`, expressions.slice(at, at + PER_DIAGRAM))));
  }
  return found;
}

async function observeDiagram(
  bench: FeelBench,
  processId: string,
  sources: readonly string[],
): Promise<[string, string][]> {
  if (await bench.deploy(`${processId}.bpmn`, branches(processId, sources))) {
    const records = await bench.run(processId, VARIABLES);
    return sources.map((source, at) => [source, outcome(source, at, records)]);
  }
  if (sources.length === 1) return sources.map((source) => [source, REFUSED]);
  const half = Math.ceil(sources.length / 2);
  return [
    ...(await observeDiagram(bench, `${processId}a`, sources.slice(0, half))),
    ...(await observeDiagram(bench, `${processId}b`, sources.slice(half))),
  ];
}

function branches(processId: string, sources: readonly string[]): string {
  const nodes = sources.flatMap((source, at) => [
    node('scriptTask', `value${at}`, {
      ext: `<zeebe:script expression="${escapeXml(`=${source}`)}" resultVariable="r${at}"/>`,
    }),
    node('serviceTask', `type${at}`, { ext: job(`=${source}`) }),
  ]);
  const flows = sources.flatMap((_, at) => [`Fork > value${at}`, `value${at} > type${at}`]);
  return diagram(processId, [start(), node('parallelGateway', 'Fork'), ...nodes], ['Start > Fork', ...flows]);
}

function outcome(source: string, at: number, records: readonly TraceRecord[]): string {
  const of = (valueType: string, field: string, name: string) =>
    records.find(
      ({ recordType, valueType: found, intent, value }) =>
        recordType === 'EVENT' && found === valueType && intent === 'CREATED' && value[field] === name,
    )?.value;
  const failed = of('INCIDENT', 'elementId', `value${at}`);
  if (failed) return `! ${failed.errorType}: ${failed.errorMessage}`;
  const kept = of('VARIABLE', 'name', `r${at}`);
  const value = kept ? canonical(JSON.parse(String(kept.value))) : 'nothing kept';
  return `= ${value}\n: ${typeOf(source, at, of)}`;
}

function typeOf(
  source: string,
  at: number,
  of: (valueType: string, field: string, name: string) => Record<string, unknown> | undefined,
): string {
  if (of('JOB', 'elementId', `type${at}`)) return 'STRING';
  const message = String(of('INCIDENT', 'elementId', `type${at}`)?.errorMessage ?? 'neither job nor incident');
  const [head = '', ...warnings] = message.split('\n');
  const expected = `Expected result of the expression '${source}' to be 'STRING', but was '`;
  if (!head.startsWith(expected)) return message;
  return [
    head.slice(expected.length).replace(/'\.(?: The evaluation reported the following warnings:)?$/, ''),
    ...warnings,
  ].join('\n  ');
}
