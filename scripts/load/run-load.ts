import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { beginAtBank } from '../day/bank-story.ts';
import type { CaseStory } from '../day/case-story.ts';
import { beginMatter, type NoticeStory } from '../day/court-story.ts';
import { beginStory } from '../day/window-story.ts';
import { listen } from '../play/changes.ts';
import { isAnswered } from '../play/court.ts';
import type { DeskClient } from '../play/desk-client.ts';
import { createStaff } from '../play/staff.ts';
import { type Backlog, readBacklog } from './backlog.ts';
import type { LoadedInstallation } from './installation.ts';
import { createMeter, type Meter } from './measure.ts';
import { type LoadArrival, planLoad } from './plan-load.ts';
import { usage } from './processes.ts';

/** A minute that a person needs is so short here: the machines are under test, not the people. */
const PERSON_MINUTE_MS = 100;
/** Changes of a case that come together cost one look, as on the desk (desk/api/events.ts). */
const GATHER_MS = 250;
const SAMPLE_MS = 5_000;
const COME_AGAIN_MINUTES = 20;
/** After the last arrival, what is under way may finish for so long. */
const DRAIN_MS = 60_000;

export interface LoadOptions {
  minutes: number;
  /** Arrivals a second: applications, and matters of courts (each one notice or more). */
  rate: number;
  seed: number;
  onSample?(sample: Backlog): void;
}

export interface LoadResult {
  asked: { minutes: number; rate: number; seed: number };
  filed: number;
  closed: number;
  /** Notices of courts, beside the cases. */
  notices: number;
  /** Cases a second that were really filed. */
  rateKept: number;
  /** Of filed cases that were closed: seconds from filing to the end, people's short minutes included. */
  caseSeconds: { p50: number; p99: number };
  samples: Backlog[];
  /** What became of the cases that did not end: item, turn, status and the steps they wait at. */
  leftOpen: string[];
  usage: LoadedPart[];
  meter: Meter;
  refusals: Map<string, number>;
}

function whereItStands({ seen }: CaseStory): string {
  const last = seen();
  const steps = last?.openTasks.map(({ elementId, holder }) => (holder ? `${elementId} (claimed)` : elementId));
  return [last?.itemCode, last?.status, steps?.join('+') || 'no task'].join(' ');
}

/** What one part used from the first arrival until the last case had ended; the generator is one of them. */
export interface LoadedPart {
  part: string;
  memoryMb: number;
  cpuSeconds: number;
}

