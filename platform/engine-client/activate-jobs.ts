import type { GrpcClient } from './sdk.ts';
import type { Job } from './types.ts';

/** Job as the gateway sends it: variables and headers are JSON texts. */
interface WireJob extends Omit<Job, 'variables' | 'customHeaders'> {
  variables: string;
  customHeaders: string;
}
interface CallStream<Message> {
  on(event: 'data', listener: (message: Message) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'end', listener: () => void): void;
  cancel(): void;
  error?: Error;
}
/**
 * The SDK's `activateJobs` cannot be cancelled, and closing its channel lets a long poll live on, which then takes jobs that
 * nobody runs. So the call is made one layer below, on the client that the SDK keeps for itself.
 */
interface Inner {
  grpc: Promise<{
    activateJobsStream(request: Record<string, unknown>): Promise<CallStream<{ jobs: WireJob[] }>>;
    streamActivatedJobsStream(request: Record<string, unknown>): Promise<CallStream<WireJob>>;
  }>;
  tenantId?: string;
}

export interface ActivateRequest {
  type: string;
  worker: string;
  timeoutMs: number;
  maxJobs: number;
  longPollMs: number;
  fetchVariables?: string[] | undefined;
}

function toJob(raw: WireJob): Job {
  return {
    key: raw.key,
    type: raw.type,
    processInstanceKey: raw.processInstanceKey,
    bpmnProcessId: raw.bpmnProcessId,
    elementId: raw.elementId,
    elementInstanceKey: raw.elementInstanceKey,
    retries: raw.retries,
    customHeaders: JSON.parse(raw.customHeaders || '{}') as Record<string, string>,
    variables: JSON.parse(raw.variables || '{}') as Record<string, unknown>,
  };
}

/** One long poll. When `signal` ends it, the jobs that had already come are still the result: somebody must give them back. */
export async function activateJobs(client: GrpcClient, request: ActivateRequest, signal: AbortSignal): Promise<Job[]> {
  const inner = client as unknown as Inner;
  const grpc = await inner.grpc;
  const stream = await grpc.activateJobsStream({
    type: request.type,
    worker: request.worker,
    timeout: request.timeoutMs,
    maxJobsToActivate: request.maxJobs,
    requestTimeout: request.longPollMs,
    fetchVariable: request.fetchVariables ?? [],
    tenantIds: [inner.tenantId ?? '<default>'],
  });
  if (stream.error) throw stream.error;
  const jobs: Job[] = [];
  return new Promise((resolve, reject) => {
    const cancel = () => stream.cancel();
    const settle = (done: () => void) => {
      signal.removeEventListener('abort', cancel);
      done();
    };
    stream.on('data', (response) => {
      for (const raw of response.jobs) jobs.push(toJob(raw));
    });
    stream.on('error', (error) => settle(() => (signal.aborted || jobs.length > 0 ? resolve(jobs) : reject(error))));
    stream.on('end', () => settle(() => resolve(jobs)));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel);
  });
}

/** Jobs pushed as they come. `onEnd` is called once, when the stream broke or was closed: open another one then. */
export async function streamJobs(
  client: GrpcClient,
  request: Omit<ActivateRequest, 'maxJobs' | 'longPollMs'>,
  onJob: (job: Job) => void,
  onEnd: () => void,
): Promise<{ close(): void }> {
  const inner = client as unknown as Inner;
  const grpc = await inner.grpc;
  const stream = await grpc.streamActivatedJobsStream({
    type: request.type,
    worker: request.worker,
    timeout: request.timeoutMs,
    fetchVariable: request.fetchVariables ?? [],
    tenantIds: [inner.tenantId ?? '<default>'],
  });
  let ended = false;
  const end = () => {
    if (!ended) onEnd();
    ended = true;
  };
  stream.on('data', (raw) => onJob(toJob(raw)));
  stream.on('error', end);
  stream.on('end', end);
  if (stream.error) end();
  return { close: () => stream.cancel() };
}
