/** What makes an element instance stop with an incident instead of going on. */
import type { IncidentErrorType, Key } from '../types.ts';

export class IncidentFailure extends Error {
  readonly errorType: IncidentErrorType;
  /** Scope the expression was evaluated in; defaults to the element instance. */
  readonly variableScopeKey: Key | null;
  constructor(errorType: IncidentErrorType, message: string, variableScopeKey: Key | null = null) {
    super(message);
    this.errorType = errorType;
    this.variableScopeKey = variableScopeKey;
  }
}
