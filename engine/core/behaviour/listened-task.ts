/** A user task as its listeners see it: as it is going to be. */
import { isDeepStrictEqual } from 'node:util';
import type { Step } from '../step.ts';
import type { ElementInstance, Job, ListenedTask, TaskAttributes, UserTask } from '../types.ts';

/** Undefined when there is none (any more). */
export const taskOf = (step: Step, instance: ElementInstance | undefined): UserTask | undefined =>
  step.state.userTask.get(instance?.internal.userTaskKey ?? '');

/** The task whose listener's job it is. */
export const pendingOf = (step: Step, job: Job): UserTask | undefined =>
  taskOf(step, step.state.elementInstance.get(job.elementInstanceKey));

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
