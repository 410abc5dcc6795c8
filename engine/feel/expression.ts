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
  const trimmed = text.trim();
  if (!trimmed.startsWith('=') || trimmed === '=') return { kind: 'static', source: text };
  return feel(trimmed.slice(1).trim());
}

/** An expression that is FEEL whether or not it starts with `=` (conditions, DMN). */
export function feel(source: string): Expression {
  const path = PATH.test(source) ? source.split('.').map((part) => part.trim()) : null;
  const isWord = path?.some((part) => RESERVED.has(part)) ?? false;
  return { kind: 'feel', source, path: isWord ? null : path };
}
