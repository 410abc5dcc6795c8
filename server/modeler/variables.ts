/** Where a step can take its variables from, as far as the diagram and the product say. */
import type { StartVariables } from '../../registry/index.ts';
import { COMPLETIONS } from '../api/completions/index.ts';
import type { KnownJob } from './known-jobs.ts';
import type { Element } from './lint.ts';

/** What a case starts with. */
const START: readonly (keyof StartVariables)[] = [
  'caseNo',
  'processId',
  'itemCode',
  'channel',
  'district',
  'unitCode',
  'unitCodes',
  'partyNos',
  'ruleProfile',
  'contractDate',
  'operation',
  'combined',
  'filedOn',
  'taxRelation',
  'siteView',
  'autoAcceptEligible',
  'needsContract',
  'needsTax',
  'publicity',
  'hasLoan',
  'certMedium',
  'delivery',
];

interface Mapping {
  target?: string;
}

const extensions = (element: Element, type: string) =>
  (element.extensionElements?.values ?? []).filter((one) => one.$type === type) as unknown as Record<string, unknown>[];
const children = (element: Element): Element[] =>
  [element.rootElements, element.flowElements].flatMap((list) => (list as Element[] | undefined) ?? []);
const targets = (element: Element, parameters: 'inputParameters' | 'outputParameters') =>
  extensions(element, 'zeebe:IoMapping').flatMap((mapping) =>
    ((mapping[parameters] as Mapping[] | undefined) ?? []).map(({ target }) => target ?? ''),
  );

function loop(element: Element, property: 'inputElement' | 'outputCollection'): string[] {
  const characteristics = element.loopCharacteristics as Element | undefined;
  if (!characteristics) return [];
  return extensions(characteristics, 'zeebe:LoopCharacteristics').flatMap((one) =>
    one[property] ? [String(one[property])] : [],
  );
}

/** What steps of the diagram leave in the process. */
function produced(element: Element): string[] {
  const results = ['zeebe:CalledDecision', 'zeebe:Script'].flatMap((type) =>
    extensions(element, type).map((one) => String(one.resultVariable ?? '')),
  );
  return [
    ...targets(element, 'outputParameters'),
    ...results,
    ...loop(element, 'outputCollection'),
    ...children(element).flatMap(produced),
  ];
}

/** Required inputs of service tasks that are neither mapped nor known to be process variables, with the step. */
export function missingInputs(root: Element, jobs: readonly KnownJob[]): { id: string; variable: string }[] {
  const everywhere = new Set<string>([
    ...START,
    ...Object.values(COMPLETIONS).flatMap((body) => Object.keys(body.properties)),
    ...jobs.flatMap(({ outputs }) => outputs),
    ...produced(root),
  ]);
  const requires = new Map(jobs.map((job) => [job.type, job.requires]));
  const found: { id: string; variable: string }[] = [];
  const visit = (element: Element, around: readonly string[]) => {
    const here = [...around, ...targets(element, 'inputParameters'), ...loop(element, 'inputElement')];
    const [definition] = extensions(element, 'zeebe:TaskDefinition');
    for (const variable of requires.get(String(definition?.type)) ?? []) {
      if (!everywhere.has(variable) && !here.includes(variable)) found.push({ id: element.id ?? '', variable });
    }
    for (const child of children(element)) visit(child, here);
  };
  visit(root, []);
  return found;
}
