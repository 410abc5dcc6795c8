/** The whole state of the engine: one table per kind of entity, the indexes the processors need, keys and due queue. */
import { type ProcessModel, readDeployed } from '../model/index.ts';
import { createDueQueue, type DueEntry, type DueQueue } from './due-queue.ts';
import { createKeyGenerator, type KeyGenerator } from './keys.ts';
import type { Index } from './row-index.ts';
import { createTable, type Journal, type Table } from './table.ts';
import {
  type ChangeSet,
  type ElementInstance,
  type EntityKind,
  type EntityTypes,
  type Key,
  NO_KEY,
  type Snapshot,
  type Variable,
} from './types.ts';

export type Tables = { [K in EntityKind]: Table<EntityTypes[K]> };

export interface State extends Tables {
  keys: KeyGenerator;
  journal: Journal;
  due: DueQueue;
  /** Executable model of a definition; parsed on first use and kept. */
  model(processDefinitionKey: Key): ProcessModel;
  /** Models just read at deployment, so that they are not parsed twice. */
  keepModel(processDefinitionKey: Key, model: ProcessModel): void;
  by: {
    children: Index<ElementInstance>;
    variables: Index<Variable>;
    activatableJobs: Index<EntityTypes['job']>;
    timersOf: Index<EntityTypes['timer']>;
    subscriptionsOf: Index<EntityTypes['messageSubscription']>;
    /** Key: `name\0correlationKey`. */
    subscriptionsTo: Index<EntityTypes['messageSubscription']>;
    startSubscriptionsTo: Index<EntityTypes['messageStartSubscription']>;
    startSubscriptionsOf: Index<EntityTypes['messageStartSubscription']>;
    /** Key: `name\0correlationKey`. */
    messages: Index<EntityTypes['message']>;
    signalsTo: Index<EntityTypes['signalSubscription']>;
    /** Of an element instance. */
    signalsOf: Index<EntityTypes['signalSubscription']>;
    /** Start events, by process definition. */
    signalStartsOf: Index<EntityTypes['signalSubscription']>;
    /** Start events, by process definition. */
    timerStartsOf: Index<EntityTypes['timer']>;
    /** By the scope they are in. */
    compensationsIn: Index<EntityTypes['compensationSubscription']>;
    /** By process instance. */
    compensationsAt: Index<EntityTypes['compensationSubscription']>;
    /** By the event that triggered them. */
    compensationsBy: Index<EntityTypes['compensationSubscription']>;
    /** By the activity that can be undone. */
    compensationOf: Index<EntityTypes['compensationSubscription']>;
    /** By the handler's instance. */
    compensationHandledBy: Index<EntityTypes['compensationSubscription']>;
    /** Key: `bpmnProcessId\0correlationKey`, of running instances a message started. */
    startLocks: Index<EntityTypes['processInstance']>;
    /** Instances a call activity started, by the activity's element instance. */
    calledBy: Index<EntityTypes['processInstance']>;
    /** Key: the element instance, or the job when the incident is about one. */
    incidentsOf: Index<EntityTypes['incident']>;
    /** Versions of a process, decision, form or other resource by id, oldest first; what was deleted is not among them. */
    processVersions: Index<EntityTypes['processDefinition']>;
    decisionVersions: Index<EntityTypes['decision']>;
    requirementVersions: Index<EntityTypes['decisionRequirements']>;
    formVersions: Index<EntityTypes['form']>;
    resourceVersions: Index<EntityTypes['genericResource']>;
    /** Deleted ones too, in the order of their deployment. */
    processVersionsEver: Index<EntityTypes['processDefinition']>;
    formVersionsEver: Index<EntityTypes['form']>;
    resourceVersionsEver: Index<EntityTypes['genericResource']>;
    decisionsOf: Index<EntityTypes['decision']>;
    /** Items still to be worked off, by batch. */
    batchItemsOf: Index<EntityTypes['batchOperationItem']>;
  };
  takeChanges(): ChangeSet;
  load(snapshot: Snapshot): void;
  /** True when the entry still describes something that waits. */
  stillDue(entry: DueEntry): boolean;
}

