/**
 * `npm run bench:engine [-- --json] [-- --quick]`: the embedded engine and a real Camunda broker in one run, with the same client.
 * Jobs per second (ten service tasks in sequence, streamed), the latency of a step at 100 jobs/s, start-up and memory, and what
 * each side does with compressed requests. Then the embedded engine alone: the same rate with 100 000 instances waiting, and
 * searches of a history of a million finished ones; --quick takes a hundredth of both. Progress goes to stderr; the result to stdout, with --json as one object (`npm run --silent bench:engine -- --json`).
 */
import { whyCamundaIsMissing } from '../scripts/camunda/availability.ts';
import { acceptedEncodings } from './engine/compression.ts';
import { fillHistory } from './engine/history.ts';
import { openLoad, STEPS } from './engine/load.ts';
import { residentMb } from './engine/memory.ts';
import { timeSearches } from './engine/searches.ts';
import { type Subject, startBroker, startEmbedded } from './engine/subjects.ts';
import { fillWithWaiting } from './engine/waiting.ts';
import { versionsOf, watchMachine } from './support/machine.ts';

interface Figures {
  jobsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  startMs: number;
  rssMb: number;
}

interface Measured extends Figures {
  /** Jobs of the measured round, and steps whose latency was taken. */
  samples: { jobs: number; steps: number };
  /** What it answers about compressed requests, and so whether the client goes on compressing them (it does unless told). */
  compression: { accepts: string; clientCompresses: boolean };
  versions: Record<string, string>;
}

const QUICK = process.argv.includes('--quick');
const WAITING = QUICK ? 1_000 : 100_000;
const FINISHED = QUICK ? 10_000 : 1_000_000;
const SEARCHES_EACH = QUICK ? 20 : 200;

/** The broker is measured on its third round: a JVM needs two to warm up. The embedded engine gets the same. */
const WARM_UP_ROUNDS = 2;
/** Rounds whose rate with and without waiting instances is compared. */
const MEASURED_ROUNDS = 3;

const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const tenth = (value: number): number => Math.round(value * 10) / 10;
const percentile = (sorted: number[], share: number): number =>
  tenth(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);

/** The engine that runs now; Ctrl-C stops it before this process leaves. */
let running: Subject | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    progress(`${signal}: stopping`);
    void (running?.stop() ?? Promise.resolve()).finally(() => process.exit(130));
  });
}

async function measure(name: string, start: () => Promise<Subject>): Promise<Measured> {
  progress(`${name}: starting`);
  const subject = await start();
  running = subject;
  try {
    const load = await openLoad(subject);
    try {
      for (let n = 1; n <= WARM_UP_ROUNDS; n++) {
        const { jobs, seconds } = await load.round();
        progress(`${name}: warm-up round ${n}: ${Math.round(jobs / seconds)} jobs/s`);
      }
      const { jobs, seconds } = await load.round();
      const jobsPerSecond = Math.round(jobs / seconds);
      progress(`${name}: measured round: ${jobsPerSecond} jobs/s`);
      const latencies = await load.paced();
      const [p50Ms, p99Ms] = [percentile(latencies, 0.5), percentile(latencies, 0.99)];
      progress(`${name}: ${latencies.length} steps at 100 jobs/s: p50 ${p50Ms} ms, p99 ${p99Ms} ms`);
      return {
        jobsPerSecond,
        p50Ms,
        p99Ms,
        startMs: subject.startMs,
        rssMb: await residentMb(subject.pids),
        samples: { jobs, steps: latencies.length },
        compression: await acceptedEncodings(subject),
        versions: subject.versions,
      };
    } finally {
      await load.close();
    }
  } finally {
    running = undefined;
    await subject.stop();
  }
}

interface Full {
  waitingInstances: number;
  /** Empty and full in turn on the same engine: before it is filled, and after. */
  emptyJobsPerSecond: number;
  jobsPerSecond: number;
  /** Full divided by empty. */
  ratio: number;
  rssMb: number;
  samples: { jobs: number };
}

/** The rate with many instances waiting, beside that of the same engine before they came. */
async function measureFull(): Promise<Full> {
  progress('full: starting');
  const subject = await startEmbedded();
  running = subject;
  try {
    const load = await openLoad(subject);
    try {
      const rate = async (rounds: number) => {
        let [jobs, seconds] = [0, 0];
        for (let n = 0; n < rounds; n++) {
          const round = await load.round();
          [jobs, seconds] = [jobs + round.jobs, seconds + round.seconds];
        }
        return { jobs, perSecond: Math.round(jobs / seconds) };
      };
      await rate(WARM_UP_ROUNDS);
      const empty = await rate(MEASURED_ROUNDS);
      progress(`full: ${empty.perSecond} jobs/s while nothing waits`);
      await fillWithWaiting(subject, WAITING);
      progress(`full: ${WAITING} instances wait`);
      await rate(1);
      const full = await rate(MEASURED_ROUNDS);
      const rssMb = await residentMb(subject.pids);
      progress(`full: ${full.perSecond} jobs/s, ${rssMb} MB`);
      return {
        waitingInstances: WAITING,
        emptyJobsPerSecond: empty.perSecond,
        jobsPerSecond: full.perSecond,
        ratio: Math.round((full.perSecond / empty.perSecond) * 100) / 100,
        rssMb,
        samples: { jobs: full.jobs },
      };
    } finally {
      await load.close();
    }
  } finally {
    running = undefined;
    await subject.stop();
  }
}

