/** Jobs: made for an element, handed to a worker, cancelled with the element. */
import type { JobBehaviour } from '../../model/index.ts';
import { emit, newKey, type Step } from '../step.ts';
import type { ActivatedJob, ElementInstance, Job, Variables } from '../types.ts';
import { assignmentHeaders } from './assignment.ts';
import { evaluateJobType, evaluateNumber } from './expressions.ts';
import { resolveIncidentsOf } from './incidents.ts';
import { linkedResourcesHeader } from './linked-resources.ts';
import { listenedTask, pendingOf } from './listened-task.ts';
import { visibleVariables } from './variables.ts';

export interface JobProperties {
  type: string;
  retries: number;
  headers: Readonly<Record<string, string>>;
}

/** Of a task's job or a listener's. @throws IncidentFailure */
export function evaluateJob(
  step: Step,
  behaviour: Omit<JobBehaviour, 'kind'>,
  instance: ElementInstance,
): JobProperties {
  return {
    type: evaluateJobType(step, behaviour.type, instance.key),
    retries: evaluateNumber(step, behaviour.retries, instance.key),
    headers: evaluateHeaders(step, behaviour, instance),
  };
}

function evaluateHeaders(
  step: Step,
  { headers, assignment, linkedResources = [] }: Omit<JobBehaviour, 'kind'>,
  instance: ElementInstance,
): JobProperties['headers'] {
  if (assignment) return { ...headers, ...assignmentHeaders(step, assignment, instance) };
  if (linkedResources.length > 0) return { ...headers, ...linkedResourcesHeader(step, linkedResources, instance) };
  return headers;
}

/** `listenerEvent`: when the listener is called, if the job is one's. */
export function createJob(
  step: Step,
  instance: ElementInstance,
  properties: JobProperties,
  kind: Job['kind'] = 'BPMN_ELEMENT',
  listenerEvent: Job['listenerEvent'] = null,
): void {
  const key = newKey(step);
  const job: Job = {
    key,
    type: properties.type,
    processInstanceKey: instance.processInstanceKey,
    processDefinitionKey: instance.processDefinitionKey,
    bpmnProcessId: instance.bpmnProcessId,
    processDefinitionVersion: instance.version,
    elementId: instance.elementId,
    elementInstanceKey: instance.key,
    kind,
    listenerEvent,
    state: 'ACTIVATABLE',
    retries: properties.retries,
    customHeaders: properties.headers,
    worker: '',
    deadline: null,
    retryAt: null,
    errorCode: null,
    errorMessage: null,
    deniedReason: null,
    createdAt: step.now,
    endedAt: null,
  };
  emit(step, 'JOB', 'CREATED', key, job);
  offerJob(step, job);
}

/** Hands an activatable job to an open stream at once, or tells the pollers. */
export function offerJob(step: Step, job: Job): void {
  const stream = step.options.pickStream?.(job.type);
  if (!stream) {
    step.effects.push({ kind: 'jobsAvailable', jobType: job.type });
    return;
  }
  const [activated] = activateJobs(step, stream, [job]);
  if (activated) step.effects.push({ kind: 'jobPushed', streamId: stream.id, job: activated });
}

export interface Activation {
  jobType: string;
  worker: string;
  timeout: number;
  fetchVariables: readonly string[];
}

export function activateJobs(step: Step, activation: Activation, jobs: readonly Job[]): ActivatedJob[] {
  const deadline = step.now + activation.timeout;
  const activated = jobs.map((job): Job => ({ ...job, state: 'ACTIVATED', worker: activation.worker, deadline }));
  emit(step, 'JOB_BATCH', 'ACTIVATED', newKey(step), {
    type: activation.jobType,
    worker: activation.worker,
    jobs: activated,
  });
  return activated.map((job) => ({
    key: job.key,
    type: job.type,
    processInstanceKey: job.processInstanceKey,
    bpmnProcessId: job.bpmnProcessId,
    processDefinitionVersion: job.processDefinitionVersion,
    processDefinitionKey: job.processDefinitionKey,
    elementId: job.elementId,
    elementInstanceKey: job.elementInstanceKey,
    kind: job.kind,
    listenerEvent: job.listenerEvent,
    customHeaders: job.customHeaders,
    worker: job.worker,
    retries: job.retries,
    deadline,
    variables: variablesOf(step, job, activation.fetchVariables),
    tags: step.state.processInstance.get(job.processInstanceKey)?.tags ?? [],
    userTask: job.kind === 'TASK_LISTENER' ? listenedTask(step, job) : null,
  }));
}

/** A listener also sees what the request brings that it is asked about. */
function variablesOf(step: Step, job: Job, fetch: readonly string[]): Variables {
  const visible = visibleVariables(step.state, job.elementInstanceKey, fetch);
  const brought = job.kind === 'TASK_LISTENER' ? pendingOf(step, job)?.transition?.variables : undefined;
  if (!brought) return visible;
  const wanted = Object.entries(brought).filter(([name]) => fetch.length === 0 || fetch.includes(name));
  return { ...visible, ...Object.fromEntries(wanted) };
}

export function cancelJobOf(step: Step, instance: ElementInstance): void {
  const job = instance.internal.jobKey ? step.state.job.get(instance.internal.jobKey) : undefined;
  if (!job) return;
  emit(step, 'JOB', 'CANCELED', job.key, {
    ...job,
    state: 'CANCELED',
    deadline: null,
    retryAt: null,
    endedAt: step.now,
  });
  resolveIncidentsOf(step, job.key);
}
