import { AssertionFailure } from '../failures.ts';
import { type Builtins, form, overload } from './define.ts';

export const booleanBuiltins: Builtins = {
  not: [
    overload(
      ['negand'],
      form(['boolean'], (value: boolean) => !value),
      form(['any'], () => null),
    ),
  ],
  'is defined': [
    overload(
      ['value'],
      form(['any'], (value: unknown) => value !== null && value !== undefined),
    ),
  ],
  'get or else': [
    overload(
      ['value', 'default'],
      form(['any', 'any'], (value: unknown, other: unknown) => value ?? other),
    ),
  ],
  assert: [
    overload(
      ['value', 'condition'],
      form(['any', 'any'], (value: unknown, condition: unknown) =>
        asserted(value, condition, 'The condition is not fulfilled'),
      ),
    ),
    overload(['value', 'condition', 'cause'], form(['any', 'any', 'string'], asserted)),
  ],
};

function asserted(value: unknown, condition: unknown, cause: string): unknown {
  if (condition !== true) throw new AssertionFailure(cause);
  return value;
}
