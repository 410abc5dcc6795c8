import { type Context, Rejected } from '../../step.ts';

/** `process`: the process instance that was to be modified. */
export function refusal(process: Context, what: string): Rejected {
  return new Rejected(
    'INVALID_ARGUMENT',
    `Expected to modify instance of process '${process.instance.bpmnProcessId}' but ${what}`,
  );
}
