import Value from 'typebox/value';
import { DocumentError } from '../../platform/documents/index.ts';
import type { Job, Receipt, Variables } from '../../platform/engine-client/index.ts';
import { RegistryError } from '../../registry/index.ts';
import {
  type JobContext,
  type JobSpec,
  type RetryPolicy,
  TechnicalFailure,
  USUAL_RETRY,
  type WorkerDeps,
} from '../job.ts';
import type { InstanceLinks } from './instance-links.ts';

/** Waits of whoever cannot wait as long as the specs say: tests. */
export type BackOff = Omit<RetryPolicy, 'attempts'>;

/** One job from the engine to its receipt: schema in, handler, schema out. Never throws. */
export async function runJob(
  spec: JobSpec,
  job: Job,
  deps: WorkerDeps,
  waits: BackOff | undefined,
  links: InstanceLinks,
): Promise<Receipt> {
  const caseNo = typeof job.variables.caseNo === 'string' ? job.variables.caseNo : undefined;
  const log = deps.log.child({ jobType: spec.type, jobKey: job.key, elementId: job.elementId, caseNo });
  try {
    const input = pick(job.variables, Object.keys(spec.input.properties));
    assertShape(spec, 'input', input);
    await links.link(job, caseNo);
    const outcome = await spec.handle(input as never, contextOf(spec, job, deps));
    if (outcome.kind === 'error') {
      if (!spec.bpmnErrors.includes(outcome.code)) {
        throw new TechnicalFailure(`${spec.type} may not throw BPMN error ${outcome.code}`, false);
      }
      if (spec.refusalsAreRead && caseNo) {
        const [what = spec.description] = spec.description.split('：');
        await deps.registry.cases.recordRefusal({ caseNo, jobType: spec.type, what, reason: outcome.message });
      }
      log.info({ outcome: outcome.code }, 'job ended in a BPMN error');
      return outcome;
    }
    assertShape(spec, 'output', outcome.variables);
    log.debug('job completed');
    return { kind: 'complete', variables: outcome.variables as Variables };
  } catch (error) {
    const failure = failureOf(error);
    const retries = failure.retryable ? Math.max(job.retries - 1, 0) : 0;
    log.warn({ reason: failure.message, retriesLeft: retries, ...diagnosis(error) }, 'job failed');
    return { kind: 'fail', message: failure.message, retries, backOffMs: backOffOf(spec, retries, waits) };
  }
}

function contextOf(spec: JobSpec, job: Job, deps: WorkerDeps): JobContext {
  return {
    job,
    deps,
    lastAttempt: job.retries <= 1,
    call: (caseNo, group = job.elementInstanceKey) => ({
      idempotencyKey: `${caseNo}:${spec.type}:${group}`,
      traceId: job.processInstanceKey,
      operator: 'yitong-workers',
      purpose: spec.type,
    }),
  };
}

/** 1 s, 2 s, 4 s … by how many attempts were used up; after a supervisor's retry it begins anew. */
function backOffOf(spec: JobSpec, retriesLeft: number, waits: BackOff | undefined): number {
  const { attempts, ...own } = spec.retry ?? USUAL_RETRY;
  const { firstBackOffMs, maxBackOffMs } = waits ?? own;
  const used = Math.max(attempts - retriesLeft, 1);
  return Math.min(firstBackOffMs * 2 ** (used - 1), maxBackOffMs);
}

function pick(variables: Variables, names: string[]): Variables {
  return Object.fromEntries(names.filter((name) => name in variables).map((name) => [name, variables[name]]));
}

/** Names the place that does not fit, never the value. */
function assertShape(spec: JobSpec, side: 'input' | 'output', value: unknown): void {
  if (Value.Check(spec[side], value)) return;
  const [first] = Value.Errors(spec[side], value);
  const place = first?.instancePath || '/';
  throw new TechnicalFailure(
    `${spec.type}: ${side} does not fit at ${place} (${first?.message ?? 'wrong shape'})`,
    false,
  );
}

interface Failure {
  message: string;
  retryable: boolean;
}

/** What an incident may say. Messages of unknown errors could quote data, so only their kind is told. */
function failureOf(error: unknown): Failure {
  if (error instanceof TechnicalFailure) return error;
  if (error instanceof RegistryError) return { message: `${error.code}: ${error.message}`, retryable: true };
  if (error instanceof DocumentError) return { message: `${error.code}: ${error.message}`, retryable: false };
  const { name, code } = error as { name?: string; code?: string };
  return { message: `technical failure (${[name, code].filter(Boolean).join(' ')})`, retryable: true };
}

/** For the log of whoever repairs it: where it happened, without the message. */
function diagnosis(error: unknown): { at?: string } {
  if (error instanceof TechnicalFailure || error instanceof RegistryError || error instanceof DocumentError) return {};
  const frames = (error as Error).stack?.split('\n').filter((line) => line.trim().startsWith('at ')) ?? [];
  return { at: frames.slice(0, 3).join(' | ').replaceAll(/\s+/g, ' ') };
}
