import { random } from '../../registry/city/random.ts';
import type { CaseDetail, Completion, StepId, TaskDetail } from '../../server/api/index.ts';
import { usualWork } from '../demo/usual-work.ts';
import { payOpenOrders } from '../demo/world.ts';
import { type DeskClient, DeskRefusal } from '../play/desk-client.ts';
import type { Staff } from '../play/staff.ts';
import { MINUTES, PAYS_WITHIN, SUPPLEMENTS_WITHIN } from './mix.ts';
import type { Arrival } from './plan.ts';

/** What a case needs of the day around it. */
export interface Surroundings {
  staff: Staff;
  departments: Record<string, string>;
  now(): number;
  /** Does something after so many minutes of the day. */
  later(minutes: number, act: () => Promise<void>): void;
  /** A person or citizen asked for something and was refused by the system: counted, never hidden. */
  refused(what: string, refusal: DeskRefusal): void;
}

/** One case as the people around it play it. */
export interface CaseStory {
  arrival: Arrival;
  caseNo: string;
  /** The case has changed: looks at it and decides who does what when. */
  look(): Promise<void>;
  /** As it was when somebody looked last. */
  seen(): CaseDetail | null;
}

/** Files the application at a window. */
export async function beginStory(arrival: Arrival, around: Surroundings): Promise<CaseStory> {
  const roll = random(arrival.seed);
  const between = ([from, to]: [number, number]) => from + roll() * (to - from);
  const { district, application } = arrival;
  const acceptor = await around.staff.inRole('window_acceptor', district);
  const { caseNo } = await acceptor.fileCase(application);

  let last: CaseDetail | null = null;
  const given = new Map<string, number>();
  const begun = new Set<string>();
  const once = (key: string, minutes: number, act: () => Promise<void>) => {
    if (begun.has(key)) return;
    begun.add(key);
    around.later(minutes, act);
  };

  async function look(): Promise<void> {
    const detail = await acceptor.getCase(caseNo);
    last = detail;
    if (detail.closedAt !== null) return;
    for (const task of detail.openTasks) {
      once(task.taskKey, between(MINUTES[task.elementId] ?? MINUTES.default!), () => perform(task.taskKey, task.role));
    }
    pay(detail);
    if (detail.actions.supplement) {
      once('supplement', between(SUPPLEMENTS_WITHIN), async () => {
        const materials = detail.materials.slice(0, 1).map(({ materialId }) => ({ materialId, note: '已补交' }));
        await acceptor.post(`/api/cases/${caseNo}/supplement`, { materials });
      });
    }
    if (detail.acceptedAt === null) return;
    if (arrival.turn === 'withdrawn')
      once('withdraw', between([1, 10]), () => tolerant('撤回', () => withdraw(acceptor)));
    if (arrival.turn === 'seized') once('seize', between([1, 10]), () => tolerant('查封', seize));
  }

  /** Citizens pay what they are asked for, unless this one does not. */
  function pay(detail: CaseDetail) {
    if (arrival.turn === 'unpaid') return;
    const asked = [
      detail.tax?.state === 'ASSESSED' ? detail.tax.taxCaseNo : null,
      detail.payment?.state === 'CREATED' ? detail.payment.payOrderNo : null,
    ];
    for (const orderNo of asked) {
      if (orderNo) once(orderNo, between(PAYS_WITHIN), () => payOpenOrders(around.departments as never, caseNo));
    }
  }

  async function perform(taskKey: string, role: string): Promise<void> {
    const person = await around.staff.inRole(role, district);
    try {
      await person.post(`/api/tasks/${taskKey}/claim`);
      const opened = await person.openTask(taskKey);
      await person.post(`/api/tasks/${taskKey}/complete`, decide(opened));
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      around.refused(`任务`, error);
      // Somebody was faster, or a department behind the step is down: the next look finds the task again if it is still open.
      if (error.status !== 404) begun.delete(taskKey);
    }
  }

  function decide(opened: TaskDetail): Completion {
    const step = opened.task.elementId as StepId;
    const time = (given.get(step) ?? 0) + 1;
    given.set(step, time);
    return turned(step, time, opened) ?? problemWork(step) ?? usualWork(step, opened, application, new Map(), time);
  }

  /** What this case does differently, and the papers that are brought. */
  function turned(step: StepId, time: number, opened: TaskDetail): Completion | null {
    if (arrival.turn === 'notAccepted' && step === 'CollectMaterials') {
      return { elementId: step, intakeDecision: 'reject', materials: [], reasonCode: 'NOT_APPLICABLE' };
    }
    if (step === 'CollectMaterials') return receiveAll(opened);
    if (step !== 'Review' || time > 1) return null;
    const checklist = opened.checklist.map(({ code }) => ({ code, result: 'pass' as const }));
    if (arrival.turn === 'supplemented') {
      const missingMaterials = opened.case.materials.slice(0, 1).map(({ materialId }) => materialId);
      const because = { reasonCode: 'MATERIAL_INCOMPLETE', missingMaterials, opinion: '请补正材料。' };
      return { elementId: step, reviewDecision: 'supplement', checklist, ...because };
    }
    if (arrival.turn === 'refused') {
      return { elementId: step, reviewDecision: 'refuse', checklist, reasonCode: 'DISPUTE', opinion: '存在权属争议。' };
    }
    return null;
  }

  const withdraw = (by: DeskClient) => by.post(`/api/cases/${caseNo}/withdraw`, { reason: '申请人协商一致撤回' });

  async function seize(): Promise<void> {
    const registrar = await around.staff.inRole('registrar', district);
    await registrar.post('/api/seizures', {
      noticeNo: `JC-${caseNo}`,
      unitCodes: application.unitCodes,
      seizureKind: 'seizure',
      authority: '海曙区人民法院',
      documentNo: `（2026）浙0203执${caseNo.slice(-6)}号`,
      termMonths: 36,
      respondent: { name: arrival.owner.name, idNo: arrival.owner.idNo },
      officers: [
        { name: '执行甲', workNo: 'W1', dutyNo: 'D1' },
        { name: '执行乙', workNo: 'W2', dutyNo: 'D2' },
      ],
    });
  }

  /** Somebody comes too late (the case is entered by now): that is an answer, not a failure. */
  async function tolerant(what: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      around.refused(what, error);
    }
  }

  return { arrival, caseNo, look, seen: () => last };
}

/** What no department had is in the applicant's folder. */
function receiveAll({ case: { materials } }: TaskDetail): Completion {
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
    case 'FixContract':
    case 'PaymentProblem':
    case 'SealProblem':
    case 'TaxProblem':
      return { elementId: step, note: '已与对方核实，继续办理。' };
    case 'ManualAssessment':
      return { elementId: step, ...ASSESSED_BY_HAND, note: '规则表没有对应税率，按申报资料核定。' };
    default:
      return null;
  }
}
