/**
 * The one way a client calls a department: undici with a time-out, an idempotency key, one retry when the connection
 * was reset before an answer came (safe because of the key), and every answer checked against the contract.
 */
import type Type from 'typebox';
import Value from 'typebox/value';
import { Agent, request } from 'undici';
import type { CallContext, DepartmentResult, TechnicalFailure } from './result.ts';
import type { DepartmentName } from './wire.ts';
import { Problem } from './wire.ts';

export interface DepartmentHttpOptions {
  /** For example `http://127.0.0.1:3103`. */
  readonly address: string;
  /** For the whole exchange; default 10 s. */
  readonly timeoutMs?: number;
  readonly agent?: Agent;
}

export interface Operation<Answer extends Type.TSchema, Code extends string> {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly answer: Answer;
  readonly refusals: readonly Code[];
  readonly context: CallContext;
}

export type DepartmentHttp = ReturnType<typeof createDepartmentHttp>;

const resetCodes = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
const timeoutCodes = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT']);

export function createDepartmentHttp(department: DepartmentName, options: DepartmentHttpOptions) {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const agent = options.agent ?? new Agent({ keepAliveTimeout: 4_000, connectTimeout: Math.min(timeoutMs, 5_000) });
  const origin = options.address.replace(/\/+$/, '');

  async function exchange(operation: Operation<Type.TSchema, string>) {
    const answer = await request(`${origin}${operation.path}`, {
      method: operation.method,
      dispatcher: agent,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json, application/problem+json',
        'x-trace-id': operation.context.traceId,
        ...(operation.context.operator ? { 'x-operator': operation.context.operator } : {}),
        ...(operation.context.purpose ? { 'x-purpose': operation.context.purpose } : {}),
        ...(operation.method === 'POST'
          ? { 'content-type': 'application/json', 'idempotency-key': operation.context.idempotencyKey }
          : {}),
      },
      body: operation.body === undefined ? null : JSON.stringify(operation.body),
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  async function exchangeTwiceAtMost(operation: Operation<Type.TSchema, string>) {
    try {
      return await exchange(operation);
    } catch (error) {
      if (!resetCodes.has(errorCode(error))) throw error;
      return await exchange(operation);
    }
  }

  async function call<Answer extends Type.TSchema, Code extends string>(
    operation: Operation<Answer, Code>,
  ): Promise<DepartmentResult<Type.Static<Answer>, Code>> {
    const technical = (reason: TechnicalFailure['reason'], message: string) => ({
      kind: 'unavailable' as const,
      technical: {
        department,
        operation: operation.name,
        reason,
        retryable: reason !== 'bad_request' && reason !== 'bad_answer',
        message: `${department}.${operation.name}: ${message}`,
      },
    });
    let status: number;
    let text: string;
    try {
      ({ status, text } = await exchangeTwiceAtMost(operation));
    } catch (error) {
      const code = errorCode(error);
      const timedOut = timeoutCodes.has(code) || (error instanceof Error && error.name === 'TimeoutError');
      return timedOut
        ? technical('timeout', `no answer within ${timeoutMs} ms`)
        : technical('connection', `cannot reach ${origin} (${code || 'unknown error'})`);
    }
    const body = parseJson(text);
    if (status >= 200 && status < 300) {
      if (!Value.Check(operation.answer, body)) {
        const [first] = Value.Errors(operation.answer, body);
        return technical(
          'bad_answer',
          `answer breaks the contract at ${first?.instancePath || '/'}: ${first?.message}`,
        );
      }
      return { kind: 'ok', value: body as Type.Static<Answer> };
    }
    if (status === 422 && Value.Check(Problem, body) && isRefusal(operation.refusals, body.code)) {
      return { kind: 'refused', code: body.code, message: body.detail };
    }
    const detail = Value.Check(Problem, body) ? `${status} ${body.code}` : `status ${status}`;
    return technical(status >= 500 || status === 429 ? 'server_error' : 'bad_request', detail);
  }

  return { call, close: () => agent.close() };
}

function isRefusal<Code extends string>(codes: readonly Code[], code: string): code is Code {
  return (codes as readonly string[]).includes(code);
}

function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
