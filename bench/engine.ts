/**
 * `npm run bench:engine [-- --json] [-- --quick] [-- --only PART]`: the embedded engine and a real Camunda broker in one run, with
 * the same client.
 * - `speed`: jobs per second (ten service tasks in sequence, streamed), the latency of a step at 100 jobs/s, start-up and memory,
 *   and what each side does with compressed requests;
 * - `waiting`: the embedded engine alone, its rate with 100 000 instances waiting;
 * - `history`: its searches of a history of a million finished instances.
 * All three unless told; `--quick` takes a hundredth of the instances. Progress goes to stderr; the result to stdout, with `--json`
 * as one object (`npm run --silent bench:engine -- --json`).
 */
import { parseArgs } from 'node:util';
import { whyCamundaIsMissing } from '../scripts/camunda/availability.ts';
import { acceptedEncodings } from './engine/compression.ts';
import { fillHistory } from './engine/history.ts';
import { openLoad } from './engine/load.ts';
import { residentMb } from './engine/memory.ts';
import { type Full, type History, type Measured, ratios, samplesOf, table } from './engine/result.ts';
import { timeSearches } from './engine/searches.ts';
import { type Subject, startBroker, startEmbedded } from './engine/subjects.ts';
import { fillWithWaiting } from './engine/waiting.ts';
import { versionsOf, watchMachine } from './support/machine.ts';
import { print } from './support/report.ts';

const PARTS = ['speed', 'waiting', 'history'];
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: PARTS },
  },
});
const unknown = values.only.find((part) => !PARTS.includes(part));
if (unknown !== undefined) throw new Error(`--only takes ${PARTS.join(', ')}, not '${unknown}'`);
const wanted = (part: string): boolean => values.only.includes(part);

const WAITING = values.quick ? 1_000 : 100_000;
const FINISHED = values.quick ? 10_000 : 1_000_000;
const SEARCHES_EACH = values.quick ? 20 : 200;

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
      versions: subject.versions,
    };
  } finally {
    running = undefined;
    await subject.stop();
  }
}

/** Null, and the reason on stderr, where it cannot run. */
async function measureCamunda(): Promise<Measured | null> {
  const missing = await whyCamundaIsMissing();
  if (!missing) return measure('camunda', () => startBroker(progress));
  progress(`camunda: NOT MEASURED. ${missing}`);
  return null;
}

const machine = watchMachine();
const embedded = wanted('speed') ? await measure('embedded', startEmbedded) : null;
const camunda = wanted('speed') ? await measureCamunda() : null;
const full = wanted('waiting') ? await measureFull() : null;
const history = wanted('history') ? await measureHistory() : null;
const figures = { embedded, camunda, full, history, ratio: embedded && camunda && ratios(embedded, camunda) };
const versions = versionsOf('@camunda8/sdk');
print({ ...figures, machine: machine(), versions, samples: samplesOf(figures) }, values.json, table);
// The SDK's clients keep timers of their own.
process.exit(0);
