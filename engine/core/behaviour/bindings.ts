/** Which version of a form, decision, process or other resource an element means. */
import type { Binding } from '../../model/index.ts';
import type { Index } from '../row-index.ts';
import type { Key } from '../types.ts';

interface Versioned {
  deploymentKey: Key;
  versionTag: string | null;
}

/** `deploymentKey`: of the process that names it; only for the binding to a deployment. */
export function boundVersion<T extends Versioned>(
  versions: Index<T>,
  id: string,
  binding: Binding,
  deploymentKey?: Key,
): T | undefined {
  switch (binding.type) {
    case 'deployment':
      return [...versions.get(id)].find((version) => version.deploymentKey === deploymentKey);
    case 'versionTag':
      return [...versions.get(id)].findLast((version) => version.versionTag === binding.tag);
    case 'latest':
      return versions.last(id);
  }
}
