/** What all activities share, and the tasks that do nothing themselves. */
import { cancelJobOf } from '../behaviour/jobs.ts';
import { applyInputMappings, applyOutputMappings } from '../behaviour/mappings.ts';
import { unsubscribe } from '../behaviour/subscriptions.ts';
import { cancelUserTaskOf } from '../behaviour/user-tasks.ts';
import type { Context, Processor, Step } from '../step.ts';
import { activatedAndCompleting, completed, release, terminated } from '../transitions.ts';

export function mapInputs(step: Step, context: Context): void {
  applyInputMappings(step, context.instance, context.element);
}

export function mapOutputs(step: Step, context: Context): void {
  applyOutputMappings(step, context.instance, context.element);
  unsubscribe(step, context.instance);
}

/** How an activity begins and ends, whatever it does in between. */
export const activityFrame = {
  prepare: mapInputs,
  finish: mapOutputs,
  complete: (step: Step, context: Context): void => completed(step, context),
  terminate: terminateActivity,
};

export function terminateActivity(step: Step, context: Context): void {
  cancelJobOf(step, context.instance);
  cancelUserTaskOf(step, context.instance);
  release(step, context);
  terminated(step, context);
}

/** Manual and undefined tasks, none throw events. */
export const passThrough: Processor = { ...activityFrame, activate: activatedAndCompleting };
