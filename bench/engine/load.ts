import { setTimeout as sleep } from 'node:timers/promises';
import { createGrpcClient, type GrpcClient } from '../../platform/engine-client/sdk.ts';
import type { Subject } from './subjects.ts';

export const STEPS = 10;
const PROCESS_ID = 'bench-ten-steps';
const JOB_TYPE = 'bench-step';

/** Instances of one round, and how many of them run at the same time: a new one begins when another has ended. */
const ROUND_INSTANCES = 500;
const RUNNING_AT_ONCE = 64;
/** A round that takes longer than this has lost a job. */
const ROUND_WITHIN_MS = 90_000;

/** One instance every 100 ms makes 100 jobs a second. */
const PACE_MS = 1000 / (100 / STEPS);
const PACED_FOR_MS = 20_000;

const RESOURCE_EXHAUSTED = 8;

function tenSteps(): string {
  const task = (n: number) =>
    `<bpmn:serviceTask id="Step${n}"><bpmn:extensionElements><zeebe:taskDefinition type="${JOB_TYPE}" /></bpmn:extensionElements><bpmn:incoming>f${n - 1}</bpmn:incoming><bpmn:outgoing>f${n}</bpmn:outgoing></bpmn:serviceTask>`;
  const id = (n: number) => (n === 0 ? 'Start' : n > STEPS ? 'End' : `Step${n}`);
  const steps = Array.from({ length: STEPS }, (_, n) => task(n + 1));
  const flows = Array.from(
    { length: STEPS + 1 },
    (_, n) => `<bpmn:sequenceFlow id="f${n}" sourceRef="${id(n)}" targetRef="${id(n + 1)}" />`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="bench" targetNamespace="bench">
<bpmn:process id="${PROCESS_ID}" isExecutable="true">
<bpmn:startEvent id="Start"><bpmn:outgoing>f0</bpmn:outgoing></bpmn:startEvent>
${steps.join('\n')}
<bpmn:endEvent id="End"><bpmn:incoming>f${STEPS}</bpmn:incoming></bpmn:endEvent>
${flows.join('\n')}
</bpmn:process>
</bpmn:definitions>`;
}

/** An engine under load says so; the client waits a little longer every time. */
export async function untilAccepted<T>(command: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await command();
    } catch (error) {
      if ((error as { code?: number }).code !== RESOURCE_EXHAUSTED || attempt > 100) throw error;
      await sleep(Math.min(10 * 2 ** attempt, 500));
    }
  }
}

export interface Load {
  /** Runs a round of instances as fast as the engine takes them. Jobs done, and the seconds they took, creations included. */
  round(): Promise<{ jobs: number; seconds: number }>;
  /** Runs 100 jobs a second for a while. Milliseconds from a completion's sending to the instance's next job, sorted. */
  paced(): Promise<number[]>;
  close(): Promise<void>;
}

/** The SDK's own client, one connection for commands and one for the stream of jobs, the same for every engine. */
export async function openLoad(subject: Subject): Promise<Load> {
  const config = { zeebeGrpcAddress: subject.grpcAddress, zeebeRestAddress: subject.restAddress };
  const commands: GrpcClient = createGrpcClient(config);
  const streaming: GrpcClient = createGrpcClient(config);
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  /** Steps an instance has left, and who waits for its end. */
  const running = new Map<string, { left: number; ended: () => void }>();
  /** Steps done before the answer to the creation came. */
  const early = new Map<string, number>();
  let failure: Error | undefined;

  function stepDone(instance: string): void {
    const one = running.get(instance);
    if (!one) {
      early.set(instance, (early.get(instance) ?? 0) + 1);
      return;
    }
    one.left -= 1;
    if (one.left > 0) return;
    running.delete(instance);
    one.ended();
  }

  await commands.deployResource({ process: Buffer.from(tenSteps()), name: 'bench-ten-steps.bpmn' });
  const stream = await streaming.streamJobs({
    type: JOB_TYPE,
    worker: 'bench',
    timeout: 60_000,
    tenantIds: ['<default>'],
    // Only a safety net for a job that could not be pushed: each poll is a command, too.
    pollInterval: 5_000,
    taskHandler: async (job) => {
      const instance = String(job.processInstanceKey);
      const previous = sentAt.get(instance);
      if (previous !== undefined) latencies.push(performance.now() - previous);
      sentAt.set(instance, performance.now());
      untilAccepted(() => commands.completeJob({ jobKey: job.key, variables: {} })).then(
        () => stepDone(instance),
        (error: Error) => {
          failure = error;
        },
      );
      return 'JOB_ACTION_ACKNOWLEDGEMENT' as const;
    },
  });

  /** Creates an instance; resolves when all its steps are done. */
  async function runInstance(): Promise<void> {
    const created = await untilAccepted(() =>
      commands.createProcessInstance({ bpmnProcessId: PROCESS_ID, variables: {} }),
    );
    const instance = String(created.processInstanceKey);
    const left = STEPS - (early.get(instance) ?? 0);
    early.delete(instance);
    if (left > 0) await new Promise<void>((ended) => running.set(instance, { left, ended }));
  }

  async function inTime(work: Promise<unknown>): Promise<void> {
    let watch: NodeJS.Timeout | undefined;
    const began = performance.now();
    const lost = new Promise<never>((_, reject) => {
      watch = setInterval(() => {
        if (failure) reject(failure);
        if (performance.now() - began > ROUND_WITHIN_MS) reject(new Error(`${running.size} instances did not end`));
      }, 50);
    });
    await Promise.race([work, lost]).finally(() => clearInterval(watch));
  }

  return {
    async round() {
      const began = performance.now();
      let left = ROUND_INSTANCES;
      const lane = async () => {
        while (left > 0) {
          left -= 1;
          await runInstance();
        }
      };
      await inTime(Promise.all(Array.from({ length: RUNNING_AT_ONCE }, lane)));
      return { jobs: ROUND_INSTANCES * STEPS, seconds: (performance.now() - began) / 1000 };
    },
    async paced() {
      latencies.length = 0;
      sentAt.clear();
      const began = performance.now();
      const instances: Promise<void>[] = [];
      for (let n = 0; n < PACED_FOR_MS / PACE_MS; n++) {
        // Against the clock, not from the last answer: a slow engine must not slow the load down.
        await sleep(Math.max(0, began + n * PACE_MS - performance.now()));
        instances.push(runInstance());
      }
      await inTime(Promise.all(instances));
      return latencies.toSorted((a, b) => a - b);
    },
    async close() {
      stream.close();
      await Promise.all([commands.close(), streaming.close()]);
    },
  };
}
