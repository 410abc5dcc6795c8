import {
  createEngineClient,
  type EngineClient,
  type Job,
  type Receipt,
} from '../../../platform/engine-client/index.ts';
import { catalog, deployProcesses } from '../../../workers/index.ts';

/** Plays both diagrams on an engine: scripted answers for every job and task, virtual time, real messages. */

export type JobAnswer = (job: Job, play: Play) => Receipt | Promise<Receipt>;
export type TaskAnswer = (
  play: Play,
  times: number,
) => Record<string, unknown> | undefined | Promise<Record<string, unknown> | undefined>;

export interface Script {
  variables?: Record<string, unknown>;
  jobs?: Record<string, JobAnswer>;
  /** By element id. A task without an answer waits. */
  tasks?: Record<string, TaskAnswer>;
  /** Called again and again until it returns true; use it to send messages and to move the clock. */
  meanwhile?: (play: Play) => Promise<boolean>;
}

export interface Play {
  caseNo: string;
  engine: EngineClient;
  /** Element ids of what ran, in order of their start, with their final state. */
  elements(): Promise<{ elementId: string; state: string; type: string }[]>;
  /** How often a job of this element was run. */
  ran(elementId: string): number;
  waiting(elementId: string): Promise<boolean>;
  message(name: string, key: string, variables?: Record<string, unknown>): Promise<void>;
  clock(instant: string): Promise<void>;
  /** Epoch of the SLA ledger that the scripted jobs pretend to keep. */
  epoch: number;
}

export const done = (variables: Record<string, unknown> = {}): Receipt => ({ kind: 'complete', variables });
export const error = (code: string): Receipt => ({ kind: 'error', code, message: code });
export const start = '2026-03-02T01:00:00Z';

const armed = (epoch: number) => ({
  slaEpoch: epoch,
  slaWarnAt: '2026-03-02T01:45:00Z',
  slaDueAt: '2026-03-02T02:00:00Z',
});

/** What every job answers unless the script says otherwise. */
const DEFAULTS: Record<string, JobAnswer> = {
  'registry.unit.query': () => done({ use: 'residential', area: 95, unitMortgaged: false }),
  'registry.unit.check': () => done({ registerVersion: 1, unitWarnings: [] }),
  'case.accept': async (_job, play) => {
    await play.message('msg.sla.armed', play.caseNo, armed(1));
    return done({ acceptedAt: start, acceptedOn: '2026-03-02', registerVersion: 1, ...armed(1) });
  },
  'sla.pause': async (_job, play) => {
    await play.message('msg.sla.paused', `${play.caseNo}:${play.epoch}`);
    return done({ supplementDueAt: '2026-03-17T01:00:00Z' });
  },
  'sla.resume': async (_job, play) => {
    play.epoch += 1;
    await play.message('msg.sla.armed', play.caseNo, armed(play.epoch));
    return done();
  },
  'sla.warn': () => done({ recorded: true }),
  'sla.breach': () => done({ recorded: true }),
  'trade.contract.file': () => done({ contractFiledAt: start }),
  'tax.housing.count': () =>
    done({
      contractDate: '2026-02-20',
      priceFen: 200_000_000,
      use: 'residential',
      area: 95,
      familyHousingCountAfter: 1,
      holdingYears: 3,
      fiveYearsOnlyHome: false,
      originalValueFen: null,
      reasonableCostsFen: null,
      housingRuleVersion: 'test',
    }),
  'tax.assess': async (job, play) => {
    await play.message('msg.tax.result', `T${play.caseNo}`);
    return done({ taxCaseNo: `T${play.caseNo}`, taxTotalFen: 1, taxPayable: (job.variables.vat as object) !== null });
  },
  'tax.clearance': () => done({ clearanceNo: 'C1' }),
  'registry.unit.recheck': () => done({ registerChanged: false }),
  'registry.book.write': () =>
    done({ registeredAt: start, certificateNos: ['浙（2026）宁波市海曙不动产权第0000001号'] }),
  'case.interruption.check': () => done({ entered: false }),
  'pay.create': async (job, play) => {
    const payOrderNo = `P${job.elementInstanceKey}`;
    await play.message('msg.payment.settled', payOrderNo);
    return done({ payOrderNo });
  },
};

