/** Plays one package through the public HTTP API: files it, does every task that comes up, until the case is closed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  CaseDetail,
  CaseDocument,
  Completion,
  FiledCase,
  RoleName,
  StepId,
  TaskDetail,
  Timeline,
} from '../../server/api/index.ts';
import { type DeskClient, DeskRefusal } from '../play/desk-client.ts';
import { ACCOUNT_PREFIXES } from '../play/staff.ts';
import type { ExamplePackage, PlayEvent } from './package.ts';
import { usualWork } from './usual-work.ts';
import { changeWorld, type DepartmentUrls, payOpenOrders } from './world.ts';

export interface PlayContext {
  /** A signed-in member of staff; sessions are shared between cases. */
  staff(account: string): Promise<DeskClient>;
  readonly departments: DepartmentUrls;
  readonly timeoutMs: number;
  /** Called whenever something happened, for the progress bar. */
  onStep?(packageName: string, text: string): void;
}

export interface PlayedCase {
  readonly caseNo: string | null;
  readonly outcome: string;
  readonly problemCode: string | null;
  readonly certificateNos: readonly string[];
  readonly verifyUrls: readonly string[];
  readonly documents: readonly string[];
  readonly timeline: Timeline | null;
}

type OpenTask = CaseDetail['openTasks'][number];

/** The demo account of a role in a district; sysadmin and analyst serve the whole city. */
export function accountOf(role: string, district: string): string {
  const prefix = ACCOUNT_PREFIXES[role as RoleName];
  return prefix ? `${prefix}-${district}` : role;
}

const closed = new Set(['not_accepted', 'completed', 'refused', 'withdrawn', 'superseded']);

export async function playCase(example: ExamplePackage, context: PlayContext): Promise<PlayedCase> {
  const { application, expected } = example;
  const unitDistrict = application.unitCodes[0]!.slice(0, 6);
  // An application for another office's unit is still brought to one of our windows.
  const district = /^3302(03|05|06|11|12|13)$/.test(unitDistrict) ? unitDistrict : '330203';
  const as = (role: string) => context.staff(accountOf(role, district));
  const say = (text: string) => context.onStep?.(example.name, text);
  const change = (changes: NonNullable<PlayEvent['world']>) =>
    changeWorld(changes, {
      departments: context.departments,
      registrar: () => as('registrar'),
      unitCodes: application.unitCodes,
    });

  const acceptor = await as('window_acceptor');
  await change(expected.play.before ?? []);
  let filed: FiledCase;
  try {
    filed = await acceptor.fileCase(application);
  } catch (error) {
    if (!(error instanceof DeskRefusal) || error.status !== 422) throw error;
    return rejected(error);
  }
  const { caseNo } = filed;
  say('已录入');
  const scans = await handInScans(acceptor, caseNo, example);

  const done = new Set<string>();
  const times = new Map<string, number>();
  let supplemented = false;
  let lastRefusal = '';
  const end = performance.now() + context.timeoutMs;
  for (;;) {
    const detail = await acceptor.getCase(caseNo);
    if (closed.has(detail.status) && detail.closedAt !== null) return finished(detail, acceptor);
    if (performance.now() > end) throw new Error(stuck(example, detail, context.timeoutMs, lastRefusal));
    if (detail.actions.supplement && !supplemented && expected.play.supplement) {
      await supplement(acceptor, caseNo, example);
      supplemented = true;
      say('已补正');
    }
    for (const task of detail.openTasks) {
      if (done.has(task.taskKey)) continue;
      const time = (times.get(task.elementId) ?? 0) + 1;
      const outcome = await doTask(task, time);
      if (outcome === 'not yet') continue;
      times.set(task.elementId, time);
      done.add(task.taskKey);
      say(task.stepName);
    }
    await payOpenOrders(context.departments, caseNo);
    await sleep(150);
  }

  async function doTask(task: OpenTask, time: number): Promise<'done' | 'not yet'> {
    const event = expected.play.events?.find((entry) => entry.task === task.elementId && (entry.time ?? 1) === time);
    if (event) {
      await change(event.world ?? []);
      if (event.withdraw) await acceptor.post(`/api/cases/${caseNo}/withdraw`, { reason: event.withdraw });
      if (event.leaveTask) return 'done';
    }
    const person = await as(task.role);
    try {
      if (task.holder === null) await person.post(`/api/tasks/${task.taskKey}/claim`);
      const opened = await person.openTask(task.taskKey);
      await person.post(`/api/tasks/${task.taskKey}/complete`, decide(task.elementId as StepId, time, opened));
      return 'done';
    } catch (error) {
      // The process was faster (409), or the inbox does not know the task yet (404): look again.
      if (!(error instanceof DeskRefusal) || (error.status !== 409 && error.status !== 404)) throw error;
      lastRefusal = error.message;
      return 'not yet';
    }
  }

  function decide(step: StepId, time: number, opened: TaskDetail): Completion {
    const given = expected.play.decisions?.[step]?.[time - 1];
    if (!given) return usualWork(step, opened, application, scans, time);
    return { ...tryUsual(step, time, opened), ...given, elementId: step } as Completion;
  }

  /** What the package leaves out is done as usual; a problem step has no usual way. */
  function tryUsual(step: StepId, time: number, opened: TaskDetail): object {
    try {
      return usualWork(step, opened, application, scans, time);
    } catch {
      return {};
    }
  }
}

