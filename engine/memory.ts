/**
 * The engine in memory on virtual time: for tests of diagrams and for trying a process out. Nothing is stored, nothing
 * listens; the same core as the durable engine.
 */
import {
  type ActivatedJob,
  type Command,
  type Core,
  type CreatedInstance,
  createCore,
  type DeployedResources,
  type ElementInstance,
  type EngineRecord,
  type Incident,
  type Key,
  type Responses,
  rejectionMessage,
  type UserTask,
  type Variables,
} from './core/index.ts';

/** What a job handler decides; nothing = complete without variables. */
export type JobResult =
  | { variables?: Variables }
  | { error: string; message?: string; variables?: Variables }
  | { fail: string; retries?: number; backoff?: number };
export type JobHandler = (job: ActivatedJob) => JobResult | undefined;

export interface MemoryEngine {
  readonly core: Core;
  /** Every record so far, in order; empty when `onRecords` takes them. */
  readonly records: EngineRecord[];
  now(): number;
  /** Applies a command; throws an Error with Zeebe's text when it is rejected. */
  send<C extends Command>(command: C): Responses[C['type']];
  deploy(...resources: { name: string; content: string }[]): DeployedResources;
  start(bpmnProcessId: string, variables?: Variables): CreatedInstance;
  publish(
    name: string,
    correlationKey: string,
    variables?: Variables,
    options?: { timeToLive?: number; messageId?: string },
  ): void;
  broadcast(signalName: string, variables?: Variables): void;
  /** Works on one job of a type; throws when there is none. */
  work(jobType: string, handler?: JobHandler): ActivatedJob;
  /** Works on jobs of these types until there are none left; returns how many. */
  workAll(handlers: Record<string, JobHandler>): number;
  /** Moves the clock on, carrying out in order whatever becomes due on the way. */
  advance(milliseconds: number): void;
  advanceTo(instant: number): void;
  userTasks(elementId?: string): UserTask[];
  completeUserTask(elementId: string, variables?: Variables): UserTask;
  incidents(): Incident[];
  /** Active instances of an element. */
  active(elementId: string): ElementInstance[];
  isActive(processInstanceKey: Key): boolean;
  /** Final word on an instance: its root element's last intent. */
  stateOf(processInstanceKey: Key): 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
  /** The value a variable last had in an instance's root scope, also after its end. */
  variable(processInstanceKey: Key, name: string): unknown;
  /** `elementId intent` of element records, optionally of one instance. */
  trace(processInstanceKey?: Key): string[];
}

export interface MemoryEngineOptions {
  /** The instant it starts at, ISO 8601 or epoch milliseconds. */
  now?: string | number | Date;
  /**
   * Takes the records of each command instead of keeping them all, for long simulations: memory then holds only what is
   * alive. `records`, `trace`, `stateOf` and `variable` know nothing then.
   */
  onRecords?: (records: readonly EngineRecord[]) => void;
}

export function createMemoryEngine({
  now = '2026-01-05T01:00:00Z',
  onRecords,
}: MemoryEngineOptions = {}): MemoryEngine {
  const core = createCore();
  const records: EngineRecord[] = [];
  const keep = (more: readonly EngineRecord[]): void => {
    for (const record of more) records.push(record);
  };
  const take = onRecords ?? keep;
  let instant = new Date(now).getTime();

  function send<C extends Command>(command: C): Responses[C['type']] {
    const outcome = core.process(command, instant);
    take(outcome.records);
    core.takeChanges();
    if (!outcome.response.ok) throw new Error(rejectionMessage(outcome.response.rejection));
    return outcome.response.value;
  }

  function finish(job: ActivatedJob, result: JobResult | undefined): void {
    if (result && 'error' in result) {
      send({
        type: 'throwError',
        jobKey: job.key,
        errorCode: result.error,
        errorMessage: result.message,
        variables: result.variables,
      });
    } else if (result && 'fail' in result) {
      const retries = result.retries ?? job.retries - 1;
      send({ type: 'failJob', jobKey: job.key, retries, errorMessage: result.fail, retryBackoff: result.backoff });
    } else send({ type: 'completeJob', jobKey: job.key, variables: result?.variables });
  }

  function activate(jobType: string): ActivatedJob | undefined {
    return send({ type: 'activateJobs', jobType, worker: 'memory', timeout: 300_000, maxJobs: 1 }).jobs[0];
  }

  function advanceTo(target: number): void {
    for (;;) {
      const due = core.nextDueAt();
      if (due === null || due > target) break;
      instant = Math.max(instant, due);
      for (const command of core.dueCommands(instant)) {
        const outcome = core.process(command, instant);
        take(outcome.records);
      }
      core.takeChanges();
    }
    instant = target;
  }

  const userTasks = (elementId?: string): UserTask[] =>
    [...core.list('userTask')].filter((task) => elementId === undefined || task.elementId === elementId);

  return {
    core,
    records,
    now: () => instant,
    send,
    deploy: (...resources) => send({ type: 'deploy', resources }),
    start: (bpmnProcessId, variables) => send({ type: 'createProcessInstance', bpmnProcessId, variables }),
    publish: (name, correlationKey, variables, { timeToLive = 0, messageId } = {}) => {
      send({ type: 'publishMessage', name, correlationKey, variables, timeToLive, messageId });
    },
    broadcast(signalName, variables) {
      send({ type: 'broadcastSignal', signalName, variables });
    },
    work(jobType, handler = () => undefined) {
      const job = activate(jobType);
      if (!job) throw new Error(`there is no job of type '${jobType}'`);
      finish(job, handler(job));
      return job;
    },
    workAll(handlers) {
      let count = 0;
      for (let worked = true; worked; ) {
        worked = false;
        for (const [jobType, handler] of Object.entries(handlers)) {
          for (let job = activate(jobType); job; job = activate(jobType)) {
            finish(job, handler(job));
            worked = true;
            count++;
          }
        }
      }
      return count;
    },
    advance: (milliseconds) => advanceTo(instant + milliseconds),
    advanceTo,
    userTasks,
    completeUserTask(elementId, variables) {
      const [task] = userTasks(elementId);
      if (!task) throw new Error(`there is no user task '${elementId}'`);
      send({ type: 'completeUserTask', userTaskKey: task.key, variables });
      return task;
    },
    incidents: () => [...core.list('incident')],
    active: (elementId) => [...core.list('elementInstance')].filter((instance) => instance.elementId === elementId),
    isActive: (key) => core.get('processInstance', key) !== undefined,
    stateOf: (key) => rootState(records, key),
    variable: (key, name) => lastValue(records, key, name),
    trace: (key) =>
      records
        .filter(
          (record) => record.valueType === 'PROCESS_INSTANCE' && (!key || record.value.processInstanceKey === key),
        )
        .map((record) => `${String(record.value.elementId)} ${record.intent}`),
  };
}

function rootState(records: readonly EngineRecord[], key: Key): 'ACTIVE' | 'COMPLETED' | 'TERMINATED' {
  const last = records.findLast((record) => record.valueType === 'PROCESS_INSTANCE' && record.key === key);
  if (!last) throw new Error(`there was no process instance ${key}`);
  if (last.intent === 'ELEMENT_COMPLETED') return 'COMPLETED';
  return last.intent === 'ELEMENT_TERMINATED' ? 'TERMINATED' : 'ACTIVE';
}

function lastValue(records: readonly EngineRecord[], key: Key, name: string): unknown {
  const last = records.findLast(
    ({ valueType, value }) => valueType === 'VARIABLE' && value.scopeKey === key && value.name === name,
  );
  return last?.value.value;
}
