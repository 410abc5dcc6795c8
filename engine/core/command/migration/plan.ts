/** A migration as it is asked for: from which process to which, and what becomes of each element. */
import type { Element, EventDefinition, ProcessModel } from '../../../model/index.ts';
import { catchersOf } from '../../behaviour/subscriptions.ts';
import { type Context, Rejected, type Step } from '../../step.ts';
import type { ElementInstance, Key, ProcessDefinition } from '../../types.ts';

export interface Plan {
  readonly processInstanceKey: Key;
  readonly target: ProcessDefinition;
  readonly source: ProcessModel;
  readonly model: ProcessModel;
  /** Source element id → target element id. */
  readonly mapping: ReadonlyMap<string, string>;
}

export interface Catcher {
  element: Element;
  event: EventDefinition;
}

/** An active element instance, and what it becomes. */
export interface Moved {
  readonly from: Context;
  readonly element: Element;
  /** What it listens for today, and what it is going to listen for. */
  readonly catchers: readonly Catcher[];
  readonly newCatchers: readonly Catcher[];
}

export function refuse(plan: Pick<Plan, 'processInstanceKey'>, what: string): Rejected {
  return new Rejected('INVALID_STATE', `Expected to migrate process instance '${plan.processInstanceKey}' but ${what}`);
}

/** All element instances of the process instance, outer before inner, older before younger. */
export function activeIn(step: Step, process: ElementInstance): ElementInstance[] {
  const found = [process];
  for (const instance of found) found.push(...step.state.by.children.get(instance.key));
  return found;
}

/** What can be mapped; an error is listened for without a subscription. */
const MAPPED_EVENTS: readonly string[] = ['timer', 'message', 'signal', 'error'];

export const catchersIn = (model: ProcessModel, element: Element, instance: ElementInstance): Catcher[] =>
  catchersOf(model, element, instance).filter(({ event }) => MAPPED_EVENTS.includes(event.kind));
