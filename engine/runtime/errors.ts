import type { Rejection, RejectionType } from '../core/types.ts';

/** The engine understood the command and refuses it, with Zeebe's code and text. */
export class CommandRejected extends Error {
  readonly code: RejectionType;
  readonly rejection: Rejection;
  constructor(rejection: Rejection) {
    super(`Command '${rejection.intent}' rejected with code '${rejection.type}': ${rejection.reason}`);
    this.code = rejection.type;
    this.rejection = rejection;
  }
}

/** The command did not run; send it again after a pause (gRPC RESOURCE_EXHAUSTED, HTTP 503). */
export class EngineBusy extends Error {
  /** `waiting`: how much waits, e.g. `1000 commands`. */
  constructor(waiting: string) {
    super(`Expected to handle the command, but ${waiting} already wait for the database. Retry after a short pause.`);
  }
}

/** The command did not commit, or nobody can tell; send it again (gRPC UNAVAILABLE, HTTP 503). */
export class EngineUnavailable extends Error {}

/** The database refuses the rows themselves: the batch is rolled back for certain, and would be again. */
export class UnwritableBatch extends Error {}

/** The caller of "create with result" waited longer than it wanted to (gRPC DEADLINE_EXCEEDED, HTTP 504). */
export class ResultTimeout extends Error {}
