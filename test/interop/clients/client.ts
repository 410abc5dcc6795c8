/** What a program does with the engine, whatever library it uses. Each file beside this one says it in the words of one library. */

export type Vars = Record<string, unknown>;

export interface WorkedJob {
  elementId: string;
  retries: number;
  variables: Vars;
  headers: Vars;
}

/** What a job handler decides. */
export type Outcome =
  | { complete: Vars }
  | { fail: string; retries: number; backOffMs: number }
  | { error: string; message: string; variables: Vars };

/** A job as every library hands it to its worker, with what may be done with it; `Answer` is what the library wants back. */
interface JobOf<Answer> {
  elementId: string;
  retries: number;
  variables: object;
  customHeaders: object;
  complete(variables: never): Answer;
  fail(failure: { errorMessage: string; retries: number; retryBackOff: number }): Answer;
  error(error: { errorCode: string; errorMessage: string; variables: never }): Answer;
}

export function carryOut<Answer>(job: JobOf<Answer>, handler: (job: WorkedJob) => Outcome): Answer {
  const { elementId, retries, variables, customHeaders } = job;
  const outcome = handler({ elementId, retries, variables: { ...variables }, headers: { ...customHeaders } });
  if ('complete' in outcome) return job.complete(outcome.complete as never);
  if ('fail' in outcome) {
    return job.fail({ errorMessage: outcome.fail, retries: outcome.retries, retryBackOff: outcome.backOffMs });
  }
  return job.error({
    errorCode: outcome.error,
    errorMessage: outcome.message,
    variables: outcome.variables as never,
  });
}

export interface Worker {
  stop(): Promise<void>;
}

export interface InteropClient {
  deploy(name: string, content: string): Promise<{ bpmnProcessId: string; version: number; key: string }>;
  /** The key of the new process instance. */
  start(processId: string, variables: Vars): Promise<string>;
  /** The variables at its end. */
  startAndWait(processId: string, variables: Vars): Promise<Vars>;
  work(jobType: string, handler: (job: WorkedJob) => Outcome): Promise<Worker>;
  publish(message: { name: string; correlationKey: string; id: string; variables: Vars }): Promise<void>;
  broadcast(signalName: string, variables: Vars): Promise<void>;
  giveRetries(jobKey: string, retries: number): Promise<void>;
  resolve(incidentKey: string): Promise<void>;
  cancel(processInstanceKey: string): Promise<void>;
  /** What the engine said when it refused a call. */
  refusal(error: unknown): string;
  /** Only over REST. */
  tasks?: UserTaskClient;
  close(): Promise<void>;
}

export interface UserTaskClient {
  find(filter: {
    processInstanceKey: string;
  }): Promise<{ key: string; elementId: string; state: string; assignee?: string }[]>;
  assign(taskKey: string, assignee: string): Promise<void>;
  complete(taskKey: string, variables: Vars): Promise<void>;
  /** State of a process instance. */
  instanceState(processInstanceKey: string): Promise<string | undefined>;
  /** Values by name, JSON as they are stored. */
  variables(processInstanceKey: string): Promise<Record<string, string>>;
  incidents(processInstanceKey: string): Promise<{ key: string; type: string; message: string; jobKey?: string }[]>;
}

export interface Addresses {
  /** `host:port` */
  grpcAddress: string;
  restAddress: string;
}

/** For basic authentication. */
export interface Credentials {
  username: string;
  password: string;
}

export type Connect = (engine: Addresses, credentials?: Credentials) => InteropClient;

export const MESSAGE_TTL_MS = 60_000;
export const JOB_TIMEOUT_MS = 30_000;
export const RESULT_TIMEOUT_MS = 20_000;
