import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CAMUNDA_FOLDER } from '../../../scripts/camunda/distribution.ts';
import { findJdk } from '../../../scripts/camunda/jdk.ts';

const run = promisify(execFile);
const FOLDER = join(import.meta.dirname, '..', 'java');
const CLASS_PATH = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath';

/** A Java client of Camunda's, as Maven Central has it. */
export interface JavaClient {
  artifact: string;
  version: string;
  /** What is called otherwise in it than in zeebe-client-java, in which the programs are written. */
  renamed: [from: string, to: string][];
}

export const ZEEBE_CLIENT: JavaClient = { artifact: 'zeebe-client-java', version: '8.6.0', renamed: [] };

/** Its names changed as Camunda's guide to the migration from zeebe-client-java says. */
export const CAMUNDA_CLIENT: JavaClient = {
  artifact: 'camunda-client-java',
  version: '8.8.0',
  renamed: [
    ['io.camunda.zeebe.client', 'io.camunda.client'],
    ['ZeebeClient', 'CamundaClient'],
    ['.usePlaintext()', ''],
    ['newUserTaskCompleteCommand', 'newCompleteUserTaskCommand'],
    ['newUserTaskAssignCommand', 'newAssignUserTaskCommand'],
  ],
};

/** Why Java programs cannot be run here although the broker can; undefined when they can. */
export async function whyMavenIsMissing(): Promise<string | undefined> {
  return run('mvn', ['-v'], { timeout: 30_000 }).then(
    () => undefined,
    () => "Maven (mvn), which fetches Camunda's Java clients, is not installed.",
  );
}

/** Fetches a client and what it needs through Maven, once (10 MB), and names the archives. */
async function classPath({ artifact, version }: JavaClient): Promise<string> {
  const file = join(CAMUNDA_FOLDER, 'run', `${artifact}-${version}.classpath`);
  await mkdir(join(CAMUNDA_FOLDER, 'run'), { recursive: true });
  const settings = [`-Dclient=${artifact}`, `-Dclient.version=${version}`, `-Dmdep.outputFile=${file}`];
  await run('mvn', ['-q', '-B', '-f', join(FOLDER, 'pom.xml'), ...settings, CLASS_PATH], { timeout: 300_000 });
  return readFile(file, 'utf8');
}

/**
 * Compiles a program of `test/camunda/java` against a client and returns how to run it: its arguments in, its lines out.
 * @param folder where the compiled program goes
 */
export async function javaProgram(name: string, client: JavaClient, folder: string) {
  const [{ home }, path] = await Promise.all([findJdk(), classPath(client)]);
  let source = await readFile(join(FOLDER, `${name}.java`), 'utf8');
  for (const [from, to] of client.renamed) source = source.replaceAll(from, to);
  const classes = join(folder, `${name}-${client.artifact}`);
  await mkdir(classes, { recursive: true });
  const file = join(classes, `${name}.java`);
  await writeFile(file, source);
  await run(join(home, 'bin', 'javac'), ['-nowarn', '-cp', path, '-d', classes, file], { timeout: 120_000 });
  return async (...args: string[]): Promise<string[]> => {
    const java = ['-Xmx256m', '-cp', `${classes}:${path}`, name, ...args];
    const { stdout } = await run(join(home, 'bin', 'java'), java, { timeout: 120_000 });
    return stdout.trim().split('\n');
  };
}
