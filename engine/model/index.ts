/**
 * BPMN XML to executable models. `readBpmn` never throws: what is wrong comes back as text in the form Zeebe uses, with
 * the element's id and what to use instead.
 */
import { type Expression, syntaxError } from '../feel/index.ts';
import { checkMessages } from './check-messages.ts';
import { contentOutOfOrder } from './content-order.ts';
import { createFindings } from './read-common.ts';
import { readProcess } from './read-process.ts';
import type { ModelError, ProcessModel } from './types.ts';
import { many, parseBpmn } from './xml.ts';

export { innerIdOf } from './read-ad-hoc.ts';
export type * from './types.ts';
export { TASK_EVENTS } from './types.ts';
export { parseDmn } from './xml.ts';

export type BpmnReading = { ok: true; processes: ProcessModel[] } | { ok: false; message: string };

/** All executable processes of a diagram. */
export function readBpmn(resourceName: string, xml: string): BpmnReading {
  const disorder = contentOutOfOrder(xml);
  if (disorder) return { ok: false, message: `'${resourceName}': ${disorder}` };
  const read = readDefinitions(resourceName, xml);
  if ('message' in read) return { ok: false, message: read.message };
  const errors = [...read.errors, ...read.processes.flatMap((model) => expressionErrors(model, read.errors))];
  if (errors.length > 0) return { ok: false, message: describe(resourceName, errors) };
  return { ok: true, processes: read.processes };
}

/** A diagram that was deployed once runs on, even when its like would be refused today. */
export function readDeployed(resourceName: string, xml: string): BpmnReading {
  const read = readDefinitions(resourceName, xml);
  return 'message' in read ? { ok: false, message: read.message } : { ok: true, processes: read.processes };
}

function readDefinitions(
  resourceName: string,
  xml: string,
): { processes: ProcessModel[]; errors: ModelError[] } | { message: string } {
  const findings = createFindings();
  try {
    const { root, warnings } = parseBpmn(xml);
    // The reader leaves out what it cannot read; a diagram with a hole in it must not run.
    const hole = warnings.find((warning) => isHole(warning));
    if (hole) return { message: `'${resourceName}': ${hole}` };
    const executable = many(root, 'rootElements').filter(
      (node) => node.$type === 'bpmn:Process' && node.isExecutable === true,
    );
    if (executable.length === 0) {
      // Zeebe names this one element by its tag, not by its id.
      const message = 'Must contain at least one executable process';
      findings.errors.push({ elementType: 'Definitions', elementId: 'definitions', message });
    }
    checkMessages(root, findings);
    return { processes: executable.map((node) => readProcess(node, findings)), errors: findings.errors };
  } catch (error) {
    return { message: `'${resourceName}': ${(error as Error).message}` };
  }
}

/** Extensions that no version knows any more are none, as they are for Zeebe. */
const isHole = (warning: string): boolean =>
  (warning.startsWith('unparsable content') && !warning.includes('unknown type <zeebe:')) ||
  (warning.startsWith('unresolved reference') && warning.includes('activityRef'));

function expressionErrors(model: ProcessModel, told: readonly ModelError[]): ModelError[] {
  const errors: ModelError[] = [];
  const check = (elementType: string, elementId: string, within: object, part?: object) => {
    for (const expression of expressionsIn(within)) {
      const reason = syntaxError(expression);
      const message = `failed to parse expression '${expression.source}': ${reason}`;
      if (reason) errors.push({ elementType, elementId, message, ...(part ? { part } : {}) });
    }
  };
  for (const { inputs, outputs, ...element } of model.elements.values()) {
    check('FlowNode', element.id, element);
    for (const [side, mappings] of Object.entries({ input: inputs, output: outputs })) {
      for (const one of mappings) {
        check('FlowNode', `${element.id} > extensionElements > ioMapping > ${side}`, one, one);
      }
    }
  }
  for (const flow of model.flows.values()) {
    // A condition that is no expression cannot be parsed either.
    if (!told.some(({ elementId }) => elementId.startsWith(`${flow.id} > `))) check('SequenceFlow', flow.id, flow);
  }
  return errors;
}

function* expressionsIn(value: unknown): Generator<Expression> {
  if (typeof value !== 'object' || value === null) return;
  if ('kind' in value && value.kind === 'feel') yield value as Expression;
  else for (const entry of Object.values(value)) yield* expressionsIn(entry);
}

function describe(resourceName: string, errors: ModelError[]): string {
  const byElement = new Map<unknown, ModelError[]>();
  for (const error of errors) {
    const element = error.part ?? error.elementId;
    byElement.set(element, [...(byElement.get(element) ?? []), error]);
  }
  const parts = [...byElement.values()].map(
    (found) =>
      `- Element: ${found[0]?.elementId}\n${[...new Set(found.map(({ message }) => `    - ERROR: ${message}\n`))].join('')}`,
  );
  return `'${resourceName}': ${parts.join('')}`;
}
