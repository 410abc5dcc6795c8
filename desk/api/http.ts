import { serverClock } from './server-clock.ts';

/**
 * RFC 9457 problem of the server. `message` is the server's Chinese sentence that says what to do; `code` is stable.
 * Network failures and answers that are no problem document become one too, so that screens handle one kind of error.
 */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Readonly<Record<string, unknown>>;
  constructor(status: number, code: string, detail: string, problem: Record<string, unknown> = {}) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.problem = problem;
  }
}

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON, or as it is when it is a FormData (scans). */
  body?: unknown;
  /** Filing twice with the same key answers the same case. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/**
 * One call of the server's API. `T` is the published response type of that route (server/api).
 * @throws ApiProblem for every failure.
 */
export async function api<T>(
  path: string,
  { method = 'GET', body, idempotencyKey, signal }: ApiRequest = {},
): Promise<T> {
  const form = body instanceof FormData;
  const headers: Record<string, string> = {};
  if (body !== undefined && !form) headers['content-type'] = 'application/json';
  if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers,
      body: body === undefined ? undefined : form ? body : JSON.stringify(body),
      signal,
    });
    const date = response.headers.get('date');
    if (date) serverClock.learn(date);
    text = await response.text(); // the connection may be lost between the head and the body
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiProblem(0, 'NETWORK', '连接不上服务器。请检查网络后重试；已填写的内容仍保留在本页。');
  }
  if (!response.ok) throw problemOf(response.status, text);
  if (text === '') return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw problemOf(response.status, text); // the page of a proxy that stands before the server
  }
}

function problemOf(status: number, text: string): ApiProblem {
  try {
    const problem = JSON.parse(text) as Record<string, unknown>;
    const detail = typeof problem.detail === 'string' ? problem.detail : String(problem.title ?? '');
    return new ApiProblem(status, String(problem.code ?? status), detail || fallback(status), problem);
  } catch {
    return new ApiProblem(status, String(status), fallback(status));
  }
}

function fallback(status: number): string {
  if (status === 401) return '登录已过期，请重新登录。';
  if (status === 403) return '您的岗位没有这项权限。请由有权限的同事办理，或联系系统管理员。';
  if (status === 404) return '没有找到。请核对编号，或返回列表重新打开。';
  if (status === 409) return '情况已经变化：可能已由他人处理。请刷新后再看。';
  return `服务器没有办成（${status}）。请稍后重试；仍不行请联系系统管理员。`;
}

/** The sentence to show for any thrown value. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.message;
  return error instanceof Error ? error.message : String(error);
}
