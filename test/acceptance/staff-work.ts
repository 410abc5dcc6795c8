import { usualWork } from '../../scripts/demo/usual-work.ts';
import { payOpenOrders } from '../../scripts/demo/world.ts';
import { type DeskClient, DeskRefusal } from '../../scripts/play/desk-client.ts';
import type { Application, CaseDetail, StepId, UnitPage } from '../../server/api/index.ts';
import { eventually, PATIENCE_MS } from '../support/eventually.ts';
import type { System } from '../support/system.ts';

const ROLE_OF: Partial<Record<StepId, string>> = {
  CollectMaterials: 'acceptor',
  Review: 'reviewer',
  ReReview: 'reviewer',
  SignBook: 'registrar',
  ConfirmSuperseded: 'reviewer',
  ConfirmRefusal: 'supervisor',
  PrintCertificate: 'certclerk',
  Deliver: 'certclerk',
};

const where = (detail: CaseDetail | undefined) =>
  detail ? `(${detail.statusText}: ${detail.openTasks.map(({ stepName }) => stepName).join('、') || '没有待办'})` : '';

/** What the staff of one district do with a case over HTTP, each with the own sign-in. */
export interface StaffWork {
  as(role: string): Promise<DeskClient>;
  caseOf(caseNo: string): Promise<CaseDetail>;
  pageOf(unitCode: string): Promise<UnitPage>;
  /** The page of the book once it says so. */
  pageWith(unitCode: string, what: string, check: (page: UnitPage) => boolean): Promise<UnitPage>;
  file(application: Application): Promise<string>;
  /** Does a step as it is usually done. */
  does(application: Application, caseNo: string, step: StepId): Promise<void>;
  /** Filed, collected, accepted. */
  accept(application: Application): Promise<string>;
  pay(caseNo: string): Promise<void>;
  /** Taxes cleared. */
  clear(caseNo: string): Promise<CaseDetail>;
  closed(caseNo: string): Promise<CaseDetail>;
  /** Does whatever is open and usual, and pays, until the case is closed. */
  finish(application: Application, caseNo: string): Promise<CaseDetail>;
  /** Filed and brought to its end, whatever that is. */
  through(application: Application): Promise<CaseDetail>;
}

export function staffWork(system: () => System, district: string): StaffWork {
  const as = (role: string) => system().as(`${role}-${district}`);
  const caseOf = async (caseNo: string) => (await as('acceptor')).getCase(caseNo);
  const pageOf = async (unitCode: string) => (await as('acceptor')).get<UnitPage>(`/api/units/${unitCode}`);
  const pay = (caseNo: string) => payOpenOrders(system().simulators.addresses, caseNo);
  const file = async (application: Application) => (await (await as('acceptor')).fileCase(application)).caseNo;
  const does = async (application: Application, caseNo: string, step: StepId) => {
    const person = await as(ROLE_OF[step]!);
    const task = await person.waitForTask(caseNo, step, PATIENCE_MS);
    const detail = await person.openTask(task.taskKey);
    const work = usualWork(step, detail, application, new Map(), 1);
    // A shared record that no department had is handed in on paper.
    if (work.elementId === 'CollectMaterials')
      for (const { materialId, required, present } of detail.case.materials)
        if (required && !present && !work.materials.some((one) => one.materialId === materialId))
          work.materials.push({ materialId, received: true, pages: 1, handling: 'inspect' });
    await person.perform(caseNo, work, PATIENCE_MS);
  };
  const ended = (caseNo: string, work: (detail: CaseDetail) => Promise<void> = async () => undefined) => {
    let last: CaseDetail | undefined;
    const check = async () => {
      last = await caseOf(caseNo);
      if (last.closedAt) return last;
      await work(last);
      return undefined;
    };
    return eventually(`the end of ${caseNo}`, check, { instead: () => where(last) });
  };
  const closed = (caseNo: string) => ended(caseNo);
  const finish = (application: Application, caseNo: string) =>
    ended(caseNo, async ({ openTasks }) => {
      for (const task of openTasks) {
        const step = task.elementId as StepId;
        if (ROLE_OF[step]) await does(application, caseNo, step).catch(lostRace);
      }
      await pay(caseNo);
    });
  return {
    as,
    caseOf,
    pageOf,
    file,
    does,
    pay,
    closed,
    finish,
    pageWith: (unitCode, what, check) =>
      eventually(what, async () => {
        const page = await pageOf(unitCode);
        return check(page) ? page : undefined;
      }),
    accept: async (application) => {
      const caseNo = await file(application);
      await does(application, caseNo, 'CollectMaterials');
      await eventually('acceptance', async () => (await caseOf(caseNo)).acceptedAt);
      return caseNo;
    },
    clear: (caseNo) =>
      eventually(`paid taxes of ${caseNo}`, async () => {
        await pay(caseNo);
        const detail = await caseOf(caseNo);
        return detail.tax?.state === 'CLEARED' ? detail : undefined;
      }),
    through: async (application) => finish(application, await file(application)),
  };
}

function lostRace(error: unknown): void {
  if (!(error instanceof DeskRefusal) || ![404, 409].includes(error.status)) throw error;
}
