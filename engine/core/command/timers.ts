/** What the clock brings: due timers. */
import { acceptsEvent, triggerEvent } from '../behaviour/events.ts';
import { startByEvent } from '../behaviour/start-instance.ts';
import { createTimer, startOf } from '../behaviour/subscriptions.ts';
import { nextRepetition } from '../behaviour/timers.ts';
import { emit, Rejected, type Step } from '../step.ts';
import { type Key, NO_KEY, type Nothing, type Timer } from '../types.ts';

export function triggerTimer(step: Step, command: { timerKey: Key }): Nothing {
  const timer = step.state.timer.get(command.timerKey);
  if (!timer)
    throw new Rejected(
      'NOT_FOUND',
      `Expected to trigger a timer with key '${command.timerKey}', but no such timer was found`,
    );
  if (timer.elementInstanceKey === NO_KEY) return triggerStart(step, timer);
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
  const next = nextRepetition(timer, step.now);
  if (next) createTimer(step, instance, timer.targetElementId, next);
  return {};
}

/** The timer of a start event: it goes on before the instance begins. */
function triggerStart(step: Step, timer: Timer): Nothing {
  emit(step, 'TIMER', 'TRIGGERED', timer.key, timer);
  const definition = step.state.processDefinition.get(timer.processDefinitionKey);
  if (!definition) return {};
  startByEvent(step, definition, timer.targetElementId, {});
  const next = nextRepetition(timer, step.now);
  if (next) createTimer(step, startOf(definition), timer.targetElementId, next);
  return {};
}
