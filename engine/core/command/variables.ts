/** Setting variables from outside. */
import { taskOf } from '../behaviour/listened-task.ts';
import { beginTransition, isUpdateListened } from '../behaviour/task-transitions.ts';
import { updateVariables } from '../behaviour/update-variables.ts';
import { newKey, Rejected, type Step } from '../step.ts';
import type { Awaited, CommandOf, Key, TaskTransition, UserTask } from '../types.ts';
import { awaited, checkOpen } from './user-tasks.ts';

type Setting = Pick<TaskTransition, 'variables'> & { update: 'LOCAL' | 'PROPAGATE' };

export function setVariables(step: Step, command: CommandOf<'setVariables'>): { key: Key } & Awaited {
  const { elementInstanceKey, variables } = command;
  const instance = step.state.elementInstance.get(elementInstanceKey);
  if (!instance) {
    throw new Rejected(
      'NOT_FOUND',
      `Expected to update variables for element with key '${elementInstanceKey}', but no such element was found`,
    );
  }
  const update = command.local ? 'LOCAL' : 'PROPAGATE';
  const task = taskOf(step, instance);
  if (task && isUpdateListened(step, task)) return updateOfTask(step, task, { variables, update });
  return { key: updateVariables(step, instance.key, variables, update) };
}

/** The variables of a user task are part of it: its listeners are asked. */
function updateOfTask(step: Step, task: UserTask, setting: Setting): { key: Key } & Awaited {
  checkOpen(task, 'trigger update transition for');
  const key = newKey(step);
  return { key, ...awaited(beginTransition(step, task, { event: 'updating', action: 'update', ...setting })) };
}
