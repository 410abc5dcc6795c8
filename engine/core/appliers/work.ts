/** Jobs, user tasks, incidents: what people and workers have to do. */
import type { BatchValue } from '../records.ts';
import type { State } from '../state.ts';
import { type Incident, type Job, type Key, NO_KEY, type UserTask } from '../types.ts';
import { patchInternal } from './element.ts';

const putJob = (state: State, _key: Key, job: Job): void => state.job.put(job);

function endJob(state: State, key: Key, job: Job): void {
  state.job.retire(job);
  patchInternal(state, job.elementInstanceKey, (internal) =>
    internal.jobKey === key ? { ...internal, jobKey: undefined } : internal,
  );
}

function completeJob(state: State, key: Key, job: Job): void {
  endJob(state, key, job);
  if (job.kind === 'TASK_LISTENER') countTaskListener(state, job);
  if (job.kind !== 'EXECUTION_LISTENER') return;
  patchInternal(state, job.elementInstanceKey, (internal) => ({
    ...internal,
    listenersDone: (internal.listenersDone ?? 0) + 1,
  }));
}

function countTaskListener(state: State, job: Job): void {
  const { userTaskKey = '' } = state.elementInstance.get(job.elementInstanceKey)?.internal ?? {};
  const task = state.userTask.get(userTaskKey);
  if (!task?.transition) return;
  const { listenersDone } = task.transition;
  state.userTask.put({ ...task, transition: { ...task.transition, listenersDone: listenersDone + 1 } });
}

export const jobAppliers = {
  CREATED: (state: State, key: Key, job: Job): void => {
    state.job.put(job);
    patchInternal(state, job.elementInstanceKey, (internal) => ({ ...internal, jobKey: key }));
  },
  FAILED: putJob,
  TIMED_OUT: putJob,
  RECURRED_AFTER_BACKOFF: putJob,
  RETRIES_UPDATED: putJob,
  TIMEOUT_UPDATED: putJob,
  UPDATED: putJob,
  MIGRATED: putJob,
  YIELDED: putJob,
  /** Caught: the job is over. Not caught: it stays, for the incident. */
  ERROR_THROWN: (state: State, key: Key, job: Job): void => {
    if (job.endedAt !== null) endJob(state, key, job);
    else state.job.put(job);
  },
  COMPLETED: completeJob,
  CANCELED: endJob,
};

export const jobBatchAppliers = {
  ACTIVATED: (state: State, _key: Key, batch: BatchValue): void => {
    for (const job of batch.jobs) state.job.put(job);
  },
};

const putTask = (state: State, _key: Key, task: UserTask): void => state.userTask.put(task);

function rememberTask(state: State, key: Key, task: UserTask): void {
  const { userTaskKey } = state.elementInstance.get(task.elementInstanceKey)?.internal ?? {};
  if (userTaskKey !== key)
    patchInternal(state, task.elementInstanceKey, (internal) => ({ ...internal, userTaskKey: key }));
}

/** While its listeners are asked a task is as it was; the record tells what it is going to be. */
function beginTransition(state: State, key: Key, proposed: UserTask): void {
  const { state: name, transition } = proposed;
  if (!transition) return;
  state.userTask.put({ ...(state.userTask.get(key) ?? proposed), state: name, transition });
  rememberTask(state, key, proposed);
}

const retireTask = (state: State, _key: Key, task: UserTask): void => state.userTask.retire(task);

export const userTaskAppliers = {
  CREATING: beginTransition,
  CREATED: (state: State, key: Key, task: UserTask): void => {
    state.userTask.put(task);
    rememberTask(state, key, task);
  },
  ASSIGNING: beginTransition,
  ASSIGNED: putTask,
  ASSIGNMENT_DENIED: putTask,
  UPDATING: beginTransition,
  UPDATED: putTask,
  UPDATE_DENIED: putTask,
  COMPLETING: beginTransition,
  COMPLETED: retireTask,
  COMPLETION_DENIED: putTask,
  CANCELING: beginTransition,
  CANCELED: retireTask,
  CORRECTED: beginTransition,
  MIGRATED: putTask,
};

/** What stopped begins again where its listeners begin, with the first of them (measured on 8.6.0). */
function callListenersAnew(state: State, key: Key): void {
  if (state.elementInstance.get(key)?.internal.listenersDone === undefined) return;
  patchInternal(state, key, ({ listenersDone: _listenersDone, ...internal }) => internal);
}

export const incidentAppliers = {
  CREATED: (state: State, _key: Key, incident: Incident): void => {
    state.incident.put(incident);
    const job = state.job.get(incident.jobKey);
    if (job && job.state !== 'ERROR_THROWN') state.job.put({ ...job, state: 'INCIDENT', retryAt: null });
  },
  MIGRATED: (state: State, _key: Key, incident: Incident): void => state.incident.put(incident),
  RESOLVED: (state: State, _key: Key, incident: Incident): void => {
    state.incident.retire(incident);
    if (incident.jobKey === NO_KEY) callListenersAnew(state, incident.elementInstanceKey);
    const job = state.job.get(incident.jobKey);
    if (job && (job.state === 'INCIDENT' || job.state === 'ERROR_THROWN')) {
      state.job.put({ ...job, state: 'ACTIVATABLE' });
    }
  },
};
