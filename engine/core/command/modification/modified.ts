import { type Context, Rejected } from '../../step.ts';

/** The process instance that is modified. */
export interface Modified {
  readonly process: Context;
}

export function refusal({ process }: Modified, what: string): Rejected {
  return new Rejected(
    'INVALID_ARGUMENT',
    `Expected to modify instance of process '${process.instance.bpmnProcessId}' but ${what}`,
  );
}
