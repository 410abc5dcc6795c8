/** Every process of `processes/` with what `test/processes/<process-id>/` says about it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ProcessAnswers, Scenario } from './script.ts';

const PROCESSES = join(import.meta.dirname, '../../../processes');
const TESTS = join(import.meta.dirname, '..');

export interface ProcessFolder {
  id: string;
  answers: ProcessAnswers;
  scenarios: Scenario[];
  /** Element or flow that no scenario can reach → why. */
  exceptions: Record<string, string>;
}

export function processFiles(): { name: string; content: string }[] {
  return (readdirSync(PROCESSES, { recursive: true }) as string[])
    .filter((path) => /\.(bpmn|dmn|form)$/.test(path))
    .sort()
    .map((path) => ({ name: basename(path), content: readFileSync(join(PROCESSES, path), 'utf8') }));
}

async function named<T>(id: string, name: string, otherwise: T): Promise<T> {
  const file = join(TESTS, id, `${name}.ts`);
  if (!existsSync(file)) return otherwise;
  const module = await import(file);
  if (!(name in module)) throw new Error(`${file} must export ${name}`);
  return module[name];
}

export async function processFolders(): Promise<ProcessFolder[]> {
  const ids = readdirSync(PROCESSES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return Promise.all(
    ids.map(async (id) => ({
      id,
      answers: await named<ProcessAnswers>(id, 'answers', {}),
      scenarios: await named<Scenario[]>(id, 'scenarios', []),
      exceptions: await named<Record<string, string>>(id, 'exceptions', {}),
    })),
  );
}
