/** What callers and workers say about ad-hoc sub-processes. Texts as in Camunda 8.8. */
import { behaviourOf, fulfil } from '../activity/ad-hoc.ts';
import { begin, checkKnown } from '../behaviour/ad-hoc.ts';
import { mergeLocal } from '../behaviour/variables.ts';
import { type Context, emit, follow, newKey, Rejected, type Step } from '../step.ts';
import { contextOf, refreshed } from '../transitions.ts';
import type { BegunElement, CommandOf, ElementInstance, Job, JobResult, Key, Nothing } from '../types.ts';

type OfAdHoc = Extract<JobResult, { type: 'adHocSubProcess' }>;

export function activateAdHocElements(step: Step, command: CommandOf<'activateAdHocElements'>): Nothing {
  const { adHocSubProcessInstanceKey: key, elements, cancelRemainingInstances = false } = command;
  const adHoc = contextOf(step.state, key);
  if (adHoc?.instance.elementType !== 'AD_HOC_SUB_PROCESS') {
    throw new Rejected(
      'NOT_FOUND',
      `Expected to activate activities for ad-hoc sub-process but no ad-hoc sub-process instance found with key '${key}'.`,
    );
  }
  const ids = elements.map(({ elementId }) => elementId);
  const begin = `Expected to activate activities for ad-hoc sub-process with key '${key}', but`;
  if (new Set(ids).size < ids.length)
    throw new Rejected('INVALID_ARGUMENT', `${begin} duplicate activities were given.`);
  if (adHoc.instance.state !== 'ACTIVATED') throw new Rejected('INVALID_STATE', `${begin} it is not active.`);
  checkKnown(adHoc.instance, behaviourOf(adHoc.element), ids);
  instruct(step, adHoc, elements, cancelRemainingInstances);
  return {};
}

/** What is begun is begun before anything else is ended. */
function instruct(step: Step, adHoc: Context, elements: readonly BegunElement[], cancelRemaining: boolean): void {
  const { key } = adHoc.instance;
  const running: Key[] = cancelRemaining ? [...step.state.by.children.get(key)].map((child) => child.key) : [];
  begin(step, adHoc, elements);
  for (const child of running) follow(step, { kind: 'terminate', key: child });
  emit(step, 'AD_HOC_SUB_PROCESS_INSTRUCTION', 'ACTIVATED', newKey(step), {
    adHocSubProcessInstanceKey: key,
    activateElements: elements,
    cancelRemainingInstances: cancelRemaining,
  });
}

const NOTHING: OfAdHoc = {
  type: 'adHocSubProcess',
  activateElements: [],
  isCompletionConditionFulfilled: false,
  isCancelRemainingInstances: false,
};

const ofAdHoc = (result: JobResult | undefined): OfAdHoc => (result?.type === 'adHocSubProcess' ? result : NOTHING);

/** @throws Rejected when the worker asks for what it cannot have */
export function checkAdHocResult(step: Step, job: Job, result: JobResult | undefined): void {
  const { activateElements, isCompletionConditionFulfilled } = ofAdHoc(result);
  if (isCompletionConditionFulfilled && activateElements.length > 0) {
    throw new Rejected(
      'INVALID_ARGUMENT',
      `Expected to complete ad-hoc sub-process job, but the job result contains elements to be activated while the completion condition is fulfilled (job key '${job.key}'). When the completion condition is fulfilled, no further element activations are allowed. Either remove the elements to be activated from the job result, or set the completion condition to not fulfilled.`,
    );
  }
  const adHoc = contextOf(step.state, job.elementInstanceKey);
  if (adHoc)
    checkKnown(
      adHoc.instance,
      behaviourOf(adHoc.element),
      activateElements.map(({ elementId }) => elementId),
    );
}

/** The worker has decided; the variables of its job stay in the sub-process. */
export function adHocDecided(
  step: Step,
  instance: ElementInstance,
  { variables = {}, result }: CommandOf<'completeJob'>,
): void {
  const adHoc = contextOf(step.state, instance.key);
  if (adHoc?.instance.state !== 'ACTIVATED') return;
  mergeLocal(step, instance.key, instance, variables);
  const { activateElements, isCompletionConditionFulfilled, isCancelRemainingInstances } = ofAdHoc(result);
  if (isCompletionConditionFulfilled) fulfil(step, refreshed(step, adHoc), isCancelRemainingInstances);
  else instruct(step, refreshed(step, adHoc), activateElements, isCancelRemainingInstances);
}
