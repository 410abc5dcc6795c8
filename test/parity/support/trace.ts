/** A record of either engine, with keys as strings. */
export interface TraceRecord {
  key: string;
  recordType: string;
  valueType: string;
  intent: string;
  timestamp: number;
  value: Record<string, unknown>;
}

/** What one engine did in a scenario, as lines that can be compared. */
export interface Trace {
  /** Element life cycle, variables, jobs, timers, user tasks and incidents of all instances, in the order of the log. */
  events: string[];
  /**
   * Message subscriptions, apart: Zeebe keeps them by commands between partitions, so that their place among the other
   * records depends on timing. Each element's own sequence does not.
   */
  subscriptions: string[];
}

type Value = Record<string, unknown>;
type Describe = (record: TraceRecord, names: Names) => string;

interface Names {
  /** A name for an element instance that is the same on both engines: element id, with a number from the second on. */
  element(key: unknown, elementId?: unknown): string;
  due(epochMs: unknown): string;
}

const text = (value: unknown): string => String(value ?? '');
const lower = (intent: string): string => intent.toLowerCase().replaceAll('_', ' ');
const list = (value: unknown): string => (Array.isArray(value) ? value.join(',') : '');

/** Java leaves out seconds that are zero. */
const instant = (value: unknown): string => (value ? new Date(text(value)).toISOString() : '');

/** JSON with its object keys sorted: their order is no promise of either engine. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** A variable's value comes as JSON text from Zeebe. */
function variableValue(value: unknown): string {
  try {
    return canonical(typeof value === 'string' ? JSON.parse(value) : value);
  } catch {
    return text(value);
  }
}

/** Where a migration has taken something: its new element and process. */
const destination = ({ intent, value }: TraceRecord): string => {
  if (!intent.endsWith('MIGRATED')) return '';
  const element = value.elementId ?? value.targetElementId ?? value.catchEventId;
  return ` to ${[element, value.bpmnProcessId].filter(Boolean).join(' of ')}`;
};

const EVENTS: Record<string, Describe> = {
  PROCESS_INSTANCE: ({ key, intent, value }, names) => {
    const state = lower(intent.replace('ELEMENT_', ''));
    if (value.bpmnElementType === 'SEQUENCE_FLOW')
      return `flow ${value.elementId} in ${names.element(value.flowScopeKey)}`;
    const scope = text(value.flowScopeKey) === '-1' ? '' : ` in ${names.element(value.flowScopeKey)}`;
    return `${value.bpmnElementType} ${names.element(key, value.elementId)} ${state}${scope}`;
  },
  VARIABLE: ({ intent, value }, names) => {
    // A migrated variable keeps its value, and its record does not say it.
    const assigned = intent === 'MIGRATED' ? '' : ` = ${variableValue(value.value)}`;
    return `variable ${lower(intent)}: ${value.name}${assigned} in ${names.element(value.scopeKey)}`;
  },
  JOB: ({ intent, value }, names) => {
    const failure = [
      value.errorCode && `code ${value.errorCode}`,
      value.errorMessage && `"${value.errorMessage}"`,
    ].filter(Boolean);
    const listener =
      value.jobKind === 'EXECUTION_LISTENER' ? ` ${lower(text(value.jobListenerEventType))} listener` : '';
    return `job ${lower(intent)}: ${names.element(value.elementInstanceKey)}${listener} type ${value.type} retries ${value.retries} ${failure.join(' ')}`.trim();
  },
  TIMER: ({ intent, value }, names) =>
    `timer ${lower(intent)}: ${value.targetElementId} of ${names.element(value.elementInstanceKey)} due ${names.due(value.dueDate)} repetitions ${value.repetitions}`,
  USER_TASK: ({ intent, value }, names) =>
    `user task ${lower(intent)}: ${names.element(value.elementInstanceKey)} assignee "${value.assignee}" groups "${list(value.candidateGroupsList)}" users "${list(value.candidateUsersList)}" due "${instant(value.dueDate)}" follow-up "${instant(value.followUpDate)}" priority ${value.priority} action "${value.action}"`,
  SIGNAL: ({ intent, value }) => `signal ${lower(intent)}: ${value.signalName} with ${canonical(value.variables)}`,
  SIGNAL_SUBSCRIPTION: ({ intent, value }, names) => {
    const owner =
      text(value.catchEventInstanceKey) === '-1' ? value.bpmnProcessId : names.element(value.catchEventInstanceKey);
    return `signal subscription ${lower(intent)}: ${value.signalName} for ${value.catchEventId} of ${owner}`;
  },
  ESCALATION: ({ intent, value }) =>
    `escalation ${lower(intent)}: ${value.escalationCode} thrown by ${value.throwElementId} caught by ${value.catchElementId}`,
  COMPENSATION_SUBSCRIPTION: ({ intent, value }, names) => {
    const handler = value.compensationHandlerId
      ? ` handler ${value.compensationHandlerId} ${names.element(value.compensationHandlerInstanceKey)}`
      : '';
    const thrown = value.throwEventId ? ` thrown by ${names.element(value.throwEventInstanceKey)}` : '';
    return `compensation subscription ${lower(intent)}: ${names.element(value.compensableActivityInstanceKey)} in ${names.element(value.compensableActivityScopeKey)}${handler}${thrown}`;
  },
  INCIDENT: ({ intent, value }, names) =>
    `incident ${lower(intent)}: ${names.element(value.elementInstanceKey)} ${value.errorType} "${String(value.errorMessage).replace(/ with key \d+ /, ' with key <key> ')}"`,
};

