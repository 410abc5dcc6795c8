import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { RejectionType } from '../core/types.ts';
import { CommandRejected, EngineBusy, EngineUnavailable, ResultTimeout } from '../runtime/errors.ts';

/** gRPC status of each rejection code, as Zeebe's gateway maps them. */
const STATUS_OF_REJECTION: Record<RejectionType, status> = {
  INVALID_ARGUMENT: status.INVALID_ARGUMENT,
  NOT_FOUND: status.NOT_FOUND,
  ALREADY_EXISTS: status.ALREADY_EXISTS,
  INVALID_STATE: status.FAILED_PRECONDITION,
  PROCESSING_ERROR: status.INTERNAL,
};

/** A request that never became a command. */
export class InvalidRequest extends Error {}

export function toServiceError(error: unknown): Partial<ServiceError> {
  return { code: statusOf(error), details: wellFormed(shortened(messageOf(error))), metadata: new Metadata() };
}

/** The text travels in the trailers, of which grpc-java takes 8 KB and Node 64 KB; a larger one breaks the connection of all calls. */
const LONGEST_DETAILS = 6_000;
const CUT = ' … (cut; the REST API gives the whole text)';

function shortened(text: string): string {
  if (text.length * 9 <= LONGEST_DETAILS || encodedLength(text) <= LONGEST_DETAILS) return text;
  let end = 0;
  for (let size = encodedLength(CUT); size <= LONGEST_DETAILS; end += 1) size += encodedLength(text.charAt(end));
  return text.slice(0, Math.max(0, end - 1)) + CUT;
}

/** Half a surrogate pair, which JSON may hold, makes grpc-js throw where nobody can catch it: one request would end the engine. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

/** Bytes that are not printable ASCII are written as three. */
function encodedLength(text: string): number {
  let size = 0;
  for (const byte of Buffer.from(text)) size += byte < 0x20 || byte > 0x7e || byte === PERCENT ? 3 : 1;
  return size;
}
const PERCENT = '%'.charCodeAt(0);

function statusOf(error: unknown): status {
  if (error instanceof CommandRejected) return STATUS_OF_REJECTION[error.code];
  if (error instanceof InvalidRequest) return status.INVALID_ARGUMENT;
  if (error instanceof EngineBusy) return status.RESOURCE_EXHAUSTED;
  if (error instanceof EngineUnavailable) return status.UNAVAILABLE;
  if (error instanceof ResultTimeout) return status.DEADLINE_EXCEEDED;
  return status.INTERNAL;
}

/** Only errors meant for callers show their text. */
function messageOf(error: unknown): string {
  if (statusOf(error) !== status.INTERNAL || error instanceof CommandRejected) return (error as Error).message;
  return 'Unexpected error occurred during the request processing; the engine log says more.';
}
