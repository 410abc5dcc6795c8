/** What starts a process besides a command: messages, timers and signals of its latest version. */
import type { Expression } from '../../feel/index.ts';
import type { EventDefinition } from '../../model/index.ts';
import { evaluateString } from '../behaviour/expressions.ts';
import { IncidentFailure } from '../behaviour/failure.ts';
import { openSignalStart } from '../behaviour/signals.ts';
import { createTimer, startOf } from '../behaviour/subscriptions.ts';
import { type Schedule, scheduleTimer } from '../behaviour/timers.ts';
import { emit, newKey, Rejected, type Step } from '../step.ts';
import { type MessageStartSubscription, NO_KEY, type ProcessDefinition } from '../types.ts';

interface Start {
  id: string;
  event: EventDefinition;
}

/** Closes what older versions listened for and opens what this one does. */
export function subscribeStarts(step: Step, definition: ProcessDefinition): void {
  for (const version of [...step.state.by.processVersions.get(definition.bpmnProcessId)]) {
    if (version.key !== definition.key) closeStarts(step, version);
  }
  openStarts(step, definition);
}

/** Listens for what starts this version, which is the latest. */
export function openStarts(step: Step, definition: ProcessDefinition): void {
  for (const { id, event } of startsOf(step, definition)) {
    const evaluated = <T>(evaluate: () => T): T => orRefuse(definition, id, evaluate);
    const text = (expression: Expression) => evaluated(() => evaluateString(step, expression, NO_KEY));
    if (event.kind === 'message') openMessageStart(step, definition, id, text(event.name));
    else if (event.kind === 'signal') openSignalStart(step, definition, id, text(event.name));
    else if (event.kind === 'timer') {
      const schedule: Schedule = evaluated(() => scheduleTimer(step, event.timer, NO_KEY));
      createTimer(step, startOf(definition), id, schedule);
    }
  }
}

/** Last to first, as Zeebe visits the elements of a diagram. */
function startsOf(step: Step, definition: ProcessDefinition): Start[] {
  const model = step.state.model(definition.key);
  const { behaviour } = model.root;
  const ids = behaviour.kind === 'scope' ? behaviour.startIds : [];
  return ids.toReversed().flatMap((id) => {
    const start = model.elements.get(id)?.behaviour;
    return start?.kind === 'start' ? [{ id, event: start.event }] : [];
  });
}

/** Nothing starts this version any more but a command. */
export function closeStarts(step: Step, { key, bpmnProcessId }: ProcessDefinition): void {
  for (const subscription of [...step.state.by.startSubscriptionsOf.get(bpmnProcessId)]) {
    if (subscription.processDefinitionKey !== key) continue;
    emit(step, 'MESSAGE_START_EVENT_SUBSCRIPTION', 'DELETED', subscription.key, subscription);
  }
  for (const timer of [...step.state.by.timerStartsOf.get(key)]) emit(step, 'TIMER', 'CANCELED', timer.key, timer);
  for (const signal of [...step.state.by.signalStartsOf.get(key)]) {
    emit(step, 'SIGNAL_SUBSCRIPTION', 'DELETED', signal.key, signal);
  }
}

function openMessageStart(step: Step, definition: ProcessDefinition, startEventId: string, messageName: string): void {
  const key = newKey(step);
  const subscription: MessageStartSubscription = {
    key,
    processDefinitionKey: definition.key,
    bpmnProcessId: definition.bpmnProcessId,
    version: definition.version,
    startEventId,
    messageName,
  };
  emit(step, 'MESSAGE_START_EVENT_SUBSCRIPTION', 'CREATED', key, subscription);
}

/** Nothing has a value yet at deployment: an expression that needs one refuses it. */
function orRefuse<T>({ resourceName }: ProcessDefinition, startId: string, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof IncidentFailure)) throw error;
    throw new Rejected(
      'INVALID_ARGUMENT',
      `Expected to deploy new resources, but encountered the following errors:\n'${resourceName}': - Element: ${startId}\n    - ERROR: ${error.message}`,
    );
  }
}
