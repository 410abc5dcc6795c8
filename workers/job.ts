/**
 * Words used here
 *
 * job spec   everything about one job type: what it does, who answers, schema in, schema out, BPMN errors, how it repeats
 * outcome    what a handler returns: complete (variables) or error (BPMN error). A throw is a technical failure.
 * effect     what a handler changes outside: one call into the register or a department, safe to repeat
 */
import type Type from 'typebox';
import type { CallContext, DepartmentClients, DepartmentName, DepartmentResult } from '../departments/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { DocumentRenderer } from '../platform/documents/index.ts';
import type { EngineClient, Job } from '../platform/engine-client/index.ts';
import type { Logger } from '../platform/logger.ts';
import type { Registry } from '../registry/index.ts';

export interface WorkerDeps {
  registry: Registry;
  clients: Omit<DepartmentClients, 'close'>;
  /** For messages to the process, such as the SLA watch. */
  engine: Pick<EngineClient, 'publishMessage'>;
  documents: DocumentRenderer;
  clock: Clock;
  log: Logger;
  /** Address of the desk: QR codes lead to `<publicUrl>/verify/<token>`. */
  publicUrl: string;
  /** Address where departments report results: `<callbackUrl>/api/callbacks/…`. */
  callbackUrl: string;
}

export type Outcome<Out> =
  | { kind: 'complete'; variables: Out }
  | { kind: 'error'; code: string; message: string; variables?: Record<string, unknown> };

export interface JobContext {
  job: Job;
  deps: WorkerDeps;
  /** True when a failure now would become an incident. */
  lastAttempt: boolean;
  /**
   * Context of a department call. The idempotency key is `caseNo:jobType:group`; `group` is what makes the effect one:
   * the element instance (default: a fresh try after a clerk's correction is a new effect) or a fixed name.
   */
  call(caseNo: string, group?: string): CallContext;
}

export interface RetryPolicy {
  /** What the diagrams give the job (zeebe:taskDefinition retries): the first try counts. */
  attempts: number;
  /** Wait before the second attempt; doubles with every further one. */
  firstBackOffMs: number;
  maxBackOffMs: number;
}

export const USUAL_RETRY: RetryPolicy = { attempts: 4, firstBackOffMs: 1_000, maxBackOffMs: 60_000 };

export interface JobSpec<In extends Type.TObject = Type.TObject, Out extends Type.TObject = Type.TObject> {
  type: string;
  /** Who answers: the register, the office itself, or a department. */
  department: 'registry' | 'office' | 'utility' | DepartmentName;
  /** Chinese: what the step does, for the modeler's list. */
  description: string;
  input: In;
  output: Out;
  /** BPMN errors it may throw. Anything else is refused by the runtime. */
  bpmnErrors: readonly string[];
  /** After this time the engine gives the job to somebody else. */
  timeoutMs: number;
  /** Why running it twice has one effect. */
  idempotency: string;
  /** Its refusals bring the case to a person, who reads the reason in the task: it is kept in the register as evidence. */
  refusalsAreRead?: true;
  /** How a technical failure is tried again, when not as usual (`USUAL_RETRY`). */
  retry?: RetryPolicy;
  handle(input: Type.Static<In>, context: JobContext): Promise<Outcome<Type.Static<Out>>>;
}

/** Types the handler from its schemas. */
export function defineJob<In extends Type.TObject, Out extends Type.TObject>(spec: JobSpec<In, Out>): JobSpec {
  return spec as unknown as JobSpec;
}

export const complete = <Out>(variables: Out): Outcome<Out> => ({ kind: 'complete', variables });

export const bpmnError = (code: string, message: string, variables?: Record<string, unknown>): Outcome<never> => ({
  kind: 'error',
  code,
  message,
  ...(variables ? { variables } : {}),
});

/** A failure whose text may be shown: it carries no personal data. `retryable: false` becomes an incident at once. */
export class TechnicalFailure extends Error {
  readonly retryable: boolean;
  constructor(message: string, retryable = true) {
    super(message);
    this.name = 'TechnicalFailure';
    this.retryable = retryable;
  }
}

/** The department's answer, or its refusal as a value; unreachable departments throw. */
export function answerOf<Value, Code extends string>(
  result: DepartmentResult<Value, Code>,
): { ok: true; value: Value } | { ok: false; code: Code; message: string } {
  switch (result.kind) {
    case 'ok':
      return { ok: true, value: result.value };
    case 'refused':
      return { ok: false, code: result.code, message: result.message };
    case 'unavailable':
      throw new TechnicalFailure(result.technical.message, result.technical.retryable);
  }
}
