import type { FieldError, Problem, ProblemCode } from '../api/problem.ts';

type Extra = Pick<Problem, 'errors' | 'findings'>;

/** An answer ≥ 400 on purpose. `detail` is the Chinese sentence that says what to do; no personal data. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly extra: Extra;

  constructor(status: number, code: ProblemCode, detail: string, extra: Extra = {}) {
    super(`${code}: ${detail}`);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.extra = extra;
  }
}

export const notFound = (code: ProblemCode, detail: string) => new ProblemError(404, code, detail);
export const forbidden = (code: ProblemCode, detail: string) => new ProblemError(403, code, detail);
export const conflict = (code: ProblemCode, detail: string) => new ProblemError(409, code, detail);
export const invalid = (detail: string, errors: FieldError[]) =>
  new ProblemError(422, 'VALIDATION_FAILED', detail, { errors });
