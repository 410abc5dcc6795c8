import { type District, dayOf, type PauseCause, type SlaBoardRow, type User } from '../../registry/index.ts';
import type { Board, BoardRow, ElementLoad, EscalationRow, PauseView, UtilityLoad } from '../api/board.ts';
import { UTILITY_SERVICES } from '../api/yilutong.ts';
import type { ServerDeps } from '../deps.ts';
import { POLLER } from '../inbox/poller.ts';
import { openCountsByElement, openTasksOfCases } from '../inbox/queries.ts';
import { ESCALATION_STEP, hintOf, offeredDecisions } from '../inbox/steps/offered.ts';
import { activeIncidents } from '../incidents/store.ts';
import { incidentViews } from '../incidents/views.ts';
import { ageOf } from '../loops/lease.ts';
import type { Definitions } from '../modeler/definitions.ts';
import { caseSummaryView } from '../views/case-view.ts';
import { type SlaContext, slaContext, slaView } from '../views/sla-view.ts';
import { staffNames } from '../views/staff.ts';
import { waitLoad } from '../views/ticket-view.ts';
import { PAUSE_CAUSES } from '../views/words.ts';
import { closingTime, startOfDay } from '../views/working-day.ts';
import { median } from './median.ts';

const PROCESS = 'bdc-registration';
const SHOWN = 200;

/** What a supervisor sees at a glance, for one district or the whole city. */
export async function readBoard(
  deps: ServerDeps,
  definitions: Definitions,
  user: User,
  asked: string | undefined,
): Promise<Board> {
  const { registry, pool, clock } = deps;
  const district = user.district ?? asked ?? null;
  const [clocks, context, staff, incidents, counts, age, calendarWarning, tickets] = await Promise.all([
    registry.sla.board({ ...(district ? { district } : {}), stoppedSince: startOfDay(clock.now()) }),
    slaContext(deps),
    staffNames(registry),
    activeIncidents(pool, district),
    openCountsByElement(pool, district),
    ageOf(pool, POLLER),
    registry.calendar.missingYear(),
    registry.tickets.ofDay(district as District | null, dayOf(clock.now())),
  ]);
  const running = clocks.filter((row) => row.state !== 'stopped');
  const urgent = running
    .filter((row) => ['near', 'over'].includes(slaView(row, context).state))
    .sort((a, b) => a.remainingMinutes - b.remainingMinutes)
    .slice(0, SHOWN);
  const live = await definitions.latest(PROCESS).catch(() => null);
  const [xml, names] = live
    ? await Promise.all([definitions.xml(live.processDefinitionKey), definitions.names(live.processDefinitionKey)])
    : [null, new Map<string, string>()];
  return {
    asOf: context.now.toISOString(),
    district,
    strip: await strip(deps, clocks, running, context),
    urgent: await urgentRows(),
    waits: waitLoad(tickets, staff),
    escalations: await escalationRows(deps, district),
    utilities: await utilityLoads(deps, district),
    pauses: await pauseViews(deps, running, context),
    pauseCauses: causeCounts(running),
    incidents: await incidentViews(deps, definitions, incidents),
    load: elementLoad(counts, incidents, running, context, names),
    diagram: live && xml ? { bpmnProcessId: PROCESS, version: live.version, xml } : null,
    inboxAgeSeconds: age === null ? -1 : Math.round(age * 10) / 10,
    calendarWarning,
  };

  async function urgentRows(): Promise<BoardRow[]> {
    const tasks = await openTasksOfCases(
      pool,
      urgent.map((row) => row.caseNo),
    );
    const rows = await Promise.all(
      urgent.map(async (row) => {
        const theCase = await registry.cases.getCase(row.caseNo);
        if (!theCase) return null;
        const task = tasks.find((one) => one.caseNo === row.caseNo);
        return {
          ...caseSummaryView(theCase, row, context, staff),
          step: task?.stepName ?? null,
          taskKey: task?.taskKey ?? null,
          holder: staff(task?.holder),
        };
      }),
    );
    return rows.filter((row) => row !== null);
  }
}

async function strip(
  deps: Pick<ServerDeps, 'registry'>,
  clocks: SlaBoardRow[],
  running: SlaBoardRow[],
  context: SlaContext,
): Promise<Board['strip']> {
  const today = startOfDay(context.now);
  const states = running.map((row) => slaView(row, context));
  const finished = clocks.filter((row) => row.stoppedAt !== null && row.stoppedAt >= today);
  const close = closingTime(context.now);
  const left = close > context.now ? await deps.registry.calendar.workingMinutesBetween(context.now, close) : 0;
  return {
    acceptedToday: clocks.filter((row) => row.startedAt >= today).length,
    finishedToday: finished.length,
    open: running.length,
    near: states.filter((sla) => sla.state === 'near').length,
    over: states.filter((sla) => sla.state === 'over').length,
    paused: states.filter((sla) => sla.pausedSince !== null).length,
    medianMinutes: median(finished.map((row) => row.netMinutes)),
    // Those that run out before the windows close, if nobody touches them.
    expectedBreachesBy17: running.filter(
      (row) => row.state === 'running' && row.remainingMinutes >= 0 && row.remainingMinutes < left,
    ).length,
  };
}

