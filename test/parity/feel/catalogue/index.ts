import { booleanFunctions } from './boolean.ts';
import { contextFunctions } from './context.ts';
import { conversion } from './conversion.ts';
import { expressions } from './expressions.ts';
import { listFunctions } from './list.ts';
import { numericFunctions } from './numeric.ts';
import { operators } from './operators.ts';
import { rangeFunctions } from './range.ts';
import { stringFunctions } from './string.ts';
import type { Subject } from './subject.ts';
import { temporalFunctions } from './temporal.ts';
import { values } from './values.ts';

/** The pages of Camunda's FEEL documentation, as far as they can be evaluated. */
export const FEEL_CATALOGUE: Record<string, Subject> = {
  values,
  operators,
  expressions,
  conversion,
  boolean: booleanFunctions,
  string: stringFunctions,
  numeric: numericFunctions,
  list: listFunctions,
  context: contextFunctions,
  temporal: temporalFunctions,
  range: rangeFunctions,
};
