/**
 * Plays scenarios on the diagrams of `processes/`, on the engine's own core in memory: the same core as the embedded
 * engine's, no polling, no waiting, so a play takes milliseconds and cannot fail because a machine is slow. What ran is
 * read from the engine's records (Zeebe's vocabulary), sequence flows included.
 */
import type { ActivatedJob, EngineRecord, Variables as EngineVariables, UserTask } from '../../../engine/core/index.ts';
import { createMemoryEngine, type MemoryEngine } from '../../../engine/memory.ts';
import type { Receipt } from '../../../platform/engine-client/index.ts';
import type { Play, PlayedElement, ProcessAnswers, Scenario, Script, Start, Variables } from './script.ts';
import { start as beginning } from './script.ts';

const HOUR = 3_600_000;
/** Longer than any scenario: a held job is not taken away. */
const JOB_TIMEOUT = 20 * 365 * 24 * HOUR;
/** Longer than any message is buffered. */
const QUIET_AFTER = 400 * 24 * HOUR;
const STANDSTILL = 5;
const MOST_ROUNDS = 5_000;

export interface Stage {
  play(processId: string, scenario: Scenario): Promise<Play>;
}

/** Deploys the files once; plays follow one another and share nothing. */
export function openStage(
  files: readonly { name: string; content: string }[],
  answersOf: ReadonlyMap<string, ProcessAnswers>,
): Stage {
  const engine = createMemoryEngine({ now: beginning });
  engine.deploy(...files);
  let plays = 0;
  return {
    async play(processId, scenario) {
      plays += 1;
      const caseNo = `20260302330203${String(plays).padStart(6, '0')}`;
      const script = typeof scenario.script === 'function' ? scenario.script() : scenario.script;
      const usual = answersOf.get(processId) ?? {};
      const { play, close } = openPlay(engine, caseNo);
      try {
        const how = (script.start ?? usual.start)?.(caseNo) ?? { process: processId };
        play.start(how, { ...usual.variables?.(caseNo), ...script.variables });
        await run(engine, play, script, answersOf);
      } finally {
        close();
      }
      return play;
    },
  };
}

function openPlay(engine: MemoryEngine, caseNo: string): { play: Play; close(): void } {
  engine.advanceTo(Date.parse(beginning));
  const from = engine.records.length;
  let to: number | undefined;
  let messages = 0;
  const records = () => engine.records.slice(from, to);
  const play: Play = {
    caseNo,
    notes: {},
    elements: () => elementsOf(records()),
    flows: () =>
      records()
        .filter(({ intent }) => intent === 'SEQUENCE_FLOW_TAKEN')
        .map(({ value }) => ({ process: String(value.bpmnProcessId), flowId: String(value.elementId) })),
    ran: (elementId) =>
      records().filter(
        ({ valueType, intent, value }) => valueType === 'JOB' && intent === 'CREATED' && value.elementId === elementId,
      ).length,
    waiting: (elementId) => engine.active(elementId).some(({ state }) => state === 'ACTIVATED'),
    message(name, key, variables, timeToLive = HOUR) {
      messages += 1;
      engine.publish(name, key, variables as EngineVariables, { timeToLive, messageId: `${caseNo}:${messages}` });
    },
    start(how: Start, variables: Variables = {}) {
      if ('process' in how) engine.start(how.process, variables as EngineVariables);
      else play.message(how.message, how.key, variables);
    },
    variable(name) {
      const root = records().find(({ value }) => value.bpmnElementType === 'PROCESS');
      return root && engine.variable(root.key, name);
    },
    now: () => new Date(engine.now()),
    clock: (instant) => engine.advanceTo(Date.parse(instant)),
  };
  const close = () => {
    to = engine.records.length;
    for (const { key, parentProcessInstanceKey } of [...engine.core.list('processInstance')]) {
      if (parentProcessInstanceKey === '-1') engine.send({ type: 'cancelProcessInstance', processInstanceKey: key });
    }
    // Messages that nobody took must not reach the next play.
    engine.advance(QUIET_AFTER);
  };
  return { play, close };
}

