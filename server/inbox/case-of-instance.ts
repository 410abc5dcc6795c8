import type { EngineClient, ProcessInstance } from '../../platform/engine-client/index.ts';
import type { CaseSummary, Registry } from '../../registry/index.ts';

/** Deeper than this is a diagram that calls itself, not a design of ours. */
const MAX_DEPTH = 32;

/**
 * The case that a process instance works for. The register knows the instance of a case's own process; a called process
 * (sub-tax, sub-certificate, …) at any depth is found by its parents.
 */
export async function caseOfInstance(
  deps: { registry: Pick<Registry, 'cases'>; engine: Pick<EngineClient, 'getProcessInstance'> },
  processInstanceKey: string,
): Promise<CaseSummary | null> {
  let key: string | null | undefined = processInstanceKey;
  for (let depth = 0; key && depth < MAX_DEPTH; depth++) {
    const [found] = await deps.registry.cases.listCases({ processInstanceKey: key, limit: 1 });
    if (found) return found;
    const instance: ProcessInstance | null = await deps.engine.getProcessInstance(key).catch(() => null);
    key = instance?.parentProcessInstanceKey;
  }
  return null;
}
