import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deployInParts, type EngineClient, type Resource } from '../../platform/engine-client/index.ts';

const PROCESSES = new URL('../../processes', import.meta.url).pathname;
const EXTENSIONS = ['.bpmn', '.dmn', '.form'];

/** Every diagram, decision and form of `processes/`, in a stable order. */
export async function readProcesses(folder: string = PROCESSES): Promise<Resource[]> {
  const files = (await readdir(folder, { recursive: true })).sort();
  const wanted = files.filter((file) => EXTENSIONS.some((extension) => file.endsWith(extension)));
  return Promise.all(
    wanted.map(async (file) => ({
      name: file.split('/').at(-1)!,
      content: await readFile(join(folder, file), 'utf8'),
    })),
  );
}

/** Deploys `processes/`. What has not changed keeps its version, so every start may do it. */
export async function deployProcesses(engine: Pick<EngineClient, 'deploy'>): Promise<void> {
  await deployInParts(engine, await readProcesses());
}
