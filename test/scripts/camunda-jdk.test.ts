import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CamundaUnavailable, findJdk } from '../../scripts/camunda/jdk.ts';

describe('finding a JDK for the real broker', () => {
  let folder: string;

  /** A JDK that says what the real ones say on stderr. */
  async function install(name: string, line: string): Promise<string> {
    const home = join(folder, name);
    await mkdir(join(home, 'bin'), { recursive: true });
    await writeFile(join(home, 'bin', 'java'), `#!/bin/sh\necho '${line}' >&2\n`);
    await chmod(join(home, 'bin', 'java'), 0o755);
    return home;
  }

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'jdks-')));
    await install('java-8-openjdk', 'openjdk version "1.8.0_402"');
    await install('java-17-openjdk-amd64', 'openjdk version "17.0.12" 2024-07-16');
    await install('temurin-21-jdk-amd64', 'openjdk version "21.0.4" 2024-07-16 LTS');
    await install('temurin-25-jdk-amd64', 'openjdk version "25.0.3" 2026-04-21 LTS');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('prefers JAVA_HOME when it is new enough', async () => {
    const home = join(folder, 'temurin-21-jdk-amd64');
    expect(await findJdk({ JAVA_HOME: home }, [folder])).toEqual({ home, version: 21 });
  });

  test('passes over a JAVA_HOME that is too old and takes the newest installed', async () => {
    const found = await findJdk({ JAVA_HOME: join(folder, 'java-17-openjdk-amd64') }, [folder]);
    expect(found).toEqual({ home: join(folder, 'temurin-25-jdk-amd64'), version: 25 });
  });

  test('says what was found and what to install when there is none', async () => {
    const attempt = findJdk({ JAVA_HOME: join(folder, 'java-8-openjdk'), PATH: '' }, []);
    await expect(attempt).rejects.toThrow(CamundaUnavailable);
    await expect(attempt).rejects.toThrow(/No JDK 21 or newer found\. Found only Java 8 in .*Install one.*JAVA_HOME/);
  });
});
