import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClients, departmentNames } from '../../../departments/index.ts';
import { type Engine, startEngine } from '../../../engine/index.ts';
import { createTestClock, type TestClock } from '../../../platform/clock.ts';
import { createEngineClient, type EngineClient } from '../../../platform/engine-client/index.ts';
import { defaultKeepDays } from '../../../platform/keep-days.ts';
import { createLogger } from '../../../platform/logger.ts';
import { createRegistry, demoCity, type Registry } from '../../../registry/index.ts';
import type { FiledCase, Problem, TaskList } from '../../../server/api/index.ts';
import { buildApp, type Server } from '../../../server/app.ts';
import type { ServerDeps } from '../../../server/deps.ts';
import { knownJobsOf } from '../../../server/modeler/known-jobs.ts';
import { catalog } from '../../../workers/catalog.ts';
import { describeJobs } from '../../../workers/published/index.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { mortgageOf } from './applications.ts';
import { prepareServerDatabase } from './prepare.ts';

/** Monday 2026-03-02, 09:00 in Ningbo: a working day, the windows are open. */
export const MONDAY_9 = '2026-03-02T01:00:00Z';
export const CALLBACK_SECRET = 'secret-of-the-test-callbacks';
export const PASSWORD = 'yitong-demo';

export interface Answer<T> {
  status: number;
  body: T;
  problem: Problem;
  headers: Headers;
}

export interface User {
  account: string;
  cookie: string;
  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>>;
  send<T = Record<string, unknown>>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Answer<T>>;
}

export interface Harness {
  url: string;
  db: TestDatabase;
  clock: TestClock;
  registry: Registry;
  engine: EngineClient;
  server: Server;
  deps: ServerDeps;
  /** Lines the server has logged so far. */
  logged: string[];
  signIn(account: string): Promise<User>;
  /** Asks until `answer` is something; fails after ten seconds with `what`. */
  until<T>(what: string, answer: () => Promise<T | null | undefined | false>): Promise<T>;
  /** The open task of a case at this step, as this user's inbox shows it. */
  taskOf(user: User, caseNo: string, elementId: string): Promise<TaskList['items'][number]>;
  /** Files a mortgage on a home nobody else of this file uses; answers its case number. */
  file(acceptor: User): Promise<string>;
  /** Files, collects and accepts: the case waits for its review. */
  fileAndAccept(acceptor: User): Promise<string>;
  /** A second server on the same database and engine. */
  another(): Promise<{ url: string; server: Server }>;
  stop(): Promise<void>;
}

