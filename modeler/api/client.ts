import type {
  DeployRequest,
  DeployResult,
  JobTypes,
  LintResult,
  Problem,
  ProcessList,
  ResourceText,
  Session,
} from '../../server/api/index.ts';

/** What the server answered instead of success. `message` is its Chinese sentence. */
export class Refusal extends Error {
  readonly status: number;
  readonly findings: NonNullable<Problem['findings']>;
  constructor(status: number, message: string, findings: NonNullable<Problem['findings']> = []) {
    super(message);
    this.status = status;
    this.findings = findings;
  }
}

async function call<T>(path: string, body?: unknown): Promise<T> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(path, {
      credentials: 'same-origin',
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    text = await answer.text();
  } catch {
    throw new Refusal(0, '连接不上服务器。图仍在本页，请检查网络后重试。');
  }
  const content = jsonOf(text);
  if (answer.ok && content !== undefined) return content as T;
  const problem = (content ?? {}) as Partial<Problem>;
  throw new Refusal(
    answer.status,
    problem.detail ?? `服务器没有办成（${answer.status}）。请稍后重试。`,
    problem.findings,
  );
}

/** Undefined for what is no JSON, as the page of a proxy that stands before the server. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The signed-in analyst, or null. */
export async function currentSession(): Promise<Session | null> {
  try {
    return await call<Session>('/api/session');
  } catch (err) {
    if (err instanceof Refusal && err.status === 401) return null;
    throw err;
  }
}

export const listProcesses = (): Promise<ProcessList> => call('/api/modeler/processes');

export const readVersion = (bpmnProcessId: string, version: number): Promise<ResourceText> =>
  call(`/api/modeler/processes/${encodeURIComponent(bpmnProcessId)}/versions/${version}/xml`);

export const lint = (xml: string, resourceName: string): Promise<LintResult> =>
  call('/api/modeler/lint', { xml, resourceName });

export const deploy = (request: DeployRequest): Promise<DeployResult> => call('/api/modeler/deployments', request);

export const listJobTypes = (): Promise<JobTypes> => call('/api/modeler/job-types');