async function escalationRows(
  { registry }: Pick<ServerDeps, 'registry'>,
  district: string | null,
): Promise<EscalationRow[]> {
  const open = await registry.cases.openEscalations(district as District | null);
  const rows = await Promise.all(
    open.slice(0, SHOWN).map(async ({ caseNo, level, openedAt, dueAt, remindedAt }) => {
      const theCase = await registry.cases.getCase(caseNo);
      if (!theCase) return null;
      const { itemName, location } = theCase;
      return {
        caseNo,
        itemName,
        location,
        level,
        openedAt: openedAt.toISOString(),
        dueAt: dueAt.toISOString(),
        late: remindedAt !== null,
        hint: hintOf(ESCALATION_STEP, theCase),
        decisions: await offeredDecisions(registry, ESCALATION_STEP, theCase),
      };
    }),
  );
  return rows.filter((row) => row !== null);
}

async function utilityLoads(
  { registry }: Pick<ServerDeps, 'registry'>,
  district: string | null,
): Promise<UtilityLoad[]> {
  const pending = await registry.yilutong.pendingUtilities(district as District | null);
  return pending.map(({ oldest, ...one }) => ({
    ...one,
    name: UTILITY_SERVICES[one.service],
    oldest: oldest.toISOString(),
  }));
}

const openPauses = (row: SlaBoardRow) => row.pauses.filter((pause) => pause.resumedAt === null);

async function pauseViews(
  deps: Pick<ServerDeps, 'registry'>,
  running: SlaBoardRow[],
  { now }: SlaContext,
): Promise<PauseView[]> {
  const items = new Map(deps.registry.items.listItems().map((item) => [item.code, item.name]));
  return Promise.all(
    running
      .flatMap((row) => openPauses(row).map((pause) => ({ row, pause })))
      .slice(0, SHOWN)
      .map(async ({ row, pause }) => ({
        caseNo: row.caseNo,
        itemName: items.get(row.itemCode) ?? row.itemCode,
        cause: pause.cause,
        causeText: PAUSE_CAUSES[pause.cause],
        since: pause.pausedAt.toISOString(),
        minutes: Math.round(await deps.registry.calendar.workingMinutesBetween(pause.pausedAt, now, row.district)),
      })),
  );
}

function causeCounts(running: SlaBoardRow[]): Board['pauseCauses'] {
  const counts = new Map<keyof typeof PAUSE_CAUSES, number>();
  for (const { cause } of running.flatMap(openPauses)) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return [...counts].map(([cause, count]) => ({ cause, causeText: PAUSE_CAUSES[cause], count }));
}

/** Where on the diagram a paused case waits for somebody outside; other pauses have a task of their own. */
const WAITS_AT: Partial<Record<PauseCause, string>> = { tax_payment: 'SubTax', supplement: 'EgSupplement' };

/** Where cases stand: people's tasks from the inbox, machines' troubles from the incidents. */
function elementLoad(
  tasks: { elementId: string; stepName: string; caseNo: string | null }[],
  incidents: { elementId: string }[],
  running: SlaBoardRow[],
  context: SlaContext,
  names: Map<string, string>,
): ElementLoad[] {
  const states = new Map(running.map((row) => [row.caseNo, slaView(row, context).state]));
  const load = new Map<string, ElementLoad>();
  /** A step of a called process is not in the diagram: the task says its name. */
  const at = (elementId: string, stepName = elementId): ElementLoad => {
    const known = load.get(elementId);
    if (known) return known;
    const fresh = {
      elementId,
      elementName: names.get(elementId) ?? stepName,
      active: 0,
      near: 0,
      over: 0,
      incidents: 0,
    };
    load.set(elementId, fresh);
    return fresh;
  };
  for (const task of tasks) {
    const entry = at(task.elementId, task.stepName);
    const state = states.get(task.caseNo ?? '');
    entry.active += 1;
    if (state === 'near') entry.near += 1;
    if (state === 'over') entry.over += 1;
  }
  for (const row of running) {
    for (const { cause } of openPauses(row)) {
      const waitsAt = WAITS_AT[cause];
      if (waitsAt) at(waitsAt).active += 1;
    }
  }
  for (const incident of incidents) at(incident.elementId).incidents += 1;
  return [...load.values()].sort((a, b) => b.active - a.active);
}
