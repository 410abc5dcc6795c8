import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', 'recorded');

const fileOf = (subject: string, scenario: string): string =>
  join(
    FOLDER,
    subject,
    `${scenario
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')}.txt`,
  );

/** Keeps what the real 8.6.0 broker did in a scenario. */
export async function recordTrace(subject: string, scenario: string, trace: string): Promise<void> {
  await mkdir(join(FOLDER, subject), { recursive: true });
  await writeFile(fileOf(subject, scenario), trace);
}

/** What the real 8.6.0 broker did, as it was recorded. */
export function recordedTrace(subject: string, scenario: string): Promise<string> {
  return readFile(fileOf(subject, scenario), 'utf8');
}
