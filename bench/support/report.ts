import type { Machine } from './machine.ts';

/** What every benchmark's `--json` says beside its figures. */
export interface Report {
  machine: Machine;
  /** Of this product, of Node, and of what else a figure depends on. */
  versions: Record<string, string>;
  /** How many single measurements are behind each figure. */
  samples: Record<string, number>;
}

/** The result on stdout: as one object with `--json`, otherwise for people. Progress goes to stderr. */
export function print<Result extends Report>(result: Result, asJson: boolean, table: (result: Result) => string): void {
  process.stdout.write(asJson ? `${JSON.stringify(result)}\n` : table(result));
}
