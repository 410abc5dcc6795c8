/** Input and output mappings, and what happens to an event's or job's variables when an element completes. */
import { evaluate, overlay, type Scope, toJson } from '../../feel/index.ts';
import type { Element, Mapping } from '../../model/index.ts';
import type { Step } from '../step.ts';
import type { ElementInstance, Json, Key, Variables } from '../types.ts';
import { IncidentFailure } from './failure.ts';
import { feelScope, localVariables, mergeLocal, outputScope, propagate } from './variables.ts';

export function applyInputMappings(step: Step, instance: ElementInstance, element: Element): void {
  if (element.inputs.length === 0) return;
  mergeLocal(step, instance.key, instance, evaluateMappings(step, element.inputs, instance.key));
}

/** Consumes the oldest event waiting at the element, if any, and hands its variables on. */
export function applyOutputMappings(
  step: Step,
  instance: ElementInstance,
  element: Element,
  received: Variables,
): void {
  const hasVariables = Object.keys(received).length > 0;
  const target = outputScope(step.state, instance);
  if (element.outputs.length > 0) {
    if (hasVariables) mergeLocal(step, instance.key, instance, received);
    propagate(step, target, instance, evaluateMappings(step, element.outputs, instance.key));
  } else if (hasVariables) {
    propagate(step, instance.key, instance, received);
  } else if (handsOnLocalVariables(element)) {
    propagate(step, target, instance, localVariables(step.state, instance.key));
  }
}

/**
 * Events that were activated with their variables as local ones hand them on; not error boundary events, whose variables
 * stay inside unless an output mapping names them (docs.camunda.io, error events, "Variable mappings").
 */
function handsOnLocalVariables({ type, behaviour, behindEventGateway }: Element): boolean {
  if (type === 'START_EVENT' || behindEventGateway) return true;
  return behaviour.kind === 'boundary' && behaviour.event.kind !== 'error';
}

/** Later mappings see the targets of earlier ones; `a.b` adds to what `a` already is among the results. */
function evaluateMappings(step: Step, mappings: readonly Mapping[], scopeKey: Key): Variables {
  const results: Variables = {};
  const variables: Scope = feelScope(step.state, scopeKey);
  for (const { source, target } of mappings) {
    const found = evaluate(source, overlay(results, variables), step.now);
    if (!found.ok) throw new IncidentFailure('IO_MAPPING_ERROR', found.message, scopeKey);
    assign(results, target, toJson(found.value), variables);
  }
  return results;
}

function assign(results: Variables, path: readonly string[], value: Json, variables: Scope): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    results[first] = value;
    return;
  }
  const existing = Object.hasOwn(results, first) ? results[first] : ((variables.get(first) ?? {}) as Json);
  const context: Variables = isContext(existing) ? { ...existing } : {};
  assign(context, rest, value, { get: () => undefined, names: () => [] });
  results[first] = context;
}

const isContext = (value: Json | undefined): value is Variables =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
