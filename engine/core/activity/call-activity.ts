/** Call activities: start an instance of another process and wait for its end. */
import type { Binding } from '../../model/index.ts';
import { boundVersion } from '../behaviour/bindings.ts';
import { evaluateString } from '../behaviour/expressions.ts';
import { IncidentFailure } from '../behaviour/failure.ts';
import { startInstance } from '../behaviour/start-instance.ts';
import { subscribe } from '../behaviour/subscriptions.ts';
import { localVariables, mergeLocal, visibleVariables } from '../behaviour/variables.ts';
import { type Container, type Context, follow, newKey, type Step } from '../step.ts';
import { activated, terminated } from '../transitions.ts';
import { type ElementInstance, type Key, NO_KEY, type ProcessDefinition } from '../types.ts';
import { activityFrame } from './task.ts';

/** Deeper chains are almost surely a process that calls itself for ever. */
const MAX_DEPTH = 1000;

function findProcess(step: Step, processId: string, binding: Binding, instance: ElementInstance): ProcessDefinition {
  const caller = step.state.processDefinition.get(instance.processDefinitionKey);
  const found = boundVersion(step.state.by.processVersions, processId, binding, caller?.deploymentKey);
  if (!found) {
    throw new IncidentFailure(
      'CALLED_ELEMENT_ERROR',
      processMissing(processId, binding, caller?.deploymentKey),
      instance.key,
    );
  }
  const behaviour = step.state.model(found.key).root.behaviour;
  if (behaviour.kind === 'scope' && behaviour.noneStartId === null) {
    throw new IncidentFailure(
      'CALLED_ELEMENT_ERROR',
      `Expected process with BPMN process id '${processId}' to have a none start event, but not found.`,
      instance.key,
    );
  }
  return found;
}

function processMissing(processId: string, binding: Binding, deploymentKey: Key | undefined): string {
  switch (binding.type) {
    case 'deployment':
      return `Expected to call process with BPMN process id '${processId}' with binding type 'deployment', but no such process found in the deployment with key ${deploymentKey} which contained the current process. To resolve this incident, migrate the process instance to a process definition that is deployed together with the intended process definition to call.`;
    case 'versionTag':
      return `Expected to call process with BPMN process id '${processId}' and version tag '${binding.tag}', but no such process found. To resolve this incident, deploy a process with the given process id and version tag.`;
    case 'latest':
      return `Expected process with BPMN process id '${processId}' to be deployed, but not found.`;
  }
}

function depthOf(step: Step, processInstanceKey: Key): number {
  let depth = 1;
  for (let key = processInstanceKey; ; depth++) {
    const parent = step.state.processInstance.get(key)?.parentProcessInstanceKey ?? NO_KEY;
    if (parent === NO_KEY) return depth;
    key = parent;
  }
}

function activate(step: Step, context: Context): void {
  const { instance, element, model } = context;
  const { behaviour } = element;
  if (behaviour.kind !== 'call') throw new Error(`element ${element.id} calls nothing`);
  const process = findProcess(
    step,
    evaluateString(step, behaviour.processId, instance.key),
    behaviour.binding,
    instance,
  );
  if (depthOf(step, instance.processInstanceKey) >= MAX_DEPTH) {
    throw new IncidentFailure(
      'CALLED_ELEMENT_ERROR',
      `The call activity has reached the maximum depth of ${MAX_DEPTH}. This is likely due to a recursive call. Cancel the root process instance if this was unintentional. Otherwise, consider increasing the maximum depth, or use process instance modification to adjust the process instance.`,
      instance.key,
    );
  }
  subscribe(step, model, instance, element);
  const { key } = activated(step, context).instance;
  const childKey = newKey(step);
  startInstance(step, childKey, process, { caller: instance });
  const copied = behaviour.propagateAllParentVariables
    ? visibleVariables(step.state, key)
    : localVariables(step.state, key);
  mergeLocal(
    step,
    childKey,
    { processInstanceKey: childKey, processDefinitionKey: process.key, bpmnProcessId: process.bpmnProcessId },
    copied,
  );
}

export const callActivity: Container = {
  ...activityFrame,
  activate,
  terminate(step, context) {
    const child = step.state.by.calledBy.get(context.instance.key)[Symbol.iterator]().next().value;
    if (child) follow(step, { kind: 'terminate', key: child.key });
    else terminated(step, context);
  },
  childCompleted(step, scope) {
    follow(step, { kind: 'complete', key: scope.instance.key });
  },
  childTerminated(step, scope) {
    if (scope.instance.state === 'TERMINATING') terminated(step, scope);
  },
};
