/**
 * The application of one command: state, records written so far, and the queue of follow-up commands.
 *
 * Processors decide and call `emit`; only appliers, called by `emit`, change state. Follow-up commands are worked off
 * first in, first out, which is what gives the records Zeebe's order.
 */

import type { Element, ProcessModel } from '../model/index.ts';
import { applierFor } from './appliers/index.ts';
import type { RecordValues } from './records.ts';
import type { State } from './state.ts';
import { undoTo } from './table.ts';
import type {
  BpmnElementType,
  CoreOptions,
  Effect,
  ElementInstance,
  EngineRecord,
  EventTrigger,
  Key,
  MessageSubscription,
  ProcessInstance,
  Variables,
} from './types.ts';

export interface ActivateCommand {
  kind: 'activate';
  key: Key;
  elementId: string;
  elementType: BpmnElementType;
  flowScopeKey: Key;
  processInstanceKey: Key;
  processDefinitionKey: Key;
  viaFlow: boolean;
  trigger?: EventTrigger;
  loopCounter?: number;
  /** Only for the process itself. */
  processInstance?: ProcessInstance;
  /** Elements to start at instead of the start event. */
  startAt?: readonly string[];
}

export type FollowUp =
  | ActivateCommand
  | { kind: 'complete'; key: Key }
  | { kind: 'terminate'; key: Key }
  | { kind: 'terminateChildren'; key: Key }
  /** All items of a parallel multi-instance activity. */
  | { kind: 'startInners'; key: Key; count: number }
  /** A listener's job is done. */
  | { kind: 'listened'; key: Key; event: 'START' | 'END'; variables: Variables }
  | { kind: 'broadcast'; signalName: string; variables: Variables }
  | { kind: 'openSubscription'; key: Key }
  | { kind: 'subscriptionOpened'; key: Key }
  | { kind: 'correlate'; key: Key; messageKey: Key; variables: Variables }
  | { kind: 'correlated'; subscription: MessageSubscription; messageKey: Key }
  | { kind: 'closeSubscription'; subscription: MessageSubscription }
  | { kind: 'subscriptionClosed'; subscription: MessageSubscription };

/** An element instance with its part of the model. */
export interface Context {
  readonly instance: ElementInstance;
  readonly element: Element;
  readonly model: ProcessModel;
}

/** What one type of element does at each turn of its life; may throw `IncidentFailure`. */
export interface Processor {
  /** Before its start listeners are called: input mappings. */
  prepare?(step: Step, context: Context): void;
  activate(step: Step, context: Context): void;
  /** Before its end listeners are called: output mappings; nothing is listened for any more. */
  finish?(step: Step, context: Context): void;
  complete(step: Step, context: Context): void;
  /** Once its job, subscriptions and incidents are given up. */
  terminate(step: Step, context: Context): void;
}

/** A scope, and what it does when something happens to an element inside it. */
export interface Container extends Processor {
  childActivating?(step: Step, scope: Context, child: Context): void;
  /** May still fail; returns true when the scope is done although others inside are not. */
  beforeChildCompleted?(step: Step, scope: Context, child: Context): boolean;
  childCompleted(step: Step, scope: Context, child: Context, done: boolean): void;
  childTerminated(step: Step, scope: Context, child: Context): void;
}

export interface Processors {
  of(context: Context): Processor;
  container(context: Context): Container;
}

export interface Step {
  readonly state: State;
  readonly now: number;
  readonly options: CoreOptions;
  readonly processors: Processors;
  readonly records: EngineRecord[];
  readonly effects: Effect[];
  readonly queue: FollowUp[];
}

/** Writes a record and applies it. */
export function emit<V extends keyof RecordValues>(
  step: Step,
  valueType: V,
  intent: string,
  key: Key,
  value: RecordValues[V],
): void {
  step.records.push({
    key,
    valueType,
    intent,
    timestamp: step.now,
    value: value as unknown as Record<string, unknown>,
  });
  applierFor(valueType, intent)?.(step.state, key, value, step.now);
}

/** Does what may be refused as part of something else: when it is, nothing of it remains but the refusal. */
export function attempt(step: Step, run: () => void): Rejected | undefined {
  const { journal, keys } = step.state;
  const before = {
    journal: journal.entries.length,
    records: step.records.length,
    effects: step.effects.length,
    queue: step.queue.length,
    key: keys.peek(),
  };
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    undoTo(journal, before.journal);
    step.records.length = before.records;
    step.effects.length = before.effects;
    step.queue.length = before.queue;
    keys.reset(before.key);
    return error;
  }
}

export const newKey = (step: Step): Key => step.state.keys.next();

export function follow(step: Step, command: FollowUp): void {
  step.queue.push(command);
}

/** The command cannot be carried out; nothing of it may have been written yet. */
export class Rejected extends Error {
  readonly rejectionType: 'INVALID_ARGUMENT' | 'NOT_FOUND' | 'ALREADY_EXISTS' | 'INVALID_STATE';
  constructor(rejectionType: Rejected['rejectionType'], reason: string) {
    super(reason);
    this.rejectionType = rejectionType;
  }
}
