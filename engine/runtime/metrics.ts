/**
 * The engine's own figures in the Prometheus text format. A small writer of our own: the engine must lift out of this
 * repository with as few packages as possible, and needs only counters, gauges and fixed-bucket histograms.
 */
export interface EngineMetrics {
  commands: Counter;
  rejections: Counter;
  jobsCreated: Counter;
  jobsActivated: Counter;
  jobsCompleted: Counter;
  jobsFailed: Counter;
  jobsTimedOut: Counter;
  instancesCreated: Counter;
  instancesEnded: Counter;
  incidentsCreated: Counter;
  batchSize: Histogram;
  commitSeconds: Histogram;
  refused: Counter;
  recoveries: Counter;
  /** Reads a figure at scrape time, for example the depth of the queue. */
  gauge(name: string, help: string, read: () => number): void;
  render(): string;
}

export interface Counter {
  /** `label` fills the counter's one label, if it has one. */
  add(n?: number, label?: string): void;
}

export interface Histogram {
  observe(value: number): void;
}

type Part = () => string[];

const COMMIT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const BATCH_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

export function createMetrics(): EngineMetrics {
  const parts: Part[] = [];
  const counter = (name: string, help: string, label?: string) => addCounter(parts, `engine_${name}`, help, label);
  return {
    commands: counter('commands_total', 'Commands processed and committed, by kind.', 'command'),
    rejections: counter('rejections_total', 'Commands rejected, by code.', 'code'),
    refused: counter('backpressure_total', 'Commands turned away because the queue was full.'),
    jobsCreated: counter('jobs_created_total', 'Jobs created.'),
    jobsActivated: counter('jobs_activated_total', 'Jobs handed to workers.'),
    jobsCompleted: counter('jobs_completed_total', 'Jobs completed by workers.'),
    jobsFailed: counter('jobs_failed_total', 'Jobs failed by workers.'),
    jobsTimedOut: counter('jobs_timed_out_total', 'Activated jobs whose worker did not answer in time.'),
    instancesCreated: counter('process_instances_created_total', 'Process instances created.'),
    instancesEnded: counter('process_instances_ended_total', 'Process instances completed or terminated.'),
    incidentsCreated: counter('incidents_created_total', 'Incidents raised.'),
    recoveries: counter('recoveries_total', 'Reloads of the state from the tables after a failed commit.'),
    batchSize: addHistogram(parts, 'engine_batch_commands', 'Commands committed together.', BATCH_BUCKETS),
    commitSeconds: addHistogram(parts, 'engine_commit_seconds', 'Time of one batch transaction.', COMMIT_BUCKETS),
    gauge(name, help, read) {
      parts.push(() => [`# HELP engine_${name} ${help}`, `# TYPE engine_${name} gauge`, `engine_${name} ${read()}`]);
    },
    render: () => `${parts.flatMap((part) => part()).join('\n')}\n`,
  };
}

function addCounter(parts: Part[], name: string, help: string, label?: string): Counter {
  const values = new Map<string, number>();
  if (!label) values.set('', 0);
  parts.push(() => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} counter`,
    ...[...values].map(([key, value]) => `${name}${label ? `{${label}="${key}"}` : ''} ${value}`),
  ]);
  return { add: (n = 1, key = '') => void values.set(key, (values.get(key) ?? 0) + n) };
}

function addHistogram(parts: Part[], name: string, help: string, bounds: number[]): Histogram {
  const counts = new Array<number>(bounds.length).fill(0);
  let sum = 0;
  let count = 0;
  parts.push(() => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} histogram`,
    ...bounds.map((bound, index) => `${name}_bucket{le="${bound}"} ${counts[index]}`),
    `${name}_bucket{le="+Inf"} ${count}`,
    `${name}_sum ${sum}`,
    `${name}_count ${count}`,
  ]);
  return {
    observe(value) {
      sum += value;
      count += 1;
      bounds.forEach((bound, index) => {
        if (value <= bound) counts[index] = (counts[index] ?? 0) + 1;
      });
    },
  };
}
