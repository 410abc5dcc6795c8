import { createHash } from 'node:crypto';
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

const diagramsOf = (subject: string): string => join(FOLDER, subject, 'diagrams.sha256');

function digest(files: readonly { name: string; content: string }[]): string {
  const hash = createHash('sha256');
  for (const { name, content } of files) hash.update(`${name}\n${content}\n`);
  return `${hash.digest('hex')}\n`;
}

/** Notes which diagrams of the product a subject was recorded with. */
export async function recordDiagrams(
  subject: string,
  files: readonly { name: string; content: string }[],
): Promise<void> {
  await mkdir(join(FOLDER, subject), { recursive: true });
  await writeFile(diagramsOf(subject), digest(files));
}

/** Whether a subject was recorded with these diagrams; an edited diagram needs a new recording. */
export async function recordedWith(
  subject: string,
  files: readonly { name: string; content: string }[],
): Promise<boolean> {
  return (await readFile(diagramsOf(subject), 'utf8').catch(() => '')) === digest(files);
}
