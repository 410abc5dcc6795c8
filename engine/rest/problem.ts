import type { FastifyReply } from 'fastify';
import type { RejectionType } from '../core/types.ts';

/** RFC 9457 problem details as Camunda writes them: `title` is the rejection code, `detail` the sentence. */
export interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  instance: string;
}

/** HTTP status of each rejection code, as Camunda's gateway maps them. */
const STATUS_OF_REJECTION: Record<RejectionType, number> = {
  INVALID_ARGUMENT: 400,
  NOT_FOUND: 404,
  INVALID_STATE: 409,
  ALREADY_EXISTS: 409,
  PROCESSING_ERROR: 500,
};

export function rejectionStatus(code: RejectionType): number {
  return STATUS_OF_REJECTION[code];
}

/** An error whose code and sentence may be shown to the caller. */
export class RestError extends Error {
  readonly status: number;
  readonly title: string;
  constructor(status: number, title: string, detail: string) {
    super(detail);
    this.status = status;
    this.title = title;
  }
}

export function badRequest(detail: string): RestError {
  return new RestError(400, 'INVALID_ARGUMENT', detail);
}

/** What Camunda's gateway cannot even read as a request; a readable one that is wrong is an INVALID_ARGUMENT. */
export function unreadable(detail: string): RestError {
  return new RestError(400, 'Bad Request', detail);
}

/** In Camunda's words (its `maxMessageSize` is 4 MB, too). */
export function tooLarge(): RestError {
  return new RestError(413, 'CONTENT_TOO_LARGE', 'Request size is above configured maxMessageSize.');
}

export function notFound(detail: string): RestError {
  return new RestError(404, 'NOT_FOUND', detail);
}

export function sendProblem(reply: FastifyReply, status: number, title: string, detail: string) {
  const problem: Problem = {
    type: 'about:blank',
    title,
    status,
    detail,
    instance: reply.request.url.split('?')[0] ?? '/',
  };
  return reply.status(status).type('application/problem+json').send(problem);
}