/** Uploads what is in the envelope and not on the case yet. Answers the files by material. */
async function handInScans(
  acceptor: DeskClient,
  caseNo: string,
  example: ExamplePackage,
): Promise<Map<string, CaseDocument>> {
  const scans = new Map<string, CaseDocument>();
  for (const scan of example.expected.scans) {
    // Looked up each time: the process may turn the application down while papers are still being scanned.
    const { documents, closedAt } = await acceptor.getCase(caseNo);
    const there = documents.find(({ title }) => title === scan.title);
    if (!there && closedAt !== null) continue;
    const document = there ?? (await uploadScan(acceptor, caseNo, example, scan).catch(closedMeanwhile));
    if (document && scan.materialId) scans.set(scan.materialId, document);
  }
  return scans;
}

/** A unit that is seized or not ours is turned away within the second: the rest of the envelope stays unscanned. */
function closedMeanwhile(error: unknown): undefined {
  if (!(error instanceof DeskRefusal) || error.code !== 'CASE_CLOSED') throw error;
}

async function uploadScan(
  acceptor: DeskClient,
  caseNo: string,
  example: ExamplePackage,
  scan: ExamplePackage['expected']['scans'][number],
): Promise<CaseDocument> {
  const bytes = readFileSync(join(example.folder, 'scans', scan.file));
  return acceptor.upload(
    `/api/cases/${caseNo}/documents`,
    { name: scan.file, type: 'application/pdf', bytes },
    // The list of materials is made by the process a moment later: the clerk ties file and material when receiving.
    { title: scan.title, kind: scan.kind },
  );
}

async function supplement(acceptor: DeskClient, caseNo: string, example: ExamplePackage): Promise<void> {
  const materials = [];
  for (const { materialId, scan, note } of example.expected.play.supplement ?? []) {
    const document = scan
      ? await uploadScan(acceptor, caseNo, example, { file: scan, kind: 'other', title: note ?? materialId })
      : undefined;
    materials.push({
      materialId,
      ...(document ? { documentId: document.documentId } : {}),
      ...(note ? { note } : {}),
    });
  }
  await acceptor.post(`/api/cases/${caseNo}/supplement`, { materials });
}

async function finished(detail: CaseDetail, acceptor: DeskClient): Promise<PlayedCase> {
  const live = detail.certificates.filter(({ state }) => state === 'LIVE');
  return {
    caseNo: detail.caseNo,
    outcome: detail.status,
    problemCode: null,
    certificateNos: live.map(({ certificateNo }) => certificateNo),
    verifyUrls: live.flatMap(({ verifyUrl }) => (verifyUrl ? [verifyUrl] : [])),
    documents: detail.documents.map(({ kind }) => kind),
    timeline: await acceptor.get<Timeline>(`/api/cases/${detail.caseNo}/timeline`),
  };
}

function rejected(error: DeskRefusal): PlayedCase {
  const { errors } = error.problem as { errors?: { code?: string }[] };
  return {
    caseNo: null,
    outcome: 'rejected',
    problemCode: errors?.[0]?.code ?? error.code,
    certificateNos: [],
    verifyUrls: [],
    documents: [],
    timeline: null,
  };
}

function stuck(example: ExamplePackage, detail: CaseDetail, timeoutMs: number, lastRefusal: string): string {
  const tasks = detail.openTasks.map(({ elementId, role }) => `${elementId}（${role}）`).join('、') || '没有待办任务';
  return `${example.name}: 业务 ${detail.caseNo} 在 ${timeoutMs / 1000} 秒内没有办结，当前状态 ${detail.statusText}，待办：${tasks}。${lastRefusal}请在业务页查看流程图和异常。`;
}