export async function runLoad(installation: LoadedInstallation, options: LoadOptions): Promise<LoadResult> {
  const { minutes, rate, seed } = options;
  const pool = new Pool({ connectionString: installation.databaseUrl, max: 3 });
  const meter = createMeter();
  const staff = createStaff(installation.publicUrl, meter.fetch);
  const refusals = new Map<string, number>();
  const stories = new Map<string, { story: CaseStory; began: number; seconds: number | null }>();
  const notices: NoticeStory[] = [];
  const gathering = new Set<string>();
  const looking = new Set<string>();
  const missed = new Set<string>();
  const running = new Set<Promise<void>>();

  /** Nothing that goes wrong is lost: it is counted by its cause. */
  const spawnTask = (act: () => Promise<void>) => {
    const task = act()
      .catch((error: Error) => meter.fault(`${error.name}: ${error.message.replace(/\d{6,}/g, ':no').slice(0, 160)}`))
      .finally(() => running.delete(task));
    running.add(task);
  };
  /** One look at a case at a time; what changes meanwhile asks for one more. */
  const look = (caseNo: string) => {
    const entry = stories.get(caseNo);
    if (!entry || entry.seconds !== null || gathering.has(caseNo)) return;
    gathering.add(caseNo);
    spawnTask(async () => {
      await pause(GATHER_MS);
      if (looking.has(caseNo)) {
        missed.add(caseNo);
        gathering.delete(caseNo);
        return;
      }
      looking.add(caseNo);
      gathering.delete(caseNo);
      try {
        await entry.story.look();
        if (entry.story.seen()?.closedAt) entry.seconds ??= (performance.now() - entry.began) / 1_000;
      } finally {
        looking.delete(caseNo);
        if (missed.delete(caseNo)) look(caseNo);
      }
    });
  };
  const around = {
    staff,
    publicUrl: installation.publicUrl,
    departments: installation.departments,
    now: () => performance.now(),
    later: (personMinutes: number, act: () => Promise<void>) => {
      setTimeout(() => spawnTask(act), personMinutes * PERSON_MINUTE_MS);
    },
    beforeTask: async (person: DeskClient) => {
      await person.get('/api/tasks?limit=50');
    },
    refused: (what: string, refusal: { status: number; code: string }) => {
      const key = `${what} ${refusal.status} ${refusal.code}`;
      refusals.set(key, (refusals.get(key) ?? 0) + 1);
    },
  };

  const wanted = Math.ceil(minutes * 60 * rate);
  const arrivals = await planLoad(pool, wanted, seed);
  const whole = await staff.as('sysadmin');
  const changes = listen(installation.publicUrl, whole.cookie, ({ caseNo }) => caseNo && look(caseNo));
  await changes.ready;

  const postgresPort = new URL(installation.databaseUrl).port;
  const before = await usage(installation.pid, postgresPort);
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const samples: Backlog[] = [];
  const sampling = setInterval(() => {
    spawnTask(async () => {
      const sample = await readBacklog(pool, (performance.now() - began) / 1_000, stories.size);
      samples.push(sample);
      options.onSample?.(sample);
    });
  }, SAMPLE_MS);

  /** A bank's clerk whose customer could not be reached tries again. */
  const begin = async (one: LoadArrival): Promise<void> => {
    if (one.from === 'court') return beginMatter(one.arrival, around, (notice) => notices.push(notice));
    const story = await (one.from === 'bank' ? beginAtBank(one.arrival, around) : beginStory(one.arrival, around));
    if (!story) return around.later(COME_AGAIN_MINUTES, () => begin(one));
    stories.set(story.caseNo, { story, began: performance.now(), seconds: null });
    look(story.caseNo);
  };
  let filed = 0;
  for (const arrival of arrivals) {
    const due = (filed / rate) * 1_000 - (performance.now() - began);
    if (due > 0) await pause(due);
    if (performance.now() - began > minutes * 60_000) break;
    filed += 1;
    // Open loop: arrivals do not wait for answers, as citizens do not.
    spawnTask(() => begin(arrival));
  }
  const seconds = (performance.now() - began) / 1_000;
  clearInterval(sampling);
  const open = () => [...stories].filter(([, entry]) => entry.seconds === null);
  const unanswered = () =>
    notices.filter((notice) => {
      const last = notice.seen();
      return last === null || !isAnswered(last);
    });
  for (const end = performance.now() + DRAIN_MS; open().length + unanswered().length > 0 && performance.now() < end; ) {
    await pause(2_000);
    for (const [caseNo] of open()) look(caseNo);
  }
  const after = await usage(installation.pid, postgresPort);
  const cpu = process.cpuUsage(cpuBefore);
  changes.close();
  await Promise.allSettled([...running]);
  await pool.end();

  const times = [...stories.values()].flatMap((entry) => entry.seconds ?? []).sort((a, b) => a - b);
  const share = (of: number) => times[Math.floor(of * (times.length - 1))] ?? Number.NaN;
  return {
    asked: { minutes, rate, seed },
    filed: stories.size,
    closed: times.length,
    rateKept: filed / seconds,
    caseSeconds: { p50: share(0.5), p99: share(0.99) },
    samples,
    leftOpen: [
      ...open().map(([, { story }]) => whereItStands(story)),
      ...unanswered().map(({ step, seen }) => `notice ${step.kind} ${seen()?.state ?? 'not seen'}`),
    ],
    notices: notices.length,
    usage: [
      ...after.map((one) => {
        const earlier = before.find((other) => other.part === one.part)?.cpuSeconds ?? 0;
        return { ...one, cpuSeconds: one.cpuSeconds - earlier };
      }),
      {
        part: 'generator',
        memoryMb: process.memoryUsage().rss / 2 ** 20,
        cpuSeconds: (cpu.user + cpu.system) / 1e6,
      },
    ],
    meter,
    refusals,
  };
}