const TASKS: Record<string, TaskAnswer> = {
  ManualIdentity: () => ({ identityDecision: 'ok' }),
  CollectMaterials: () => ({ intakeDecision: 'accept', missingMaterials: [], reasonCode: null }),
  FixContract: () => ({}),
  Review: () => ({ reviewDecision: 'approve', reasonCode: null }),
  ReReview: () => ({ reviewDecision: 'approve', reasonCode: null }),
  SignBook: () => ({ signDecision: 'enter' }),
  ConfirmRefusal: () => ({ refusalDecision: 'confirm' }),
  ConfirmSuperseded: () => ({}),
  PaymentProblem: () => ({}),
  SealProblem: () => ({}),
  PrintCertificate: () => ({ printDecision: 'printed' }),
  Deliver: () => ({}),
  TaxProblem: () => ({}),
  ManualAssessment: () => ({
    vat: { amountFen: 100, rule: 'manual' },
    surcharges: { amountFen: 10, rule: 'manual' },
    deedTax: { amountFen: 300, rule: 'manual' },
    incomeTax: { amountFen: 20, rule: 'manual' },
  }),
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface Stage {
  play(script: Script): Promise<Play>;
  engine: EngineClient;
  close(): Promise<void>;
}

let cases = 0;

/** Deploys the processes and opens scripted workers on the engine at these addresses. */
export async function openStage(addresses: { grpc: string; rest: string }): Promise<Stage> {
  const engine = createEngineClient({ zeebeGrpcAddress: addresses.grpc, zeebeRestAddress: addresses.rest });
  await deployProcesses(engine);
  let script: Script = {};
  let current: (Play & { counts: Map<string, number> }) | undefined;
  for (const { type } of catalog) {
    engine.createWorker({
      type,
      worker: 'player',
      timeoutMs: 60_000,
      maxActive: 8,
      run: async (job) => {
        const play = current;
        if (!play || job.variables.caseNo !== play.caseNo) return done();
        play.counts.set(job.elementId, (play.counts.get(job.elementId) ?? 0) + 1);
        return (script.jobs?.[type] ?? DEFAULTS[type] ?? (() => done()))(job, play);
      },
    });
  }

  async function play(next: Script): Promise<Play> {
    cases += 1;
    const caseNo = `20260302330203${String(cases).padStart(6, '0')}`;
    const counts = new Map<string, number>();
    const instances: string[] = [];
    let messages = 0;
    script = next;
    await engine.setClock(new Date(start));
    const state: Play & { counts: Map<string, number> } = {
      caseNo,
      engine,
      counts,
      epoch: 1,
      ran: (elementId) => counts.get(elementId) ?? 0,
      async elements() {
        const found = await Promise.all(
          instances.map((processInstanceKey) =>
            engine.searchElementInstances({ filter: { processInstanceKey }, page: { limit: 500 } }),
          ),
        );
        return found
          .flatMap((result) => result.items)
          .map(({ elementId, state, type }) => ({ elementId, state, type }));
      },
      async waiting(elementId) {
        return (await state.elements()).some((one) => one.elementId === elementId && one.state === 'ACTIVE');
      },
      async message(name, key, variables) {
        messages += 1;
        const messageId = `${caseNo}:${messages}`;
        await engine.publishMessage({ name, correlationKey: key, messageId, timeToLiveMs: 3_600_000, variables });
      },
      clock: (instant) => engine.setClock(new Date(instant)),
    };
    current = state;
    const { processInstanceKey } = await engine.createProcessInstance({
      processDefinitionId: 'bdc-registration',
      variables: {
        caseNo,
        itemCode: 'BDC-10',
        channel: 'window',
        district: '330203',
        unitCode: '330203001001GB00001F00010001',
        unitCodes: ['330203001001GB00001F00010001'],
        partyNos: [1, 2],
        ruleProfile: 'current',
        contractDate: '2026-02-20',
        needsContract: true,
        needsTax: true,
        hasLoan: false,
        certMedium: 'both',
        delivery: 'window',
        ...next.variables,
      },
    });
    instances.push(processInstanceKey);
    await run(state, processInstanceKey, instances, next);
    return state;
  }

  async function run(state: Play, root: string, instances: string[], next: Script): Promise<void> {
    const answered = new Map<string, number>();
    const seen = new Set<string>();
    let finished = next.meanwhile === undefined;
    const deadline = performance.now() + 40_000;
    while (performance.now() < deadline) {
      const children = await engine.searchProcessInstances({ filter: { parentProcessInstanceKey: root } });
      for (const child of children.items) {
        if (!instances.includes(child.processInstanceKey)) instances.push(child.processInstanceKey);
      }
      const tasks = await engine.searchUserTasks({ filter: { state: 'CREATED' }, page: { limit: 100 } });
      for (const task of tasks.items) {
        if (!instances.includes(task.processInstanceKey) || seen.has(task.userTaskKey)) continue;
        const times = (answered.get(task.elementId) ?? 0) + 1;
        const answer = await (next.tasks?.[task.elementId] ?? TASKS[task.elementId])?.(state, times);
        if (answer === undefined) continue;
        seen.add(task.userTaskKey);
        answered.set(task.elementId, times);
        await engine.completeUserTask(task.userTaskKey, answer);
      }
      if (!finished && next.meanwhile) finished = await next.meanwhile(state);
      // Searches of a real cluster lag behind; right after the start the instance is not there yet.
      const instance = await engine.searchProcessInstances({ filter: { processInstanceKey: root } });
      if (instance.items[0]?.state === 'COMPLETED') return;
      const incidents = await engine.searchIncidents({ filter: { processInstanceKey: root, state: 'ACTIVE' } });
      const [incident] = incidents.items;
      if (incident) throw new Error(`incident at ${incident.elementId}: ${incident.errorMessage}`);
      await pause(20);
    }
    const open = (await state.elements()).filter((one) => one.state === 'ACTIVE').map((one) => one.elementId);
    throw new Error(`the case did not end; waiting at ${open.join(', ')}`);
  }

  return { play, engine, close: () => engine.close() };
}
