/** What the instances of an activity with many instances, or the elements of an ad-hoc sub-process, leave for all of them together. */
import type { Expression } from '../../feel/index.ts';
import type { Step } from '../step.ts';
import type { ElementInstance } from '../types.ts';
import { propagate, readVariable } from './variables.ts';

/** The variable whose value is collected, if it is one: it exists from the start, so that the result of each stays its own. */
export const ownVariableOf = (outputElement: Expression | null): string | undefined =>
  outputElement?.kind === 'feel' ? outputElement.path?.[0] : undefined;

/** Once all are done: to the scope around them. */
export function handUp(step: Step, instance: ElementInstance, outputCollection: string): void {
  const collected = readVariable(step.state, instance.key, outputCollection) ?? null;
  propagate(step, instance.flowScopeKey, instance, { [outputCollection]: collected });
}
