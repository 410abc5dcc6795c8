/** The scopes around an element that is put in by hand: found when they run, made when they do not. */
import type { Element, ProcessModel } from '../../../model/index.ts';
import { declareAdHoc } from '../../activity/ad-hoc.ts';
import { innerOf, wrap } from '../../behaviour/ad-hoc.ts';
import { activateNow } from '../../behaviour/events.ts';
import { IncidentFailure } from '../../behaviour/failure.ts';
import { subscribe } from '../../behaviour/subscriptions.ts';
import { mergeLocal } from '../../behaviour/variables.ts';
import { type Context, newKey, Rejected, type Step } from '../../step.ts';
import { contextOf } from '../../transitions.ts';
import { type ActivateInstruction, type BpmnElementType, type ElementInstance, type Key, NO_KEY } from '../../types.ts';
import { refusal } from './refusal.ts';

interface Around {
  element: Element;
  type: BpmnElementType;
}

/** The scopes around an element inside its process, outermost first; a multi-instance activity is its body and an inner one. */
function scopesAround(model: ProcessModel, element: Element): Around[] {
  const found: Around[] = [];
  for (let id = element.parentId; id !== null && id !== model.root.id; ) {
    const scope = model.elements.get(id);
    if (!scope) throw new Error(`scope ${id} is not in process ${model.bpmnProcessId}`);
    if (scope.type === 'AD_HOC_SUB_PROCESS') {
      const inner = innerOf(scope, model.elements);
      found.unshift({ element: inner, type: inner.type });
    }
    found.unshift({ element: scope, type: scope.type });
    if (scope.multiInstance) found.unshift({ element: scope, type: 'MULTI_INSTANCE_BODY' });
    id = scope.parentId;
  }
  return found;
}

/** The scope is the process or stands around the element. */
export function isWithin(model: ProcessModel, elementId: string, scopeId: string): boolean {
  const element = model.elements.get(elementId);
  if (!element) return false;
  return scopeId === model.root.id || scopesAround(model, element).some(({ element: { id } }) => id === scopeId);
}

/**
 * The key of the scope to activate the element in. Without a named ancestor the running scopes are used, which must be the
 * only ones of their element; below a named ancestor every scope is made anew, as in Zeebe.
 */
export function scopeFor(step: Step, process: Context, element: Element, instruction: ActivateInstruction): Key {
  const named = instruction.ancestorElementInstanceKey;
  const path = named ? pathTo(step, named) : [];
  let scopeKey = process.instance.key;
  let making = named === scopeKey;
  const scopes = scopesAround(process.model, element);
  for (const [at, around] of scopes.entries()) {
    const running = making
      ? []
      : runningIn(step, scopeKey, around)
          .filter(({ key }) => !named || path.includes(key))
          .filter((wrapper) => wrapper.elementType !== INNER || goesOn(step, wrapper, scopes[at + 1], path));
    if (running.length > 1) {
      throw refusal(
        process,
        `it contains one or more activate instructions for an element that has a flow scope with more than one active instance: '${around.element.id}'. Can't decide in which instance of the flow scope the element should be activated. Please specify an ancestor element instance key for this activate instruction.`,
      );
    }
    const [found] = running;
    if (found && around.type !== 'MULTI_INSTANCE_BODY')
      setVariables(step, process, found.key, around.element.id, instruction);
    scopeKey = found?.key ?? makeScope(step, process, around, scopeKey, instruction);
    making ||= scopeKey === named || found === undefined;
  }
  return scopeKey;
}

const INNER: BpmnElementType = 'AD_HOC_SUB_PROCESS_INNER_INSTANCE';

/** The wrapper of an element begun in an ad-hoc sub-process holds the next scope; anything else gets a wrapper of its own. */
function goesOn(step: Step, wrapper: ElementInstance, next: Around | undefined, path: readonly Key[]): boolean {
  return path.includes(wrapper.key) || (next !== undefined && runningIn(step, wrapper.key, next).length > 0);
}

function pathTo(step: Step, key: Key): Key[] {
  const path: Key[] = [];
  for (let at = key; at !== NO_KEY; at = step.state.elementInstance.get(at)?.flowScopeKey ?? NO_KEY) path.push(at);
  return path;
}

/** One that is just beginning or ending counts, too, though nothing can be put into it (measured on 8.6.0). */
function runningIn(step: Step, scopeKey: Key, { element, type }: Around): ElementInstance[] {
  return [...step.state.by.children.get(scopeKey)].filter(
    (child) => child.elementId === element.id && child.elementType === type,
  );
}

/** A scope made on the way maps no inputs and calls no listeners; it listens for its events (measured on 8.6.0). */
function makeScope(
  step: Step,
  process: Context,
  { element }: Around,
  parentKey: Key,
  instruction: ActivateInstruction,
): Key {
  if (element.multiInstance) {
    throw refusal(
      process,
      `it contains one or more activate instructions that would result in the activation of multi-instance element '${element.id}', which is currently unsupported.`,
    );
  }
  if (element.type === INNER) {
    const adHoc = contextOf(step.state, parentKey);
    if (!adHoc) throw new Error(`ad-hoc sub-process ${parentKey} is not in memory`);
    return wrap(step, adHoc, {});
  }
  const key = newKey(step);
  activateNow(step, key, parentKey, process.instance, element, () => {
    const made = contextOf(step.state, key);
    if (made && element.type === 'AD_HOC_SUB_PROCESS') declareAdHoc(step, made.instance, element);
    setVariables(step, process, key, element.id, instruction);
  });
  const made = contextOf(step.state, key);
  if (made) listen(step, made);
  return key;
}

function listen(step: Step, { model, instance, element }: Context): void {
  try {
    subscribe(step, model, instance, element);
  } catch (error) {
    if (!(error instanceof IncidentFailure)) throw error;
    throw new Rejected(
      'INVALID_ARGUMENT',
      `Expected to subscribe to catch event(s) of '${element.id}' but ${error.message}`,
    );
  }
}

/** The variables that an instruction gives to one scope. */
export function setVariables(
  step: Step,
  { instance: owner }: Context,
  scopeKey: Key,
  scopeId: string,
  { variables }: ActivateInstruction,
): void {
  for (const given of variables) if (given.scopeId === scopeId) mergeLocal(step, scopeKey, owner, given.variables);
}