interface History {
  finishedInstances: number;
  rows: number;
  /** Of all searches together. */
  searchP99Ms: number;
  searches: { name: string; p50Ms: number; p99Ms: number; samples: number }[];
}

/** Pages of searches in a long history. */
async function measureHistory(): Promise<History> {
  progress('history: starting');
  const subject = await startEmbedded();
  running = subject;
  try {
    const rows = await fillHistory(subject, FINISHED);
    await fillWithWaiting(subject, WAITING / 100);
    progress(`history: ${FINISHED} finished instances, ${rows} rows`);
    const timed = await timeSearches(subject, FINISHED, SEARCHES_EACH, Math.random);
    const all = timed.flatMap(({ sorted }) => sorted).sort((a, b) => a - b);
    const searchP99Ms = percentile(all, 0.99);
    progress(`history: ${all.length} searches, p99 ${searchP99Ms} ms`);
    return {
      finishedInstances: FINISHED,
      rows,
      searchP99Ms,
      searches: timed.map(({ name, samples, sorted }) => ({
        name,
        p50Ms: percentile(sorted, 0.5),
        p99Ms: percentile(sorted, 0.99),
        samples,
      })),
    };
  } finally {
    running = undefined;
    await subject.stop();
  }
}

/** Embedded divided by Camunda: above 1 is more, below 1 is less. */
function ratios(embedded: Figures, camunda: Figures): Figures {
  const ratio = (name: keyof Figures) => Math.round((embedded[name] / camunda[name]) * 100) / 100;
  return {
    jobsPerSecond: ratio('jobsPerSecond'),
    p50Ms: ratio('p50Ms'),
    p99Ms: ratio('p99Ms'),
    startMs: ratio('startMs'),
    rssMb: ratio('rssMb'),
  };
}

const LABELS: Record<keyof Figures, string> = {
  jobsPerSecond: `jobs per second (${STEPS} service tasks in sequence, streamed)`,
  p50Ms: 'a step at 100 jobs/s, p50, ms',
  p99Ms: 'a step at 100 jobs/s, p99, ms',
  startMs: 'from nothing to serving, ms',
  rssMb: 'memory after the load, MB',
};

function table(embedded: Figures, camunda: Figures | null): string {
  const ratio = camunda && ratios(embedded, camunda);
  const row = (cells: string[]) => cells.map((cell, at) => (at === 0 ? cell.padEnd(54) : cell.padStart(12))).join('');
  const lines = (Object.keys(LABELS) as (keyof Figures)[]).map((name) =>
    row([LABELS[name], String(embedded[name]), String(camunda?.[name] ?? '–'), String(ratio?.[name] ?? '–')]),
  );
  return [row(['', 'embedded', 'camunda', 'ratio']), ...lines, ''].join('\n');
}

function alone(full: Full, history: History): string {
  const lines = [
    `${full.waitingInstances} instances waiting: ${full.jobsPerSecond} jobs/s beside ${full.emptyJobsPerSecond} without, ratio ${full.ratio}; ${full.rssMb} MB`,
    `${history.finishedInstances} finished instances: pages of searches p99 ${history.searchP99Ms} ms`,
    ...history.searches.map(
      ({ name, p50Ms, p99Ms }) => `  ${name.padEnd(52)}${String(p50Ms).padStart(8)}${String(p99Ms).padStart(8)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function compressed(sides: Record<string, Measured | null>): string {
  return Object.entries(sides)
    .flatMap(([name, side]) =>
      side
        ? `${name}: accepts ${side.compression.accepts}; the client ${side.compression.clientCompresses ? 'compresses' : 'does not compress'} its requests\n`
        : [],
    )
    .join('');
}

const machine = watchMachine();
const embedded = await measure('embedded', startEmbedded);
const missing = await whyCamundaIsMissing();
if (missing) progress(`camunda: NOT MEASURED. ${missing}`);
const camunda = missing ? null : await measure('camunda', () => startBroker(progress));
const full = await measureFull();
const history = await measureHistory();
const result = {
  embedded,
  camunda,
  full,
  history,
  ratio: camunda && ratios(embedded, camunda),
  machine: machine(),
  versions: versionsOf('@camunda8/sdk'),
};
process.stdout.write(
  process.argv.includes('--json')
    ? `${JSON.stringify(result)}\n`
    : table(embedded, camunda) + alone(full, history) + compressed({ embedded, camunda }),
);
// The SDK's clients keep timers of their own.
process.exit(0);
