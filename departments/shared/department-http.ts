/**
 * The one way a client calls a department: undici with a time-out, an idempotency key, a retry with back-off where
 * nothing was answered (safe because of the key), a circuit breaker, and every answer checked against the contract. A
 * request that cannot be built is a fault of ours: the department is not called, and its circuit does not hear of it.
 */
import { validateHeaderValue } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import Value from 'typebox/value';
import { Agent, request } from 'undici';
import type { Circuit, CircuitOptions, CircuitStatus } from './circuit.ts';
import { createCircuit } from './circuit.ts';
import type { AnswerOf, BodyOf, OperationContract, RefusalOf } from './operation.ts';
import type { CallContext, DepartmentResult, TechnicalFailure } from './result.ts';
import type { DepartmentName } from './wire.ts';
import { Problem } from './wire.ts';

export interface DepartmentHttpOptions {
  /** For example `http://127.0.0.1:3103`. */
  readonly address: string;
  /** For one exchange; default 10 s. */
  readonly timeoutMs?: number;
  /** Tries of one call; default 2. A time-out is not tried again: the job is, later. */
  readonly attempts?: number;
  /** Pause before the second try, doubled each time; default 100 ms. */
  readonly backoffMs?: number;
  readonly circuit?: CircuitOptions;
  readonly agent?: Agent;
}

export interface Input<Op extends OperationContract> {
  /** Values of the `:name` parts of the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: BodyOf<Op>;
  /** Which bank or court the call is for; each has a circuit of its own. */
  readonly organisation?: string;
}

export type DepartmentHttp = ReturnType<typeof createDepartmentHttp>;

const timeoutCodes = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT']);
/** What undici refuses to send; the department has nothing to do with it. */
const unsendableCodes = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
]);
/** The service in front is there, the one behind is not, or not yet. A plain 500 will be one again. */
const passingStatuses = new Set([429, 502, 503, 504]);

interface Built {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}
type Exchanged = { readonly status: number; readonly mediaType: string; readonly bytes: Buffer };

