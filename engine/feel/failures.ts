/** How an evaluation ends without a value, in the order of Camunda's texts. */

/** Java's exception where Camunda's FEEL engine does not expect one: the evaluation breaks off, its warnings are lost. */
export class JavaException extends Error {
  constructor(type: string, message: string) {
    super(`${type}: ${message}`);
  }
}

/** The engine itself gives up, keeping its warnings: a function that a context does not have. */
export class FatalError extends Error {}

/** `assert()` was not fulfilled. The evaluation goes on, so that all warnings are known, and then fails. */
export class AssertionFailure extends Error {}
