/** Script tasks with a FEEL expression. Done at once, they listen for none of their boundary events (measured on 8.6.0). */
import { rememberTrigger } from '../behaviour/events.ts';
import { evaluateJson } from '../behaviour/expressions.ts';
import type { Processor } from '../step.ts';
import { activatedAndCompleting } from '../transitions.ts';
import { activityFrame } from './task.ts';

export const scriptTask: Processor = {
  ...activityFrame,
  activate(step, context) {
    const { instance, element } = context;
    if (element.behaviour.kind !== 'script') throw new Error(`element ${element.id} has no script`);
    const result = evaluateJson(step, element.behaviour.expression, instance.key);
    rememberTrigger(step, instance.key, instance, element.id, { [element.behaviour.resultVariable]: result });
    activatedAndCompleting(step, context);
  },
};
