/** Receive tasks and intermediate catch events: active until what they wait for arrives. */
import { subscribe } from '../behaviour/subscriptions.ts';
import type { Processor } from '../step.ts';
import { activated, activatedAndCompleting } from '../transitions.ts';
import { activityFrame } from './task.ts';

export const receive: Processor = {
  ...activityFrame,
  activate(step, context) {
    const { instance, element, model } = context;
    // Behind an event-based gateway the event has already happened.
    if (element.behindEventGateway) {
      activatedAndCompleting(step, context);
      return;
    }
    subscribe(step, model, instance, element);
    activated(step, context);
  },
};
