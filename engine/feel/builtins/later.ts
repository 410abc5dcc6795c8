/** What Camunda's FEEL has since 8.7, 8.8 and 8.9, from its documentation; a broker of 8.6 does not know them. */
import { parseJson } from '../../json-input.ts';
import { type FeelNumber, isNumber, numberText, toInteger } from '../number.ts';
import { isTemporal } from '../temporal/index.ts';
import { isContext } from '../values.ts';
import { CONTEXT_BYTES, makes } from '../within-size.ts';
import { type Builtins, FunctionFailure, form, optional, overload } from './define.ts';

/** The parameters of `fromAi`. */
export const FROM_AI = ['value', 'description', 'type', 'schema', 'options'] as const;

export const laterBuiltins: Builtins = {
  /** What it says besides the value is read at deployment (`from-ai.ts`). */
  fromAi: [
    optional(
      1,
      FROM_AI,
      form(['any'], (value: unknown) => value),
    ),
  ],
  'is blank': [
    overload(
      ['string'],
      form(['string'], (text: string) => /^[\s]*$/.test(text)),
    ),
  ],
  partition: [overload(['list', 'size'], form(['list', 'number'], partition))],
  'from json': [
    overload(
      ['value'],
      form(['string'], (text: string) => {
        try {
          return parseJson(text);
        } catch {
          throw new FunctionFailure(`Failed to parse JSON from '${text}'`);
        }
      }),
    ),
  ],
  'to json': [overload(['value'], form(['any'], jsonText))],
};

function partition(items: unknown[], size: FeelNumber): unknown[][] {
  const width = toInteger(size);
  if (width < 1) throw new FunctionFailure(`'size' should be greater than zero but was ${numberText(size)}`);
  return Array.from({ length: Math.ceil(items.length / width) }, (_, at) => items.slice(at * width, (at + 1) * width));
}

/** Numbers keep their digits, which JavaScript's own writing would not. */
function jsonText(value: unknown): string {
  if (isNumber(value)) return numberText(value);
  if (Array.isArray(value)) {
    makes(value.length);
    return `[${value.map(jsonText).join(',')}]`;
  }
  if (isTemporal(value)) return JSON.stringify(value.toVariable());
  if (!isContext(value)) return JSON.stringify(value ?? null);
  const entries = Object.entries(value);
  makes(entries.length, CONTEXT_BYTES);
  return `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${jsonText(entry)}`).join(',')}}`;
}
