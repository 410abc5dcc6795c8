import fc from 'fast-check';
import { expect } from 'vitest';
import { brokenRules } from '../../scripts/day/broken-rules.ts';
import { say } from '../races/support/settings.ts';
import { monday } from '../registry/support/setup.ts';
import { type Plan, planOf } from './operations.ts';
import type { Played } from './player.ts';
import { banks, courts, type FreshHome, type ModelRegister, strangers, UNITS } from './register.ts';
import { run, type Scene } from './run.ts';
import { shorten } from './shorten.ts';

/** What failed while eight raced may go well the next time: each shorter sequence is tried so often. */
const TRIES = 3;

export interface Sequences {
  /** Played at least. */
  operations: number;
  /** Of one sequence on average; the longest is twice that. */
  length: number;
  /** Sequences that may be drawn. */
  runs: number;
  seed: number;
  /** To the sequence of an earlier run with this seed that failed. */
  path?: string | undefined;
  /** How long to look for a shorter one, in milliseconds. */
  shrinkingMs: number;
}

export interface Outcome {
  played: number;
  /** How often each operation got each answer: `enter sale: refused INV-06`. */
  counts: Map<string, number>;
  failure: Failure | null;
}

export interface Failure {
  /** As drawn, and what was left of it. */
  sequence: readonly Plan[];
  shortest: readonly Plan[];
  /** Seed and path replay it; the shortest sequence found says what is wrong, in the order of its groups. */
  report: string;
}

/**
 * Of the invariant queries, the one about who was told of a seizure goes by times, and here a case is filed and a seizure entered in
 * one and the same millisecond: the model asks it of the answers, exactly.
 */
export async function broken(register: ModelRegister, unitCodes: string[] | null): Promise<Record<string, unknown[]>> {
  const { 'every running case is told of a seizure once': _byTimes, ...rules } = await brokenRules(
    register.pool,
    unitCodes,
  );
  return rules;
}

let names = 0;
function sceneOf({ clock, connections }: ModelRegister, homes: readonly FreshHome[]): Scene {
  clock.set(monday);
  const people = [...strangers, ...banks, ...homes.flatMap(({ unit }) => unit.owners)];
  names += 1;
  return {
    stage: { homes: homes.map(({ unit }) => unit), people: new Map(people.map((one) => [one.idNo, one])), clock },
    ...{ clock, connections },
    cast: { people: strangers.map((p) => p.idNo), lenders: banks.map((b) => b.idNo), courts: [...courts] },
    pages: homes.map(({ page }) => structuredClone(page)),
    versions: homes.map(({ version }) => version),
    name: `model-${String(names).padStart(5, '0')}`,
  };
}

/** Draws sequences and plays each on homes that nobody has used, until the operations are enough or one differs from the model. */
export async function playSequences(register: ModelRegister, wanted: Sequences): Promise<Outcome> {
  let played = 0;
  const counts = new Map<string, number>();
  const playOn = async (homes: readonly FreshHome[], plans: readonly Plan[]) => {
    const done = await run(sceneOf(register, homes), plans);
    played += done.length;
    count(done, counts);
    const codes = homes.map(({ unit }) => unit.unitCode);
    expect(await broken(register, codes)).toEqual({});
  };
  const plansOf = fc.array(planOf(UNITS), { minLength: 1, maxLength: 2 * wanted.length, size: 'max' });
  const details = await fc.check(
    fc.asyncProperty(plansOf, async (plans) => {
      if (played >= wanted.operations) return;
      const homes = register.takeHomes();
      if (!homes) throw new Error(`The city has too few homes for ${wanted.operations} operations`);
      await playOn(homes, plans);
    }),
    { numRuns: wanted.runs, seed: wanted.seed, ...(wanted.path ? { path: wanted.path } : {}), endOnFailure: true },
  );
  if (!details.failed) return { played, counts, failure: null };

  const [sequence] = details.counterexample as [Plan[]];
  let difference = details.errorInstance as Error;
  say(`model: looking for a shorter sequence. ${difference.message}`);
  const until = performance.now() + wanted.shrinkingMs;
  const shortest = await shorten(sequence, async (shorter) => {
    for (let i = 0; i < (shorter.some((plan) => plan.together) ? TRIES : 1); i += 1) {
      const homes = performance.now() < until ? register.takeHomes() : null;
      if (!homes) return undefined;
      try {
        await playOn(homes, shorter);
      } catch (error) {
        difference = error as Error;
        return true;
      }
    }
    return false;
  });
  const report = reportOf(details, sequence.length, shortest, difference);
  return { played, counts, failure: { sequence, shortest, report } };
}

function count(done: readonly Played[], counts: Map<string, number>): void {
  const filed = new Map<string, string>();
  for (const { operation, answer } of done) {
    if (operation.do === 'file') filed.set(operation.caseNo ?? '', operation.filing.what);
    const about =
      operation.do === 'file' ? operation.filing.what : 'caseNo' in operation ? filed.get(operation.caseNo ?? '') : '';
    const what = `${operation.do}${about ? ` ${about}` : ''}: ${answer.replace(/,? (told|until|\d).*/, '')}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
}

function reportOf(
  { seed, counterexamplePath }: { seed: number; counterexamplePath: string | null },
  drawn: number,
  shortest: readonly Plan[],
  difference: Error,
): string {
  const lines = shortest.map(({ together, days, unit, do: what, ...choices }) => {
    const when = together ? 'together with it' : days > 0 ? `${days} days later` : 'then';
    return `  ${when}: ${what} on home ${unit} ${JSON.stringify(choices)}`;
  });
  return `YITONG_MODEL_SEED=${seed} YITONG_MODEL_PATH=${counterexamplePath}, ${shortest.length} of ${drawn} steps:
${lines.join('\n')}
${difference.message}`;
}