export async function startHarness(config: Partial<ServerDeps['config']> = {}): Promise<Harness> {
  const db = await createTestDatabase({ template: 'server', prepare: prepareServerDatabase });
  const clock = createTestClock(MONDAY_9);
  const logged: string[] = [];
  const engineProcess: Engine = await startEngine({
    databaseUrl: db.url,
    grpcPort: 0,
    restPort: 0,
    clock,
    log: createLogger('engine', { LOG_LEVEL: 'silent' }),
  });
  const engine = createEngineClient({
    zeebeGrpcAddress: `grpc://${engineProcess.grpcAddress}`,
    zeebeRestAddress: engineProcess.restAddress,
  });
  const diagram = await readFile(join(import.meta.dirname, '../fixtures/registration.bpmn'), 'utf8');
  await engine.deploy([{ name: 'registration.bpmn', content: diagram }]);
  const registry = createRegistry({ pool: db.pool, clock });
  // The two jobs of the real diagram that the inbox builds on.
  const job = (type: string, work: (caseNo: string, instance: string, process: string) => Promise<unknown>) =>
    engine.createWorker({
      type,
      worker: 'harness',
      timeoutMs: 10_000,
      maxActive: 10,
      run: async ({ variables, processInstanceKey, bpmnProcessId }) => {
        await work(String(variables.caseNo), processInstanceKey, bpmnProcessId);
        return { kind: 'complete' };
      },
    });
  job('test.link', registry.cases.linkProcessInstance);
  job('test.accept', (caseNo) => registry.cases.acceptCase(caseNo));
  const log = createLogger('server', { LOG_LEVEL: 'debug', LOG_FORMAT: 'json' });
  capture(log, logged);
  const departmentUrls = Object.fromEntries(
    departmentNames.map((name) => [name, 'http://127.0.0.1:9']),
  ) as ServerDeps['config']['departmentUrls'];
  const departments = createClients(departmentUrls);
  const deps: ServerDeps = {
    registry,
    engine,
    departments,
    pool: db.pool,
    clock,
    log,
    config: {
      publicUrl: 'http://127.0.0.1:3000',
      callbackSecret: CALLBACK_SECRET,
      callbackUrl: 'http://127.0.0.1:9',
      upperFormat: 'json',
      keepDays: defaultKeepDays,
      departmentUrls,
      zeebeRestAddress: engineProcess.restAddress,
      demo: true,
      deskDir: join(import.meta.dirname, 'no-such-folder'),
      modelerDir: join(import.meta.dirname, 'no-such-folder'),
      processesDir: join(import.meta.dirname, '../../../processes'),
      ...config,
    },
    knownJobs: async () => [
      ...knownJobsOf(describeJobs(catalog)),
      ...['test.department', 'test.link', 'test.accept'].map((type) => ({ type, requires: [], outputs: [] })),
    ],
  };
  const start = async () => {
    const server = await buildApp(deps);
    const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
    await server.hub.ready;
    return { url, server };
  };
  const { url, server } = await start();
  const others: Server[] = [];

  const until: Harness['until'] = async (what, answer) => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const found = await answer();
      if (found) return found;
      await sleep(50);
    }
    throw new Error(
      `Waited in vain for ${what}. Last warnings:\n${logged
        .filter((line) => !/"level":20/.test(line))
        .slice(-5)
        .join('')}`,
    );
  };

  const homes = demoCity.saleUnits('330203');
  let used = 0;
  const taskOf: Harness['taskOf'] = (user, caseNo, elementId) =>
    until(`${elementId} of ${caseNo}`, async () => {
      const { body } = await user.get<TaskList>(`/api/tasks?caseNo=${caseNo}`);
      return body.items?.find((task) => task.elementId === elementId);
    });
  const file: Harness['file'] = async (acceptor) => {
    used += 1;
    const filed = await acceptor.send<FiledCase>('POST', '/api/cases', mortgageOf(homes[used]!, `server-test-${used}`));
    if (filed.status !== 201) throw new Error(`Not filed: ${JSON.stringify(filed.body)}`);
    return filed.body.caseNo;
  };

  return {
    url,
    db,
    clock,
    registry,
    engine,
    server,
    deps,
    logged,
    signIn: (account) => signIn(url, account),
    until,
    taskOf,
    file,
    fileAndAccept: async (acceptor) => {
      const caseNo = await file(acceptor);
      const task = await taskOf(acceptor, caseNo, 'CollectMaterials');
      const done = await acceptor.send('POST', `/api/tasks/${task.taskKey}/complete`, {
        elementId: 'CollectMaterials',
        intakeDecision: 'accept',
        materials: [],
      });
      if (done.status !== 200) throw new Error(`Not accepted: ${JSON.stringify(done.body)}`);
      // A job accepts it, a moment after the clerk's answer.
      await eventually(
        'the case is accepted',
        async () => (await registry.cases.getCase(caseNo))?.status === 'ACCEPTED',
      );
      return caseNo;
    },
    another: async () => {
      const other = await start();
      others.push(other.server);
      return other;
    },
    stop: async () => {
      for (const one of [...others, server]) await one.close();
      await departments.close();
      await engine.close();
      await engineProcess.stop();
      await db.drop();
    },
  };
}

/** Log lines into memory instead of standard output. */
function capture(log: ReturnType<typeof createLogger>, lines: string[]): void {
  const stream = Reflect.get(log, Object.getOwnPropertySymbols(log).find((one) => one.description === 'pino.stream')!);
  Reflect.set(stream as object, 'write', (line: string) => lines.push(line));
}

export async function signIn(url: string, account: string): Promise<User> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${account} cannot sign in: ${await answer.text()}`);
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const call = async <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
    return { status: response.status, body: json as T, problem: json as Problem, headers: response.headers };
  };
  return { account, cookie, get: (path) => call('GET', path), send: (method, path, body) => call(method, path, body) };
}
