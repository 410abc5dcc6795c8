/** Every process of `processes/` with what `test/processes/<process-id>/` says about it, and the plays of all of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { NamedPlay } from './coverage.ts';
import { type Diagram, readDiagram } from './diagram.ts';
import { openStage } from './player.ts';
import type { Play, ProcessAnswers, Scenario } from './script.ts';

const PROCESSES = join(import.meta.dirname, '../../../processes');
const TESTS = join(import.meta.dirname, '..');

export interface ProcessFolder {
  id: string;
  answers: ProcessAnswers;
  scenarios: Scenario[];
  /** Element or flow that no scenario can reach → why. */
  exceptions: Record<string, string>;
}

/** Diagrams, tables and forms of these processes; without a list, of all. */
export function processFiles(ids?: readonly string[]): { name: string; content: string }[] {
  return (readdirSync(PROCESSES, { recursive: true }) as string[])
    .filter((path) => /\.(bpmn|dmn|form)$/.test(path) && (!ids || ids.some((id) => path.startsWith(`${id}/`))))
    .sort()
    .map((path) => ({ name: basename(path), content: readFileSync(join(PROCESSES, path), 'utf8') }));
}

export const diagramOf = (id: string): Promise<Diagram> =>
  readDiagram(readFileSync(join(PROCESSES, id, `${id}.bpmn`), 'utf8'));

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

export interface Playhouse {
  folders: ProcessFolder[];
  /** Plays a scenario the first time it is asked for. */
  play(processId: string, scenario: Scenario): Promise<Play>;
  /** All scenarios of all processes: one may take elements of what it calls. A play that fails is left out. */
  all(): Promise<NamedPlay[]>;
}

export async function openPlayhouse(): Promise<Playhouse> {
  const folders = await processFolders();
  const stage = openStage(processFiles(), new Map(folders.map(({ id, answers }) => [id, answers])));
  const played = new Map<Scenario, Promise<Play>>();
  const play = (processId: string, scenario: Scenario) => {
    const known = played.get(scenario) ?? stage.play(processId, scenario);
    played.set(scenario, known);
    return known;
  };
  return {
    folders,
    play,
    async all() {
      const plays: NamedPlay[] = [];
      for (const { id, scenarios } of folders) {
        for (const scenario of scenarios) {
          const one = await play(id, scenario).catch(() => undefined);
          if (one) plays.push({ name: `${id}: ${scenario.name}`, play: one });
        }
      }
      return plays;
    },
  };
}
