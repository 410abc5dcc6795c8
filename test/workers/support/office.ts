import { createClients, type DepartmentName, startSimulators } from '../../../departments/index.ts';
import { createDocumentRenderer } from '../../../platform/documents/index.ts';
import type { Job, PublishMessage, Receipt } from '../../../platform/engine-client/index.ts';
import { createLogger } from '../../../platform/logger.ts';
import { catalog } from '../../../workers/catalog.ts';
import type { WorkerDeps } from '../../../workers/job.ts';
import { createInstanceLinks } from '../../../workers/runtime/instance-links.ts';
import { runJob } from '../../../workers/runtime/run-job.ts';
import { createRegistryFixture, type RegistryFixture } from '../../registry/support/setup.ts';
import { duringTests } from '../../support/during-tests.ts';

/** The register, the departments and the handlers; the engine is left out, its messages are collected. */
export interface Office extends RegistryFixture {
  deps: WorkerDeps;
  messages: PublishMessage[];
  /** Runs the handler of a job type once. `step` names the element instance: the same step again is the same job again. */
  run(type: string, variables: Record<string, unknown>, step?: string, more?: Partial<Job>): Promise<Receipt>;
  /** Runs it twice as the engine would after a lost completion, and says that both receipts were the same. */
  twice(type: string, variables: Record<string, unknown>, step?: string, more?: Partial<Job>): Promise<Receipt>;
  faults(department: DepartmentName, change: Record<string, unknown>): Promise<void>;
  /** Calls that the department answered by doing something (not by remembering). */
  effects(department: DepartmentName, operation: string, caseNo: string): Promise<number>;
  put(department: DepartmentName, path: string, body: unknown): Promise<void>;
  post(department: DepartmentName, path: string, body?: unknown): Promise<void>;
  close(): Promise<void>;
}

let steps = 0;
const CALLBACK_URL = 'http://127.0.0.1:9';

export async function openOffice(): Promise<Office> {
  const fixture = await createRegistryFixture();
  await fixture.registry.users.seedDemoUsers();
  const log = createLogger('test-workers');
  const simulators = await startSimulators({ callbackSecret: 'a-secret-of-the-test', clock: fixture.clock, log });
  // Tests heal a department and call it at once.
  const clients = createClients(simulators.addresses, { timeoutMs: 2_000, circuit: { halfOpenAfterMs: 1 } });
  const messages: PublishMessage[] = [];
  const deps: WorkerDeps = {
    registry: fixture.registry,
    clients,
    engine: {
      // As the engine: a message that is there under its id is not there twice.
      publishMessage: async (message) => {
        const duplicate = messages.some((one) => one.messageId === message.messageId && one.name === message.name);
        if (!duplicate) messages.push(message);
        return { duplicate };
      },
    },
    documents: createDocumentRenderer(),
    clock: fixture.clock,
    log,
    publicUrl: 'http://127.0.0.1:3000',
    callbackUrl: CALLBACK_URL,
  };
  const links = createInstanceLinks(fixture.registry);

  async function run(type: string, variables: Record<string, unknown>, step?: string, more: Partial<Job> = {}) {
    const spec = catalog.find((one) => one.type === type);
    if (!spec) throw new Error(`no worker for ${type}`);
    steps += 1;
    const elementInstanceKey = step ?? `step-${steps}`;
    const job: Job = {
      key: `${elementInstanceKey}-job`,
      type,
      processInstanceKey: '2251799813685249',
      bpmnProcessId: 'bdc-registration',
      elementId: more.elementId ?? type,
      elementInstanceKey,
      customHeaders: {},
      retries: 4,
      variables,
      ...more,
    };
    return runJob(spec, job, deps, undefined, links);
  }

  async function request(department: DepartmentName, method: string, path: string, body?: unknown): Promise<Response> {
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await fetch(`${simulators.addresses[department]}${path}`, { method, ...init });
    if (!answer.ok) throw new Error(`${department} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  return {
    ...fixture,
    deps,
    messages,
    run,
    async twice(type, variables, step, more) {
      steps += 1;
      const same = step ?? `twice-${steps}`;
      const first = await run(type, variables, same, more);
      const second = await run(type, variables, same, more);
      if (JSON.stringify(first) !== JSON.stringify(second)) {
        throw new Error(`${type}: ${JSON.stringify(first)}, then ${JSON.stringify(second)}`);
      }
      return first;
    },
    faults: async (department, change) => {
      await request(department, 'PUT', '/faults', change);
    },
    put: async (department, path, body) => {
      await request(department, 'PUT', path, body);
    },
    post: async (department, path, body) => {
      await request(department, 'POST', path, body ?? {});
    },
    async effects(department, operation, caseNo) {
      const answer = await request(department, 'GET', '/calls');
      const { calls } = (await answer.json()) as {
        calls: { operation: string; caseNo: string; outcome: string; replayed: boolean }[];
      };
      return calls.filter(
        (call) => call.operation === operation && call.caseNo === caseNo && call.outcome === 'ok' && !call.replayed,
      ).length;
    },
    async close() {
      await clients.close();
      await simulators.stop();
      await fixture.drop();
    },
  };
}

/** An office for the tests of a file. */
export const officeOfFile = (): Office => duringTests(openOffice, (office) => office.close());
