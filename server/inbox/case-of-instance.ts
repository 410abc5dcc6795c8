import type { EngineClient, ProcessInstance } from '../../platform/engine-client/index.ts';
import type { CaseSummary, Registry } from '../../registry/index.ts';

/** A called process may call another; deeper than this is not a design of ours. */
const MAX_DEPTH = 4;

/**
 * The case that a process instance works for. Workers link instances as soon as they run a job of them; a called
 * process (sub-tax) whose first job has not run yet is found by its parent.
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
