/** What all activities share, and the tasks that do nothing themselves. */
import { cancelJobOf } from '../behaviour/jobs.ts';
import { applyInputMappings, applyOutputMappings } from '../behaviour/mappings.ts';
import { unsubscribe } from '../behaviour/subscriptions.ts';
import { cancelUserTaskOf } from '../behaviour/user-tasks.ts';
import type { Context, Processor, Step } from '../step.ts';
import { activatedAndCompleting, completed, release, terminated } from '../transitions.ts';

export function completeActivity(step: Step, context: Context): void {
  applyOutputMappings(step, context.instance, context.element);
  unsubscribe(step, context.instance);
  completed(step, context);
}

export function terminateActivity(step: Step, context: Context): void {
  cancelJobOf(step, context.instance);
  cancelUserTaskOf(step, context.instance);
  release(step, context);
  terminated(step, context);
}

/** Manual and undefined tasks, none throw events. */
export const passThrough: Processor = {
  activate(step, context) {
    applyInputMappings(step, context.instance, context.element);
    activatedAndCompleting(step, context);
  },
  complete: completeActivity,
  terminate: terminateActivity,
};
