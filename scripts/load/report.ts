import { loadavg } from 'node:os';
import { type Backlog, grows } from './backlog.ts';
import type { LoadedPart, LoadResult } from './run-load.ts';

/** Somebody was faster, or the case is over: answers that belong to work, not errors. */
const USUAL = /(TASK_\w+|CASE_CLOSED|CASE_ALREADY_REGISTERED|CASE_NOT_WAITING_FOR_SUPPLEMENT|SEIZURE_REFUSED)$/;

/** Why the load was not held; empty when it was. */
export function verdict(result: LoadResult): string[] {
  const { samples, asked, rateKept, meter, refusals, leftOpen } = result;
  const figures = ['openCases', 'openJobs', 'outbox', 'inboxBehind'] as const;
  return [
    ...(rateKept < asked.rate * 0.95 ? [`arrivals: ${rateKept.toFixed(2)} a second instead of ${asked.rate}`] : []),
    ...figures.filter((figure) => grows(samples, figure)).map((figure) => `${figure} grows`),
    ...(leftOpen.length > 0
      ? [
          `${leftOpen.length} cases and notices did not end within a minute after the last arrival: ${leftOpen.slice(0, 10).join('; ')}`,
        ]
      : []),
    ...[...meter.errors].map(([cause, n]) => `${n} × ${cause}`),
    ...[...refusals].filter(([what]) => !USUAL.test(what)).map(([what, n]) => `${n} × refused: ${what}`),
  ];
}

export function renderLoad(result: LoadResult): string {
  const { asked, filed, closed, rateKept, caseSeconds, samples, meter, refusals } = result;
  const failures = verdict(result);
  return [
    `load: ${asked.minutes} min at ${asked.rate} cases a second, seed ${asked.seed}; load average of the machine ${loadavg()
      .map((one) => one.toFixed(1))
      .join(' ')}`,
    `filed ${filed} (${rateKept.toFixed(2)} a second), closed ${closed}, ${result.notices} notices of courts; a case takes p50 ${caseSeconds.p50.toFixed(1)} s, p99 ${caseSeconds.p99.toFixed(1)} s`,
    '',
    '    s   filed  open cases  jobs  outbox  inbox behind  tasks  incidents',
    ...thinned(samples).map(sampleLine),
    '',
    'part          memory MB     CPU s   CPU ms a closed case',
    ...[...result.usage, total(result.usage)].map((one) =>
      [
        one.part.padEnd(12),
        one.memoryMb.toFixed(0).padStart(10),
        one.cpuSeconds.toFixed(1).padStart(9),
        ((one.cpuSeconds / closed) * 1_000).toFixed(0).padStart(22),
      ].join(' '),
    ),
    '',
    'call                                                      count   p50 ms   p99 ms   max ms',
    ...meter
      .latencies()
      .map(
        (one) =>
          `${one.call.padEnd(54)} ${String(one.count).padStart(8)} ${one.p50.toFixed(0).padStart(8)} ${one.p99.toFixed(0).padStart(8)} ${one.max.toFixed(0).padStart(8)}`,
      ),
    '',
    `refused as usual: ${
      [...refusals]
        .filter(([what]) => USUAL.test(what))
        .map(([what, n]) => `${n} × ${what}`)
        .join(', ') || 'none'
    }`,
    failures.length === 0 ? 'held.' : `NOT held:\n${failures.map((one) => `  ${one}`).join('\n')}`,
    '',
  ].join('\n');
}

/** Two cores are busy at `2 / seconds a case` cases a second: no load above that can be held on them. */
const total = (parts: readonly LoadedPart[]): LoadedPart => ({
  part: 'together',
  memoryMb: parts.reduce((sum, one) => sum + one.memoryMb, 0),
  cpuSeconds: parts.reduce((sum, one) => sum + one.cpuSeconds, 0),
});

/** About twenty lines of the run. */
const thinned = (samples: readonly Backlog[]) =>
  samples.filter((_, i) => i % Math.max(1, Math.ceil(samples.length / 20)) === 0 || i === samples.length - 1);

const sampleLine = (one: Backlog) =>
  [
    one.at.toFixed(0).padStart(5),
    String(one.filed).padStart(7),
    String(one.openCases).padStart(11),
    String(one.openJobs).padStart(5),
    String(one.outbox).padStart(7),
    String(one.inboxBehind).padStart(13),
    String(one.openTasks).padStart(6),
    String(one.incidents).padStart(10),
  ].join(' ');

export const toJson = (result: LoadResult): string =>
  JSON.stringify(
    {
      ...result,
      meter: undefined,
      latencies: result.meter.latencies(),
      errors: Object.fromEntries(result.meter.errors),
      refusals: Object.fromEntries(result.refusals),
      verdict: verdict(result),
    },
    null,
    2,
  );
