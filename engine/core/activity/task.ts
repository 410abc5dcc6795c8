/** What all activities share, and the tasks that do nothing themselves. */
import { applyInputMappings, applyOutputMappings } from '../behaviour/mappings.ts';
import { unsubscribe } from '../behaviour/subscriptions.ts';
import type { Context, Processor, Step } from '../step.ts';
import { activatedAndCompleting, completed, terminated } from '../transitions.ts';

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
  terminate: terminated,
};

/** Manual and undefined tasks take no mappings at all (measured on 8.6.0). */
export const idleTask: Processor = { ...activityFrame, prepare() {}, finish() {}, activate: activatedAndCompleting };

/** None throw events and links that are caught take output mappings only (measured on 8.6.0). */
export const passedEvent: Processor = { ...activityFrame, prepare() {}, activate: activatedAndCompleting };
