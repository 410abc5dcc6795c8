/** Everything a job worker carries out: service, send, job-based script, rule and user tasks, message throw events. */
import { createJob, evaluateJob } from '../behaviour/jobs.ts';
import { subscribe } from '../behaviour/subscriptions.ts';
import type { Processor } from '../step.ts';
import { activated } from '../transitions.ts';
import { activityFrame } from './task.ts';

export const jobTask: Processor = {
  ...activityFrame,
  activate(step, context) {
    const { instance, element, model } = context;
    if (element.behaviour.kind !== 'job') throw new Error(`element ${element.id} has no job`);
    const properties = evaluateJob(step, element.behaviour, instance);
    subscribe(step, model, instance, element);
    createJob(step, instance, properties);
    activated(step, context);
  },
};
