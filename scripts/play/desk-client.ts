import { setTimeout as pause } from 'node:timers/promises';
import type {
  Application,
  CaseDetail,
  CompletedTask,
  Completion,
  FiledCase,
  Problem,
  TaskDetail,
  TaskList,
  TaskRow,
} from '../../server/api/index.ts';

/** Password of every demo account. */
export const DEMO_PASSWORD = 'yitong-demo';

/** A task that nobody can do (any more): the case never came to the step, or has left it. */
export class NoSuchTask extends Error {}

/** An answer ≥ 400 of the server's API. */
export class DeskRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Partial<Problem>;
  constructor(method: string, path: string, status: number, problem: Partial<Problem>) {
    super(
      `${method} ${path}: ${status} ${problem.code ?? ''} ${problem.detail ?? ''} ${JSON.stringify(problem.errors ?? '')}`,
    );
    this.status = status;
    this.code = problem.code ?? '';
    this.problem = problem;
  }
}

/** One signed-in member of staff, talking to the public HTTP API as the desk does. */
export interface DeskClient {
  readonly account: string;
  /** Of the session, for what fetch cannot do here: live updates. */
  readonly cookie: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  /** The bytes of a document. */
  download(path: string): Promise<{ type: string; bytes: Buffer }>;
  upload<T>(
    path: string,
    file: { name: string; type: string; bytes: Uint8Array },
    fields?: Record<string, string>,
  ): Promise<T>;
  fileCase(application: Application): Promise<FiledCase>;
  getCase(caseNo: string): Promise<CaseDetail>;
  /** Waits until the case has an open task of this step that this person can see. */
  waitForTask(caseNo: string, elementId: string, timeoutMs?: number): Promise<TaskRow>;
  openTask(taskKey: string): Promise<TaskDetail>;
  /** Waits for the task, claims it and completes it. */
  perform(caseNo: string, completion: Completion, timeoutMs?: number): Promise<CompletedTask>;
}

/** Signs in. `request` = another fetch, for whoever measures. @throws DeskRefusal */
export async function signIn(
  publicUrl: string,
  account: string,
  password = DEMO_PASSWORD,
  request: typeof fetch = fetch,
): Promise<DeskClient> {
  const answer = await request(`${publicUrl}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password }),
  });
  if (!answer.ok) throw new DeskRefusal('POST', '/api/session', answer.status, await problemOf(answer));
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

  const send = async (method: string, path: string, body?: BodyInit, type?: string): Promise<Response> => {
    const headers: Record<string, string> = { cookie, ...(type ? { 'content-type': type } : {}) };
    const response = await request(publicUrl + path, { method, headers, body });
    if (!response.ok) throw new DeskRefusal(method, path, response.status, await problemOf(response));
    return response;
  };
  const json = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response =
      body === undefined
        ? await send(method, path)
        : await send(method, path, JSON.stringify(body), 'application/json');
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as T;
  };

  const client: DeskClient = {
    account,
    cookie,
    get: (path) => json('GET', path),
    post: (path, body) => json('POST', path, body),
    put: (path, body) => json('PUT', path, body),
    download: async (path) => {
      const response = await send('GET', path);
      return { type: response.headers.get('content-type') ?? '', bytes: Buffer.from(await response.arrayBuffer()) };
    },
    upload: async (path, file, fields = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set('file', new Blob([file.bytes as BlobPart], { type: file.type }), file.name);
      const response = await send('POST', path, form);
      return (await response.json()) as never;
    },
    fileCase: (application) => json('POST', '/api/cases', application),
    getCase: (caseNo) => json('GET', `/api/cases/${caseNo}`),
    openTask: (taskKey) => json('GET', `/api/tasks/${taskKey}`),
    waitForTask: async (caseNo, elementId, timeoutMs = 30_000) => {
      const end = performance.now() + timeoutMs;
      for (;;) {
        const list = await json<TaskList>('GET', `/api/tasks?caseNo=${caseNo}&elementId=${elementId}`);
        const found = list.items.find((task) => task.state === 'open' || task.state === 'claimed');
        if (found) return found;
        if (performance.now() > end)
          throw new NoSuchTask(`${account}: no task ${elementId} of case ${caseNo} after ${timeoutMs} ms`);
        await pause(100);
      }
    },
    perform: async (caseNo, completion, timeoutMs) => {
      const task = await client.waitForTask(caseNo, completion.elementId, timeoutMs);
      if (task.state === 'open') await client.post(`/api/tasks/${task.taskKey}/claim`);
      return client.post(`/api/tasks/${task.taskKey}/complete`, completion);
    },
  };
  return client;
}

async function problemOf(response: Response): Promise<Partial<Problem>> {
  return (await response.json().catch(() => ({}))) as Partial<Problem>;
}
