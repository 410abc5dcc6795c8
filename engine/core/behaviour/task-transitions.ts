/**
 * What happens to a native user task: it is created, assigned, updated, completed, canceled. Each time its listeners for that
 * are asked first, one after the other; they may correct what the task is going to be, or deny the whole. Without listeners it
 * happens at once, with the records of 8.6; with them, as documented for 8.8.
 * https://docs.camunda.io/docs/components/concepts/user-task-listeners/
 */
import type { Listener, TaskEvent, UserTaskBehaviour } from '../../model/index.ts';
import { emit, follow, newKey, type Step } from '../step.ts';
import { contextOf, terminated } from '../transitions.ts';
import type {
  ElementInstance,
  Key,
  Rejection,
  TaskAttributes,
  TaskTransition,
  UserTask,
  UserTaskState,
  Variables,
} from '../types.ts';
import { rememberTrigger } from './events.ts';
import { IncidentFailure } from './failure.ts';
import { raiseElementIncident } from './incidents.ts';
import { createJob, evaluateJob } from './jobs.ts';
import { taskOf } from './listened-task.ts';
import { updateVariables } from './update-variables.ts';

interface Words {
  state: UserTaskState;
  done: string;
  /** Record of a denial; only what somebody asked for can be denied. */
  denied?: string;
  /** What was denied, in the answer to whoever asked; and the name of the request. */
  request?: string;
  intent: string;
}

const WORDS: Record<TaskEvent, Words> = {
  creating: { state: 'CREATING', done: 'CREATED', intent: 'CREATE' },
  assigning: {
    state: 'ASSIGNING',
    done: 'ASSIGNED',
    denied: 'ASSIGNMENT_DENIED',
    request: 'Assignment of the User Task',
    intent: 'ASSIGN',
  },
  updating: {
    state: 'UPDATING',
    done: 'UPDATED',
    denied: 'UPDATE_DENIED',
    request: 'Update of the User Task',
    intent: 'UPDATE',
  },
  completing: {
    state: 'COMPLETING',
    done: 'COMPLETED',
    denied: 'COMPLETION_DENIED',
    request: 'Completion of the User Task',
    intent: 'COMPLETE',
  },
  canceling: { state: 'CANCELING', done: 'CANCELED', intent: 'CANCEL' },
};
const OF_VARIABLES = 'Variable update for user task instance';

export function userTaskChanged(step: Step, task: UserTask): void {
  step.effects.push({ kind: 'userTaskChanged', userTaskKey: task.key, processInstanceKey: task.processInstanceKey });
}

export type TransitionDraft = Pick<TaskTransition, 'event'> & Partial<Omit<TaskTransition, 'key' | 'listenersDone'>>;

/** Returns the key the caller has to wait for, or null when it has happened already. */
export function beginTransition(step: Step, task: UserTask, draft: TransitionDraft): Key | null {
  const { event, next = {}, action = '' } = draft;
  if (listenersOf(step, task, event).length === 0) {
    const done = { ...task, ...next, action };
    emit(step, 'USER_TASK', WORDS[event].state, task.key, done);
    take(step, done, { ...EMPTY, ...draft });
    return null;
  }
  const transition: TaskTransition = { ...EMPTY, ...draft, key: newKey(step) };
  const { state } = WORDS[event];
  emit(step, 'USER_TASK', state, task.key, { ...task, ...next, action, state, transition });
  userTaskChanged(step, task);
  callNext(step, task.key);
  return transition.key;
}

const EMPTY: Omit<TaskTransition, 'event'> = {
  key: '',
  listenersDone: 0,
  next: {},
  action: '',
  variables: {},
  update: null,
  assignAfterwards: '',
};

function listenersOf(step: Step, task: UserTask, event: TaskEvent): readonly Listener[] {
  return behaviourOf(step, task)?.listeners[event] ?? [];
}

function behaviourOf(step: Step, task: UserTask): UserTaskBehaviour | undefined {
  const behaviour = step.state.model(task.processDefinitionKey).elements.get(task.elementId)?.behaviour;
  return behaviour?.kind === 'userTask' ? behaviour : undefined;
}

/** Asks the next listener, or lets the transition take place when none is left. */
function callNext(step: Step, taskKey: Key): void {
  const task = step.state.userTask.get(taskKey);
  const instance = task && step.state.elementInstance.get(task.elementInstanceKey);
  if (!task?.transition || !instance) return;
  const { event, listenersDone } = task.transition;
  const listener = listenersOf(step, task, event)[listenersDone];
  if (listener) ask(step, task, instance, listener, event);
  else takePending(step, task, task.transition);
}

function ask(step: Step, task: UserTask, instance: ElementInstance, listener: Listener, event: TaskEvent): void {
  try {
    const properties = evaluateJob(step, { ...listener, headers: task.customHeaders }, instance);
    createJob(step, instance, properties, 'TASK_LISTENER', event.toUpperCase() as Uppercase<TaskEvent>);
  } catch (error) {
    if (!(error instanceof IncidentFailure)) throw error;
    raiseElementIncident(step, instance, error);
  }
}

/** The incident is resolved: all listeners of the transition are asked again. */
export function repeatTransition(step: Step, instance: ElementInstance): void {
  const task = taskOf(step, instance);
  if (!task?.transition) return;
  emit(step, 'USER_TASK', WORDS[task.transition.event].state, task.key, {
    ...task,
    transition: { ...task.transition, listenersDone: 0 },
  });
  callNext(step, task.key);
}

