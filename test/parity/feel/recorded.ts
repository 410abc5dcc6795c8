import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FEEL_CATALOGUE } from './catalogue/index.ts';

const FOLDER = join(import.meta.dirname, '..', 'recorded', 'feel');
const fileOf = (subject: string) => join(FOLDER, `${subject}.txt`);

/** The expressions of a subject, each once. */
export const expressionsOf = (subject: string): string[] => [
  ...new Set(Object.values(FEEL_CATALOGUE[subject] ?? {}).flat()),
];

/** An expression on a line of its own, its outcome indented below. */
const write = ([source, outcome]: [string, string]) => `${source}\n  ${outcome.replaceAll('\n', '\n  ')}\n`;

/** Keeps what the real 8.6.0 broker made of the expressions of a subject. */
export async function recordOutcomes(subject: string, outcomes: readonly [string, string][]): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(fileOf(subject), outcomes.map(write).join(''));
}

/** What the real 8.6.0 broker made of them, as it was recorded: outcome by expression. */
export async function recordedOutcomes(subject: string): Promise<Map<string, string>> {
  const blocks = (await readFile(fileOf(subject), 'utf8')).split(/\n(?! )/).filter((block) => block !== '');
  return new Map(
    blocks.map((block) => {
      const [source = '', ...lines] = block.split('\n');
      return [source, lines.map((line) => line.slice(2)).join('\n')];
    }),
  );
}
