/**
 * BPMN XML to executable models. `readBpmn` never throws: what is wrong comes back as text in the form Zeebe uses, with
 * the element's id and what to use instead.
 */
import { type Expression, syntaxError } from '../feel/index.ts';
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
  const findings = createFindings();
  let processes: ProcessModel[];
  try {
    const { root, warnings } = parseBpmn(xml);
    // The reader leaves out what it cannot read; a diagram with a hole in it must not run.
    const hole = warnings.find((warning) => warning.startsWith('unparsable content'));
    if (hole) return { ok: false, message: `'${resourceName}': ${hole}` };
    const missing = warnings.find(
      (warning) => warning.startsWith('unresolved reference') && /activityRef/.test(warning),
    );
    if (missing) return { ok: false, message: `'${resourceName}': ${missing}` };
    const executable = many(root, 'rootElements').filter(
      (node) => node.$type === 'bpmn:Process' && node.isExecutable === true,
    );
    if (executable.length === 0) {
      // Zeebe names this one element by its tag, not by its id.
      const message = 'Must contain at least one executable process';
      findings.errors.push({ elementType: 'Definitions', elementId: 'definitions', message });
    }
    processes = executable.map((node) => readProcess(node, findings));
  } catch (error) {
    return { ok: false, message: `'${resourceName}': ${(error as Error).message}` };
  }
  const errors = [...findings.errors, ...processes.flatMap(expressionErrors)];
  if (errors.length > 0) return { ok: false, message: describe(resourceName, errors) };
  return { ok: true, processes };
}

function expressionErrors(model: ProcessModel): ModelError[] {
  const errors: ModelError[] = [];
  for (const part of [...model.elements.values(), ...model.flows.values()]) {
    for (const expression of expressionsIn(part)) {
      const reason = syntaxError(expression);
      if (reason) {
        errors.push({
          elementType: 'type' in part ? 'FlowNode' : 'SequenceFlow',
          elementId: part.id,
          message: `failed to parse expression '${expression.source}': ${reason}`,
        });
      }
    }
  }
  return errors;
}

function* expressionsIn(value: unknown): Generator<Expression> {
  if (typeof value !== 'object' || value === null) return;
  if ('kind' in value && value.kind === 'feel') yield value as Expression;
  else for (const entry of Object.values(value)) yield* expressionsIn(entry);
}

function describe(resourceName: string, errors: ModelError[]): string {
  const byElement = new Map<string, ModelError[]>();
  for (const error of errors) {
    byElement.set(error.elementId, [...(byElement.get(error.elementId) ?? []), error]);
  }
  const parts = [...byElement].map(
    ([elementId, found]) =>
      `- Element: ${elementId}\n${[...new Set(found.map(({ message }) => `    - ERROR: ${message}\n`))].join('')}`,
  );
  return `'${resourceName}': ${parts.join('')}`;
}
