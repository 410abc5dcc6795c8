/** What a play of a flow with partners needs, and what it leaves behind. */
import { setTimeout as pause } from 'node:timers/promises';
import { type CityPerson, cityPerson, type DemoUnit, demoCity } from '../../../registry/index.ts';
import type { Application, CaseDetail, CaseList, StepId, UnitSearchResult } from '../../../server/api/index.ts';
import { type DeskClient, DeskRefusal } from '../../play/desk-client.ts';
import { accountOf } from '../play-case.ts';
import { usualWork } from '../usual-work.ts';
import type { DepartmentUrls } from '../world.ts';

export interface FlowStage {
  readonly publicUrl: string;
  readonly departments: DepartmentUrls;
  staff(account: string): Promise<DeskClient>;
  /** For one wait. */
  readonly timeoutMs: number;
  /** A progress line. */
  say(text: string): void;
}

export interface FlowPlay {
  readonly name: string;
  readonly title: string;
  /** What `outcome` must be at the end. */
  readonly expected: string;
  play(stage: FlowStage): Promise<FlowEnd>;
}

export interface FlowEnd {
  /** Number of the case or notice. */
  readonly caseNo: string;
  readonly outcome: string;
}

/** Looks until there is something. `everyMs` is long for pages that the public may only ask for so often. */
export async function eventually<T>(
  stage: FlowStage,
  what: string,
  look: () => Promise<T | undefined | null | false>,
  everyMs = 300,
): Promise<T> {
  const end = performance.now() + stage.timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`${stage.timeoutMs / 1000} 秒内没有等到：${what}`);
    await pause(everyMs);
  }
}

/** The examples have the last homes of each building for themselves. */
const USED_BY_EXAMPLES = 3;

/** A plain home that is still as the city was made: nothing on its page, its first certificate, no open case. */
export async function freshHome(stage: FlowStage, district: string): Promise<DemoUnit> {
  const acceptor = await stage.staff(accountOf('window_acceptor', district));
  for (const home of demoCity.saleUnits(district).slice(0, -USED_BY_EXAMPLES)) {
    const query = encodeURIComponent(home.unitCode);
    const { items } = await acceptor.get<UnitSearchResult>(`/api/units?q=${query}`);
    const now = items.find(({ unitCode }) => unitCode === home.unitCode);
    const untouched =
      now?.states.every((state) => state === 'NORMAL') &&
      home.certificateNo !== null &&
      now.certificateNos.includes(home.certificateNo);
    if (!untouched) continue;
    const { total } = await acceptor.get<CaseList>(`/api/cases?q=${query}&open=true`);
    if (total === 0) return home;
  }
  throw new Error(`${district} 的演示住房都已办过业务：请换一个新的 YITONG_HOME 再演示。`);
}

/** Somebody who owns nothing in the city; another one for each home. */
export function buyerOf(home: DemoUnit): CityPerson {
  return cityPerson(2_000_000 + Number(home.unitCode.slice(4, 6)) * 1_000 + Number(home.unitCode.slice(-4)));
}

/** One person of the centre does one open task the usual way; false when the process or somebody else was faster. */
async function doTask(
  stage: FlowStage,
  detail: CaseDetail,
  task: CaseDetail['openTasks'][number],
  application: Application,
): Promise<boolean> {
  const person = await stage.staff(accountOf(task.role, detail.district));
  try {
    if (task.holder === null) await person.post(`/api/tasks/${task.taskKey}/claim`);
    const opened = await person.openTask(task.taskKey);
    const completion = usualWork(task.elementId as StepId, opened, application, new Map(), 1);
    await person.post(`/api/tasks/${task.taskKey}/complete`, completion);
    stage.say(task.stepName);
    return true;
  } catch (error) {
    if (!(error instanceof DeskRefusal) || (error.status !== 409 && error.status !== 404)) throw error;
    return false;
  }
}

const OF_THE_CENTRE = new Set(['window_acceptor', 'reviewer', 'registrar', 'cert_clerk']);

/** The centre does what comes up in this case until `reached` finds what it looks for. */
export function workUntil<T>(
  stage: FlowStage,
  what: string,
  work: { caseNo: string; reader: DeskClient; application?: Application },
  reached: (detail: CaseDetail) => Promise<T | undefined | null | false> | T | undefined | null | false,
): Promise<T> {
  const done = new Set<string>();
  const application = work.application ?? ({ parties: [] } as unknown as Application);
  return eventually(stage, `${work.caseNo} ${what}`, async () => {
    const detail = await work.reader.getCase(work.caseNo);
    const found = await reached(detail);
    if (found) return found;
    for (const task of detail.openTasks) {
      if (done.has(task.taskKey) || !OF_THE_CENTRE.has(task.role)) continue;
      if (await doTask(stage, detail, task, application)) done.add(task.taskKey);
    }
    return undefined;
  });
}
