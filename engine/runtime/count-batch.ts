import type { EngineRecord } from '../core/types.ts';
import type { CommittedBatch } from './group-commit.ts';
import type { EngineMetrics } from './metrics.ts';

/** Adds a committed batch to the metrics. */
export function countBatch(metrics: EngineMetrics, batch: CommittedBatch): void {
  metrics.batchSize.observe(batch.commands.length);
  metrics.commitSeconds.observe(batch.seconds);
  for (const command of batch.commands) metrics.commands.add(1, command.type);
  for (const { response } of batch.outcomes) if (!response.ok) metrics.rejections.add(1, response.rejection.type);
  for (const record of batch.records) countRecord(metrics, record);
}

function countRecord(metrics: EngineMetrics, { valueType, intent, value }: EngineRecord): void {
  if (valueType === 'JOB') countJob(metrics, intent);
  else if (valueType === 'JOB_BATCH' && intent === 'ACTIVATED') {
    metrics.jobsActivated.add((value.jobs as unknown[]).length);
  } else if (valueType === 'INCIDENT' && intent === 'CREATED') metrics.incidentsCreated.add();
  else if (valueType === 'PROCESS_INSTANCE' && value.bpmnElementType === 'PROCESS') countInstance(metrics, intent);
}

function countJob(metrics: EngineMetrics, intent: string): void {
  if (intent === 'CREATED') metrics.jobsCreated.add();
  else if (intent === 'COMPLETED') metrics.jobsCompleted.add();
  else if (intent === 'FAILED') metrics.jobsFailed.add();
  else if (intent === 'TIMED_OUT') metrics.jobsTimedOut.add();
}

function countInstance(metrics: EngineMetrics, intent: string): void {
  if (intent === 'ELEMENT_ACTIVATED') metrics.instancesCreated.add();
  else if (intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED') metrics.instancesEnded.add();
}
