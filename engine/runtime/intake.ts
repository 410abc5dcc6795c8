import { EngineBusy } from './errors.ts';

/** Bytes of the requests that are not answered yet: the queue's limit counts commands, and a command may have megabytes. */
export interface Intake {
  /** Takes a request in, and returns what to call once it is answered. @throws EngineBusy above the limit */
  admit(bytes: number): () => void;
  bytes(): number;
}

/** `onRefused`: a request was turned away. One request is always taken, however large. */
export function createIntake(limit: number, onRefused: () => void): Intake {
  let held = 0;
  return {
    bytes: () => held,
    admit(bytes) {
      if (held > 0 && held + bytes > limit) {
        onRefused();
        throw new EngineBusy(`${held} bytes of requests`);
      }
      held += bytes;
      let open = true;
      return () => {
        if (open) held -= bytes;
        open = false;
      };
    },
  };
}
