/** What people do with native user tasks. Where listeners are asked first, the answer waits for them (`awaits`). */
import { beginTransition } from '../behaviour/task-transitions.ts';
import { checkLength } from '../limits.ts';
import { Rejected, type Step } from '../step.ts';
import type { Awaited, CommandOf, Key, TaskAttributes, UserTask } from '../types.ts';

function find(step: Step, key: Key, verb: string): UserTask {
  const task = step.state.userTask.get(key);
  if (!task) {
    throw new Rejected('NOT_FOUND', `Expected to ${verb} user task with key '${key}', but no such user task was found`);
  }
  checkOpen(task, verb);
  return task;
}

/** @throws Rejected while something is about to happen to the task already */
export function checkOpen({ key, state }: UserTask, verb: string): void {
  if (state === 'CREATED') return;
  throw new Rejected('INVALID_STATE', `Expected to ${verb} user task with key '${key}', but it is in state '${state}'`);
}

export const awaited = (awaits: Key | null): Awaited => (awaits === null ? {} : { awaits });

export function assignUserTask(step: Step, command: CommandOf<'assignUserTask'>): Awaited {
  const claim = command.allowOverride === false;
  checkAttributes({ assignee: command.assignee });
  const task = find(step, command.userTaskKey, claim ? 'claim' : 'assign');
  if (claim && task.assignee !== '' && task.assignee !== command.assignee) {
    throw new Rejected(
      'INVALID_STATE',
      `Expected to claim user task with key '${task.key}', but it has already been assigned`,
    );
  }
  const action = command.action || (claim ? 'claim' : 'assign');
  return awaited(beginTransition(step, task, { event: 'assigning', next: { assignee: command.assignee }, action }));
}

export function unassignUserTask(step: Step, command: CommandOf<'unassignUserTask'>): Awaited {
  const task = find(step, command.userTaskKey, 'assign');
  const action = command.action || 'unassign';
  return awaited(beginTransition(step, task, { event: 'assigning', next: { assignee: '' }, action }));
}

export function updateUserTask(step: Step, command: CommandOf<'updateUserTask'>): Awaited {
  const task = find(step, command.userTaskKey, 'update');
  checkAttributes(command.changeset);
  const action = command.action || 'update';
  return awaited(beginTransition(step, task, { event: 'updating', next: command.changeset, action }));
}

/** What people and listeners may make of a task. @throws Rejected */
export function checkAttributes({ assignee = '', priority = 0 }: Partial<TaskAttributes>): void {
  checkLength('assignee', assignee);
  if (priority >= 0 && priority <= 100) return;
  throw new Rejected(
    'INVALID_ARGUMENT',
    `Expected field 'priority' to be an integer between 0 and 100, but it is '${priority}'.`,
  );
}

export function completeUserTask(step: Step, command: CommandOf<'completeUserTask'>): Awaited {
  const task = find(step, command.userTaskKey, 'complete');
  const action = command.action || 'complete';
  return awaited(beginTransition(step, task, { event: 'completing', action, variables: command.variables ?? {} }));
}
