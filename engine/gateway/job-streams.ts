import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Runtime } from '../runtime/runtime.ts';
import { jobToWire } from './commands.ts';
import type { ActivateJobsRequest, StreamActivatedJobsRequest } from './messages.ts';
import { parseMillis } from './parse.ts';
import { InvalidRequest } from './status.ts';

/** Zeebe's default wait of a long poll when the request names none. */
const DEFAULT_POLL_MS = 10_000;
/** Messages a slow worker may have outstanding in its stream before jobs go to another one. */
const STREAM_BACKLOG = 64;

type Call = ServerWritableStream<never, object>;

/** ActivateJobs: answers with the jobs there are, or waits for the first one until `requestTimeout`. */
export async function activateJobs(runtime: Runtime, call: Call, request: ActivateJobsRequest): Promise<void> {
  const { type, worker, maxJobsToActivate, fetchVariable } = request;
  const timeout = parseMillis(request.timeout);
  requireType('activate', type);
  if (timeout < 1) throw tooSmall('activate', 'timeout', timeout);
  if (maxJobsToActivate < 1) throw tooSmall('activate', 'maxJobsToActivate', maxJobsToActivate);
  const requestTimeout = parseMillis(request.requestTimeout);
  // Zero means the default; negative means: do not wait at all.
  const wait = requestTimeout === 0 ? DEFAULT_POLL_MS : Math.max(requestTimeout, 0);
  const gone = new AbortController();
  call.on('cancelled', () => gone.abort());
  const wish = { jobType: type, worker, timeout, maxJobs: maxJobsToActivate, fetchVariables: fetchVariable };
  const jobs = await runtime.jobs.activate(wish, wait, gone.signal);
  if (gone.signal.aborted) return;
  if (jobs.length > 0) call.write({ jobs: jobs.map(jobToWire) });
  call.end();
}

/** StreamActivatedJobs: jobs are pushed as they come, until the worker leaves. */
export function streamActivatedJobs(
  runtime: Runtime,
  call: Call,
  request: StreamActivatedJobsRequest,
  streams: Set<Call>,
): void {
  const { type, worker, fetchVariable } = request;
  const timeout = parseMillis(request.timeout);
  requireType('stream', type);
  if (timeout < 1) throw tooSmall('stream', 'timeout', timeout);
  const wish = { jobType: type, worker, timeout, fetchVariables: fetchVariable };
  let open = true;
  const stream = runtime.jobs.openStream(wish, {
    send(job) {
      if (!open || call.cancelled) return false;
      call.write(jobToWire(job));
      return true;
    },
    ready: () => open && !call.cancelled && call.writableLength < STREAM_BACKLOG,
  });
  const close = () => {
    open = false;
    stream.close();
    streams.delete(call);
  };
  streams.add(call);
  call.on('drain', () => stream.drained());
  call.on('cancelled', close);
  call.on('error', close);
  call.on('close', close);
}

function requireType(verb: string, type: string): void {
  if (type.trim() === '')
    throw new InvalidRequest(`Expected to ${verb} jobs with type to be present, but it was blank`);
}

function tooSmall(verb: string, name: string, value: number): InvalidRequest {
  return new InvalidRequest(`Expected to ${verb} jobs with ${name} to be greater than zero, but it was ${value}`);
}