// Joined, not concatenated: what is kept for long must not keep its parts as well.
export const pair = (a: string, b: string): string => [a, b].join('\0');
export const variableKey = (scopeKey: Key, name: string): string => [scopeKey, name].join(':');

const KINDS: readonly EntityKind[] = [
  'deployment',
  'processDefinition',
  'form',
  'genericResource',
  'decisionRequirements',
  'decision',
  'processInstance',
  'elementInstance',
  'variable',
  'job',
  'timer',
  'messageSubscription',
  'messageStartSubscription',
  'message',
  'signalSubscription',
  'compensationSubscription',
  'userTask',
  'incident',
  'correlatedMessage',
  'decisionInstance',
  'batchOperation',
  'batchOperationItem',
];

interface Listening {
  elementInstanceKey: Key;
  processDefinitionKey: Key;
}
const ofInstance = (row: Listening) => (row.elementInstanceKey === NO_KEY ? null : row.elementInstanceKey);
const ofDefinition = (row: Listening) => (row.elementInstanceKey === NO_KEY ? row.processDefinitionKey : null);

export function createState(): State {
  const journal: Journal = { entries: [] };
  const keys = createKeyGenerator();
  const due = createDueQueue();
  const models = new Map<Key, ProcessModel>();
  const byKey = <K extends Exclude<EntityKind, 'variable'>>() =>
    createTable<EntityTypes[K]>((row) => (row as { key: Key }).key, journal);
  const tables: Tables = {
    deployment: byKey<'deployment'>(),
    processDefinition: byKey<'processDefinition'>(),
    form: byKey<'form'>(),
    genericResource: byKey<'genericResource'>(),
    decisionRequirements: byKey<'decisionRequirements'>(),
    decision: byKey<'decision'>(),
    processInstance: byKey<'processInstance'>(),
    elementInstance: byKey<'elementInstance'>(),
    variable: createTable<Variable>((row) => variableKey(row.scopeKey, row.name), journal),
    job: byKey<'job'>(),
    timer: byKey<'timer'>(),
    messageSubscription: byKey<'messageSubscription'>(),
    messageStartSubscription: byKey<'messageStartSubscription'>(),
    message: byKey<'message'>(),
    signalSubscription: byKey<'signalSubscription'>(),
    compensationSubscription: byKey<'compensationSubscription'>(),
    userTask: byKey<'userTask'>(),
    incident: byKey<'incident'>(),
    correlatedMessage: byKey<'correlatedMessage'>(),
    decisionInstance: byKey<'decisionInstance'>(),
    batchOperation: byKey<'batchOperation'>(),
    batchOperationItem: byKey<'batchOperationItem'>(),
  };

  tables.timer.onPut((timer) =>
    due.push({ at: timer.dueDate, key: timer.key, owner: timer.elementInstanceKey, kind: 'timer' }),
  );
  tables.message.onPut((message) => due.push({ at: message.deadline, key: message.key, kind: 'message' }));
  tables.job.onPut((job) => {
    if (job.deadline !== null) due.push({ at: job.deadline, key: job.key, kind: 'jobDeadline' });
    if (job.retryAt !== null) due.push({ at: job.retryAt, key: job.key, kind: 'jobBackoff' });
  });

  function model(processDefinitionKey: Key): ProcessModel {
    const known = models.get(processDefinitionKey);
    if (known) return known;
    const definition = tables.processDefinition.get(processDefinitionKey);
    if (!definition) throw new Error(`process definition ${processDefinitionKey} is not in memory`);
    const reading = readDeployed(definition.resourceName, definition.resource);
    if (!reading.ok)
      throw new Error(`the stored diagram ${definition.resourceName} cannot be read: ${reading.message}`);
    const found = reading.processes.find((process) => process.bpmnProcessId === definition.bpmnProcessId);
    if (!found) throw new Error(`${definition.resourceName} no longer holds process ${definition.bpmnProcessId}`);
    models.set(processDefinitionKey, found);
    return found;
  }

  return {
    ...tables,
    keys,
    journal,
    due,
    model,
    keepModel: (key, read) => {
      models.set(key, read);
      journal.entries.push(() => models.delete(key));
    },
    by: {
      children: tables.elementInstance.index((row) => row.flowScopeKey),
      variables: tables.variable.index((row) => row.scopeKey),
      activatableJobs: tables.job.index((row) => (row.state === 'ACTIVATABLE' ? row.type : null)),
      timersOf: tables.timer.index(ofInstance),
      timerStartsOf: tables.timer.index(ofDefinition),
      signalsTo: tables.signalSubscription.index((row) => row.signalName),
      signalsOf: tables.signalSubscription.index(ofInstance),
      signalStartsOf: tables.signalSubscription.index(ofDefinition),
      compensationsIn: tables.compensationSubscription.index((row) => row.scopeKey),
      compensationsAt: tables.compensationSubscription.index((row) => row.processInstanceKey),
      compensationsBy: tables.compensationSubscription.index((row) =>
        row.throwEventInstanceKey === NO_KEY ? null : row.throwEventInstanceKey,
      ),
      compensationOf: tables.compensationSubscription.index((row) => row.activityInstanceKey),
      compensationHandledBy: tables.compensationSubscription.index((row) =>
        row.handlerInstanceKey === NO_KEY ? null : row.handlerInstanceKey,
      ),
      subscriptionsOf: tables.messageSubscription.index((row) => row.elementInstanceKey),
      subscriptionsTo: tables.messageSubscription.index((row) => pair(row.messageName, row.correlationKey)),
      startSubscriptionsTo: tables.messageStartSubscription.index((row) => row.messageName),
      startSubscriptionsOf: tables.messageStartSubscription.index((row) => row.bpmnProcessId),
      messages: tables.message.index((row) => pair(row.name, row.correlationKey)),
      startLocks: tables.processInstance.index((row) =>
        row.messageCorrelationKey ? pair(row.bpmnProcessId, row.messageCorrelationKey) : null,
      ),
      calledBy: tables.processInstance.index((row) =>
        row.parentElementInstanceKey === '-1' ? null : row.parentElementInstanceKey,
      ),
      incidentsOf: tables.incident.index((row) => (row.jobKey === '-1' ? row.elementInstanceKey : row.jobKey)),
      processVersions: tables.processDefinition.index((row) => (row.deletedAt === null ? row.bpmnProcessId : null)),
      processVersionsEver: tables.processDefinition.index((row) => row.bpmnProcessId),
      decisionVersions: tables.decision.index((row) => row.decisionId),
      requirementVersions: tables.decisionRequirements.index((row) => row.decisionRequirementsId),
      formVersions: tables.form.index((row) => (row.deletedAt === null ? row.formId : null)),
      formVersionsEver: tables.form.index((row) => row.formId),
      resourceVersions: tables.genericResource.index((row) => (row.deletedAt === null ? row.resourceId : null)),
      resourceVersionsEver: tables.genericResource.index((row) => row.resourceId),
      batchItemsOf: tables.batchOperationItem.index((row) => row.batchOperationKey),
      decisionsOf: tables.decision.index((row) => row.decisionRequirementsKey),
    },
    takeChanges() {
      const changes: Record<string, unknown> = {
        nextKey: keys.peek(),
        empty: KINDS.every((kind) => !tables[kind].changed),
      };
      for (const kind of KINDS) changes[kind] = tables[kind].takeChanges();
      return changes as unknown as ChangeSet;
    },
    load(snapshot) {
      models.clear();
      due.clear();
      journal.entries.length = 0;
      for (const kind of KINDS) (tables[kind] as Table<unknown>).load(snapshot[kind] ?? []);
      keys.reset(snapshot.nextKey);
    },
    stillDue(entry) {
      switch (entry.kind) {
        case 'timer':
          return tables.timer.get(entry.key)?.dueDate === entry.at;
        case 'message':
          return tables.message.get(entry.key) !== undefined;
        case 'jobDeadline':
          return tables.job.get(entry.key)?.deadline === entry.at;
        case 'jobBackoff':
          return tables.job.get(entry.key)?.retryAt === entry.at;
      }
    },
  };
}
