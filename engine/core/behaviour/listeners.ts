/** Execution listeners: jobs before an element does its work and after it, one after the other. */
import type { Context, Step } from '../step.ts';
import { createJob, evaluateJob } from './jobs.ts';

/** Calls the next listener of the element's present state; false when there is none (left). */
export function callListener(step: Step, { instance, element }: Context, event: 'START' | 'END'): boolean {
  // The body of a multi-instance activity has no listeners; each inner instance has.
  if (instance.elementType === 'MULTI_INSTANCE_BODY') return false;
  const listeners = event === 'START' ? element.listeners.start : element.listeners.end;
  const done = step.state.elementInstance.get(instance.key)?.internal.listenersDone ?? 0;
  const listener = listeners[done];
  if (!listener) return false;
  const properties = evaluateJob(step, { ...listener, headers: {} }, instance);
  createJob(step, instance, properties, 'EXECUTION_LISTENER', event);
  return true;
}
