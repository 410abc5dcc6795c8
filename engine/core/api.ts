/** Records, effects, and the core itself. */
import type { ActivatedJob, Command, Rejection, Response, Responses } from './commands.ts';
import type { ChangeSet, EntityKind, EntityTypes, Key, Snapshot, Variables } from './entities/index.ts';

export type ValueType =
  | 'DEPLOYMENT'
  | 'PROCESS'
  | 'FORM'
  | 'RESOURCE'
  | 'DECISION'
  | 'DECISION_REQUIREMENTS'
  | 'DECISION_EVALUATION'
  | 'RESOURCE_DELETION'
  | 'BATCH_OPERATION_CREATION'
  | 'BATCH_OPERATION_CHUNK'
  | 'BATCH_OPERATION_EXECUTION'
  | 'BATCH_OPERATION_LIFECYCLE_MANAGEMENT'
  | 'PROCESS_INSTANCE_CREATION'
  | 'PROCESS_INSTANCE_MODIFICATION'
  | 'PROCESS_INSTANCE_MIGRATION'
  | 'PROCESS_INSTANCE'
  | 'PROCESS_INSTANCE_RESULT'
  | 'PROCESS_EVENT'
  | 'VARIABLE'
  | 'VARIABLE_DOCUMENT'
  | 'JOB'
  | 'JOB_BATCH'
  | 'TIMER'
  | 'MESSAGE'
  | 'MESSAGE_SUBSCRIPTION'
  | 'MESSAGE_START_EVENT_SUBSCRIPTION'
  | 'MESSAGE_CORRELATION'
  | 'PROCESS_MESSAGE_SUBSCRIPTION'
  | 'SIGNAL'
  | 'SIGNAL_SUBSCRIPTION'
  | 'ESCALATION'
  | 'COMPENSATION_SUBSCRIPTION'
  | 'AD_HOC_SUB_PROCESS_INSTRUCTION'
  | 'USER_TASK'
  | 'INCIDENT';

/** One event in Zeebe's vocabulary; `value` is mostly the entity as it is after it (see `records.ts`). */
export interface EngineRecord {
  key: Key;
  valueType: ValueType;
  intent: string;
  timestamp: number;
  value: Record<string, unknown>;
}

/** A worker's open stream, as the runtime describes it to the core. */
export interface JobStream {
  /** The runtime's own id of the stream; comes back in `jobPushed`. */
  id: string;
  jobType: string;
  worker: string;
  /** Milliseconds. */
  timeout: number;
  fetchVariables: string[];
}

export type Effect =
  /** Jobs of this type became activatable: wake the pollers. */
  | { kind: 'jobsAvailable'; jobType: string }
  /** The job is already ACTIVATED for that stream: send it after the commit, or `yieldJob`. */
  | { kind: 'jobPushed'; streamId: string; job: ActivatedJob }
  | { kind: 'userTaskChanged'; userTaskKey: Key; processInstanceKey: Key }
  | { kind: 'incidentChanged'; incidentKey: Key; processInstanceKey: Key }
  /** What a command's answer waits for (`awaits`); `rejection` null = it took place. */
  | { kind: 'transitionEnded'; transitionKey: Key; rejection: Rejection | null }
  /** Only for instances created with `awaitResult`. */
  | {
      kind: 'processInstanceCompleted';
      processInstanceKey: Key;
      processDefinitionKey: Key;
      bpmnProcessId: string;
      version: number;
      tags: readonly string[];
      variables: Variables;
    }
  /** Any instance that ended otherwise than by completing (cancel, terminate of a caller). */
  | { kind: 'processInstanceTerminated'; processInstanceKey: Key };

export interface Outcome<T = unknown> {
  records: EngineRecord[];
  response: Response<T>;
  effects: Effect[];
}

export interface CoreOptions {
  /**
   * Chooses the open stream a new job of this type goes to; undefined = leave it for polling. Called while a command is
   * applied, must be synchronous and must not call the core.
   */
  pickStream?: (jobType: string) => JobStream | undefined;
}

export interface Core {
  /** Applies one command wholly or not at all. Never throws for a bad command; a bug is a PROCESSING_ERROR rejection. */
  process<C extends Command>(command: C, now: number): Outcome<Responses[C['type']]>;
  /** Hands over what changed and forgets it. Call once per commit, after any number of `process` calls. */
  takeChanges(): ChangeSet;
  /** Replaces the whole state. */
  load(snapshot: Snapshot): void;
  /** The earliest instant something is due (timer, job deadline, back-off, message expiry); null = nothing. */
  nextDueAt(): number | null;
  /** Commands for everything due at or before `now`, in order of due date; at most `limit` (default 1 000). */
  dueCommands(now: number, limit?: number): Command[];
  /** A live entity by key (variables: `${scopeKey}:${name}`); finished ones are only in the tables. */
  get<K extends EntityKind>(kind: K, key: Key): Readonly<EntityTypes[K]> | undefined;
  /** All live entities of a kind. */
  list<K extends EntityKind>(kind: K): Iterable<Readonly<EntityTypes[K]>>;
  /** Variables visible from an element instance, nearest scope first winning. */
  variablesOf(scopeKey: Key, names?: readonly string[]): Variables;
  /** True when there is at least one activatable job of this type (cheap). */
  hasJobs(jobType: string): boolean;
}
