/**
 * Ad-hoc sub-processes: each element that is begun runs in a wrapper of its own, as often as it is asked for. The diagram says
 * what to begin with and when it is enough, or a worker does, with the results of its jobs.
 * https://docs.camunda.io/docs/components/modeler/bpmn/ad-hoc-subprocesses/
 */
import type { AdHocBehaviour, Element } from '../../model/index.ts';
import { begin, checkKnown } from '../behaviour/ad-hoc.ts';
import { activateInterrupting, hasChildren } from '../behaviour/events.ts';
import { evaluateBoolean, evaluateJson, evaluateNames } from '../behaviour/expressions.ts';
import { IncidentFailure } from '../behaviour/failure.ts';
import { cancelJobOf, createJob, evaluateJob } from '../behaviour/jobs.ts';
import { applyOutputMappings } from '../behaviour/mappings.ts';
import { handUp, kindOf } from '../behaviour/output-collections.ts';
import { subscribe, unsubscribe } from '../behaviour/subscriptions.ts';
import { readVariable, setLocal } from '../behaviour/variables.ts';
import { type Container, type Context, emit, follow, newKey, Rejected, type Step } from '../step.ts';
import { activated, completed, isEmpty, refreshed, terminated, transition } from '../transitions.ts';
import type { ElementInstance, Json } from '../types.ts';
import { childEnded, completeWhenEmpty, terminateScope } from './scope.ts';
import { mapInputs } from './task.ts';

const ELEMENTS_VARIABLE = 'adHocSubProcessElements';

export function behaviourOf({ id, behaviour }: Element): AdHocBehaviour {
  if (behaviour.kind !== 'adHoc') throw new Error(`element ${id} is no ad-hoc sub-process`);
  return behaviour;
}

/** Its own variables, before anything else: what can be begun, and a list for the results. */
export function declareAdHoc(step: Step, instance: ElementInstance, element: Element): void {
  const { elements, outputCollection } = behaviourOf(element);
  setLocal(step, instance.key, instance, ELEMENTS_VARIABLE, elements.map(filled));
  if (outputCollection) setLocal(step, instance.key, instance, outputCollection, []);
}

function filled(described: object): { [name: string]: Json } {
  const entries = Object.entries(described).filter(
    ([, value]) => value !== null && !(typeof value === 'object' && Object.keys(value).length === 0),
  );
  return Object.fromEntries(entries);
}

function activate(step: Step, context: Context): void {
  const { instance, element, model } = context;
  const { activeElements, job } = behaviourOf(element);
  const ids = activeElements ? namesOf(step, context) : [];
  const properties = job && evaluateJob(step, job, instance);
  subscribe(step, model, instance, element);
  const active = activated(step, context);
  if (properties) createJob(step, instance, properties, 'AD_HOC_SUB_PROCESS');
  begin(
    step,
    active,
    ids.map((elementId) => ({ elementId, variables: {} })),
  );
}

function namesOf(step: Step, { instance, element }: Context): string[] {
  const { activeElements } = behaviourOf(element);
  try {
    const ids = evaluateNames(step, activeElements, instance.key, true);
    checkKnown(instance, behaviourOf(element), ids);
    return ids;
  } catch (error) {
    if (error instanceof Rejected) throw new IncidentFailure('EXTRACT_VALUE_ERROR', error.message, instance.key);
    if (!(error instanceof IncidentFailure)) throw error;
    throw new IncidentFailure(error.errorType, `Failed to activate ad-hoc elements. ${error.message}`, instance.key);
  }
}

/** The job of the worker that decides, made anew: there is one at a time, and it knows the newest results. */
function askWorker(step: Step, { instance, element }: Context): void {
  const { job } = behaviourOf(element);
  if (!job) return;
  cancelJobOf(step, instance);
  createJob(step, instance, evaluateJob(step, job, instance), 'AD_HOC_SUB_PROCESS');
}

/** Collects what came of an element, and asks whether that is enough. */
function beforeChildCompleted(step: Step, adHoc: Context, child: Context): boolean {
  const { outputCollection, outputElement, completionCondition } = behaviourOf(adHoc.element);
  const { instance } = adHoc;
  if (outputCollection && outputElement) {
    const value = evaluateJson(step, outputElement, child.instance.key);
    const collected = readVariable(step.state, instance.key, outputCollection) ?? null;
    if (!Array.isArray(collected)) {
      throw new IncidentFailure(
        'EXTRACT_VALUE_ERROR',
        `The output collection has the wrong type. Expected ARRAY but was ${kindOf(collected)}.`,
        child.instance.key,
      );
    }
    setLocal(step, instance.key, instance, outputCollection, [...collected, value]);
  }
  return completionCondition !== null && evaluateBoolean(step, completionCondition, instance.key);
}

function childCompleted(step: Step, adHoc: Context, _child: Context, enough: boolean): void {
  const { instance, element } = adHoc;
  if (instance.state !== 'ACTIVATED') return;
  const { completionCondition, cancelRemainingInstances, job } = behaviourOf(element);
  if (enough) fulfil(step, adHoc, cancelRemainingInstances);
  else if (instance.internal.completionFulfilled || (!job && !completionCondition)) completeWhenEmpty(step, adHoc);
  else askWorker(step, adHoc);
}

/** The completion condition is met: it is over at once, or with the last of what still runs. */
export function fulfil(step: Step, adHoc: Context, cancelRemaining: boolean): void {
  const { instance } = adHoc;
  emit(step, 'AD_HOC_SUB_PROCESS_INSTRUCTION', 'COMPLETED', newKey(step), {
    adHocSubProcessInstanceKey: instance.key,
    activateElements: [],
    cancelRemainingInstances: cancelRemaining,
  });
  if (isEmpty(step, instance)) follow(step, { kind: 'complete', key: instance.key });
  else if (cancelRemaining) follow(step, { kind: 'terminateChildren', key: instance.key });
}

function childTerminated(step: Step, adHoc: Context): void {
  const { instance, element } = adHoc;
  if (hasChildren(step, instance.key)) return;
  const { completionCondition, job } = behaviourOf(element);
  if (instance.state === 'TERMINATING') terminated(step, adHoc);
  else if (activateInterrupting(step, instance)) return;
  else if (instance.internal.completionFulfilled || (!job && !completionCondition)) completeWhenEmpty(step, adHoc);
}

export const adHocSubProcess: Container = {
  prepare(step, context) {
    declareAdHoc(step, context.instance, context.element);
    mapInputs(step, refreshed(step, context));
  },
  activate,
  finish(step, { instance, element }) {
    const { outputCollection } = behaviourOf(element);
    if (outputCollection) handUp(step, instance, outputCollection);
    cancelJobOf(step, instance);
    applyOutputMappings(step, instance, element);
    unsubscribe(step, instance);
  },
  complete: (step, context) => completed(step, context),
  terminate: (step, context) => terminateScope(step, context, terminated),
  beforeChildCompleted,
  childCompleted,
  childTerminated,
};

/** The wrapper around one element that was begun; it ends with the last of what follows from it. */
export const adHocInner: Container = {
  activate: (step, context) => transition(step, context, 'ELEMENT_ACTIVATED'),
  complete: (step, context) => completed(step, context),
  terminate: (step, context) => terminateScope(step, context, terminated),
  childCompleted: (step, scope) => completeWhenEmpty(step, scope),
  childTerminated: (step, scope) => childEnded(step, scope, terminated),
};
