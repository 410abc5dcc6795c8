/** The fields of Camunda's searches: by which they filter and sort, and what they answer, beside the embedded engine's. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { batchOperationItems, batchOperations } from '../../../engine/rest/resources/batch-operations.ts';
import { decisionInstances } from '../../../engine/rest/resources/decision-instances.ts';
import { decisionDefinitions, decisionRequirements } from '../../../engine/rest/resources/decisions.ts';
import { processDefinitions } from '../../../engine/rest/resources/definitions.ts';
import { incidents } from '../../../engine/rest/resources/incidents.ts';
import { elementInstances, processInstances } from '../../../engine/rest/resources/instances.ts';
import { jobs } from '../../../engine/rest/resources/jobs.ts';
import { correlatedMessageSubscriptions, messageSubscriptions } from '../../../engine/rest/resources/messages.ts';
import { userTasks } from '../../../engine/rest/resources/user-tasks.ts';
import { variables } from '../../../engine/rest/resources/variables.ts';
import type { Resource } from '../../../engine/rest/search.ts';

/** What is searched for: Camunda's name of it, of its filter and of an answer, and the embedded engine's. */
const SEARCHES: readonly [name: string, answer: string, resource: Resource][] = [
  ['BatchOperation', 'BatchOperationResponse', batchOperations],
  ['BatchOperationItem', 'BatchOperationItemResponse', batchOperationItems],
  ['CorrelatedMessageSubscription', 'CorrelatedMessageSubscriptionResult', correlatedMessageSubscriptions],
  ['DecisionDefinition', 'DecisionDefinitionResult', decisionDefinitions],
  ['DecisionInstance', 'DecisionInstanceResult', decisionInstances],
  ['DecisionRequirements', 'DecisionRequirementsResult', decisionRequirements],
  ['ElementInstance', 'ElementInstanceResult', elementInstances],
  ['Incident', 'IncidentResult', incidents],
  ['Job', 'JobSearchResult', jobs],
  ['MessageSubscription', 'MessageSubscriptionResult', messageSubscriptions],
  ['ProcessDefinition', 'ProcessDefinitionResult', processDefinitions],
  ['ProcessInstance', 'ProcessInstanceResult', processInstances],
  ['UserTask', 'UserTaskResult', userTasks],
  ['Variable', 'VariableSearchResult', variables(true)],
];

export interface SearchRow {
  search: string;
  filters: Fields;
  sorts: Fields;
  answers: Fields;
}

export interface Fields {
  published: string[];
  missing: string[];
}

/** The declarations of Camunda's own TypeScript client of 8.8. */
async function declarations(): Promise<string> {
  const folder = dirname(createRequire(import.meta.url).resolve('@camunda8/orchestration-cluster-api'));
  const index = await readFile(join(folder, 'index.d.ts'), 'utf8');
  const chunk = /from '(\.\/index-[\w-]+)\.js'/.exec(index)?.[1];
  if (!chunk) throw new Error("the declarations of Camunda's client have another form");
  return await readFile(join(folder, `${chunk}.d.ts`), 'utf8');
}

/** A filter names its parts as `$or`, as any field of its own. */
function fieldsOf(text: string, type: string): string[] {
  const body = new RegExp(`^type ${type} = ([\\s\\S]*?)^\\}?;?\\n?(?=type |declare |/\\*\\*)`, 'm').exec(text)?.[1];
  if (body === undefined) throw new Error(`Camunda's client has no type ${type}`);
  const own = [...body.matchAll(/^ {4}(\$?\w+)\??: /gm)].map((match) => match[1] as string);
  const others = [...body.matchAll(/(?:^|& )([A-Z]\w+)(?= &|;)/gm)].map((match) => match[1] as string);
  return [...new Set([...own, ...others.flatMap((other) => fieldsOf(text, other))])];
}

function sortsOf(text: string, name: string): string[] {
  const body = new RegExp(`^type ${name}SearchQuerySortRequest = [\\s\\S]*?field: ([^;]*);`, 'm').exec(text)?.[1];
  return [...(body ?? '').matchAll(/'(\w+)'/g)].map((match) => match[1] as string);
}

/** A row of which nothing is read but that it is there. */
const ANY_ROW = new Proxy({} as Record<string, never>, {
  get: (_, name) => (/^(evaluated_inputs|matched_rules|errors)$/.test(String(name)) ? [] : '1'),
});

/** Every search of the Orchestration Cluster API of 8.8 that is not of identity, with the fields the engine does not know. */
export async function searchRows(): Promise<SearchRow[]> {
  const text = await declarations();
  return SEARCHES.map(([name, answer, { source, toItem }]) => {
    const known = Object.keys(source.fields);
    const parts = (source.parts ?? []).flatMap(({ fields }) => Object.keys(fields));
    // Any filter of the engine takes `$or`.
    const filters = [...known, ...parts, ...Object.keys(source.special ?? {}), '$or'];
    const compared = (published: string[], has: string[]): Fields => {
      if (published.length < 3)
        throw new Error(`only ${published.length} fields of ${name} found: has the form changed?`);
      return { published, missing: published.filter((field) => !has.includes(field)) };
    };
    return {
      search: name,
      filters: compared(fieldsOf(text, `${name}Filter`), filters),
      sorts: compared(sortsOf(text, name), known),
      answers: compared(fieldsOf(text, answer), Object.keys(toItem(ANY_ROW))),
    };
  });
}
