import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { CamundaUnavailable } from './jdk.ts';

const run = promisify(execFile);

/** The oldest engine the product supports, and the only 8.6 distribution Maven Central carries. */
export const CAMUNDA_VERSION = '8.6.0';

/** Measured on the archive from Maven Central, whose published SHA-1 (92af49d8…7878) it also has. */
const ARCHIVE_SHA256 = '5c699e86a6c9d290dd7b1f0b2ea648fb57fd1dacf1cab22c874219e58827ea45';
const ARCHIVE = `camunda-zeebe-${CAMUNDA_VERSION}.tar.gz`;
const MAVEN_COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

/** The git-ignored folder for the archive, the unpacked broker and its data. */
export const CAMUNDA_FOLDER = join(import.meta.dirname, '..', '..', '.camunda');

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function download(folder: string): Promise<void> {
  try {
    await run(
      'mvn',
      [
        '-q',
        '-B',
        MAVEN_COPY,
        `-Dartifact=io.camunda:camunda-zeebe:${CAMUNDA_VERSION}:tar.gz`,
        `-DoutputDirectory=${folder}`,
        '-Dmdep.useBaseVersion=true',
      ],
      // 299 MB: ten minutes is enough for a line of 4 Mbit/s.
      { timeout: 600_000, maxBuffer: 8 * 1024 * 1024 },
    );
  } catch (error) {
    const { code, stdout } = error as { code?: string | number; stdout?: string };
    if (code === 'ENOENT') {
      throw new CamundaUnavailable(
        `Maven (mvn) is not installed, and it fetches the broker. Install Maven, or put ${ARCHIVE} from Maven Central into ${folder}.`,
      );
    }
    const reason = (stdout ?? '').split('\n').find((line) => line.includes('[ERROR]'));
    throw new CamundaUnavailable(
      `Maven could not fetch ${ARCHIVE}: ${reason ?? String(error)}. Check the network and try again.`,
    );
  }
}

/**
 * The folder of the unpacked broker, fetched through Maven (299 MB) and unpacked if it is not there yet.
 * The archive must have the pinned SHA-256; another one is removed and refused.
 * @throws CamundaUnavailable when it cannot be had; the message says what to do.
 */
export async function fetchCamunda(say: (line: string) => void, folder = CAMUNDA_FOLDER): Promise<string> {
  const home = join(folder, `camunda-zeebe-${CAMUNDA_VERSION}`);
  if (await exists(join(home, 'bin', 'broker'))) return home;
  await mkdir(folder, { recursive: true });
  const archive = join(folder, ARCHIVE);
  if (!(await exists(archive))) {
    say(`Fetching Camunda ${CAMUNDA_VERSION} through Maven (299 MB, once) …`);
    await download(folder);
  }
  const found = await sha256(archive);
  if (found !== ARCHIVE_SHA256) {
    await rm(archive);
    throw new CamundaUnavailable(
      `${archive} has SHA-256 ${found}, expected ${ARCHIVE_SHA256}. It was removed: run "npm run camunda -- fetch" again.`,
    );
  }
  // Unpacked beside its place and moved there whole, so that an interrupted run leaves no half broker.
  const unpacking = await mkdirFresh(join(folder, `unpacking-${process.pid}`));
  try {
    await run('tar', ['-xzf', archive, '-C', unpacking]);
    await rename(join(unpacking, `camunda-zeebe-${CAMUNDA_VERSION}`), home).catch(async (error: unknown) => {
      // Another process unpacked it in the meantime.
      if (!(await exists(join(home, 'bin', 'broker')))) throw error;
    });
  } finally {
    await rm(unpacking, { recursive: true, force: true });
  }
  return home;
}

async function mkdirFresh(path: string): Promise<string> {
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true });
  return path;
}