const SUBSCRIPTIONS: Record<string, Describe> = {
  PROCESS_MESSAGE_SUBSCRIPTION: ({ intent, value }, names) =>
    `subscription ${lower(intent)}: ${value.messageName} for ${value.elementId} of ${names.element(value.elementInstanceKey)} key "${value.correlationKey ?? ''}" interrupting ${value.interrupting}`,
  MESSAGE_START_EVENT_SUBSCRIPTION: ({ intent, value }) =>
    `start subscription ${lower(intent)}: ${value.messageName} for ${value.startEventId}`,
  MESSAGE: ({ intent, value }) =>
    `message ${lower(intent)}: ${value.name} key "${value.correlationKey}" id "${value.messageId ?? ''}"`,
};

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;
const NEAR_MS = 50 * 24 * 3_600_000;

/** Instants near the scenario's begin are written as seconds since then: every run begins at another time. */
export function relativeInstants(line: string, beganAt: number): string {
  return line.replace(INSTANT, (instant) => {
    const distance = Date.parse(instant) - beganAt;
    return Math.abs(distance) < NEAR_MS ? `<begin ${distance / 1000} s>` : instant;
  });
}

/** The trace of all records since a scenario began at `beganAt` (epoch ms). */
export function traceOf(records: readonly TraceRecord[], beganAt: number): Trace {
  const names = createNames(beganAt);
  const events: string[] = [];
  const subscriptions = new Map<string, string[]>();
  for (const record of records) {
    if (record.recordType !== 'EVENT') continue;
    const event = EVENTS[record.valueType];
    if (event) events.push(event(record, names) + destination(record));
    // When an old message is swept away is not part of the behaviour: it is never correlated after its deadline.
    const subscription = record.intent === 'EXPIRED' ? undefined : SUBSCRIPTIONS[record.valueType];
    if (subscription) {
      const owner = ownerOf(record, names);
      subscriptions.set(owner, [
        ...(subscriptions.get(owner) ?? []),
        subscription(record, names) + destination(record),
      ]);
    }
  }
  const owners = [...subscriptions.keys()].sort();
  return { events: sortVariableRuns(events), subscriptions: owners.flatMap((owner) => subscriptions.get(owner) ?? []) };
}

/** Zeebe writes the variables of one document in the order of a hash table: neighbours are compared as a set. */
function sortVariableRuns(lines: string[]): string[] {
  const sorted: string[] = [];
  let run: string[] = [];
  for (const line of [...lines, '']) {
    if (line.startsWith('variable ')) {
      run.push(line);
      continue;
    }
    sorted.push(...run.sort(), line);
    run = [];
  }
  return sorted.slice(0, -1);
}

function ownerOf(record: TraceRecord, names: Names): string {
  const value: Value = record.value;
  if (record.valueType === 'MESSAGE') return `message ${value.name} ${value.correlationKey} ${value.messageId}`;
  if (record.valueType === 'MESSAGE_START_EVENT_SUBSCRIPTION')
    return `start ${value.messageName} ${value.startEventId}`;
  return `${names.element(value.elementInstanceKey)} ${value.elementId} ${value.messageName}`;
}

function createNames(beganAt: number): Names {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return {
    element(key, elementId) {
      const id = text(key);
      const known = names.get(id);
      if (known) return known;
      // Variables of a new instance come before the instance itself: a name made without an id is replaced later.
      if (elementId === undefined) return '(new instance)';
      const count = (counts.get(text(elementId)) ?? 0) + 1;
      counts.set(text(elementId), count);
      const name = count === 1 ? text(elementId) : `${elementId}#${count}`;
      names.set(id, name);
      return name;
    },
    due: (epochMs) => `+${(Number(epochMs) - beganAt) / 1000} s`,
  };
}