/** A listener agrees, and may have corrected what the task is going to be. */
export function agree(step: Step, instance: ElementInstance, corrections: Partial<TaskAttributes>): void {
  const task = taskOf(step, instance);
  if (!task?.transition) return;
  if (Object.keys(corrections).length > 0) {
    const next = { ...task.transition.next, ...corrections };
    emit(step, 'USER_TASK', 'CORRECTED', task.key, { ...task, ...next, transition: { ...task.transition, next } });
  }
  callNext(step, task.key);
}

/** Nothing of the transition takes place, corrections included. */
export function deny(step: Step, instance: ElementInstance, reason: string): void {
  const task = taskOf(step, instance);
  if (!task?.transition) return;
  const { event, update } = task.transition;
  const { denied = '', request = '' } = WORDS[event];
  emit(step, 'USER_TASK', denied, task.key, { ...task, state: 'CREATED', transition: null });
  const what = update ? OF_VARIABLES : request;
  answer(
    step,
    task.transition,
    `${what} with key '${task.key}' was denied by Task Listener. Reason to deny: '${reason}'`,
  );
  userTaskChanged(step, task);
}

function takePending(step: Step, task: UserTask, transition: TaskTransition): void {
  take(step, { ...task, ...transition.next, action: transition.action, transition: null }, transition);
  answer(step, transition, null);
}

/** It happens. */
function take(step: Step, task: UserTask, transition: Omit<TaskTransition, 'key'>): void {
  const { event, assignAfterwards } = transition;
  const over = event === 'completing' || event === 'canceling';
  const state: UserTaskState = over ? (event === 'completing' ? 'COMPLETED' : 'CANCELED') : 'CREATED';
  const done: UserTask = { ...task, state, endedAt: over ? step.now : null };
  emit(step, 'USER_TASK', WORDS[event].done, task.key, done);
  userTaskChanged(step, done);
  if (event === 'completing') completeElement(step, done, transition.variables);
  if (event === 'canceling') endElement(step, done);
  if (transition.update) updateVariables(step, done.elementInstanceKey, transition.variables, transition.update);
  if (assignAfterwards !== '')
    beginTransition(step, done, { event: 'assigning', next: { assignee: assignAfterwards }, action: '' });
}

function completeElement(step: Step, task: UserTask, variables: Variables): void {
  const instance = step.state.elementInstance.get(task.elementInstanceKey);
  if (instance?.state !== 'ACTIVATED') return;
  if (Object.keys(variables).length > 0) rememberTrigger(step, instance.key, instance, instance.elementId, variables);
  follow(step, { kind: 'complete', key: instance.key });
}

/** An element whose task had to be asked about is terminated only now. */
function endElement(step: Step, task: UserTask): void {
  const context = contextOf(step.state, task.elementInstanceKey);
  if (context?.instance.state === 'TERMINATING') terminated(step, context);
}

/** Whoever waits for the transition hears of its end; `reason` null = it took place. */
function answer(step: Step, { key, event }: TaskTransition, reason: string | null): void {
  const rejection: Rejection | null =
    reason === null ? null : { type: 'INVALID_STATE', reason, intent: WORDS[event].intent };
  step.effects.push({ kind: 'transitionEnded', transitionKey: key, rejection });
}

/** The task of an element that is being activated. Listeners that are asked see no assignee before it is assigned. */
export function createUserTask(step: Step, draft: UserTask): void {
  const task: UserTask = { ...draft, key: newKey(step) };
  const { assignee } = task;
  const listened = (['creating', 'assigning'] as const).some((event) => listenersOf(step, task, event).length > 0);
  if (!listened || assignee === '') beginTransition(step, task, { event: 'creating' });
  else beginTransition(step, { ...task, assignee: '' }, { event: 'creating', assignAfterwards: assignee });
}

export function isCancellationListened(step: Step, instance: ElementInstance): boolean {
  const task = taskOf(step, instance);
  return task !== undefined && listenersOf(step, task, 'canceling').length > 0;
}

/** Setting the task's variables is an update its listeners are asked about, or one of elsewhere that waits for them. */
export const isUpdateListened = (step: Step, task: UserTask): boolean =>
  task.transition !== null || listenersOf(step, task, 'updating').length > 0;

/** The element ends, and its task with it once the listeners are done. False when there is no task (any more). */
export function cancelListenedTask(step: Step, instance: ElementInstance): boolean {
  const task = taskOf(step, instance);
  if (!task) return false;
  abandon(step, task);
  beginTransition(step, { ...task, transition: null }, { event: 'canceling', action: task.action });
  return true;
}

/** Nobody is asked: there are no listeners, or a modification takes the task out. */
export function cancelTaskAtOnce(step: Step, instance: ElementInstance): void {
  const task = taskOf(step, instance);
  if (!task) return;
  abandon(step, task);
  const canceled: UserTask = { ...task, transition: null };
  emit(step, 'USER_TASK', 'CANCELING', task.key, canceled);
  emit(step, 'USER_TASK', 'CANCELED', task.key, { ...canceled, state: 'CANCELED', endedAt: step.now });
  userTaskChanged(step, task);
}

/** What was under way does not take place any more. */
function abandon(step: Step, { key, transition }: UserTask): void {
  if (!transition) return;
  answer(step, transition, `Expected to finish the request on user task with key '${key}', but the task was canceled`);
}
