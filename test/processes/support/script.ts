/**
 * What a scenario of a process is made of.
 *
 * Words used here
 *
 * answer     what a scripted worker or clerk says when a job or a user task is there
 * play       one run of a scenario on the real diagrams, with everything they call, on virtual time
 * script     the answers of one scenario; the rest is answered by `answers.ts` of the process that asks
 */
import type { ActivatedJob, UserTask } from '../../../engine/core/index.ts';
import type { Receipt } from '../../../platform/engine-client/index.ts';

export type Variables = Record<string, unknown>;
type Eventually<T> = T | Promise<T>;

/** Nothing = the job stays with the worker and is asked again when everything else stands still. */
export type JobAnswer = (job: ActivatedJob, play: Play) => Eventually<Receipt | undefined>;
/** Nothing = the task waits. `times`: how often a task of this element is answered, this one included. */
export type TaskAnswer = (play: Play, times: number, task: UserTask) => Eventually<Variables | undefined>;

/** How an instance begins: by a message, or as if called (none start event). */
export type Start = { message: string; key: string } | { process: string };

/** What a process is told when a scenario says nothing else: `test/processes/<process-id>/answers.ts`. */
export interface ProcessAnswers {
  /** Default: created by its id. */
  start?: (caseNo: string) => Start;
  variables?: (caseNo: string) => Variables;
  /** By job type or by element id; the element wins. Without an answer a job completes without variables. */
  jobs?: Record<string, JobAnswer>;
  /** By element id. A task without an answer waits. */
  tasks?: Record<string, TaskAnswer>;
}

export interface Script {
  start?: (caseNo: string) => Start;
  /** Besides those of `answers.ts`. */
  variables?: Variables;
  /** By job type or by element id, also of called processes. */
  jobs?: Record<string, JobAnswer>;
  tasks?: Record<string, TaskAnswer>;
  /** Asked whenever everything stands still, until it returns true; use it to send messages and to move the clock. */
  meanwhile?: (play: Play) => Eventually<boolean>;
}

/** One way through a diagram. `ends` is an end event of the process itself; `passes` must run, `avoids` must not. */
export interface Scenario {
  name: string;
  /** A function when it keeps state between its answers. */
  script: Script | (() => Script);
  ends: string;
  passes?: string[];
  avoids?: string[];
  check?: (play: Play) => Eventually<void>;
}

export interface PlayedElement {
  process: string;
  elementId: string;
  type: string;
  state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
}

export interface Play {
  /** A number of its own for every play. */
  caseNo: string;
  /** What ran so far, called processes included, in order of their start. */
  elements(): PlayedElement[];
  /** The sequence flows taken so far, as often as they were. */
  flows(): { process: string; flowId: string }[];
  /** How many jobs of this element there were. */
  ran(elementId: string): number;
  waiting(elementId: string): boolean;
  /** Buffered for an hour unless told otherwise. */
  message(name: string, key: string, variables?: Variables, timeToLiveMs?: number): void;
  /** Starts something else that this scenario needs. */
  start(start: Start, variables?: Variables): void;
  /** Last value of a variable of the first instance, also after its end. */
  variable(name: string): unknown;
  now(): Date;
  /** Moves the clock to this instant; what becomes due on the way happens. */
  clock(instant: string): void;
  /** For answers to keep count in, such as the epoch of the SLA ledger. */
  notes: Record<string, number>;
}

/** Where the clock of every play begins: a Monday, 09:00 in Shanghai. */
export const start = '2026-03-02T01:00:00Z';

export const done = (variables: Variables = {}): Receipt => ({ kind: 'complete', variables });
export const error = (code: string): Receipt => ({ kind: 'error', code, message: code });
/** A task that nobody answers. */
export const waits = () => undefined;

/** The first time `first`, later `then`. */
export const once =
  (first: Variables, then: Variables): TaskAnswer =>
  (_play, times) =>
    times === 1 ? first : then;

/** The first job of this type gets `first`, later ones `then`. Make it inside a script that is a function. */
export function firstThen(first: Receipt, then: Receipt): JobAnswer {
  let calls = 0;
  return () => {
    calls += 1;
    return calls === 1 ? first : then;
  };
}

/** Runs `act` when the element waits, then says that the script is finished. */
export const when = (elementId: string, act: (play: Play) => Eventually<void>) => async (play: Play) => {
  if (!play.waiting(elementId)) return false;
  await act(play);
  return true;
};

/** One step after the other, each as soon as its element waits. */
export function steps(...list: [elementId: string, act: (play: Play) => Eventually<void>][]) {
  let next = 0;
  return async (play: Play) => {
    const step = list[next];
    if (!step) return true;
    if (!play.waiting(step[0])) return false;
    next += 1;
    await step[1](play);
    return next === list.length;
  };
}
