import type { Report } from '../support/report.ts';
import { STEPS } from './load.ts';

export interface Figures {
  jobsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  startMs: number;
  rssMb: number;
}

export interface Measured extends Figures {
  /** Jobs of the measured round, and steps whose latency was taken. */
  samples: { jobs: number; steps: number };
  /** What it answers about compressed requests, and so whether the client goes on compressing them (it does unless told). */
  compression: { accepts: string; clientCompresses: boolean };
  versions: Record<string, string>;
}

/** The rate with many instances waiting. */
export interface Full {
  waitingInstances: number;
  /** Empty and full in turn on the same engine: before it is filled, and after. */
  emptyJobsPerSecond: number;
  jobsPerSecond: number;
  /** Full divided by empty. */
  ratio: number;
  rssMb: number;
  samples: { jobs: number };
  versions: Record<string, string>;
}

/** Pages of searches in a long history. */
export interface History {
  finishedInstances: number;
  rows: number;
  /** Of all searches together. */
  searchP99Ms: number;
  searches: { name: string; p50Ms: number; p99Ms: number; samples: number }[];
  versions: Record<string, string>;
}

/** Null is what was not asked for, or could not be measured. */
export interface Result extends Report {
  embedded: Measured | null;
  camunda: Measured | null;
  full: Full | null;
  history: History | null;
  ratio: Figures | null;
}

/** Embedded divided by Camunda: above 1 is more, below 1 is less. */
export function ratios(embedded: Figures, camunda: Figures): Figures {
  const ratio = (name: keyof Figures) => Math.round((embedded[name] / camunda[name]) * 100) / 100;
  return {
    jobsPerSecond: ratio('jobsPerSecond'),
    p50Ms: ratio('p50Ms'),
    p99Ms: ratio('p99Ms'),
    startMs: ratio('startMs'),
    rssMb: ratio('rssMb'),
  };
}

export function samplesOf({ embedded, camunda, full, history }: Omit<Result, keyof Report>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [name, side] of Object.entries({ embedded, camunda })) {
    if (!side) continue;
    counts[`${name}Jobs`] = side.samples.jobs;
    counts[`${name}Steps`] = side.samples.steps;
  }
  if (full) counts.fullJobs = full.samples.jobs;
  if (history) counts.searches = history.searches.reduce((sum, { samples }) => sum + samples, 0);
  return counts;
}

const LABELS: Record<keyof Figures, string> = {
  jobsPerSecond: `jobs per second (${STEPS} service tasks in sequence, streamed)`,
  p50Ms: 'a step at 100 jobs/s, p50, ms',
  p99Ms: 'a step at 100 jobs/s, p99, ms',
  startMs: 'from nothing to serving, ms',
  rssMb: 'memory after the load, MB',
};

export function table({ embedded, camunda, ratio, full, history }: Result): string {
  const row = (cells: string[]) => cells.map((cell, at) => (at === 0 ? cell.padEnd(54) : cell.padStart(12))).join('');
  const lines: string[] = [];
  if (embedded) {
    lines.push(row(['', 'embedded', 'camunda', 'ratio']));
    for (const name of Object.keys(LABELS) as (keyof Figures)[]) {
      lines.push(row([LABELS[name], `${embedded[name]}`, `${camunda?.[name] ?? '–'}`, `${ratio?.[name] ?? '–'}`]));
    }
  }
  if (full) {
    lines.push(
      `${full.waitingInstances} instances waiting: ${full.jobsPerSecond} jobs/s beside ${full.emptyJobsPerSecond} without, ratio ${full.ratio}; ${full.rssMb} MB`,
    );
  }
  if (history) {
    lines.push(`${history.finishedInstances} finished instances: pages of searches p99 ${history.searchP99Ms} ms`);
    lines.push(row(['', 'p50, ms', 'p99, ms', 'samples']));
    for (const { name, p50Ms, p99Ms, samples } of history.searches) {
      lines.push(row([name, `${p50Ms}`, `${p99Ms}`, `${samples}`]));
    }
  }
  for (const [name, side] of Object.entries({ embedded, camunda })) {
    if (!side) continue;
    const { accepts, clientCompresses } = side.compression;
    lines.push(
      `${name}: accepts ${accepts}; the client ${clientCompresses ? 'compresses' : 'does not compress'} its requests`,
    );
  }
  return `${lines.join('\n')}\n`;
}
