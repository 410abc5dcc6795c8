/** Native user tasks. */
import { subscribe } from '../behaviour/subscriptions.ts';
import { cancelListenedTask, createUserTask } from '../behaviour/task-transitions.ts';
import { prepareUserTask } from '../behaviour/user-tasks.ts';
import type { Processor } from '../step.ts';
import { activated, terminated } from '../transitions.ts';
import { activityFrame } from './task.ts';

export const userTask: Processor = {
  ...activityFrame,
  activate(step, context) {
    const { instance, element, model } = context;
    if (element.behaviour.kind !== 'userTask') throw new Error(`element ${element.id} is no user task`);
    const draft = prepareUserTask(step, element.behaviour, instance);
    subscribe(step, model, instance, element);
    createUserTask(step, draft);
    activated(step, context);
  },
  terminate(step, context) {
    if (!cancelListenedTask(step, context.instance)) terminated(step, context);
  },
};
