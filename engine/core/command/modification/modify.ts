/** Moving the tokens of a process instance by hand: elements put in and taken out in one command. */
import { mergeLocal } from '../../behaviour/variables.ts';
import { type Context, emit, follow, newKey, Rejected, type Step } from '../../step.ts';
import { contextOf, outerType } from '../../transitions.ts';
import { type ActivateInstruction, type CommandOf, type Key, NO_KEY, type Nothing } from '../../types.ts';
import { check } from './checks.ts';
import { refusal } from './refusal.ts';
import { scopeFor, setVariables } from './scopes.ts';
import { terminateNow } from './terminate-now.ts';

type Modify = CommandOf<'modifyProcessInstance'>;

/**
 * Activates first (the scopes at once, the elements themselves behind everything else), then terminates; a scope left empty
 * by that ends too, unless something was put in. Nothing of it is done when an instruction is wrong.
 * https://docs.camunda.io/docs/components/concepts/process-instance-modification/
 */
export function modifyProcessInstance(step: Step, command: Modify): Nothing {
  const { processInstanceKey: key, activate, terminate } = command;
  const process = contextOf(step.state, key);
  if (process?.instance.elementType !== 'PROCESS' || process.instance.state !== 'ACTIVATED') {
    throw new Rejected(
      'NOT_FOUND',
      `Expected to modify process instance but no process instance found with key '${key}'`,
    );
  }
  check(step, process, activate, terminate);
  const kept = new Set<Key>();
  for (const instruction of activate) {
    for (let scope = putIn(step, process, instruction); scope !== NO_KEY; ) {
      kept.add(scope);
      scope = step.state.elementInstance.get(scope)?.flowScopeKey ?? NO_KEY;
    }
  }
  for (const taken of terminate) takeOut(step, process, taken, kept);
  emit(step, 'PROCESS_INSTANCE_MODIFICATION', 'MODIFIED', newKey(step), {
    processInstanceKey: key,
    activateInstructions: activate,
    terminateInstructions: terminate.map((elementInstanceKey) => ({ elementInstanceKey })),
    ancestorScopeKeys: [...kept],
  });
  return {};
}

/** Returns the key of the scope it is put in. */
function putIn(step: Step, process: Context, instruction: ActivateInstruction): Key {
  const { instance, model } = process;
  const element = model.elements.get(instruction.elementId);
  if (!element) throw new Error(`element ${instruction.elementId} was checked to be there`);
  for (const { scopeId, variables } of instruction.variables) {
    if (scopeId === '' || scopeId === model.root.id) mergeLocal(step, instance.key, instance, variables);
  }
  const flowScopeKey = scopeFor(step, process, element, instruction);
  const key = newKey(step);
  setVariables(step, process, key, element.id, instruction);
  follow(step, {
    kind: 'activate',
    key,
    elementId: element.id,
    elementType: outerType(element),
    flowScopeKey,
    processInstanceKey: instance.processInstanceKey,
    processDefinitionKey: instance.processDefinitionKey,
    viaFlow: false,
  });
  return flowScopeKey;
}

/** An earlier instruction may have ended it already. */
function takeOut(step: Step, process: Context, key: Key, kept: ReadonlySet<Key>): void {
  let scopeKey = step.state.elementInstance.get(key)?.flowScopeKey ?? NO_KEY;
  terminateNow(step, key);
  for (;;) {
    const scope = step.state.elementInstance.get(scopeKey);
    if (!scope || kept.has(scopeKey)) return;
    if (step.state.by.children.count(scopeKey) > 0 || (scope.internal.activeFlows ?? 0) > 0) return;
    if (scope.elementType === 'PROCESS' && callerOf(step, scopeKey) !== NO_KEY) {
      throw refusal(
        process,
        'the given instructions would terminate the instance. The instance was created by a call activity in the parent process. To terminate this instance please modify the parent process instead.',
      );
    }
    terminateNow(step, scopeKey);
    scopeKey = scope.flowScopeKey;
  }
}

const callerOf = (step: Step, key: Key): Key => step.state.processInstance.get(key)?.parentElementInstanceKey ?? NO_KEY;
