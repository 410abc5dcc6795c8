import type { TraceRecord } from './trace.ts';

export interface AliveElement {
  key: string;
  elementId: string;
  type: string;
  scopeKey: string;
  processInstanceKey: string;
}

/** What is there to be done something with, oldest first: the same on both engines as long as they do the same. */
export interface Alive {
  elements: AliveElement[];
  /** Types of the jobs that are neither done nor taken back; a thrown error that nobody caught can be tried again. */
  jobTypes: string[];
  /** Element ids of the user tasks that are open. */
  userTasks: string[];
  /** Names of the messages somebody waits for. */
  messages: string[];
  incidents: string[];
}

type Kept<T> = Map<string, T>;

const ENDED = /^(COMPLETED|CANCELED|ELEMENT_COMPLETED|ELEMENT_TERMINATED|DELETED|RESOLVED)$/;

/** Follows the records of one engine. */
export function aliveIn(records: readonly TraceRecord[]): Alive {
  const elements: Kept<AliveElement> = new Map();
  const jobs: Kept<{ type: string; owner: string }> = new Map();
  const tasks: Kept<string> = new Map();
  const messages: Kept<string> = new Map();
  const incidents: Kept<string> = new Map();
  for (const { recordType, key, valueType, intent, value } of records) {
    if (recordType !== 'EVENT') continue;
    const over = ENDED.test(intent);
    switch (valueType) {
      case 'PROCESS_INSTANCE':
        if (over) {
          elements.delete(key);
          for (const [job, { owner }] of jobs) if (owner === key) jobs.delete(job);
        } else if (intent === 'ELEMENT_ACTIVATING')
          elements.set(key, {
            key,
            elementId: String(value.elementId),
            type: String(value.bpmnElementType),
            scopeKey: String(value.flowScopeKey),
            processInstanceKey: String(value.processInstanceKey),
          });
        break;
      case 'JOB':
        keep(
          jobs,
          key,
          over,
          intent === 'CREATED' ? { type: String(value.type), owner: String(value.elementInstanceKey) } : undefined,
        );
        break;
      case 'USER_TASK':
        keep(tasks, key, over, intent === 'CREATED' ? String(value.elementId) : undefined);
        break;
      case 'PROCESS_MESSAGE_SUBSCRIPTION':
        keep(messages, key, over, intent === 'CREATED' ? String(value.messageName) : undefined);
        break;
      case 'INCIDENT':
        keep(incidents, key, over, intent === 'CREATED' ? key : undefined);
        break;
    }
  }
  const distinct = (kept: Kept<string>) => [...new Set(kept.values())];
  return {
    elements: [...elements.values()],
    jobTypes: [...new Set([...jobs.values()].map(({ type }) => type))],
    userTasks: distinct(tasks),
    messages: distinct(messages),
    incidents: [...incidents.values()],
  };
}

function keep<T>(kept: Kept<T>, key: string, over: boolean, created: T | undefined): void {
  if (over) kept.delete(key);
  else if (created !== undefined) kept.set(key, created);
}
