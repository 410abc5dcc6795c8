/**
 * `npm run bench:engine [-- --json]`: the embedded engine and a real Camunda broker in one run, with the same client.
 * Jobs per second (ten service tasks in sequence, streamed), the latency of a step at 100 jobs/s, start-up and memory.
 * Progress goes to stderr; the result to stdout, with --json as one object (`npm run --silent bench:engine -- --json`).
 */
import { whyCamundaIsMissing } from '../scripts/camunda/availability.ts';
import { openLoad, STEPS } from './engine/load.ts';
import { residentMb } from './engine/memory.ts';
import { type Subject, startBroker, startEmbedded } from './engine/subjects.ts';
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
  versions: Record<string, string>;
}

/** The broker is measured on its third round: a JVM needs two to warm up. The embedded engine gets the same. */
const WARM_UP_ROUNDS = 2;

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

const machine = watchMachine();
const embedded = await measure('embedded', startEmbedded);
const missing = await whyCamundaIsMissing();
if (missing) progress(`camunda: NOT MEASURED. ${missing}`);
const camunda = missing ? null : await measure('camunda', () => startBroker(progress));
const result = {
  embedded,
  camunda,
  ratio: camunda && ratios(embedded, camunda),
  machine: machine(),
  versions: versionsOf('@camunda8/sdk'),
};
process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(result)}\n` : table(embedded, camunda));
// The SDK's clients keep timers of their own.
process.exit(0);
