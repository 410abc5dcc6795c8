import { booleanBuiltins } from './boolean.ts';
import { contextBuiltins } from './context.ts';
import { conversionBuiltins } from './conversion.ts';
import type { Builtins, Call, Overload } from './define.ts';
import { laterBuiltins } from './later.ts';
import { listBuiltins } from './list.ts';
import { numericBuiltins } from './numeric.ts';
import { rangeBuiltins } from './range.ts';
import { stringBuiltins } from './string.ts';
import { clockBuiltins, cycleBuiltins, temporalBuiltins } from './temporal.ts';

export { type Call, type Form, FunctionFailure, formFor, type Overload } from './define.ts';
export { showArguments } from './show-arguments.ts';

const BUILTINS: ReadonlyMap<string, readonly Overload[]> = new Map(
  Object.entries<readonly Overload[]>({
    ...booleanBuiltins,
    ...contextBuiltins,
    ...conversionBuiltins,
    ...laterBuiltins,
    ...listBuiltins,
    ...numericBuiltins,
    ...rangeBuiltins,
    ...stringBuiltins,
    ...temporalBuiltins,
  } satisfies Builtins),
);
const OF_PROCESSES: ReadonlyMap<string, readonly Overload[]> = new Map(Object.entries(cycleBuiltins));

/** The overloads of a built-in function; none when there is no such function. */
export function builtin(name: string, call: Call): readonly Overload[] {
  if (name === 'now' || name === 'today') return clockBuiltins(call)[name] ?? [];
  return BUILTINS.get(name) ?? (call.isDecision ? undefined : OF_PROCESSES.get(name)) ?? [];
}
