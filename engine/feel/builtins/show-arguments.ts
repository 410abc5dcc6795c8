import { showValue } from '../show.ts';

/** What a function says of arguments that it does not take. */
export const showArguments = (args: readonly unknown[]): string =>
  `Illegal arguments: ${args.map((value) => `'${showValue(value)}'`).join(', ')}`;
