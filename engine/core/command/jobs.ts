/** What workers and the clock do with jobs. */
import { findErrorCatch, rememberTrigger, throwError as throwTo, uncaughtText } from '../behaviour/events.ts';
import { raiseJobIncident } from '../behaviour/incidents.ts';
import { activateJobs as activateAll, offerJob } from '../behaviour/jobs.ts';
import { limitedJobMessage } from '../behaviour/message-limit.ts';
import { mergeLocal } from '../behaviour/variables.ts';
import { emit, follow, Rejected, type Step } from '../step.ts';
import type { ActivatedJob, CommandOf, Job, Key, Nothing } from '../types.ts';
import { adHocDecided, checkAdHocResult } from './ad-hoc.ts';
import { checkTaskListener, deniedReasonOf, taskListened } from './task-listeners.ts';

/** Jobs carry all variables they see: keep a batch to a size a client can take. */
const MAX_BATCH = 1000;

export function activateJobs(step: Step, command: CommandOf<'activateJobs'>): { jobs: ActivatedJob[] } {
  const invalid = (property: string, expected: string, found: unknown): never => {
    throw new Rejected(
      'INVALID_ARGUMENT',
      `Expected to activate job batch with ${property} to be ${expected}, but it was '${String(found)}'`,
    );
  };
  if (command.jobType === '') invalid('type', 'present', 'blank');
  if (command.timeout < 1) invalid('timeout', 'greater than zero', command.timeout);
  if (command.maxJobs < 1) invalid('max jobs to activate', 'greater than zero', command.maxJobs);
  const jobs: Job[] = [];
  for (const job of step.state.by.activatableJobs.get(command.jobType)) {
    if (jobs.length >= Math.min(command.maxJobs, MAX_BATCH)) break;
    jobs.push(job);
  }
  if (jobs.length === 0) return { jobs: [] };
  return { jobs: activateAll(step, { ...command, fetchVariables: command.fetchVariables ?? [] }, jobs) };
}

function find(step: Step, jobKey: Key, verb: string): Job {
  const job = step.state.job.get(jobKey);
  if (!job) throw new Rejected('NOT_FOUND', `Expected to ${verb} job with key '${jobKey}', but no such job was found`);
  return job;
}

/** Completing, failing and throwing need a job that is, or could be, worked on. */
function findWorkable(step: Step, jobKey: Key, verb: string): Job {
  const job = find(step, jobKey, verb);
  if (job.state === 'ACTIVATABLE' || job.state === 'ACTIVATED') return job;
  const state = job.state === 'FAILED' || job.state === 'INCIDENT' ? 'FAILED' : job.state;
  throw new Rejected('INVALID_STATE', `Expected to ${verb} job with key '${jobKey}', but it is in state '${state}'`);
}

const ended = (step: Step, job: Job, state: 'COMPLETED' | 'ERROR_THROWN'): Job => ({
  ...job,
  state,
  deadline: null,
  retryAt: null,
  endedAt: step.now,
});

export function completeJob(step: Step, command: CommandOf<'completeJob'>): Nothing {
  const job = findWorkable(step, command.jobKey, 'complete');
  if (job.kind === 'TASK_LISTENER') checkTaskListener(step, job, command);
  if (job.kind === 'AD_HOC_SUB_PROCESS') checkAdHocResult(step, job, command.result);
  const deniedReason = deniedReasonOf(job, command.result);
  emit(step, 'JOB', 'COMPLETED', job.key, { ...ended(step, job, 'COMPLETED'), deniedReason });
  const instance = step.state.elementInstance.get(job.elementInstanceKey);
  const variables = command.variables ?? {};
  if (job.kind === 'TASK_LISTENER') {
    if (instance) taskListened(step, instance, command.result);
  } else if (job.kind === 'AD_HOC_SUB_PROCESS') {
    if (instance) adHocDecided(step, instance, command);
  } else if (job.listenerEvent === 'START' || job.listenerEvent === 'END') {
    follow(step, { kind: 'listened', key: job.elementInstanceKey, event: job.listenerEvent, variables });
  } else if (instance?.state === 'ACTIVATED') {
    if (Object.keys(variables).length > 0) rememberTrigger(step, instance.key, instance, instance.elementId, variables);
    follow(step, { kind: 'complete', key: instance.key });
  }
  return {};
}

const NO_RETRIES = {
  BPMN_ELEMENT: 'JOB_NO_RETRIES',
  EXECUTION_LISTENER: 'EXECUTION_LISTENER_NO_RETRIES',
  TASK_LISTENER: 'TASK_LISTENER_NO_RETRIES',
  AD_HOC_SUB_PROCESS: 'AD_HOC_SUB_PROCESS_NO_RETRIES',
} as const;

