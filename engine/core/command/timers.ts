/** What the clock brings: due timers. */
import { acceptsEvent, triggerEvent } from '../behaviour/events.ts';
import { createTimer } from '../behaviour/subscriptions.ts';
import { nextRepetition } from '../behaviour/timers.ts';
import { emit, Rejected, type Step } from '../step.ts';
import type { Key } from '../types.ts';

export function triggerTimer(step: Step, command: { timerKey: Key }): Record<never, never> {
  const timer = step.state.timer.get(command.timerKey);
  if (!timer)
    throw new Rejected(
      'NOT_FOUND',
      `Expected to trigger a timer with key '${command.timerKey}', but no such timer was found`,
    );
  const instance = step.state.elementInstance.get(timer.elementInstanceKey);
  const event = step.state.model(timer.processDefinitionKey).elements.get(timer.targetElementId);
  if (!event || !acceptsEvent(instance, event)) {
    throw new Rejected(
      'INVALID_STATE',
      `Expected to trigger timer '${timer.key}' of element instance '${timer.elementInstanceKey}', but it is not active`,
    );
  }
  emit(step, 'TIMER', 'TRIGGERED', timer.key, timer);
  triggerEvent(step, instance, event, {});
  const next = nextRepetition(timer);
  if (next) createTimer(step, instance, timer.targetElementId, next);
  return {};
}
