/**
 * The executable model: a BPMN process reduced to what the core needs to run it. Made once per process definition,
 * never changed.
 */
import type { BpmnElementType, Json } from '../core/types.ts';
import type { Expression } from '../feel/index.ts';

export interface ProcessModel {
  bpmnProcessId: string;
  name: string | null;
  versionTag: string | null;
  /** The Camunda form that asks for what an instance begins with; its latest version is meant. */
  startFormId: string | null;
  /** The process itself, as a scope. */
  root: Element;
  elements: ReadonlyMap<string, Element>;
  flows: ReadonlyMap<string, Flow>;
}

export interface Flow {
  id: string;
  name: string | null;
  sourceId: string;
  targetId: string;
  condition: Expression | null;
}

export interface Mapping {
  source: Expression;
  /** `a.b.c` is written into the context `a`. */
  target: readonly string[];
}

export interface Element {
  id: string;
  name: string | null;
  type: BpmnElementType;
  /** Enclosing sub-process or process; null for the process itself. */
  parentId: string | null;
  incoming: readonly string[];
  outgoing: readonly string[];
  inputs: readonly Mapping[];
  outputs: readonly Mapping[];
  behaviour: Behaviour;
  /** Boundary events of an activity (of its multi-instance body, when it has one). */
  boundaryIds: readonly string[];
  multiInstance: MultiInstance | null;
  /** A catch event right behind an event-based gateway: the gateway listens for it. */
  behindEventGateway: boolean;
  listeners: { start: readonly Listener[]; end: readonly Listener[] };
  /** Undoes the activity after it has completed; null when nothing does. */
  compensation: Compensation | null;
  /** A compensation handler: no flow leads to it, a compensation event starts it. */
  isForCompensation: boolean;
}

/** What happens to a native user task, and can be listened for. */
export const TASK_EVENTS = ['creating', 'assigning', 'updating', 'completing', 'canceling'] as const;
export type TaskEvent = (typeof TASK_EVENTS)[number];
export type TaskListeners = Readonly<Record<TaskEvent, readonly Listener[]>>;

/** A listener: a job before or after the element does its work, or before something happens to its user task. */
export interface Listener {
  type: Expression;
  retries: Expression;
}

export interface Compensation {
  boundaryId: string;
  handlerId: string;
}

export interface MultiInstance {
  sequential: boolean;
  inputCollection: Expression;
  inputElement: string | null;
  outputCollection: string | null;
  outputElement: Expression | null;
  completionCondition: Expression | null;
}

export interface JobBehaviour {
  kind: 'job';
  type: Expression;
  retries: Expression;
  headers: Readonly<Record<string, string>>;
  /** Of a user task that is a job. */
  assignment?: TaskAssignment;
  /** Of a service task, whose worker is told which versions are meant. */
  linkedResources?: readonly LinkedResource[];
}

/** A sub-process whose elements begin when somebody says so: the diagram, a worker, a caller. */
export interface AdHocBehaviour {
  kind: 'adHoc';
  /** Ids of the elements to begin with; null = none. Not asked when a worker decides. */
  activeElements: Expression | null;
  completionCondition: Expression | null;
  cancelRemainingInstances: boolean;
  outputCollection: string | null;
  outputElement: Expression | null;
  /** The job of the worker that decides; null = the diagram does. */
  job: JobBehaviour | null;
  /** What can be begun: elements no flow leads to. */
  elements: readonly AdHocElement[];
  eventSubProcessIds: readonly string[];
}

/** An element as the variable `adHocSubProcessElements` describes it; what is null or empty is left out there. */
export interface AdHocElement {
  elementId: string;
  elementName: string | null;
  documentation: string | null;
  properties: Readonly<Record<string, string>>;
  parameters: readonly Record<string, Json>[];
}

/** Whom a user task is for, till when, and its form. */
export interface TaskAssignment {
  assignee: Expression | null;
  candidateGroups: Expression | null;
  candidateUsers: Expression | null;
  dueDate: Expression | null;
  followUpDate: Expression | null;
  formId: Expression | null;
  binding: Binding;
}

export interface UserTaskBehaviour {
  kind: 'userTask';
  assignment: TaskAssignment;
  priority: Expression | null;
  externalFormReference: Expression | null;
  headers: Readonly<Record<string, string>>;
  listeners: TaskListeners;
}

/** A deployed file that a worker needs for its job: `linkName` is what it is to the worker, `resourceType` what it is. */
export interface LinkedResource {
  resourceId: Expression;
  resourceType: string;
  linkName: string;
  binding: Binding;
}

/** Which version of a form, decision, process or other resource is meant. */
export type Binding = { type: 'latest' } | { type: 'deployment' } | { type: 'versionTag'; tag: string };

export type EventDefinition =
  | { kind: 'none' }
  | { kind: 'timer'; timer: TimerDefinition }
  | { kind: 'message'; name: Expression; correlationKey: Expression | null }
  /** code null = catches every error. */
  | { kind: 'error'; code: Expression | null }
  | { kind: 'signal'; name: Expression }
  /** code null = catches every escalation; only a thrown code may be an expression. */
  | { kind: 'escalation'; code: Expression | null }
  /** activityId null = everything of the scope. */
  | { kind: 'compensation'; activityId: string | null }
  | { kind: 'link'; name: string }
  | { kind: 'terminate' };

/** What a throw or end event does besides going on. */
export type ThrownEvent = EventDefinition & { kind: 'signal' | 'escalation' | 'compensation' };

export type TimerDefinition = { kind: 'date' | 'duration' | 'cycle'; expression: Expression };

export type Behaviour =
  | { kind: 'scope'; noneStartId: string | null; eventSubProcessIds: readonly string[]; startIds: readonly string[] }
  | { kind: 'eventSubProcess'; startId: string; eventSubProcessIds: readonly string[] }
  | AdHocBehaviour
  /** Around each element that is begun in an ad-hoc sub-process. */
  | { kind: 'adHocInner' }
  | { kind: 'passThrough' }
  | JobBehaviour
  | UserTaskBehaviour
  | { kind: 'script'; expression: Expression; resultVariable: string }
  | { kind: 'decision'; decisionId: Expression; resultVariable: string; binding: Binding }
  | {
      kind: 'call';
      processId: Expression;
      binding: Binding;
      propagateAllChildVariables: boolean;
      propagateAllParentVariables: boolean;
    }
  | { kind: 'receive'; event: EventDefinition & { kind: 'message' } }
  | { kind: 'start'; event: EventDefinition; interrupting: boolean }
  | { kind: 'catch'; event: EventDefinition }
  | { kind: 'boundary'; event: EventDefinition; interrupting: boolean; attachedToId: string }
  | { kind: 'throw'; event: ThrownEvent }
  | { kind: 'linkThrow'; linkName: string; targetId: string }
  | { kind: 'linkCatch'; linkName: string }
  | { kind: 'end'; event: EventDefinition }
  | { kind: 'exclusive'; defaultFlowId: string | null }
  | { kind: 'inclusive'; defaultFlowId: string | null }
  | { kind: 'parallel' }
  | { kind: 'eventGateway'; eventIds: readonly string[] };

/** One finding of the deployment check, in the form Zeebe prints. */
export interface ModelError {
  elementType: string;
  elementId: string;
  message: string;
  /** What inside the element it is about, when the element has several such. */
  part?: object;
}