export function failJob(step: Step, command: CommandOf<'failJob'>): Nothing {
  const job = findWorkable(step, command.jobKey, 'fail');
  const retries = Math.max(0, command.retries);
  const errorMessage = limitedJobMessage(command.errorMessage ?? '');
  const backoff = retries > 0 ? (command.retryBackoff ?? 0) : 0;
  const failed: Job = {
    ...job,
    // Waiting jobs are FAILED; without back-off the job can be taken again at once.
    state: retries > 0 && backoff <= 0 ? 'ACTIVATABLE' : 'FAILED',
    retries,
    deadline: null,
    retryAt: backoff > 0 ? step.now + backoff : null,
    errorMessage,
  };
  emit(step, 'JOB', 'FAILED', job.key, failed);
  const instance = step.state.elementInstance.get(job.elementInstanceKey);
  if (instance && command.variables) mergeLocal(step, instance.key, instance, command.variables);
  if (retries === 0) raiseJobIncident(step, failed, NO_RETRIES[job.kind], errorMessage || 'No more retries left.');
  else if (backoff <= 0) offerJob(step, failed);
  return {};
}

export function throwError(step: Step, command: CommandOf<'throwError'>): Nothing {
  const job = findWorkable(step, command.jobKey, 'throw an error for');
  if (job.kind === 'EXECUTION_LISTENER' || job.kind === 'TASK_LISTENER') {
    throw new Rejected(
      'INVALID_STATE',
      `Cannot throw BPMN error from ${job.kind} job with key '${job.key}', type '${job.type}' and processInstanceKey '${job.processInstanceKey}'`,
    );
  }
  const instance = step.state.elementInstance.get(job.elementInstanceKey);
  if (instance?.state !== 'ACTIVATED') {
    throw new Rejected(
      'INVALID_STATE',
      `Expected to throw an error for job with key '${job.key}', but its element instance is not active`,
    );
  }
  const { errorCode } = command;
  const errorMessage = limitedJobMessage(command.errorMessage ?? '');
  const found = findErrorCatch(step, instance, errorCode);
  const thrown: Job = { ...ended(step, job, 'ERROR_THROWN'), errorCode, errorMessage };
  if (!found.caught) {
    emit(step, 'JOB', 'ERROR_THROWN', job.key, { ...thrown, endedAt: null });
    raiseJobIncident(step, thrown, 'UNHANDLED_ERROR_EVENT', uncaughtText(errorCode, errorMessage, found.available));
    return {};
  }
  emit(step, 'JOB', 'ERROR_THROWN', job.key, thrown);
  throwTo(step, found.caught, command.variables ?? {});
  return {};
}

export function updateJob(step: Step, command: CommandOf<'updateJob'>): Nothing {
  if (command.retries !== undefined) {
    if (command.retries < 1) {
      throw new Rejected(
        'INVALID_ARGUMENT',
        `Expected to update retries for job with key '${command.jobKey}' with a positive amount of retries, but the amount given was '${command.retries}'`,
      );
    }
    const job = find(step, command.jobKey, 'update');
    emit(step, 'JOB', 'RETRIES_UPDATED', job.key, { ...job, retries: command.retries });
  }
  if (command.timeout !== undefined) {
    const job = find(step, command.jobKey, 'update deadline for');
    if (job.state !== 'ACTIVATED') {
      throw new Rejected(
        'INVALID_STATE',
        `Expected to update the timeout of job with key '${command.jobKey}', but it is not active`,
      );
    }
    emit(step, 'JOB', 'TIMEOUT_UPDATED', job.key, { ...job, deadline: step.now + command.timeout });
  }
  return {};
}

function giveBack(step: Step, jobKey: Key, verb: string, intent: string, from: Job['state']): Nothing {
  const job = find(step, jobKey, verb);
  if (job.state !== from) {
    throw new Rejected(
      'INVALID_STATE',
      `Expected to ${verb} job with key '${jobKey}', but it is in state '${job.state}'`,
    );
  }
  const available: Job = { ...job, state: 'ACTIVATABLE', deadline: null, retryAt: null };
  emit(step, 'JOB', intent, jobKey, available);
  // A job that could not be pushed goes to the pollers: pushing it again would fail again.
  if (intent === 'YIELDED') step.effects.push({ kind: 'jobsAvailable', jobType: job.type });
  else offerJob(step, available);
  return {};
}

export const yieldJob = (step: Step, { jobKey }: CommandOf<'yieldJob'>): Nothing =>
  giveBack(step, jobKey, 'yield', 'YIELDED', 'ACTIVATED');
export const timeOutJob = (step: Step, { jobKey }: CommandOf<'timeOutJob'>): Nothing =>
  giveBack(step, jobKey, 'time out', 'TIMED_OUT', 'ACTIVATED');
export const recurJob = (step: Step, { jobKey }: CommandOf<'recurJobAfterBackoff'>): Nothing =>
  giveBack(step, jobKey, 'make activatable', 'RECURRED_AFTER_BACKOFF', 'FAILED');
