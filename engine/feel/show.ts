import { isNumber, numberText } from './number.ts';
import { FeelRange } from './range.ts';
import { FeelFunction, isContext } from './values.ts';
import { CONTEXT_BYTES, makes } from './within-size.ts';

/** A value as FEEL writes it, which is how Camunda's warnings print it. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return `"${value}"`;
  if (isNumber(value)) return numberText(value);
  if (Array.isArray(value)) {
    makes(value.length);
    return `[${value.map(showValue).join(', ')}]`;
  }
  if (value instanceof FeelRange) return showRange(value);
  if (value instanceof FeelFunction) return `function(${value.parameters.join(', ')})`;
  if (isContext(value)) {
    const entries = Object.entries(value);
    makes(entries.length, CONTEXT_BYTES);
    return `{${entries.map(([name, entry]) => `${name}:${showValue(entry)}`).join(', ')}}`;
  }
  return String(value);
}

const showRange = ({ low, high, lowIncluded, highIncluded }: FeelRange): string =>
  `${lowIncluded ? '[' : '('}${showValue(low)}..${showValue(high)}${highIncluded ? ']' : ')'}`;
