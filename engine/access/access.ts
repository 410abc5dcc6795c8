/** Who may call the engine. One method is in force for both APIs. */
export interface Access {
  /** False when nobody is asked: then `check` is never called. */
  required: boolean;
  /** The authentication scheme a caller must use (RFC 7235). */
  scheme: 'Basic' | 'Bearer';
  /** Checks the value of an `authorization` header: undefined when its sender may call. */
  check(authorization: string | undefined): Promise<Refusal | undefined>;
}

/** Why a caller is turned away. `unavailable`: it cannot be decided now, and the caller may try again. */
export interface Refusal {
  reason: 'missing' | 'invalid' | 'unavailable';
  /** A sentence for the caller; it repeats nothing of what was sent but names and times. */
  message: string;
}

/** The engine would start with settings that let in nobody, or anybody. The message names the setting. */
export class AccessError extends Error {}