export function createDepartmentHttp(department: DepartmentName, options: DepartmentHttpOptions) {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const agent = options.agent ?? new Agent({ keepAliveTimeout: 4_000, connectTimeout: Math.min(timeoutMs, 5_000) });
  const origin = options.address.replace(/\/+$/, '');
  const circuits = new Map<string | null, Circuit>();

  function circuitOf(organisation: string | null): Circuit {
    const circuit = circuits.get(organisation) ?? createCircuit(department, organisation, options.circuit ?? {});
    circuits.set(organisation, circuit);
    return circuit;
  }

  /** @throws whatever is wrong with our own parameters, headers or body */
  function build(operation: OperationContract, input: Input<OperationContract>, context: CallContext): Built {
    const { binary } = operation;
    const headers = {
      accept: `${binary?.answer ?? 'application/json'}, application/problem+json`,
      'x-trace-id': context.traceId,
      ...(context.operator ? { 'x-operator': headerText(context.operator) } : {}),
      ...(context.purpose ? { 'x-purpose': headerText(context.purpose) } : {}),
      ...(operation.method === 'POST' && !binary
        ? { 'content-type': 'application/json', 'idempotency-key': headerText(context.idempotencyKey) }
        : {}),
      ...(binary ? { 'content-type': binary.body } : {}),
    };
    for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
    return {
      url: new URL(`${origin}${pathOf(operation, input.params ?? {})}`),
      headers,
      body: input.body === undefined ? null : binary ? (input.body as Uint8Array) : JSON.stringify(input.body),
    };
  }

  async function exchange({ method }: OperationContract, { url, headers, body }: Built): Promise<Exchanged> {
    const answer = await request(url, {
      method,
      dispatcher: agent,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
      headers,
      body,
    });
    const [mediaType = ''] = String(answer.headers['content-type'] ?? '').split(';');
    return { status: answer.statusCode, mediaType, bytes: Buffer.from(await answer.body.arrayBuffer()) };
  }

  /** The same request again, with the same key, while the connection breaks or the service says "not now". */
  async function exchangeWithRetry(operation: OperationContract, built: Built): Promise<Exchanged> {
    const attempts = options.attempts ?? 2;
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await exchange(operation, built);
        if (attempt >= attempts || !passingStatuses.has(answer.status)) return answer;
      } catch (error) {
        if (attempt >= attempts || isTimeout(error) || isUnsendable(error)) throw error;
      }
      await sleep((options.backoffMs ?? 100) * 2 ** (attempt - 1));
    }
  }

  async function once<Op extends OperationContract>(
    operation: Op,
    built: Built,
  ): Promise<DepartmentResult<AnswerOf<Op>, RefusalOf<Op>>> {
    const technical = technicalOf(operation);
    let answer: Exchanged;
    try {
      answer = await exchangeWithRetry(operation, built);
    } catch (error) {
      if (isUnsendable(error)) return technical('bad_request', unsendable(error));
      return isTimeout(error)
        ? technical('timeout', `no answer within ${timeoutMs} ms`)
        : technical('connection', `cannot reach ${origin} (${errorCode(error) || 'unknown error'})`);
    }
    const { status, mediaType, bytes } = answer;
    const { binary } = operation;
    if (binary && status >= 200 && status < 300)
      return mediaType === binary.answer
        ? { kind: 'ok', value: bytes as AnswerOf<Op> }
        : technical('bad_answer', `answer is ${mediaType || 'of no type'}, not ${binary.answer}`);
    const body = parseJson(bytes.toString());
    if (status >= 200 && status < 300) {
      if (!Value.Check(operation.answer, body)) {
        const [first] = Value.Errors(operation.answer, body);
        return technical(
          'bad_answer',
          `answer breaks the contract at ${first?.instancePath || '/'}: ${first?.message}`,
        );
      }
      return { kind: 'ok', value: body as AnswerOf<Op> };
    }
    if (status === 422 && Value.Check(Problem, body) && operation.refusals.includes(body.code)) {
      return { kind: 'refused', code: body.code as RefusalOf<Op>, message: body.detail };
    }
    const detail = Value.Check(Problem, body) ? `${status} ${body.code}` : `status ${status}`;
    return technical(status >= 500 || status === 429 ? 'server_error' : 'bad_request', detail);
  }

  const technicalOf = (operation: OperationContract) => (reason: TechnicalFailure['reason'], message: string) => ({
    kind: 'unavailable' as const,
    technical: {
      department,
      operation: operation.name,
      reason,
      retryable: reason !== 'bad_request' && reason !== 'bad_answer',
      message: `${department}.${operation.name}: ${message}`,
    },
  });

  async function send<Op extends OperationContract>(
    operation: Op,
    input: Input<Op>,
    context: CallContext,
  ): Promise<DepartmentResult<AnswerOf<Op>, RefusalOf<Op>>> {
    const organisation = input.organisation ?? null;
    let built: Built;
    try {
      built = build(operation, input, context);
    } catch (error) {
      return technicalOf(operation)('bad_request', unsendable(error));
    }
    const result = await circuitOf(organisation).run(() => once(operation, built));
    if (result) return result;
    const who = organisation ? `${department} ${organisation}` : department;
    return technicalOf(operation)('circuit_open', `${who} failed several times in a row, not called until it is back`);
  }

  /** Circuits of everything that was called at least once. */
  function states(): CircuitStatus[] {
    return [...circuits.values()].map((circuit) => circuit.status());
  }

  return { send, circuits: states, close: () => agent.close() };
}

/** Numbers of contracts and documents are Chinese, and a header carries only ASCII: what is not is percent-encoded. */
const headerText = (text: string) => text.replace(/[^\x20-\x7e]/gu, encodeURIComponent);

function pathOf(operation: OperationContract, params: Readonly<Record<string, string>>): string {
  return operation.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (!value) throw new Error(`${operation.name} needs the parameter ${name}`);
    return encodeURIComponent(value);
  });
}

function isTimeout(error: unknown): boolean {
  return timeoutCodes.has(errorCode(error)) || (error instanceof Error && error.name === 'TimeoutError');
}

const isUnsendable = (error: unknown) => unsendableCodes.has(errorCode(error));

/** Names the header, parameter or type that does not fit, never its value. */
function unsendable(error: unknown): string {
  const what = error instanceof Error ? error.message : String(error);
  return `our request cannot be sent (${what}); the fault is on our side, the department was not called`;
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
