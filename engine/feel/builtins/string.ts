import { randomUUID } from 'node:crypto';
import { JavaException } from '../failures.ts';
import { javaPattern, javaReplacement } from '../java-pattern.ts';
import { type FeelNumber, toInteger } from '../number.ts';
import { showValue } from '../show.ts';
import { type Builtins, FunctionFailure, form, overload } from './define.ts';

export const stringBuiltins: Builtins = {
  substring: [
    overload(
      ['string', 'start position'],
      form(['string', 'number'], (text: string, start: FeelNumber) => cut(text, startOf(text, start), text.length)),
    ),
    overload(
      ['string', 'start position', 'length'],
      form(['string', 'number', 'number'], (text: string, start: FeelNumber, length: FeelNumber) => {
        const from = startOf(text, start);
        return cut(text, from, Math.min(from + toInteger(length), text.length));
      }),
    ),
  ],
  'string length': [
    overload(
      ['string'],
      form(['string'], (text: string) => text.length),
    ),
  ],
  'upper case': [
    overload(
      ['string'],
      form(['string'], (text: string) => text.toUpperCase()),
    ),
  ],
  'lower case': [
    overload(
      ['string'],
      form(['string'], (text: string) => text.toLowerCase()),
    ),
  ],
  'substring before': [
    overload(
      ['string', 'match'],
      form(['string', 'string'], (text: string, match: string) => text.slice(0, Math.max(0, text.indexOf(match)))),
    ),
  ],
  'substring after': [
    overload(
      ['string', 'match'],
      form(['string', 'string'], (text: string, match: string) =>
        text.includes(match) ? text.slice(text.indexOf(match) + match.length) : '',
      ),
    ),
  ],
  contains: [
    overload(
      ['string', 'match'],
      form(['string', 'string'], (text: string, match: string) => text.includes(match)),
    ),
  ],
  'starts with': [
    overload(
      ['string', 'match'],
      form(['string', 'string'], (text: string, match: string) => text.startsWith(match)),
    ),
  ],
  'ends with': [
    overload(
      ['string', 'match'],
      form(['string', 'string'], (text: string, match: string) => text.endsWith(match)),
    ),
  ],
  matches: [
    overload(['input', 'pattern'], form(['string', 'string'], matches)),
    overload(['input', 'pattern', 'flags'], form(['string', 'string', 'string'], matches)),
  ],
  replace: [
    overload(['input', 'pattern', 'replacement'], form(['string', 'string', 'string'], replace)),
    overload(['input', 'pattern', 'replacement', 'flags'], form(['string', 'string', 'string', 'string'], replace)),
  ],
  split: [overload(['string', 'delimiter'], form(['string', 'string'], split))],
  extract: [
    overload(
      ['string', 'pattern'],
      form(['string', 'string'], (text: string, pattern: string) =>
        [...text.matchAll(patternOf(pattern))].map(([found]) => found),
      ),
    ),
  ],
  /** As Java's: the blanks up to U+0020, not the wide ones. */
  trim: [
    overload(
      ['string'],
      form(['string'], (text: string) => text.replace(/^[\0- ]+|[\0- ]+$/g, '')),
    ),
  ],
  uuid: [
    overload(
      [],
      form([], () => randomUUID()),
    ),
  ],
  'to base64': [
    overload(
      ['value'],
      form(['string'], (text: string) => Buffer.from(text, 'utf8').toString('base64')),
    ),
  ],
  'string join': [
    overload(['list'], form(['list'], join)),
    overload(['list', 'delimiter'], form(['list', 'string or null'], join)),
    overload(
      ['list', 'delimiter', 'prefix', 'suffix'],
      form(['list', 'string or null', 'string or null', 'string or null'], join),
    ),
  ],
};

const startOf = (text: string, start: FeelNumber): number => {
  const position = toInteger(start);
  return position > 0 ? position - 1 : text.length + position;
};

function cut(text: string, from: number, to: number): string {
  if (from < 0 || from > to) {
    throw new JavaException(
      'java.lang.StringIndexOutOfBoundsException',
      `Range [${from}, ${to}) out of bounds for length ${text.length}`,
    );
  }
  return text.slice(from, to);
}

const invalid = (pattern: string): FunctionFailure => new FunctionFailure(`Invalid pattern '${pattern}'`);

function patternOf(pattern: string, flags?: string): RegExp {
  const found = javaPattern(pattern, flags);
  if (!found) throw invalid(pattern);
  return found;
}

function matches(text: string, pattern: string, flags?: string): boolean {
  return patternOf(pattern, flags).test(text);
}

function replace(text: string, pattern: string, replacement: string, flags?: string): string {
  const found = patternOf(pattern, flags);
  let [written, at] = ['', 0];
  for (const match of text.matchAll(found)) {
    const instead = javaReplacement(replacement, match);
    if (instead === null) throw invalid(pattern);
    written += text.slice(at, match.index) + instead;
    at = match.index + match[0].length;
  }
  return written + text.slice(at);
}

/** A delimiter that matches nothing parts before every letter but the first. */
function split(text: string, delimiter: string): string[] {
  const pattern = javaPattern(delimiter);
  if (!pattern) throw new FunctionFailure(`Invalid pattern for delimiter '${delimiter}'`);
  const parts: string[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index + match[0].length === 0) continue;
    parts.push(text.slice(at, match.index));
    at = match.index + match[0].length;
  }
  return [...parts, text.slice(at)];
}

/** Nulls are left out; a delimiter, prefix or suffix that is null is empty. */
function join(items: unknown[], delimiter?: string | null, prefix?: string | null, suffix?: string | null): string {
  const texts = items.filter((item) => item !== null && item !== undefined);
  if (texts.some((item) => typeof item !== 'string')) {
    throw new FunctionFailure(`expected a list of strings but found 'List(${items.map(showValue).join(', ')})'`);
  }
  return (prefix ?? '') + texts.join(delimiter ?? '') + (suffix ?? '');
}