function elementsOf(records: readonly EngineRecord[]): PlayedElement[] {
  const found = new Map<string, PlayedElement>();
  for (const { key, valueType, intent, value } of records) {
    if (valueType !== 'PROCESS_INSTANCE') continue;
    const known = found.get(key);
    if (intent === 'ELEMENT_ACTIVATED') {
      const { bpmnProcessId, elementId, bpmnElementType } = value as Record<string, string>;
      found.set(key, { process: bpmnProcessId, elementId, type: bpmnElementType, state: 'ACTIVE' } as PlayedElement);
    } else if (known && intent === 'ELEMENT_COMPLETED') known.state = 'COMPLETED';
    else if (known && intent === 'ELEMENT_TERMINATED') known.state = 'TERMINATED';
  }
  return [...found.values()];
}

async function run(
  engine: MemoryEngine,
  play: Play,
  script: Script,
  answersOf: ReadonlyMap<string, ProcessAnswers>,
): Promise<void> {
  const held = new Map<string, ActivatedJob>();
  const answered = new Map<string, number>();
  const running = () => [...engine.core.list('processInstance')].length > 0;

  /** Jobs in the order they came; false when there was none. */
  async function work(): Promise<boolean> {
    const next = [...engine.core.list('job')].find(({ state }) => state === 'ACTIVATABLE');
    if (!next) return false;
    const { jobs } = engine.send({
      type: 'activateJobs',
      jobType: next.type,
      worker: 'player',
      timeout: JOB_TIMEOUT,
      maxJobs: 1,
    });
    for (const job of jobs) await answer(job);
    return true;
  }

  async function answer(job: ActivatedJob): Promise<boolean> {
    const usual = answersOf.get(job.bpmnProcessId)?.jobs;
    const say = script.jobs?.[job.elementId] ?? script.jobs?.[job.type] ?? usual?.[job.elementId] ?? usual?.[job.type];
    const receipt = say ? await say(job, play) : ({ kind: 'complete' } as const);
    if (!receipt) {
      held.set(job.key, job);
      return false;
    }
    held.delete(job.key);
    // The answer itself may have sent a message that ended the step.
    if (engine.core.get('job', job.key)) report(engine, job, receipt);
    return true;
  }

  async function complete(task: UserTask): Promise<boolean> {
    const times = (answered.get(task.elementId) ?? 0) + 1;
    const say = script.tasks?.[task.elementId] ?? answersOf.get(task.bpmnProcessId)?.tasks?.[task.elementId];
    const variables = await say?.(play, times, task);
    if (!variables) return false;
    answered.set(task.elementId, times);
    engine.send({ type: 'completeUserTask', userTaskKey: task.key, variables: variables as EngineVariables });
    return true;
  }

  async function move(): Promise<boolean> {
    if (await work()) return true;
    for (const task of engine.userTasks()) if (await complete(task)) return true;
    for (const job of [...held.values()]) {
      if (!engine.core.get('job', job.key)) held.delete(job.key);
      else if (await answer(job)) return true;
    }
    return false;
  }

  let finished = script.meanwhile === undefined;
  let still = 0;
  for (let round = 0; round < MOST_ROUNDS && still < STANDSTILL; round += 1) {
    if (await move()) {
      still = 0;
      continue;
    }
    const before = engine.records.length;
    if (!finished && script.meanwhile) finished = await script.meanwhile(play);
    if (finished && !running()) return;
    still = engine.records.length > before ? 0 : still + 1;
  }
  const [incident] = engine.incidents();
  if (incident) throw new Error(`incident at ${incident.elementId}: ${incident.errorMessage}`);
  const open = play.elements().filter(({ state, type }) => state === 'ACTIVE' && type !== 'PROCESS');
  const where = open.map(({ elementId }) => elementId).join(', ');
  throw new Error(where ? `the play did not end; waiting at ${where}` : 'everything ended before the script did');
}

function report(engine: MemoryEngine, job: ActivatedJob, receipt: Receipt): void {
  const variables = receipt.kind === 'fail' ? undefined : (receipt.variables as EngineVariables | undefined);
  switch (receipt.kind) {
    case 'complete':
      engine.send({ type: 'completeJob', jobKey: job.key, variables });
      break;
    case 'error':
      engine.send({
        type: 'throwError',
        jobKey: job.key,
        errorCode: receipt.code,
        errorMessage: receipt.message,
        variables,
      });
      break;
    case 'fail':
      engine.send({
        type: 'failJob',
        jobKey: job.key,
        retries: receipt.retries,
        errorMessage: receipt.message,
        retryBackoff: receipt.backOffMs,
      });
  }
}
