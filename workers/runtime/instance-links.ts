import type { Job } from '../../platform/engine-client/index.ts';
import type { Registry } from '../../registry/index.ts';

export interface InstanceLinks {
  /** Tells the register once which process instance works for the case. */
  link(job: Job, caseNo: string | undefined): Promise<void>;
}

/** Enough for the cases that run at one time; a forgotten link is only told again. */
const REMEMBERED = 10_000;

export function createInstanceLinks(registry: Pick<Registry, 'cases'>): InstanceLinks {
  const known = new Set<string>();
  return {
    async link(job, caseNo) {
      if (!caseNo || known.has(job.processInstanceKey)) return;
      await registry.cases.linkProcessInstance(caseNo, job.processInstanceKey, job.bpmnProcessId);
      if (known.size >= REMEMBERED) known.clear();
      known.add(job.processInstanceKey);
    },
  };
}
