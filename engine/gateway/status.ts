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
  return { code: statusOf(error), details: messageOf(error), metadata: new Metadata() };
}

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
