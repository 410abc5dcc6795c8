/**
 * How a call to a department can end.
 *
 * `refused` is the department's considered answer: a worker throws it as a BPMN error. `unavailable` is technical:
 * a worker fails the job (retries, back-off, then an incident) — no conclusion about the case may be drawn from it.
 */
export type DepartmentResult<Value, Code extends string = string> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'refused'; readonly code: Code; readonly message: string }
  | { readonly kind: 'unavailable'; readonly technical: TechnicalFailure };

/**
 * `circuit_open`: the department failed several times in a row, so this call was not made at all.
 * `retryable: false` means that the same request will fail again (our body does not fit, a key was used twice, or
 * the request could not even be built: no circuit hears of that, the department was not called).
 */
export interface TechnicalFailure {
  readonly department: string;
  readonly operation: string;
  readonly reason: 'timeout' | 'connection' | 'server_error' | 'circuit_open' | 'bad_request' | 'bad_answer';
  readonly retryable: boolean;
  /** For an incident's text: names the department and what happened, carries no personal data. */
  readonly message: string;
}

/** Identifies one call. `idempotencyKey` = `caseNo:jobType:attemptGroup` (domain §5.0.4). */
export interface CallContext {
  readonly idempotencyKey: string;
  readonly traceId: string;
  /** Who asks and what for, ASCII, for the department's audit trail; no names. */
  readonly operator?: string;
  readonly purpose?: string;
}
