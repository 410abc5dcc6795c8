/** A user task as its listeners see it: as it is going to be. */
import { isDeepStrictEqual } from 'node:util';
import type { Step } from '../step.ts';
import type { Job, ListenedTask, TaskAttributes, UserTask } from '../types.ts';

export function pendingOf(step: Step, job: Job): UserTask | undefined {
  const instance = step.state.elementInstance.get(job.elementInstanceKey);
  return step.state.userTask.get(instance?.internal.userTaskKey ?? '');
}

/** Attributes by the names Camunda has for them in corrections and changes. */
const NAMES: [keyof TaskAttributes, string][] = [
  ['assignee', 'assignee'],
  ['candidateGroups', 'candidateGroupsList'],
  ['candidateUsers', 'candidateUsersList'],
  ['dueDate', 'dueDate'],
  ['followUpDate', 'followUpDate'],
  ['priority', 'priority'],
];

export function listenedTask(step: Step, job: Job): ListenedTask | null {
  const task = pendingOf(step, job);
  if (!task?.transition) return null;
  const { next, action, update } = task.transition;
  const proposed: UserTask = { ...task, ...next };
  const changed = NAMES.filter(([field]) => !isDeepStrictEqual(task[field], proposed[field])).map(([, name]) => name);
  const { assignee, candidateGroups, candidateUsers, dueDate, followUpDate, priority } = proposed;
  return {
    action,
    assignee,
    candidateGroups,
    candidateUsers,
    changedAttributes: update ? [...changed, 'variables'] : changed,
    dueDate,
    followUpDate,
    formKey: task.formKey,
    priority,
    userTaskKey: task.key,
  };
}
