import type { ExportedRecord } from './record-sink.ts';

/** One row of a search answer, in the JSON shape of Camunda 8.8. */
export type Row = Record<string, unknown>;

/** What searches of 8.8 would show, built from the records of 8.6. Keys are strings, as from 8.8 on. */
export interface Views {
  userTasks: ReadonlyMap<string, Row>;
  incidents: ReadonlyMap<string, Row>;
  elementInstances: ReadonlyMap<string, Row>;
  processInstances: ReadonlyMap<string, Row>;
  processDefinitions: ReadonlyMap<string, Row>;
  variables: ReadonlyMap<string, Row>;
  /** BPMN XML by process definition key. */
  diagrams: ReadonlyMap<string, string>;
  apply(record: ExportedRecord): void;
}

type Value = Record<string, unknown>;

const iso = (timestamp: number): string => new Date(timestamp).toISOString();
/** A key, or null for Zeebe's -1. */
const key = (value: unknown): string | null => (value === undefined || value === -1 ? null : String(value));
const textOrNull = (value: unknown): string | null => (value ? String(value) : null);

const USER_TASK_STATES: Record<string, string> = {
  CREATED: 'CREATED',
  ASSIGNED: 'CREATED',
  UPDATED: 'CREATED',
  MIGRATED: 'CREATED',
  COMPLETED: 'COMPLETED',
  CANCELED: 'CANCELED',
};
const ELEMENT_STATES: Record<string, string> = { ELEMENT_COMPLETED: 'COMPLETED', ELEMENT_TERMINATED: 'TERMINATED' };

