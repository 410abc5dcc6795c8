import type { Scanner } from './scanner.ts';

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', s: ' ', "'": "'", '"': '"' };

/**
 * A string literal. A backslash before anything but a known letter or a quote stands for itself, before another backslash too:
 * patterns are written as they are (`"\d{6}"`).
 */
export function readString(scan: Scanner): string {
  const found = scan.take(/"((?:[^"\\]|\\"|\\)*?)"/y);
  if (!found) return scan.fail('a text does not end');
  return (found[1] ?? '').replace(/\\([nrtbfs'"])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}
