import { createMemoryEngine } from '../../../engine/memory.ts';
import { toTrace } from '../support/embedded-stage.ts';
import { openGateway } from '../support/gateway.ts';
import type { StagedEngine } from '../support/stage.ts';
import { BENCH_NOW, type FeelBench } from './observe.ts';

/** The embedded engine in memory: the core that the durable one runs, too. */
export function embeddedBench(): FeelBench {
  const memory = createMemoryEngine({ now: BENCH_NOW });
  return {
    async deploy(name, content) {
      try {
        memory.deploy({ name, content });
        return true;
      } catch {
        return false;
      }
    },
    async run(processId, variables) {
      const before = memory.records.length;
      memory.start(processId, variables as never);
      return memory.records.slice(before).map(toTrace);
    },
  };
}

/** A real broker, its clock pinned. */
export async function camundaBench(engine: StagedEngine): Promise<FeelBench & { close(): void }> {
  const gateway = openGateway(engine.grpc);
  const pinned = await fetch(`${engine.rest}/v2/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ timestamp: BENCH_NOW }),
  });
  if (!pinned.ok) throw new Error(`the clock cannot be pinned: ${pinned.status}`);
  return {
    async deploy(name, xml) {
      try {
        await gateway.unary('DeployResource')({ resources: [{ name, content: Buffer.from(xml) }] });
        return true;
      } catch {
        return false;
      }
    },
    async run(bpmnProcessId, variables) {
      const before = engine.records().length;
      await gateway.unary('CreateProcessInstance')({
        bpmnProcessId,
        version: -1,
        variables: JSON.stringify(variables),
      });
      await engine.settled();
      return engine.records().slice(before);
    },
    close: () => gateway.close(),
  };
}
