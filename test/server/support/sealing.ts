import { createClients, startSimulators } from '../../../departments/index.ts';
import { createDocumentRenderer } from '../../../platform/documents/index.ts';
import { letterMaker } from '../../../server/letters/letter-paper.ts';
import { catalog } from '../../../workers/catalog.ts';
import type { WorkerDeps } from '../../../workers/job.ts';
import { createInstanceLinks } from '../../../workers/runtime/instance-links.ts';
import { runJob } from '../../../workers/runtime/run-job.ts';
import type { Harness } from './harness.ts';

/** The workers of the certificates with departments of their own: what the process does between 登簿 and 发证. */
export async function openSealing({ registry, clock, deps: { log } }: Harness) {
  const simulators = await startSimulators({ callbackSecret: 'a-secret-of-the-test', clock, log });
  const clients = createClients(simulators.addresses);
  const deps: WorkerDeps = {
    registry,
    clients,
    engine: { publishMessage: async () => ({ duplicate: false }) },
    documents: createDocumentRenderer(),
    clock,
    log,
    publicUrl: 'http://127.0.0.1:3000',
    callbackUrl: 'http://127.0.0.1:9',
  };
  const links = createInstanceLinks(registry);
  let jobs = 0;
  const run = (type: string, variables: Record<string, unknown>) => {
    jobs += 1;
    const spec = catalog.find((one) => one.type === type);
    if (!spec) throw new Error(`no worker for ${type}`);
    return runJob(
      spec,
      {
        key: `job-${jobs}`,
        type,
        processInstanceKey: '1',
        bpmnProcessId: 'sub-certificate',
        elementId: type,
        elementInstanceKey: `step-${jobs}`,
        customHeaders: {},
        retries: 4,
        variables,
      },
      deps,
      undefined,
      links,
    );
  };
  return {
    run,
    /** Numbers, renders and seals a printed letter. */
    makeLetter: letterMaker({ registry, departments: clients, log }),
    /** Draws, seals and issues every certificate of the case; its sealed files. */
    async certify(caseNo: string): Promise<Buffer[]> {
      for (const [type, more] of [
        ['doc.render', { template: 'certificate' }],
        ['seal.sign', { district: '330203' }],
        ['ecert.issue', {}],
      ] as const) {
        const receipt = await run(type, { caseNo, ...more });
        if (receipt.kind !== 'complete') throw new Error(`${type}: ${JSON.stringify(receipt)}`);
      }
      const signed = (await registry.documents.list(caseNo)).filter((one) => one.key.endsWith('.signed'));
      return Promise.all(signed.map(async ({ documentId }) => (await registry.documents.get(documentId))!.bytes));
    },
    async stop() {
      await clients.close();
      await simulators.stop();
    },
  };
}
