import { readFile } from 'node:fs/promises';

/** What the server knows of a job type; see `workers/published/describe.ts` for the file. */
export interface KnownJob {
  type: string;
  /** Names of the variables that must be there. */
  requires: string[];
  outputs: string[];
}

interface Entry {
  type: string;
  inputs?: { name: string; required: boolean }[];
  outputs?: { name: string }[];
}

const isEntry = (one: unknown): one is Entry => typeof (one as Partial<Entry> | null)?.type === 'string';

/** From the workers' descriptions; of two with the same type the later counts. */
export function knownJobsOf(list: readonly unknown[]): KnownJob[] {
  const jobs = list.filter(isEntry).map(({ type, inputs = [], outputs = [] }): [string, KnownJob] => [
    type,
    {
      type,
      requires: inputs.filter(({ required }) => required).map(({ name }) => name),
      outputs: outputs.map(({ name }) => name),
    },
  ]);
  return [...new Map(jobs).values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}

/**
 * The job types that a worker serves: those of the catalogue that this release carries, and those that workers have
 * written into the home folder, also workers that are not ours. A file that is not there adds nothing.
 */
export async function readKnownJobs(...files: string[]): Promise<KnownJob[]> {
  const lists = await Promise.all(
    files.map(async (file): Promise<unknown> => JSON.parse(await readFile(file, 'utf8').catch(() => '[]'))),
  );
  return knownJobsOf(lists.flatMap((list) => (Array.isArray(list) ? list : [])));
}
