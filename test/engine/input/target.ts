import { readFileSync } from 'node:fs';
import { diagram, end, service, start, user } from '../../parity/support/diagram.ts';
import { callRest, deploy } from '../support/engine.ts';
import { type EngineProcess, spawnEngine } from '../support/engine-process.ts';
import type { Target } from './send.ts';

/** An engine process to be maltreated, and what is known of its health. */
export interface Patient extends Target {
  process: EngineProcess;
  /** A process runs from its start over a job and a user task to its end, and nothing else waits. @throws when it does not */
  runsAProcess(): Promise<void>;
  /** Now, in MB. */
  memory(): number;
  /** Longest time the event loop stood still since the last question, in milliseconds. */
  longestStop(): Promise<number>;
  /** Log lines that say that something broke inside. */
  complaints(): string[];
}

const NORMAL = diagram(
  'normal',
  [start(), service('Work', 'normal'), user('Look'), end()],
  ['Start > Work', 'Work > Look', 'Look > End'],
);
const FUZZED = diagram(
  'fuzz-target',
  [start(), service('Work', 'fuzz-known'), user('Wait'), end()],
  ['Start > Work', 'Work > Wait', 'Wait > End'],
);

export async function startPatient(databaseUrl: string): Promise<Patient> {
  const engine = await spawnEngine(databaseUrl, { LOG_LEVEL: 'info' });
  const rest = async (method: string, path: string, body?: unknown) => {
    const answer = await callRest(engine.restAddress, method, path, body, AbortSignal.timeout(60_000));
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const gauge = async (name: string) => {
    const text = await (await fetch(`${engine.restAddress}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };
  const activate = async (type: string) => {
    const wish = { type, worker: 'w', timeout: 3_600_000, maxJobsToActivate: 1, requestTimeout: 10_000 };
    return (await rest('POST', '/jobs/activation', wish)).jobs[0];
  };
  const taskOf = async (processInstanceKey: string) =>
    (await rest('POST', '/user-tasks/search', { filter: { processInstanceKey } })).items[0];

  await deploy(engine.restAddress, { 'normal.bpmn': NORMAL, 'fuzz-target.bpmn': FUZZED });
  const waiting = await rest('POST', '/process-instances', { processDefinitionId: 'fuzz-target' });
  const job = await activate('fuzz-known');
  const other = await rest('POST', '/process-instances', { processDefinitionId: 'fuzz-target' });
  await rest('POST', `/jobs/${(await activate('fuzz-known')).jobKey}/completion`, {});
  const task = await taskOf(other.processInstanceKey);
  return {
    process: engine,
    grpcAddress: engine.grpcAddress,
    restAddress: engine.restAddress,
    known: {
      $INSTANCE: waiting.processInstanceKey,
      $DEFINITION: waiting.processDefinitionKey,
      $JOB: job.jobKey,
      $TASK: task.userTaskKey,
    },
    async runsAProcess() {
      const { processInstanceKey } = await rest('POST', '/process-instances', { processDefinitionId: 'normal' });
      const work = await activate('normal');
      await rest('POST', `/jobs/${work.jobKey}/completion`, {});
      const look = await taskOf(processInstanceKey);
      await rest('POST', `/user-tasks/${look.userTaskKey}/completion`, {});
      const { state } = await rest('GET', `/process-instances/${processInstanceKey}`);
      if (state !== 'COMPLETED') throw new Error(`the process is ${state}`);
      const bytes = await gauge('engine_request_bytes');
      if (bytes > 0) throw new Error(`${bytes} bytes of requests are counted as unanswered`);
    },
    memory() {
      const text = readFileSync(`/proc/${engine.pid}/status`, 'utf8');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(text)?.[1]) / 1024);
    },
    async longestStop() {
      return Math.round((await gauge('engine_event_loop_stop_seconds')) * 1_000);
    },
    complaints: () => engine.messages.filter((text) => /failed|could not|cannot|lost/.test(text)),
  };
}
