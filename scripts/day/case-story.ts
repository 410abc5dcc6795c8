import { random } from '../../registry/city/random.ts';
import type { Application, CaseDetail, Completion, StepId, TaskDetail, TaskList } from '../../server/api/index.ts';
import { usualWork } from '../demo/usual-work.ts';
import { type DeskClient, DeskRefusal } from '../play/desk-client.ts';
import type { Staff } from '../play/staff.ts';
import { MINUTES } from './mix.ts';

/** What a case needs of the day around it. */
export interface Surroundings {
  staff: Staff;
  publicUrl: string;
  departments: Record<string, string>;
  now(): number;
  /** Does something after so many minutes of the day. */
  later(minutes: number, act: () => Promise<void>): void;
  /** What a person looks at before each task: the list of them. The day, where only what is decided counts, spares it. */
  beforeTask?(person: DeskClient): Promise<void>;
  /** A person or citizen asked for something and was refused by the system: counted, never hidden. */
  refused(what: string, refusal: DeskRefusal): void;
}

/** One case as the people around it play it. */
export interface CaseStory {
  caseNo: string;
  /** Whether it is meant to be accepted. */
  meantToBeAccepted: boolean;
  /** The case has changed: looks at it and decides who does what when. */
  look(): Promise<void>;
  /** As it was when somebody looked last. */
  seen(): CaseDetail | null;
  /** How often each step was done. */
  done(): ReadonlyMap<string, number>;
  /** Whether the person of this role finds the task in the own list, and the page of the case shows it, too. */
  shows(task: { taskKey: string; elementId: string; role: string }): Promise<boolean>;
}

/** Tools of a story: chance of its own, things done once, people who may be refused. */
export interface Errands {
  caseNo: string;
  around: Surroundings;
  between(range: readonly [number, number]): number;
  chance(): number;
  /** Once in the life of the case, after so many minutes. */
  once(key: string, minutes: number, act: () => Promise<void>): void;
  /** Whether this was begun by `once`. */
  begun(key: string): boolean;
  /** An answer "no" is counted and is no failure: somebody came too late, a department is down. */
  tolerant(what: string, act: () => Promise<unknown>): Promise<void>;
  /** Tries until it succeeds, every few minutes: pages that are asked too often, companies that have nothing yet. */
  until(minutes: number, act: () => Promise<boolean>): void;
}

/** How the people of one sort of case differ from one another. */
export interface CasePlay {
  caseNo: string;
  seed: number;
  district: string;
  meantToBeAccepted: boolean;
  reader: DeskClient;
  /** Of the applicants, for whoever receives the certificate. */
  application: Pick<Application, 'parties' | 'inquiry'>;
  /** A partner's own people; undefined: the centre's, in the district. */
  person?(role: string): Promise<DeskClient> | undefined;
  /** What is done differently at a step; null: the usual work. `time` counts from 1. */
  decide(step: StepId, time: number, opened: TaskDetail): Completion | null;
  /** What happens besides tasks: paying, signing, changing one's mind. */
  besides(detail: CaseDetail, errands: Errands): void | Promise<void>;
  /** Goes on after the case is closed: services that follow it. */
  outlivesCase?: boolean;
}

const TRY_AGAIN_MINUTES = 3;

