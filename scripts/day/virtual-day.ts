import type { TestClock } from '../../platform/clock.ts';
import type { IncidentList } from '../../server/api/index.ts';
import { listen } from '../play/changes.ts';
import { DeskRefusal } from '../play/desk-client.ts';
import { createStaff } from '../play/staff.ts';
import { createAgenda } from './agenda.ts';
import type { BankArrival, CourtArrival, WindowArrival } from './arrival.ts';
import { beginAtBank } from './bank-story.ts';
import type { CaseStory, Surroundings } from './case-story.ts';
import { beginMatter, type NoticeStory } from './court-story.ts';
import type { Office } from './office.ts';
import { DURING_OUTAGE, type Outage, setFault, someDepartmentIsOut } from './outages.ts';
import { atRest, settle } from './settle.ts';
import { CLOSES, MINUTE, OPENS } from './virtual-clock.ts';
import { beginStory } from './window-story.ts';

/** Requests of people that are under way at one time: forty desks, not a thousand. */
const AT_ONCE = 16;
/** A supervisor looks at the incidents this often. */
const ROUND = 5 * MINUTE;
/** A bank's clerk whose customer could not be reached tries again after so long. */
const COME_AGAIN = 2 * MINUTE;

export interface DayRun {
  stories: CaseStory[];
  notices: NoticeStory[];
  /** Refusals that people got, by what they were and the code; those by a department that was out are named so. */
  refusals: Map<string, number>;
  /** Incidents that a supervisor retried, by step and message. */
  incidents: Map<string, number>;
}

export interface DayOptions {
  windows: readonly WindowArrival[];
  banks: readonly BankArrival[];
  courts: readonly CourtArrival[];
  outages: readonly Outage[];
  /** The clock goes on in steps of so many minutes; within one everything that is due happens side by side. Default 1. */
  stepMinutes?: number;
  onStep?(now: number, stories: readonly CaseStory[]): void;
}

/** Plays the day on the virtual clock: at each step people do what is due, then the machines come to rest. */
export async function runDay(office: Office, clock: TestClock, options: DayOptions): Promise<DayRun> {
  const opens = new Date(OPENS).getTime();
  const closes = new Date(CLOSES).getTime();
  const step = (options.stepMinutes ?? 1) * MINUTE;
  const now = () => clock.now().getTime();
  const agenda = createAgenda();
  const staff = createStaff(office.publicUrl);
  const stories = new Map<string, CaseStory>();
  const changed = new Set<string>();
  const run: DayRun = { stories: [], notices: [], refusals: new Map(), incidents: new Map() };
  const departments = office.simulators.addresses as Record<string, string>;
  const whole = await staff.as('sysadmin');
  const changes = listen(office.publicUrl, whole.cookie, ({ caseNo }) => caseNo && changed.add(caseNo));
  await changes.ready;

  const around: Surroundings = {
    staff,
    publicUrl: office.publicUrl,
    departments,
    now,
    later: (minutes: number, act: () => Promise<void>) => agenda.at(now() + minutes * MINUTE, act),
    refused: (what: string, refusal: DeskRefusal) => {
      const known = refusal.code === 'DEPARTMENT_UNAVAILABLE' && someDepartmentIsOut(options.outages, now(), step);
      const key = `${what} ${refusal.status} ${refusal.code}${known ? DURING_OUTAGE : ''}`;
      run.refusals.set(key, (run.refusals.get(key) ?? 0) + 1);
    },
  };
  const begins = (story: CaseStory) => {
    stories.set(story.caseNo, story);
    run.stories.push(story);
    changed.add(story.caseNo);
  };
  for (const arrival of options.windows) agenda.at(arrival.at, async () => begins(await beginStory(arrival, around)));
  const atBank = async (arrival: BankArrival): Promise<void> => {
    const story = await beginAtBank(arrival, around);
    if (story) begins(story);
    else agenda.at(now() + COME_AGAIN, () => atBank(arrival));
  };
  for (const arrival of options.banks) agenda.at(arrival.at, () => atBank(arrival));
  for (const arrival of options.courts) {
    agenda.at(arrival.at, () => beginMatter(arrival, around, (notice) => run.notices.push(notice)));
  }
  for (const department of Object.keys(departments)) await setFault(departments[department]!, null);
  for (const { department, from, to, fail } of options.outages) {
    agenda.at(from, () => setFault(departments[department]!, fail));
    agenda.at(to, () => setFault(departments[department]!, null));
  }
  const lookAtIncidents = async () => {
    const { items } = await whole.get<IncidentList>('/api/incidents');
    for (const { incidentKey, elementId, message } of items) {
      const what = `${elementId}：${message}`;
      run.incidents.set(what, (run.incidents.get(what) ?? 0) + 1);
      await whole.post(`/api/incidents/${incidentKey}/retry`).catch(gone);
    }
    if (now() < closes) agenda.at(now() + ROUND, lookAtIncidents);
  };
  agenda.at(opens + ROUND, lookAtIncidents);

  for (let at = opens; at <= closes; at += step) {
    clock.set(new Date(at));
    await office.engine.tick();
    const due = agenda.due(at);
    await sideBySide(due);
    // A step in which nobody acts and nothing falls due costs one look.
    if (due.length > 0 || !(await atRest(office, clock.now()))) await settle(office, clock.now());
    // What a case shows now decides what is done with it later; a look changes nothing.
    const looks = [...changed].flatMap((caseNo) => stories.get(caseNo) ?? []);
    changed.clear();
    await sideBySide(looks.map((story) => story.look));
    options.onStep?.(at, run.stories);
  }
  await sideBySide(run.stories.filter((story) => story.seen()?.closedAt == null).map((story) => story.look));
  await sideBySide(run.notices.map((notice) => notice.look));
  changes.close();
  return run;
}

/** Solved in the meantime. */
function gone(error: unknown): void {
  if (!(error instanceof DeskRefusal) || (error.status !== 404 && error.status !== 409)) throw error;
}

async function sideBySide(acts: (() => Promise<void>)[]): Promise<void> {
  const waiting = [...acts];
  const worker = async () => {
    for (let act = waiting.shift(); act; act = waiting.shift()) await act();
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, worker));
}
