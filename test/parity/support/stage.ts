import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceError } from '@grpc/grpc-js';
import { type Alive, aliveIn } from './alive.ts';
import { createDueWatch } from './due-watch.ts';
import { openGateway } from './gateway.ts';
import { canonical, type TraceRecord } from './trace.ts';

/** An engine as the stage sees it: two addresses and its records as they come. */
export interface StagedEngine {
  name: 'camunda' | 'embedded';
  /** `host:port`. */
  grpc: string;
  rest: string;
  records(): readonly TraceRecord[];
  /** Resolves when the engine has done all that follows from what it was told; `nothing`: nothing can follow. */
  settled(follows?: 'nothing'): Promise<void>;
  stop(): Promise<void>;
}

export interface StagedJob {
  key: string;
  elementId: string;
  retries: number;
  variables: Record<string, unknown>;
}

type Vars = Record<string, unknown>;

/** An element to activate: in which of its scopes, and variables by the id of the scope they go to ('' = the process). */
export interface Activation {
  elementId: string;
  ancestor?: string;
  variables?: Record<string, Vars>;
}

/**
 * What a scenario can do to an engine, the same way on both: over gRPC, and over REST for user tasks and the clock.
 * A refused command does not end the scenario; its text is kept in `answers` and compared.
 */
export interface Stage {
  deploy(...files: { name: string; content: string }[]): Promise<void>;
  /** The same, and the reason of a refusal is compared, too. */
  deployForReason(...files: { name: string; content: string }[]): Promise<void>;
  /** The key of the new instance, '' when refused; without a version the latest. */
  start(processId: string, variables?: Vars, version?: number): Promise<string>;
  /** By the key of its definition. */
  startKey(processDefinitionKey: string): Promise<string>;
  /** The key of a deployed process, decision, decision requirements graph or form. */
  resource(id: string, version?: number): string;
  /** `what` says in the answers which one is meant. */
  deleteResource(what: string, resourceKey: string, over?: 'grpc' | 'rest'): Promise<void>;
  /** Notes what was deployed and deleted since it was last asked. */
  noteResources(): void;
  cancel(processInstanceKey: string): Promise<void>;
  /** `terminate`: keys of element instances. */
  modify(
    processInstanceKey: string,
    change: { activate?: (string | Activation)[]; terminate?: string[] },
  ): Promise<void>;
  /** To the latest version of a process; `mapping`: source element id → target element id, or pairs of them. */
  migrate(
    processInstanceKey: string,
    toProcessId: string,
    mapping: Record<string, string> | [source: string, target: string][],
  ): Promise<void>;
  publish(
    name: string,
    correlationKey: string,
    more?: { variables?: Vars; ttlMs?: number; id?: string },
  ): Promise<void>;
  broadcast(signalName: string, variables?: Vars): Promise<void>;
  /** Activates up to `max` (1) jobs of a type and notes what they carry. */
  activate(type: string, more?: { max?: number; timeoutMs?: number; fetch?: string[] }): Promise<StagedJob[]>;
  complete(job: StagedJob | undefined, variables?: Vars): Promise<void>;
  fail(
    job: StagedJob | undefined,
    more: { retries: number; message?: string; backOffMs?: number; variables?: Vars },
  ): Promise<void>;
  throwError(job: StagedJob | undefined, code: string, message?: string, variables?: Vars): Promise<void>;
  retries(job: StagedJob | undefined, retries: number): Promise<void>;
  setVariables(elementInstanceKey: string, variables: Vars, local?: boolean): Promise<void>;
  /** Resolves the newest incident that is still there. */
  resolveIncident(): Promise<void>;
  evaluate(decisionId: string, variables?: Vars): Promise<void>;
  /** Types of the jobs nobody has activated yet, oldest first. */
  waitingJobTypes(): string[];
  /** What there is at this moment. */
  alive(): Alive;
  /** The key of the newest element instance of an element. */
  instanceOf(elementId: string): string;
  /** The key of its oldest one: the body, of an activity with many instances. */
  firstInstanceOf(elementId: string): string;
  assign(elementId: string, assignee: string, more?: { allowOverride?: boolean }): Promise<void>;
  unassign(elementId: string): Promise<void>;
  updateTask(elementId: string, changeset: Vars): Promise<void>;
  completeTask(elementId: string, variables?: Vars): Promise<void>;
  /** Moves the pinned clock forward. */
  advance(ms: number): Promise<void>;
  /** The pinned time. */
  now(): Date;
  /** What the commands answered, one line each. */
  answers: string[];
}

const HOUR = 3_600_000;
const DUE_WITHIN_MS = 30_000;

/** A key of partition 1 that nothing has. */
const NO_SUCH_KEY = '2251900000000000';