export function followCase(play: CasePlay, around: Surroundings): CaseStory {
  const { caseNo, district } = play;
  const roll = random(play.seed);
  const begun = new Set<string>();
  const given = new Map<string, number>();
  let last: CaseDetail | null = null;

  const errands: Errands = {
    caseNo,
    around,
    between: ([from, to]) => from + roll() * (to - from),
    chance: roll,
    once: (key, minutes, act) => {
      if (begun.has(key)) return;
      begun.add(key);
      around.later(minutes, act);
    },
    begun: (key) => begun.has(key),
    tolerant: async (what, act) => {
      try {
        await act();
      } catch (error) {
        if (!(error instanceof DeskRefusal)) throw error;
        around.refused(what, error);
      }
    },
    until: (minutes, act) =>
      around.later(minutes, async () => {
        if (!(await act())) errands.until(TRY_AGAIN_MINUTES, act);
      }),
  };

  async function look(): Promise<void> {
    const detail = await play.reader.getCase(caseNo);
    last = detail;
    if (detail.closedAt !== null && !play.outlivesCase) return;
    for (const { taskKey, elementId, role } of detail.openTasks) {
      errands.once(taskKey, errands.between(MINUTES[elementId] ?? MINUTES.default!), () => perform(taskKey, role));
    }
    await play.besides(detail, errands);
  }

  const personOf = (role: string) => play.person?.(role) ?? around.staff.inRole(role, district);

  async function shows({ taskKey, elementId, role }: Parameters<CaseStory['shows']>[0]): Promise<boolean> {
    const person = await personOf(role);
    const list = await person.get<TaskList>(`/api/tasks?caseNo=${caseNo}&elementId=${elementId}`);
    const { openTasks } = await play.reader.getCase(caseNo);
    return [list.items, openTasks].every((tasks) => tasks.some((task) => task.taskKey === taskKey));
  }

  async function perform(taskKey: string, role: string): Promise<void> {
    const person = await personOf(role);
    try {
      await around.beforeTask?.(person);
      await person.post(`/api/tasks/${taskKey}/claim`);
      const opened = await person.openTask(taskKey);
      await person.post(`/api/tasks/${taskKey}/complete`, decide(opened));
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      around.refused('任务', error);
      // Somebody was faster, or a department behind the step is down: the next look finds the task again if it is still open.
      if (error.status !== 404) begun.delete(taskKey);
    }
  }

  function decide(opened: TaskDetail): Completion {
    const step = opened.task.elementId as StepId;
    const time = (given.get(step) ?? 0) + 1;
    given.set(step, time);
    return (
      play.decide(step, time, opened) ??
      problemWork(step) ??
      usualWork(step, opened, play.application as Application, new Map(), time)
    );
  }

  return { caseNo, meantToBeAccepted: play.meantToBeAccepted, look, seen: () => last, done: () => given, shows };
}

/** What no department had is in the applicant's folder. */
export function receiveAll({ case: { materials } }: TaskDetail): Completion {
  const received = materials
    .filter(({ present }) => !present)
    .map(({ materialId, required }) =>
      required
        ? { materialId, received: true, pages: 1, handling: 'inspect' as const }
        : { materialId, received: false },
    );
  return { elementId: 'CollectMaterials', intakeDecision: 'accept', materials: received };
}

/** What a tax officer finds where no rate is in the tables. */
const ASSESSED_BY_HAND = { deedTaxFen: 300_000, vatFen: 0, surchargesFen: 0, incomeTaxFen: 0 };

/** Steps that only come up when something went wrong: the person has settled it and goes on. */
function problemWork(step: StepId): Completion | null {
  switch (step) {
    case 'ManualIdentity':
      return { elementId: step, identityDecision: 'ok', note: '当面核验证件原件，人证一致。' };
    case 'BankIdentity':
      return { elementId: step, identityDecision: 'ok', note: '客户经理当面核验，人证一致。' };
    case 'CheckHolderName':
      return { elementId: step, holderDecision: 'accept', note: '凭不动产权证书办理。' };
    case 'AgreeSplit':
      return { elementId: step, splitDecision: 'manual', note: '双方到营业厅协商。' };
    case 'FixContract':
    case 'PaymentProblem':
    case 'SealProblem':
    case 'TaxProblem':
    case 'EscrowProblem':
    case 'CloseServices':
      return { elementId: step, note: '已与对方核实，继续办理。' };
    case 'ManualAssessment':
      return { elementId: step, ...ASSESSED_BY_HAND, note: '规则表没有对应税率，按申报资料核定。' };
    default:
      return null;
  }
}