export function createViews(): Views {
  const userTasks = new Map<string, Row>();
  const incidents = new Map<string, Row>();
  const elementInstances = new Map<string, Row>();
  const processInstances = new Map<string, Row>();
  const processDefinitions = new Map<string, Row>();
  const variables = new Map<string, Row>();
  const diagrams = new Map<string, string>();
  const names = new Map<string, Map<string, string>>();

  const nameOf = (definition: string, elementId: unknown): string | null =>
    names.get(definition)?.get(String(elementId)) ?? null;

  function onProcess(record: ExportedRecord): void {
    if (record.intent !== 'CREATED') return;
    const value = record.value;
    const definitionKey = String(value.processDefinitionKey);
    const xml = Buffer.from(String(value.resource), 'base64').toString('utf8');
    diagrams.set(definitionKey, xml);
    const found = elementNames(xml);
    names.set(definitionKey, found);
    processDefinitions.set(definitionKey, {
      processDefinitionKey: definitionKey,
      processDefinitionId: value.bpmnProcessId,
      name: found.get(String(value.bpmnProcessId)) ?? null,
      version: value.version,
      versionTag: textOrNull(value.versionTag),
      resourceName: value.resourceName,
      tenantId: value.tenantId,
      hasStartForm: false,
    });
  }

  function onElement(record: ExportedRecord): void {
    const value = record.value;
    if (value.bpmnElementType === 'SEQUENCE_FLOW') return;
    const own = String(record.key);
    const definitionKey = String(value.processDefinitionKey);
    const rows = value.bpmnElementType === 'PROCESS' ? processInstances : elementInstances;
    if (record.intent === 'ELEMENT_ACTIVATING') {
      const common: Row = {
        processInstanceKey: String(value.processInstanceKey),
        processDefinitionKey: definitionKey,
        processDefinitionId: value.bpmnProcessId,
        state: 'ACTIVE',
        startDate: iso(record.timestamp),
        endDate: null,
        hasIncident: false,
        tenantId: value.tenantId,
      };
      if (rows === processInstances) {
        rows.set(own, {
          ...common,
          processDefinitionVersion: value.version,
          processDefinitionName: nameOf(definitionKey, value.bpmnProcessId),
          parentProcessInstanceKey: key(value.parentProcessInstanceKey),
          parentElementInstanceKey: key(value.parentElementInstanceKey),
        });
      } else {
        rows.set(own, {
          ...common,
          elementInstanceKey: own,
          elementId: value.elementId,
          elementName: nameOf(definitionKey, value.elementId) ?? value.elementId,
          type: value.bpmnElementType,
          incidentKey: null,
          flowScopeKey: key(value.flowScopeKey),
        });
      }
      return;
    }
    const state = ELEMENT_STATES[record.intent];
    const row = rows.get(own);
    if (state && row) Object.assign(row, { state, endDate: iso(record.timestamp) });
  }

  function onUserTask(record: ExportedRecord): void {
    const state = USER_TASK_STATES[record.intent];
    if (!state) return;
    const value = record.value;
    const own = String(record.key);
    const definitionKey = String(value.processDefinitionKey);
    const over = state !== 'CREATED';
    userTasks.set(own, {
      userTaskKey: own,
      state,
      elementId: value.elementId,
      name: nameOf(definitionKey, value.elementId) ?? value.elementId,
      elementInstanceKey: String(value.elementInstanceKey),
      processInstanceKey: String(value.processInstanceKey),
      processDefinitionKey: definitionKey,
      processDefinitionId: value.bpmnProcessId,
      processDefinitionVersion: value.processDefinitionVersion,
      assignee: textOrNull(value.assignee),
      candidateGroups: value.candidateGroupsList,
      candidateUsers: value.candidateUsersList,
      creationDate: iso(Number(value.creationTimestamp)),
      completionDate: over ? iso(record.timestamp) : null,
      dueDate: textOrNull(value.dueDate),
      followUpDate: textOrNull(value.followUpDate),
      formKey: key(value.formKey),
      externalFormReference: textOrNull(value.externalFormReference),
      customHeaders: value.customHeaders ?? {},
      priority: value.priority,
      tenantId: value.tenantId,
    });
  }

  function onIncident(record: ExportedRecord): void {
    const value = record.value;
    const own = String(record.key);
    const active = record.intent === 'CREATED';
    if (!active && record.intent !== 'RESOLVED') return;
    incidents.set(own, {
      incidentKey: own,
      errorType: value.errorType,
      errorMessage: value.errorMessage,
      elementId: value.elementId,
      elementInstanceKey: String(value.elementInstanceKey),
      processInstanceKey: String(value.processInstanceKey),
      processDefinitionKey: String(value.processDefinitionKey),
      processDefinitionId: value.bpmnProcessId,
      jobKey: key(value.jobKey),
      creationTime: incidents.get(own)?.creationTime ?? iso(record.timestamp),
      state: active ? 'ACTIVE' : 'RESOLVED',
      tenantId: value.tenantId,
    });
    const element = elementInstances.get(String(value.elementInstanceKey));
    if (element) Object.assign(element, { hasIncident: active, incidentKey: active ? own : null });
    const instance = processInstances.get(String(value.processInstanceKey));
    if (instance) instance.hasIncident = hasActiveIncident(String(value.processInstanceKey));
  }

  function hasActiveIncident(processInstanceKey: string): boolean {
    for (const row of incidents.values()) {
      if (row.processInstanceKey === processInstanceKey && row.state === 'ACTIVE') return true;
    }
    return false;
  }

  function onVariable(record: ExportedRecord): void {
    const value = record.value;
    variables.set(String(record.key), {
      variableKey: String(record.key),
      name: value.name,
      value: value.value,
      scopeKey: String(value.scopeKey),
      processInstanceKey: String(value.processInstanceKey),
      tenantId: value.tenantId,
      isTruncated: false,
    });
  }

  const handlers: Record<string, (record: ExportedRecord & { value: Value }) => void> = {
    PROCESS: onProcess,
    PROCESS_INSTANCE: onElement,
    USER_TASK: onUserTask,
    INCIDENT: onIncident,
    VARIABLE: onVariable,
  };

  return {
    userTasks,
    incidents,
    elementInstances,
    processInstances,
    processDefinitions,
    variables,
    diagrams,
    apply(record) {
      if (record.recordType === 'EVENT') handlers[record.valueType]?.(record);
    },
  };
}

const TAG = /<[\w:]+((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))+)\s*\/?>/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Name of every named element of a diagram, by id. Reads tags only: the broker has accepted the diagram already. */
function elementNames(xml: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, attributes = ''] of xml.matchAll(TAG)) {
    const byName = new Map([...attributes.matchAll(ATTRIBUTE)].map((one) => [one[1], one[2] ?? one[3] ?? '']));
    const id = byName.get('id');
    const name = byName.get('name');
    if (id && name) found.set(id, decodeEntities(name));
  }
  return found;
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return decimal ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name ?? ''] ?? whole);
  });
}
