import type { Deployment, EngineClient, Resource } from './types.ts';

/** Bytes of one request, unless a single resource is larger. A gateway gives up on a megabyte of diagrams when it is busy. */
const PART_BYTES = 256 * 1024;

/** Resources in their order, in parts of at most `limit` bytes. */
export function partsOf(resources: readonly Resource[], limit = PART_BYTES): Resource[][] {
  const parts: Resource[][] = [];
  let size = 0;
  for (const resource of resources) {
    const bytes = Buffer.byteLength(resource.content);
    const last = parts.at(-1);
    if (last && size + bytes <= limit) {
      last.push(resource);
      size += bytes;
    } else {
      parts.push([resource]);
      size = bytes;
    }
  }
  return parts;
}

/**
 * Deploys many resources as several deployments, one after the other; what is unchanged keeps its version, so a
 * deployment that stopped half-way is simply done again. Diagrams find called processes, decisions and forms when they
 * need them (binding `latest`), so the parts may come in any order.
 *
 * @throws EngineError of the part that was refused; the earlier parts stay deployed
 */
export async function deployInParts(
  engine: Pick<EngineClient, 'deploy'>,
  resources: readonly Resource[],
): Promise<Omit<Deployment, 'deploymentKey'>> {
  const all: Omit<Deployment, 'deploymentKey'> = { processes: [], decisions: [], forms: [] };
  for (const part of partsOf(resources)) {
    const { processes, decisions, forms } = await engine.deploy(part);
    all.processes.push(...processes);
    all.decisions.push(...decisions);
    all.forms.push(...forms);
  }
  return all;
}
