/** Beginning elements of an ad-hoc sub-process. */
import type { AdHocBehaviour, Element } from '../../model/index.ts';
import { innerIdOf } from '../../model/index.ts';
import { type Context, follow, newKey, Rejected, type Step } from '../step.ts';
import { outerType } from '../transitions.ts';
import type { BegunElement, ElementInstance, Key } from '../types.ts';
import { activateNow } from './events.ts';
import { ownVariableOf } from './output-collections.ts';
import { mergeLocal, setLocal } from './variables.ts';

/** @throws Rejected when something else is named than elements that can be begun */
export function checkKnown(instance: ElementInstance, { elements }: AdHocBehaviour, ids: readonly string[]): void {
  const unknown = ids.filter((id) => !elements.some(({ elementId }) => elementId === id));
  if (unknown.length === 0) return;
  throw new Rejected(
    'NOT_FOUND',
    `Expected to activate activities for ad-hoc sub-process with key '${instance.key}', but the given elements [${unknown.join(', ')}] do not exist.`,
  );
}

/** The wrappers are there at once, the elements in them come after what is under way. */
export function begin(step: Step, adHoc: Context, begun: readonly BegunElement[]): void {
  for (const { elementId, variables } of begun) {
    const element = adHoc.model.elements.get(elementId);
    if (!element) throw new Error(`element ${elementId} was checked to be there`);
    const scopeKey = wrap(step, adHoc, variables);
    const { processInstanceKey, processDefinitionKey } = adHoc.instance;
    follow(step, {
      kind: 'activate',
      key: newKey(step),
      elementId,
      elementType: outerType(element),
      flowScopeKey: scopeKey,
      processInstanceKey,
      processDefinitionKey,
      viaFlow: false,
    });
  }
}

/** A wrapper, with the variables that are for its element alone. */
export function wrap(step: Step, { instance, element, model }: Context, variables: BegunElement['variables']): Key {
  const inner = innerOf(element, model.elements);
  const key = newKey(step);
  activateNow(step, key, instance.key, instance, inner, () => {
    const { behaviour } = element;
    const outputName = behaviour.kind === 'adHoc' ? ownVariableOf(behaviour.outputElement) : undefined;
    if (outputName) setLocal(step, key, instance, outputName, null);
    mergeLocal(step, key, instance, variables);
  });
  return key;
}

export function innerOf({ id }: Element, elements: ReadonlyMap<string, Element>): Element {
  const inner = elements.get(innerIdOf(id));
  if (!inner) throw new Error(`element ${id} is no ad-hoc sub-process`);
  return inner;
}
