import { execFile } from 'node:child_process';
import { access, readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The oldest Java that runs Camunda 8.6. Debian's default 17 does not. */
export const OLDEST_JAVA = 21;

/** Where Linux packages and macOS installers put their JDKs. */
const JDK_FOLDERS = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines'];

export interface Jdk {
  /** A value for JAVA_HOME. */
  home: string;
  /** The feature release: 21, 25 … */
  version: number;
}

/** Raised when this machine cannot run the broker; the message says what to install. */
export class CamundaUnavailable extends Error {
  override readonly name = 'CamundaUnavailable';
}

/** The feature release `bin/java` reports, or undefined when it does not start. */
async function versionOf(home: string): Promise<number | undefined> {
  try {
    const { stderr, stdout } = await run(join(home, 'bin', 'java'), ['-version'], { timeout: 20_000 });
    const found = /version "(?:1\.)?(\d+)/.exec(`${stderr}${stdout}`);
    return found ? Number(found[1]) : undefined;
  } catch {
    return undefined;
  }
}

async function candidates(env: NodeJS.ProcessEnv, folders: readonly string[]): Promise<string[]> {
  const homes: string[] = env.JAVA_HOME ? [env.JAVA_HOME] : [];
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    // The newest first: names carry the release (temurin-25-jdk-amd64, java-21-openjdk …).
    for (const name of names.sort((a, b) => releaseIn(b) - releaseIn(a))) {
      homes.push(join(folder, name), join(folder, name, 'Contents', 'Home'));
    }
  }
  for (const path of (env.PATH ?? '').split(':')) {
    const java = await realpath(join(path, 'java')).catch(() => undefined);
    if (java) homes.push(dirname(dirname(java)));
  }
  return homes;
}

function releaseIn(name: string): number {
  return Number(/\d+/.exec(name.replace(/1\.(\d)/, '$1'))?.[0] ?? 0);
}

/**
 * A JDK of release 21 or newer: JAVA_HOME first, then the machine's JDK folders, then the java on PATH.
 * Throws CamundaUnavailable when there is none.
 */
export async function findJdk(env: NodeJS.ProcessEnv = process.env, folders = JDK_FOLDERS): Promise<Jdk> {
  const tooOld: string[] = [];
  const seen = new Set<string>();
  for (const candidate of await candidates(env, folders)) {
    const home = await realpath(candidate).catch(() => undefined);
    if (!home || seen.has(home)) continue;
    seen.add(home);
    if (
      !(await access(join(home, 'bin', 'java')).then(
        () => true,
        () => false,
      ))
    )
      continue;
    const version = await versionOf(home);
    if (version === undefined) continue;
    if (version >= OLDEST_JAVA) return { home, version };
    tooOld.push(`${version} in ${home}`);
  }
  const found = tooOld.length > 0 ? ` Found only Java ${tooOld.join(', ')}.` : '';
  throw new CamundaUnavailable(
    `No JDK ${OLDEST_JAVA} or newer found.${found} Install one (for example Temurin 21 from https://adoptium.net) or set JAVA_HOME to it.`,
  );
}
