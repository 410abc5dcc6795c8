/** What people do with native user tasks. */
import { rememberTrigger } from '../behaviour/events.ts';
import { userTaskChanged } from '../behaviour/user-tasks.ts';
import { emit, follow, Rejected, type Step } from '../step.ts';
import type { Command, Key, UserTask } from '../types.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Nothing = Record<never, never>;

function find(step: Step, key: Key, verb: string): UserTask {
  const task = step.state.userTask.get(key);
  if (task) return task;
  throw new Rejected('NOT_FOUND', `Expected to ${verb} user task with key '${key}', but no such user task was found`);
}

function write(step: Step, before: string, after: string, task: UserTask): void {
  if (before !== '') emit(step, 'USER_TASK', before, task.key, task);
  emit(step, 'USER_TASK', after, task.key, task);
  userTaskChanged(step, task);
}

export function assignUserTask(step: Step, command: Of<'assignUserTask'>): Nothing {
  const claim = command.allowOverride === false;
  const task = find(step, command.userTaskKey, claim ? 'claim' : 'assign');
  if (claim && task.assignee !== '' && task.assignee !== command.assignee) {
    throw new Rejected(
      'INVALID_STATE',
      `Expected to claim user task with key '${task.key}', but it has already been assigned`,
    );
  }
  const action = command.action || (claim ? 'claim' : 'assign');
  write(step, 'ASSIGNING', 'ASSIGNED', { ...task, assignee: command.assignee, action });
  return {};
}

export function unassignUserTask(step: Step, command: Of<'unassignUserTask'>): Nothing {
  const task = find(step, command.userTaskKey, 'assign');
  write(step, 'ASSIGNING', 'ASSIGNED', { ...task, assignee: '', action: command.action || 'unassign' });
  return {};
}

export function updateUserTask(step: Step, command: Of<'updateUserTask'>): Nothing {
  const task = find(step, command.userTaskKey, 'update');
  const { priority } = command.changeset;
  if (priority !== undefined && (priority < 0 || priority > 100)) {
    throw new Rejected(
      'INVALID_ARGUMENT',
      `Expected field 'priority' to be an integer between 0 and 100, but it is '${priority}'.`,
    );
  }
  write(step, 'UPDATING', 'UPDATED', { ...task, ...command.changeset, action: command.action || 'update' });
  return {};
}

export function completeUserTask(step: Step, command: Of<'completeUserTask'>): Nothing {
  const task = find(step, command.userTaskKey, 'complete');
  const done = { ...task, action: command.action || 'complete' };
  emit(step, 'USER_TASK', 'COMPLETING', task.key, done);
  write(step, '', 'COMPLETED', { ...done, state: 'COMPLETED', endedAt: step.now });
  const instance = step.state.elementInstance.get(task.elementInstanceKey);
  if (instance?.state === 'ACTIVATED') {
    const variables = command.variables ?? {};
    if (Object.keys(variables).length > 0) rememberTrigger(step, instance.key, instance, instance.elementId, variables);
    follow(step, { kind: 'complete', key: instance.key });
  }
  return {};
}
