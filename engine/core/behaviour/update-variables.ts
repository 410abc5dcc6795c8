/** Variables set from outside, in a scope or outwards from it. */
import { emit, newKey, type Step } from '../step.ts';
import type { Key, Variables } from '../types.ts';
import { mergeLocal, propagate } from './variables.ts';

/** Returns the key of the record. */
export function updateVariables(
  step: Step,
  scopeKey: Key,
  variables: Variables,
  updateSemantics: 'LOCAL' | 'PROPAGATE',
): Key {
  const instance = step.state.elementInstance.get(scopeKey);
  if (!instance) throw new Error(`element instance ${scopeKey} is not in memory`);
  if (updateSemantics === 'LOCAL') mergeLocal(step, scopeKey, instance, variables);
  else propagate(step, scopeKey, instance, variables);
  const key = newKey(step);
  emit(step, 'VARIABLE_DOCUMENT', 'UPDATED', key, { scopeKey, updateSemantics, variables });
  return key;
}
