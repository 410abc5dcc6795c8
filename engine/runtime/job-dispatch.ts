import type { ActivatedJob, Core, JobStream } from '../core/types.ts';
import type { GroupCommit } from './group-commit.ts';
import { LONGEST_TIMEOUT_MS } from './wake-up.ts';

/** What a worker asks for. Milliseconds throughout. */
export interface ActivationRequest {
  jobType: string;
  worker: string;
  timeout: number;
  maxJobs: number;
  fetchVariables: string[];
}

/** The far end of a worker's stream. */
export interface JobSink {
  /** False when it is gone; the job then goes back at once. */
  send(job: ActivatedJob): boolean;
  /** False while the worker does not read as fast as jobs come. */
  ready(): boolean;
}

export interface OpenStream {
  /** The sink can take jobs again: hand over what waited. */
  drained(): void;
  close(): void;
}

export interface JobDispatch {
  /** Round robin over the open streams of a type; for `CoreOptions.pickStream`. */
  pickStream(jobType: string): JobStream | undefined;
  openStream(request: Omit<ActivationRequest, 'maxJobs'>, sink: JobSink): OpenStream;
  /** Activates jobs; with none there, waits up to `waitMs` for the first. `signal` = the caller is gone. */
  activate(request: ActivationRequest, waitMs: number, signal: AbortSignal): Promise<ActivatedJob[]>;
  /** Jobs of this type became activatable (runs before their commit). */
  jobsAvailable(jobType: string): void;
  /** A job was activated for a stream and is committed. */
  push(streamId: string, job: ActivatedJob): void;
  /** After a reload nobody announced the jobs that are there: looks for every waiting worker. */
  wakeAll(): void;
  /** Answers all waiting polls with nothing. */
  releaseWaiting(): void;
  counts(): { streams: number; waiting: number };
}

interface Poller {
  request: ActivationRequest;
  answer(jobs: Promise<ActivatedJob[]>): void;
}

interface Stream extends JobStream {
  sink: JobSink;
}

/** Jobs handed to a stream at once when it opens or drains. */
const BACKFILL = 32;

export function createJobDispatch(core: () => Core, commit: () => GroupCommit): JobDispatch {
  const streams = new Map<string, Stream[]>();
  const byId = new Map<string, Stream>();
  const pollers = new Map<string, Set<Poller>>();
  let streamCount = 0;

  const submitActivation = async (request: ActivationRequest, internal: boolean): Promise<ActivatedJob[]> => {
    const { jobType, worker, timeout, maxJobs, fetchVariables } = request;
    const command = { type: 'activateJobs', jobType, worker, timeout, maxJobs, fetchVariables } as const;
    const { jobs } = await commit().submit(command, { internal });
    return jobs;
  };

  // A job nobody received goes back at once. When even that fails, its time-out brings it back.
  const giveBack = (job: ActivatedJob) =>
    void commit()
      .submit({ type: 'yieldJob', jobKey: job.key }, { internal: true })
      .catch(() => undefined);

  function pickStream(jobType: string): JobStream | undefined {
    const list = streams.get(jobType);
    if (!list) return undefined;
    for (let tries = 0; tries < list.length; tries += 1) {
      const stream = list.shift() as Stream;
      list.push(stream);
      if (stream.sink.ready()) return stream;
    }
    return undefined;
  }

  async function backfill(stream: Stream): Promise<void> {
    while (byId.has(stream.id) && stream.sink.ready() && core().hasJobs(stream.jobType)) {
      const jobs = await submitActivation({ ...stream, maxJobs: BACKFILL }, true).catch(() => []);
      if (jobs.length === 0) return;
      for (const job of jobs) push(stream.id, job);
    }
  }

  function push(streamId: string, job: ActivatedJob) {
    const stream = byId.get(streamId);
    if (!stream?.sink.send(job)) giveBack(job);
  }

  function openStream(request: Omit<ActivationRequest, 'maxJobs'>, sink: JobSink): OpenStream {
    streamCount += 1;
    const stream: Stream = { id: `stream-${streamCount}`, ...request, sink };
    byId.set(stream.id, stream);
    streams.set(request.jobType, [...(streams.get(request.jobType) ?? []), stream]);
    void backfill(stream);
    return {
      drained: () => void backfill(stream),
      close() {
        if (!byId.delete(stream.id)) return;
        const rest = (streams.get(request.jobType) ?? []).filter((other) => other !== stream);
        if (rest.length > 0) streams.set(request.jobType, rest);
        else streams.delete(request.jobType);
      },
    };
  }

  async function activate(request: ActivationRequest, waitMs: number, signal: AbortSignal): Promise<ActivatedJob[]> {
    const jobs = await submitActivation(request, false);
    if (signal.aborted) {
      for (const job of jobs) giveBack(job);
      return [];
    }
    if (jobs.length > 0 || waitMs <= 0) return jobs;
    return waitForJobs(request, waitMs, signal);
  }

  function waitForJobs(request: ActivationRequest, waitMs: number, signal: AbortSignal): Promise<ActivatedJob[]> {
    return new Promise((resolve, reject) => {
      const waiting = pollers.get(request.jobType) ?? new Set<Poller>();
      pollers.set(request.jobType, waiting);
      const leave = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        waiting.delete(poller);
      };
      const giveUp = () => {
        leave();
        resolve([]);
      };
      const timer = setTimeout(giveUp, Math.min(waitMs, LONGEST_TIMEOUT_MS));
      const poller: Poller = {
        request,
        answer(activation) {
          leave();
          activation.then((jobs) => {
            if (!signal.aborted) return resolve(jobs);
            for (const job of jobs) giveBack(job);
            resolve([]);
          }, reject);
        },
      };
      signal.addEventListener('abort', giveUp);
      waiting.add(poller);
      // Between the empty answer and now its commit went by; jobs may have come.
      jobsAvailable(request.jobType);
    });
  }

  function jobsAvailable(jobType: string) {
    for (const poller of pollers.get(jobType) ?? []) {
      if (!core().hasJobs(jobType)) return;
      poller.answer(submitActivation(poller.request, true));
    }
  }

  return {
    pickStream,
    openStream,
    activate,
    jobsAvailable,
    push,
    wakeAll() {
      for (const jobType of pollers.keys()) jobsAvailable(jobType);
      for (const stream of byId.values()) void backfill(stream);
    },
    releaseWaiting() {
      for (const waiting of pollers.values()) for (const poller of waiting) poller.answer(Promise.resolve([]));
    },
    counts: () => ({ streams: byId.size, waiting: [...pollers.values()].reduce((sum, set) => sum + set.size, 0) }),
  };
}
