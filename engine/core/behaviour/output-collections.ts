/** What the instances of an activity with many instances, or the elements of an ad-hoc sub-process, leave for all of them together. */
import type { Expression } from '../../feel/index.ts';
import type { Step } from '../step.ts';
import type { ElementInstance, Json } from '../types.ts';
import { IncidentFailure } from './failure.ts';
import { propagate, readVariable, setLocal } from './variables.ts';

/** The variable whose value is collected, if it is one: it exists from the start, so that the result of each stays its own. */
export const ownVariableOf = (outputElement: Expression | null): string | undefined =>
  outputElement?.kind === 'feel' ? outputElement.path?.[0] : undefined;

/** Keeps what the instance of that position (from 1) leaves; the collection may have been overwritten meanwhile. */
export function keepAt(
  step: Step,
  body: ElementInstance,
  outputCollection: string,
  position: number,
  value: Json,
): void {
  const collected = readVariable(step.state, body.key, outputCollection) ?? null;
  if (!Array.isArray(collected)) {
    throw cannotKeep(outputCollection, `because the type of the output collection is: ${kindOf(collected)}`);
  }
  if (position > collected.length) {
    throw cannotKeep(
      outputCollection,
      `at position ${position} because the size of the collection is: ${collected.length}`,
    );
  }
  setLocal(step, body.key, body, outputCollection, collected.with(position - 1, value));
}

const cannotKeep = (outputCollection: string, why: string): IncidentFailure =>
  new IncidentFailure(
    'EXTRACT_VALUE_ERROR',
    `Unable to update an item in output collection '${outputCollection}' ${why}. This may happen when multiple BPMN elements write to the same variable.`,
  );

/** As Zeebe names what a variable holds. */
export function kindOf(value: Json): string {
  if (value === null) return 'NIL';
  if (Array.isArray(value)) return 'ARRAY';
  if (typeof value === 'object') return 'MAP';
  if (typeof value === 'number') return Number.isInteger(value) ? 'INTEGER' : 'FLOAT';
  return (typeof value).toUpperCase();
}

/** Once all are done: to the scope around them. */
export function handUp(step: Step, instance: ElementInstance, outputCollection: string): void {
  const collected = readVariable(step.state, instance.key, outputCollection) ?? null;
  propagate(step, instance.flowScopeKey, instance, { [outputCollection]: collected });
}
