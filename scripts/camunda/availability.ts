import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CAMUNDA_FOLDER, CAMUNDA_VERSION } from './distribution.ts';
import { CamundaUnavailable, findJdk } from './jdk.ts';

const run = promisify(execFile);

/**
 * Why this machine cannot run the real broker, as a sentence that says what to install; undefined when it can.
 * A download that fails is not a reason: that is an error to be seen.
 */
export async function whyCamundaIsMissing(): Promise<string | undefined> {
  try {
    await findJdk();
  } catch (error) {
    if (error instanceof CamundaUnavailable) return error.message;
    throw error;
  }
  const cached = [`camunda-zeebe-${CAMUNDA_VERSION}`, `camunda-zeebe-${CAMUNDA_VERSION}.tar.gz`];
  for (const name of cached) {
    const there = await access(join(CAMUNDA_FOLDER, name)).then(
      () => true,
      () => false,
    );
    if (there) return undefined;
  }
  try {
    await run('mvn', ['-v'], { timeout: 30_000 });
    return undefined;
  } catch {
    return 'Maven (mvn), which fetches the broker, is not installed.';
  }
}
