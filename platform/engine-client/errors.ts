/**
 * What can go wrong when talking to the engine, as one union of codes:
 * `not-found` the task, job, instance or definition is gone (completed by somebody else, cancelled) · `conflict` a lost race or
 * a state that forbids the command · `rejected` the engine refuses the request as it is (a diagram it cannot deploy, a wrong value)
 * · `unavailable` overload, no leader, no connection: try again later · `unsupported` this engine version has no such command.
 */
export type EngineErrorCode = 'not-found' | 'conflict' | 'rejected' | 'unavailable' | 'unsupported';

export class EngineError extends Error {
  readonly code: EngineErrorCode;
  /** True when the same request may succeed later. */
  readonly retryable: boolean;
  /** HTTP status or gRPC status number as it came. */
  readonly status: number | undefined;

  constructor(code: EngineErrorCode, message: string, status?: number, cause?: unknown) {
    super(message, { cause });
    this.name = 'EngineError';
    this.code = code;
    this.status = status;
    this.retryable = code === 'unavailable';
  }
}

const HTTP_CODES: Record<number, EngineErrorCode> = {
  400: 'rejected',
  401: 'rejected',
  403: 'rejected',
  404: 'not-found',
  405: 'unsupported',
  409: 'conflict',
  429: 'unavailable',
  500: 'unavailable',
  501: 'unsupported',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

/** gRPC status numbers (grpc.io/docs/guides/status-codes). */
const GRPC_CODES: Record<number, EngineErrorCode> = {
  1: 'unavailable',
  3: 'rejected',
  4: 'unavailable',
  5: 'not-found',
  6: 'conflict',
  7: 'rejected',
  8: 'unavailable',
  9: 'conflict',
  12: 'unsupported',
  13: 'unavailable',
  14: 'unavailable',
  16: 'rejected',
};

interface RestFailure {
  message: string;
  response?: { statusCode?: number; body?: unknown };
}

function problemDetail(body: unknown): string | undefined {
  if (typeof body !== 'string') return undefined;
  try {
    const problem = JSON.parse(body) as { detail?: string; title?: string; message?: string };
    return problem.detail ?? problem.message ?? problem.title;
  } catch {
    return undefined;
  }
}

/** An answer of the REST API (RFC 9457 body) or a failed connection. */
export function fromRest(error: unknown, action: string): EngineError {
  const failure = error as RestFailure;
  const status = failure.response?.statusCode;
  if (status === undefined) {
    return new EngineError(
      'unavailable',
      `${action}: no answer from the engine's REST API (${failure.message})`,
      undefined,
      error,
    );
  }
  const detail = problemDetail(failure.response?.body) ?? failure.message;
  return new EngineError(HTTP_CODES[status] ?? 'rejected', `${action}: ${detail}`, status, error);
}

/** An error of the gRPC gateway: `code` and `details` of the call's status. */
export function fromGrpc(error: unknown, action: string): EngineError {
  if (error instanceof EngineError) return error;
  const failure = error as { code?: number; details?: string; message?: string };
  const code = failure.code === undefined ? 'unavailable' : (GRPC_CODES[failure.code] ?? 'unavailable');
  return new EngineError(
    code,
    `${action}: ${failure.details || failure.message || String(error)}`,
    failure.code,
    error,
  );
}
