import { Script } from 'node:vm';

/**
 * How long one expression or decision may take. They are evaluated in the middle of a command, and nothing else happens
 * meanwhile; a range of a billion or a pattern that backtracks would stop the engine for ever. Camunda 8.9 limits them, too.
 */
const LONGEST_MS = 1_000;

/**
 * Repetition, patterns, filters, contexts in contexts, functions that compare each value with each other, and sheer length. A
 * path, a comparison or a sum takes no time worth watching (watching costs 0.1 ms).
 */
const MAY_TAKE_LONG =
  /\.\.|[[{]|\b(?:for|some|every|function|matches|replace|split|extract|distinct|duplicate|union|mode)\b/;
const LONG_SOURCE = 2_000;

export const mayTakeLong = (source: string): boolean => source.length >= LONG_SOURCE || MAY_TAKE_LONG.test(source);

const HOOK = Symbol.for('yitong.engine.feel.task');
/** A script can be ended from outside, whatever functions it has called. */
const script = new Script(`globalThis[Symbol.for('${HOOK.description}')]()`);

export class TimeOver extends Error {}

const place = globalThis as { [HOOK]?: () => unknown };

/** What runs inside of another has the other's time. @throws TimeOver */
export function withinTime<T>(run: () => T): T {
  if (place[HOOK]) return run();
  place[HOOK] = run;
  try {
    return script.runInThisContext({ timeout: LONGEST_MS }) as T;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new TimeOver(`it takes longer than ${LONGEST_MS / 1000} s`);
  } finally {
    delete place[HOOK];
  }
}
