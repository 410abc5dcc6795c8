import { RESERVED } from './scanner.ts';

/** Text of a diagram's attribute, as Zeebe reads it: `=` starts a FEEL expression, anything else (and `=` alone) stands for itself. */
export type Expression =
  | { kind: 'static'; source: string }
  | {
      kind: 'feel';
      /** Without the leading `=`. */
      source: string;
      /** Set when the expression is only a path such as `case.unit.code`: evaluated without the FEEL interpreter. */
      path: readonly string[] | null;
    };

const PATH = /^\s*[\p{L}_][\p{L}\p{N}_]*(?:\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)*\s*$/u;

export function compile(text: string): Expression {
  return text.startsWith('=') && text !== '=' ? feel(text.slice(1)) : { kind: 'static', source: text };
}

/** An expression that is FEEL without a leading `=` (DMN). */
export function feel(source: string): Expression {
  const path = PATH.test(source) ? source.split('.').map((part) => part.trim()) : null;
  const isWord = path?.some((part) => RESERVED.has(part)) ?? false;
  return { kind: 'feel', source, path: isWord ? null : path };
}
