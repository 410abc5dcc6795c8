import { DECISIONS } from '../dmn/cases/index.ts';
import { FEEL_CATALOGUE } from '../feel/catalogue/index.ts';
import { KNOWN_DIFFERENCES } from '../feel/known-differences.ts';
import { expressionsOf } from '../feel/recorded.ts';
import { CORPUS } from '../scenarios/index.ts';
import { type OperationRow, restRows, rpcRows } from './apis.ts';
import { type ElementRow, elementRows } from './elements.ts';
import { laterRows } from './later.ts';
import { disagree, type LintRow, lintRows } from './lint.ts';
import { type Fields, type SearchRow, searchRows } from './search-fields.ts';

const OF_OTHERS = / \/(authorizations|documents|groups|mapping-rules|roles|setup|tenants|users)\b/;

/** docs/conformance.md as `npm run generate` writes it. */
export async function conformancePage(): Promise<Record<string, string>> {
  const [elements, rpcs, rest, searches] = await Promise.all([elementRows(), rpcRows(), restRows(), searchRows()]);
  const cases = Object.entries(CORPUS);
  const measured = elements.filter(({ since }) => since === undefined);
  const red = measured.filter((row) => row.camunda !== row.embedded);
  const linted = await lintRows(elements);
  const page = [
    '# Conformance of the embedded engine',
    '',
    'Written by `npm run generate` from the recorded traces of a real Camunda 8.6.0 broker, the published gateway protocol and',
    "Camunda's own TypeScript client of 8.8. 🔴 marks what the embedded engine does otherwise or not at all; why, and what else",
    'differs inside expressions, is in [the referee’s page](../test/parity/README.md).',
    '',
    '## Behaviour',
    '',
    `${cases.reduce((sum, [, found]) => sum + found.length, 0)} cases of diagram and commands, records and answers compared line by line:`,
    '',
    '| subject | cases |',
    '| --- | --- |',
    ...cases.map(([subject, found]) => `| ${subject} | ${found.length} |`),
    '',
    ...feelRows(),
    ...decisionRows(),
    '## Elements',
    '',
    `${measured.length - red.length} of ${measured.length} minimal diagrams are taken or refused as by 8.6.0; ${elements.length - measured.length} more are`,
    'of what only later versions run, from their documentation.',
    '',
    ...bySubject(elements),
    '### Against Camunda’s lint rules for 8.8',
    '',
    ...againstRules(linted),
    '## Of later versions',
    '',
    'What 8.6.0 does not have could not be measured on it; it is as Camunda documents it.',
    '',
    ...laterRows(),
    '## Zeebe gRPC gateway (8.6)',
    '',
    ...operations(rpcs),
    '## Orchestration Cluster REST API (8.8)',
    '',
    ...operations(rest.filter(({ operation }) => !OF_OTHERS.test(operation))),
    '### Fields of the searches',
    '',
    ...searchFields(searches),
    '### Identity, tenants and documents',
    '',
    'Users, groups, roles, authorizations, tenants, mapping rules and documents belong to Camunda’s identity and document services,',
    'which the embedded engine does not have: its callers are named in its settings, and it has one tenant.',
    '',
    ...operations(rest.filter(({ operation }) => OF_OTHERS.test(operation))),
  ];
  return { 'docs/conformance.md': `${page.join('\n').trimEnd()}\n` };
}

function feelRows(): string[] {
  const subjects = Object.entries(FEEL_CATALOGUE);
  const cases = subjects.map(([subject]) => expressionsOf(subject));
  const differ = cases.flat().filter((source) => KNOWN_DIFFERENCES.has(source)).length;
  return [
    '## FEEL',
    '',
    `${cases.flat().length} expressions of every built-in and operator, their values, types, warnings and incidents compared; ${differ} differ.`,
    '',
    '| subject | built-ins, operators, kinds | expressions |',
    '| --- | --- | --- |',
    ...subjects.map(
      ([subject, headings], at) => `| ${subject} | ${Object.keys(headings).length} | ${cases[at]?.length ?? 0} |`,
    ),
    '',
  ];
}

function decisionRows(): string[] {
  const subjects = Object.entries(DECISIONS);
  const asked = subjects.map(([, cases]) => cases.reduce((sum, one) => sum + one.asked.length, 0));
  return [
    '## Decisions',
    '',
    `${asked.reduce((sum, count) => sum + count, 0)} evaluations of decisions, the whole answers compared:`,
    '',
    '| subject | files | evaluations |',
    '| --- | --- | --- |',
    ...subjects.map(([subject, cases], at) => `| ${subject} | ${cases.length} | ${asked[at]} |`),
    '',
  ];
}

function bySubject(rows: ElementRow[]): string[] {
  return [...new Set(rows.map((row) => row.subject))].flatMap((subject) => [
    `### ${subject}`,
    '',
    '| diagram | 8.6.0 | embedded | |',
    '| --- | --- | --- | --- |',
    ...rows
      .filter((row) => row.subject === subject)
      .map((row) => `| ${row.what} | ${row.camunda} | ${row.embedded} | ${mark(row)} |`),
    '',
  ]);
}

function mark({ since, camunda, embedded }: ElementRow): string {
  if (since) return embedded === 'runs' ? `since ${since}` : `🔴 since ${since}`;
  return camunda === embedded ? '' : '🔴';
}

/** The rules see more than an engine (style) and less (what needs the whole diagram): where 8.6.0 decided, it did. */
function againstRules(rows: LintRow[]): string[] {
  const different = rows.filter(disagree);
  const unbacked = different.filter(({ camunda, embedded }) => camunda !== embedded);
  return [
    'Camunda’s Modeler judges by the rules of `bpmnlint-plugin-camunda-compat`. Those for 8.8 and the embedded engine agree on',
    `${rows.length - different.length} of the ${rows.length} diagrams; on ${different.length - unbacked.length} the real 8.6.0 broker does as the embedded engine does. The others:`,
    '',
    '| diagram | rules for 8.8 | 8.6.0 | embedded |',
    '| --- | --- | --- | --- |',
    ...unbacked.map(
      ({ what, rules, camunda, embedded }) =>
        `| ${what} | ${rules.join(', ') || 'nothing found'} | ${camunda} | ${embedded} |`,
    ),
    '',
  ];
}

function searchFields(rows: SearchRow[]): string[] {
  const told = ({ published, missing }: Fields) =>
    missing.length === 0 ? `${published.length}` : `${published.length}, 🔴 without ${missing.join(', ')}`;
  return [
    'How many fields each search of 8.8 filters by, sorts by and answers with.',
    '',
    '| search | filters | sorts | answers |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ search, filters, sorts, answers }) => `| ${search} | ${told(filters)} | ${told(sorts)} | ${told(answers)} |`,
    ),
    '',
  ];
}

function operations(rows: OperationRow[]): string[] {
  return [
    `${rows.filter((row) => row.served).length} of ${rows.length} operations are served.`,
    '',
    '| operation | embedded | |',
    '| --- | --- | --- |',
    ...rows.map(
      (row) => `| \`${row.operation}\` | ${row.served ? 'served' : 'not served'} | ${row.served ? '' : '🔴'} |`,
    ),
    '',
  ];
}
