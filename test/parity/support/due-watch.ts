import type { TraceRecord } from './trace.ts';

/** Knows what an engine still has to do because its time has come: timers, activations that end, back-offs that are over. */
export interface DueWatch {
  /** A worker has a job until `deadline` (epoch ms); activations are not among the exported records. */
  activated(jobKey: string, deadline: number): void;
  /** What is due and not done, in words; undefined when there is nothing. */
  overdue(records: readonly TraceRecord[], now: Date): string | undefined;
}

export function createDueWatch(): DueWatch {
  const dueAt = new Map<string, { what: string; at: number }>();
  let seen = 0;

  function take({ recordType, key, valueType, intent, value }: TraceRecord): void {
    if (recordType !== 'EVENT') return;
    const id = `${valueType} ${key}`;
    if (valueType === 'TIMER') {
      if (intent === 'CREATED' || intent === 'MIGRATED')
        dueAt.set(id, { what: `timer ${value.targetElementId}`, at: Number(value.dueDate) });
      else dueAt.delete(id);
    }
    if (valueType === 'JOB' && intent !== 'CREATED' && intent !== 'MIGRATED') {
      // Any event of a job ends its activation; a failure may begin a back-off.
      dueAt.delete(id);
      const backOffEnds = Number(value.recurringTime ?? -1);
      if (intent === 'FAILED' && backOffEnds > 0) dueAt.set(id, { what: `back-off of ${value.type}`, at: backOffEnds });
    }
  }

  return {
    activated: (jobKey, deadline) => dueAt.set(`JOB ${jobKey}`, { what: `activation of job ${jobKey}`, at: deadline }),
    overdue(records, now) {
      for (const record of records.slice(seen)) take(record);
      seen = records.length;
      for (const { what, at } of dueAt.values()) if (at <= now.getTime()) return what;
      return undefined;
    },
  };
}
