/** Input and output mappings, and what happens to an event's or job's variables when an element completes. */
import { evaluate, failureText, overlay, type Scope, toJson } from '../../feel/index.ts';
import type { Element, Mapping } from '../../model/index.ts';
import type { Step } from '../step.ts';
import type { ElementInstance, Json, Key, Variables } from '../types.ts';
import { consumeTrigger } from './events.ts';
import { warningsText } from './expressions.ts';
import { IncidentFailure } from './failure.ts';
import { addShown } from './message-limit.ts';
import { feelScope, localVariables, mergeLocal, outputScope, propagate } from './variables.ts';

export function applyInputMappings(step: Step, instance: ElementInstance, element: Element): void {
  if (element.inputs.length === 0) return;
  mergeLocal(step, instance.key, instance, evaluateMappings(step, element.inputs, instance.key, false));
}

/** Hands on what the element received (from a job, a person, an event) and what its output mappings make of it. */
export function applyOutputMappings(step: Step, instance: ElementInstance, element: Element): void {
  const received = takeReceived(step, instance, element);
  const target = outputScope(step.state, instance);
  if (element.outputs.length > 0) {
    if (received) mergeLocal(step, instance.key, instance, received);
    propagate(step, target, instance, evaluateMappings(step, element.outputs, instance.key, true));
  } else if (received) {
    propagate(step, instance.key, instance, received);
  } else if (handsOnLocalVariables(element)) {
    propagate(step, target, instance, localVariables(step.state, instance.key));
  }
}

/** Consumed at once: when a mapping fails and is tried again, the variables are already local. */
function takeReceived(step: Step, instance: ElementInstance, element: Element): Variables | null {
  const trigger = instance.internal.triggers?.find((candidate) => candidate.elementId === element.id);
  if (!trigger) return null;
  consumeTrigger(step, instance.key, instance, trigger);
  return Object.keys(trigger.variables).length > 0 ? trigger.variables : null;
}

/**
 * Events that were activated with their variables as local ones hand them on; not error boundary events, whose variables
 * stay inside unless an output mapping names them (docs.camunda.io, error events, "Variable mappings").
 */
function handsOnLocalVariables({ type, behaviour, behindEventGateway }: Element): boolean {
  if (type === 'START_EVENT' || behindEventGateway) return true;
  return behaviour.kind === 'boundary' && behaviour.event.kind !== 'error';
}

/** Results by target path: a leaf is a value, a branch a context under construction. */
type Tree = Map<string, { leaf: Json } | { branch: Tree }>;

/**
 * Later mappings see the targets of earlier ones. A nested target of an output mapping is merged into the context that is
 * there; one of an input mapping starts from nothing.
 */
function evaluateMappings(step: Step, mappings: readonly Mapping[], scopeKey: Key, merge: boolean): Variables {
  const tree: Tree = new Map();
  const variables: Scope = feelScope(step.state, scopeKey);
  const warnings: string[] = [];
  let results: Variables = {};
  for (const { source, target } of mappings) {
    const found = evaluate(source, overlay(results, variables), step.now);
    addShown(warnings, found.warnings);
    if (!found.ok) {
      const reason = failureText(found.kind, describe(mappings), found.reason);
      throw new IncidentFailure('IO_MAPPING_ERROR', reason + warningsText(warnings), scopeKey);
    }
    place(tree, target, toJson(found.value));
    results = materialise(tree, merge ? (name) => variables.get(name) as Json | undefined : () => undefined);
  }
  return results;
}

function place(tree: Tree, [first = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    tree.set(first, { leaf: value });
    return;
  }
  const existing = tree.get(first);
  const branch: Tree = existing && 'branch' in existing ? existing.branch : new Map();
  tree.set(first, { branch });
  place(branch, rest, value);
}

function materialise(tree: Tree, existing: (name: string) => Json | undefined): Variables {
  const result: Variables = {};
  for (const [name, node] of tree) {
    if ('leaf' in node) {
      result[name] = node.leaf;
      continue;
    }
    const before = existing(name);
    const base = isContext(before) ? before : {};
    result[name] = { ...base, ...materialise(node.branch, (inner) => base[inner]) };
  }
  return result;
}

const isContext = (value: Json | undefined): value is Variables =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** All mappings as the one context expression Zeebe makes of them, for its error texts. */
function describe(mappings: readonly Mapping[]): string {
  const entries = mappings.map(({ source, target }) => {
    const text = source.kind === 'static' ? JSON.stringify(source.source) : source.source;
    const [first, ...rest] = target;
    return `${first}:${rest.reduceRight((inner, name) => `{${name}:${inner}}`, text)}`;
  });
  return `{${entries.join(',')}}`;
}
