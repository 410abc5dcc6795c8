/** Escalations: thrown outwards, through call activities, to the nearest who catches them; nobody need. */
import type { Element, EventDefinition } from '../../model/index.ts';
import { type Context, emit, newKey, type Step } from '../step.ts';
import { activated } from '../transitions.ts';
import type { ElementInstance } from '../types.ts';
import { acceptsEvent, thrownTo, triggerEvent, waitingTrigger } from './events.ts';
import { evaluateString } from './expressions.ts';
import { catchersOf } from './subscriptions.ts';

interface Catch {
  scope: ElementInstance;
  event: Element;
  interrupting: boolean;
}

/** Activates the event and throws its escalation. True when the event itself goes on: nothing interrupts it. */
export function escalate(step: Step, context: Context, event: EventDefinition & { kind: 'escalation' }): boolean {
  const { instance, element } = context;
  const code = event.code ? evaluateString(step, event.code, instance.key) : '';
  activated(step, context);
  const found = findCatch(step, instance, code);
  const caught = found !== null && accepts(step, found);
  if (caught) triggerEvent(step, found.scope, found.event, {});
  emit(step, 'ESCALATION', caught ? 'ESCALATED' : 'NOT_ESCALATED', newKey(step), {
    processInstanceKey: instance.processInstanceKey,
    escalationCode: code,
    throwElementId: element.id,
    catchElementId: found?.event.id ?? '',
  });
  return !found?.interrupting;
}

function findCatch(step: Step, thrower: ElementInstance, code: string): Catch | null {
  for (let scope: ElementInstance | undefined = thrower; scope; scope = thrownTo(step, scope)) {
    const found = catchIn(step, scope, code);
    if (found) return found;
  }
  return null;
}

/** A matching code before a catch-all. An interrupted scope still catches at its boundary, unlike an error. */
function catchIn(step: Step, scope: ElementInstance, code: string): Catch | null {
  const model = step.state.model(scope.processDefinitionKey);
  const element = scope.elementType === 'PROCESS' ? model.root : model.elements.get(scope.elementId);
  if (!element) return null;
  let catchAll: Catch | null = null;
  for (const { element: candidate, event, interrupting } of catchersOf(model, element, scope)) {
    if (event.kind !== 'escalation') continue;
    if (scope.internal.interruptedBy && candidate.type === 'START_EVENT') continue;
    if (event.code?.source === code) return { scope, event: candidate, interrupting };
    if (!event.code) catchAll ??= { scope, event: candidate, interrupting };
  }
  return catchAll;
}

/** False once something else has interrupted the scope and only waits for its end. */
function accepts(step: Step, { scope, event }: Catch): boolean {
  if (!acceptsEvent(scope, event)) return false;
  return !waitingTrigger(step, scope, ({ behaviour }) => behaviour.kind === 'boundary' && behaviour.interrupting);
}