/** Keys differ between the engines, instants between the runs. */
const anonymous = (line: string): string => line.replace(/(?<![.\d])\d{16,19}(?!\d)/g, '<key>');

const isActivated = (elementId: string) => (record: TraceRecord) =>
  record.recordType === 'EVENT' &&
  record.valueType === 'PROCESS_INSTANCE' &&
  record.intent === 'ELEMENT_ACTIVATED' &&
  record.value.elementId === elementId;

/** Records of what was deployed. */
const RESOURCES = ['PROCESS', 'DECISION_REQUIREMENTS', 'DECISION', 'FORM', 'RESOURCE_DELETION'];

const resourceId = ({ valueType, value }: TraceRecord): string => {
  if (valueType === 'PROCESS') return String(value.bpmnProcessId);
  if (valueType === 'DECISION') return String(value.decisionId);
  return String(value.decisionRequirementsId ?? value.formId);
};
const versionOf = ({ value }: TraceRecord): unknown => value.decisionRequirementsVersion ?? value.version;

export interface OpenStage {
  stage: Stage;
  /** The records since the stage was opened. */
  records(): readonly TraceRecord[];
  /** Cancels what still runs, so that it does not stir when the next scenario moves the clock. */
  close(): Promise<void>;
}

/** Opens the stage on an engine with its clock pinned at `beganAt`. */
export async function openStage(engine: StagedEngine, beganAt: Date): Promise<OpenStage> {
  const gateway = openGateway(engine.grpc);
  const answers: string[] = [];
  let now = beganAt;
  let resourcesNoted = 0;

  const recordsHere = () => engine.records().slice(firstRecord);
  function lastKey(matches: (record: TraceRecord) => boolean): string {
    return recordsHere().findLast((record) => record.recordType === 'EVENT' && matches(record))?.key ?? NO_SUCH_KEY;
  }

  async function attempt<T>(
    what: string,
    action: () => Promise<T>,
    noteAnswer: (answer: T) => string = () => 'ok',
    follows?: 'nothing',
  ): Promise<T | undefined> {
    try {
      const answer = await action();
      answers.push(anonymous(`${what}: ${noteAnswer(answer)}`));
      return answer;
    } catch (failure) {
      const { code, details, message } = failure as ServiceError;
      answers.push(anonymous(`${what}: ${code ?? ''} ${details ?? message}`));
      return undefined;
    } finally {
      await engine.settled(follows);
    }
  }
  const grpc = (
    what: string,
    method: string,
    request: object,
    noteAnswer?: (answer: Record<string, unknown>) => string,
  ) => attempt(what, () => gateway.unary(method)(request), noteAnswer);
  /** The newest version of a process; the same diagram deployed again makes none, so it may be of an earlier scenario. */
  const newestProcess = (processId: string): string =>
    engine
      .records()
      .findLast((r) => r.valueType === 'PROCESS' && r.intent === 'CREATED' && r.value.bpmnProcessId === processId)
      ?.key ?? NO_SUCH_KEY;
  const json = (variables: Vars | undefined) => JSON.stringify(variables ?? {});

  async function rest(method: string, path: string, body?: object): Promise<void> {
    const response = await fetch(`${engine.rest}/v2/${path}`, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (response.ok) return;
    const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
    throw new Error(`${response.status} ${problem.title}: ${problem.detail}`);
  }
  const pin = (instant: Date) => rest('PUT', 'clock', { timestamp: instant.getTime() });
  /** The newest task of an element that is open, else the newest one. */
  function taskOf(elementId: string): string {
    const over = new Set<string>();
    for (const { key, valueType, intent } of recordsHere()) {
      if (valueType === 'USER_TASK' && (intent === 'COMPLETED' || intent === 'CANCELED')) over.add(key);
    }
    const isIts = (r: TraceRecord) =>
      r.valueType === 'USER_TASK' && r.intent === 'CREATED' && r.value.elementId === elementId;
    const open = lastKey((r) => isIts(r) && !over.has(r.key));
    return open === NO_SUCH_KEY ? lastKey(isIts) : open;
  }

  const due = createDueWatch();
  /** What is due after the clock was moved begins by itself, on the real broker up to some seconds later. */
  async function settledAfterClock(): Promise<void> {
    for (const from = performance.now(); performance.now() - from < DUE_WITHIN_MS; ) {
      await engine.settled();
      if (!due.overdue(engine.records(), now)) return;
      await sleep(50);
    }
    throw new Error(`not done ${DUE_WITHIN_MS / 1000} s after its time: ${due.overdue(engine.records(), now)}`);
  }

  await pin(now);
  await settledAfterClock();
  const firstRecord = engine.records().length;

  const stage: Stage = {
    answers,
    now: () => now,
    async deployForReason(...files) {
      const resources = files.map(({ name, content }) => ({ name, content: Buffer.from(content) }));
      await grpc('deploy', 'DeployResource', { resources });
    },
    async deploy(...files) {
      const resources = files.map(({ name, content }) => ({ name, content: Buffer.from(content) }));
      // Only the kind of refusal is compared: the embedded engine says more about what it does not support.
      await attempt('deploy', async () => {
        try {
          await gateway.unary('DeployResource')({ resources });
        } catch (failure) {
          throw new Error(`refused with code ${(failure as ServiceError).code}`);
        }
      });
    },
    async start(bpmnProcessId, variables, version) {
      const what = `start ${bpmnProcessId}${version ? ` version ${version}` : ''}`;
      const answer = await grpc(what, 'CreateProcessInstance', {
        bpmnProcessId,
        version: version ?? -1,
        variables: json(variables),
      });
      return (answer?.processInstanceKey as string | undefined) ?? '';
    },
    async startKey(processDefinitionKey) {
      const answer = await grpc('start by key', 'CreateProcessInstance', { processDefinitionKey });
      return (answer?.processInstanceKey as string | undefined) ?? '';
    },
    resource: (id, version) =>
      lastKey(
        (r) =>
          RESOURCES.includes(r.valueType) &&
          r.intent === 'CREATED' &&
          resourceId(r) === id &&
          (version === undefined || versionOf(r) === version),
      ),
    async deleteResource(what, resourceKey, over = 'grpc') {
      if (over === 'grpc') await grpc(`delete ${what}`, 'DeleteResource', { resourceKey });
      else await attempt(`delete ${what}`, () => rest('POST', `resources/${resourceKey}/deletion`));
    },
    noteResources() {
      const events = recordsHere().filter((r) => r.recordType === 'EVENT' && RESOURCES.includes(r.valueType));
      for (const record of events.slice(resourcesNoted)) {
        const { valueType, intent } = record;
        const which = valueType === 'RESOURCE_DELETION' ? '' : ` ${resourceId(record)} version ${versionOf(record)}`;
        answers.push(`${valueType} ${intent}`.toLowerCase() + which);
      }
      resourcesNoted = events.length;
    },
    async cancel(processInstanceKey) {
      await grpc('cancel', 'CancelProcessInstance', { processInstanceKey });
    },
    async modify(processInstanceKey, { activate = [], terminate = [] }) {
      await grpc('modify', 'ModifyProcessInstance', {
        processInstanceKey,
        activateInstructions: activate
          .map((one): Activation => (typeof one === 'string' ? { elementId: one } : one))
          .map(({ elementId, ancestor, variables }) => ({
            elementId,
            ancestorElementInstanceKey: ancestor ?? '-1',
            variableInstructions: Object.entries(variables ?? {}).map(([scopeId, values]) => ({
              scopeId,
              variables: json(values),
            })),
          })),
        terminateInstructions: terminate.map((elementInstanceKey) => ({ elementInstanceKey })),
      });
    },
    async migrate(processInstanceKey, toProcessId, mapping) {
      await grpc('migrate', 'MigrateProcessInstance', {
        processInstanceKey,
        migrationPlan: {
          targetProcessDefinitionKey: newestProcess(toProcessId),
          mappingInstructions: (Array.isArray(mapping) ? mapping : Object.entries(mapping)).map(
            ([sourceElementId, targetElementId]) => ({
              sourceElementId,
              targetElementId,
            }),
          ),
        },
      });
    },
    async publish(name, correlationKey, more = {}) {
      await grpc(`publish ${name} ${correlationKey}`, 'PublishMessage', {
        name,
        correlationKey,
        timeToLive: more.ttlMs ?? HOUR,
        messageId: more.id ?? '',
        variables: json(more.variables),
      });
    },
    async broadcast(signalName, variables) {
      await grpc(`broadcast ${signalName}`, 'BroadcastSignal', { signalName, variables: json(variables) });
    },
    async activate(type, more = {}) {
      const jobs = await attempt(
        `activate ${type}`,
        () =>
          gateway.activate({
            type,
            worker: 'parity',
            timeout: more.timeoutMs ?? HOUR,
            maxJobsToActivate: more.max ?? 1,
            requestTimeout: -1,
            fetchVariable: more.fetch ?? [],
          }),
        (found) => found.map(describeJob).join(' | ') || 'none',
        'nothing',
      );
      for (const one of jobs ?? []) due.activated(String(one.key), Number(one.deadline));
      return (jobs ?? []).map((one) => ({
        key: String(one.key),
        elementId: String(one.elementId),
        retries: Number(one.retries),
        variables: JSON.parse(String(one.variables)) as Vars,
      }));
    },
    async complete(job, variables) {
      await grpc('complete', 'CompleteJob', { jobKey: job?.key ?? NO_SUCH_KEY, variables: json(variables) });
    },
    async fail(job, more) {
      await grpc('fail', 'FailJob', {
        jobKey: job?.key ?? NO_SUCH_KEY,
        retries: more.retries,
        errorMessage: more.message ?? '',
        retryBackOff: more.backOffMs ?? 0,
        variables: json(more.variables),
      });
    },
    async throwError(job, errorCode, errorMessage = '', variables = {}) {
      await grpc('throw', 'ThrowError', {
        jobKey: job?.key ?? NO_SUCH_KEY,
        errorCode,
        errorMessage,
        variables: json(variables),
      });
    },
    async retries(job, retries) {
      await grpc('retries', 'UpdateJobRetries', { jobKey: job?.key ?? NO_SUCH_KEY, retries });
    },
    async setVariables(elementInstanceKey, variables, local = false) {
      await grpc('set variables', 'SetVariables', { elementInstanceKey, variables: json(variables), local });
    },
    async resolveIncident() {
      const resolved = new Set(
        recordsHere()
          .filter((r) => r.valueType === 'INCIDENT' && r.intent === 'RESOLVED')
          .map((r) => r.key),
      );
      const incidentKey = lastKey((r) => r.valueType === 'INCIDENT' && r.intent === 'CREATED' && !resolved.has(r.key));
      await grpc('resolve', 'ResolveIncident', { incidentKey });
    },
    async evaluate(decisionId, variables) {
      await grpc(
        `evaluate ${decisionId}`,
        'EvaluateDecision',
        { decisionId, variables: json(variables) },
        describeDecision,
      );
    },
    waitingJobTypes() {
      const waiting = new Map<string, string>();
      for (const { key, valueType, intent, value } of recordsHere()) {
        if (valueType !== 'JOB') continue;
        if (intent === 'CREATED') waiting.set(key, String(value.type));
        else waiting.delete(key);
      }
      return [...waiting.values()];
    },
    alive: () => aliveIn(recordsHere()),
    instanceOf: (elementId) => lastKey(isActivated(elementId)),
    firstInstanceOf: (elementId) => recordsHere().find(isActivated(elementId))?.key ?? NO_SUCH_KEY,
    async assign(elementId, assignee, more = {}) {
      const body = { assignee, allowOverride: more.allowOverride ?? false, action: 'assign' };
      await attempt(`assign ${elementId}`, () => rest('POST', `user-tasks/${taskOf(elementId)}/assignment`, body));
    },
    async unassign(elementId) {
      await attempt(`unassign ${elementId}`, () => rest('DELETE', `user-tasks/${taskOf(elementId)}/assignee`));
    },
    async updateTask(elementId, changeset) {
      await attempt(`update ${elementId}`, () => rest('PATCH', `user-tasks/${taskOf(elementId)}`, { changeset }));
    },
    async completeTask(elementId, variables) {
      const body = { variables: variables ?? {}, action: 'complete' };
      await attempt(`complete ${elementId}`, () => rest('POST', `user-tasks/${taskOf(elementId)}/completion`, body));
    },
    async advance(ms) {
      now = new Date(now.getTime() + ms);
      await attempt(`advance ${ms / 1000} s`, () => pin(now));
      await settledAfterClock();
    },
  };
  async function close(): Promise<void> {
    const roots = new Set<string>();
    for (const { key, valueType, intent, value } of recordsHere()) {
      if (valueType !== 'PROCESS_INSTANCE' || value.bpmnElementType !== 'PROCESS') continue;
      if (intent === 'ELEMENT_ACTIVATED' && String(value.parentProcessInstanceKey ?? -1) === '-1') roots.add(key);
      if (intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED') roots.delete(key);
    }
    for (const processInstanceKey of roots) {
      await gateway
        .unary('CancelProcessInstance')({ processInstanceKey })
        .catch(() => undefined);
    }
    await engine.settled();
    gateway.close();
  }

  return { stage, records: recordsHere, close };
}

function describeJob(job: Record<string, unknown>): string {
  const variables = canonical(JSON.parse(String(job.variables)));
  return `${job.elementId} retries ${job.retries} headers ${canonical(JSON.parse(String(job.customHeaders)))} variables ${variables}`;
}

function describeDecision(answer: Record<string, unknown>): string {
  const output = answer.decisionOutput === '' ? '' : canonical(JSON.parse(String(answer.decisionOutput)));
  return `output ${output} failed "${answer.failedDecisionId}" "${answer.failureMessage}"`;
}
