/**
 * Variable scopes as Zeebe has them: local to an element instance, read through all enclosing scopes, and propagated to
 * the nearest scope that has the name, else to the process instance.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Scope } from '../../feel/index.ts';
import { checkLength } from '../limits.ts';
import { type State, variableKey } from '../state.ts';
import { emit, newKey, type Step } from '../step.ts';
import { type ElementInstance, type Json, type Key, NO_KEY, type Variables } from '../types.ts';

/** What a variable's record says about its owner. */
export interface Owner {
  processInstanceKey: Key;
  processDefinitionKey: Key;
  bpmnProcessId: string;
}

export function setLocal(step: Step, scopeKey: Key, owner: Owner, name: string, value: Json): void {
  const existing = step.state.variable.get(variableKey(scopeKey, name));
  if (existing) {
    if (!isDeepStrictEqual(existing.value, value))
      emit(step, 'VARIABLE', 'UPDATED', existing.key, { ...existing, value });
    return;
  }
  checkLength('the name of variable', name);
  const key = newKey(step);
  emit(step, 'VARIABLE', 'CREATED', key, {
    key,
    scopeKey,
    processInstanceKey: owner.processInstanceKey,
    processDefinitionKey: owner.processDefinitionKey,
    bpmnProcessId: owner.bpmnProcessId,
    name,
    value,
  });
}

export function mergeLocal(step: Step, scopeKey: Key, owner: Owner, variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) setLocal(step, scopeKey, owner, name, value);
}

/**
 * Nearest scope that knows the name wins; names nobody knows are created on the process instance. As on a real broker, a
 * scope that has the very value already does not count as knowing the name: the value goes on upwards.
 */
export function propagate(step: Step, scopeKey: Key, owner: Owner, variables: Variables): void {
  const left = new Map(Object.entries(variables));
  let scope: Key = scopeKey;
  while (left.size > 0) {
    const parent = parentOf(step.state, scope);
    for (const [name, value] of left) {
      if (parent !== NO_KEY) {
        const known = step.state.variable.get(variableKey(scope, name));
        if (!known || isDeepStrictEqual(known.value, value)) continue;
      }
      setLocal(step, scope, owner, name, value);
      left.delete(name);
    }
    if (parent === NO_KEY) return;
    scope = parent;
  }
}

function parentOf(state: State, scopeKey: Key): Key {
  return state.elementInstance.get(scopeKey)?.flowScopeKey ?? NO_KEY;
}

export function readVariable(state: State, scopeKey: Key, name: string): Json | undefined {
  for (let scope = scopeKey; scope !== NO_KEY; scope = parentOf(state, scope)) {
    const found = state.variable.get(variableKey(scope, name));
    if (found) return found.value;
  }
  return undefined;
}

/** `__proto__` is a name like any other; an assignment would set the object's prototype. */
function put(variables: Variables, name: string, value: Json): void {
  if (name !== '__proto__') variables[name] = value;
  else Object.defineProperty(variables, name, { value, enumerable: true, configurable: true, writable: true });
}

/** All variables an element instance sees, or those named. */
export function visibleVariables(state: State, scopeKey: Key, names?: readonly string[]): Variables {
  const result: Variables = {};
  if (names && names.length > 0) {
    for (const name of names) {
      const value = readVariable(state, scopeKey, name);
      if (value !== undefined) put(result, name, value);
    }
    return result;
  }
  for (let scope = scopeKey; scope !== NO_KEY; scope = parentOf(state, scope)) {
    for (const variable of state.by.variables.get(scope)) {
      if (!Object.hasOwn(result, variable.name)) put(result, variable.name, variable.value);
    }
  }
  return result;
}

export function localVariables(state: State, scopeKey: Key): Variables {
  const result: Variables = {};
  for (const variable of state.by.variables.get(scopeKey)) put(result, variable.name, variable.value);
  return result;
}

/** The variables of an element instance as FEEL sees them. */
export function feelScope(state: State, scopeKey: Key): Scope {
  return { get: (name) => readVariable(state, scopeKey, name) };
}

/** Where a completing element's variables go: an inner multi-instance activity keeps them, others hand them up. */
export function outputScope(state: State, instance: ElementInstance): Key {
  const inner = state.elementInstance.get(instance.flowScopeKey)?.elementType === 'MULTI_INSTANCE_BODY';
  return inner ? instance.key : instance.flowScopeKey;
}
