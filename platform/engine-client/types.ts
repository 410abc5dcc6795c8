/**
 * Words used here
 *
 * engine        whatever speaks Camunda 8's APIs at ZEEBE_GRPC_ADDRESS and ZEEBE_REST_ADDRESS: the embedded one or a cluster
 * key           the engine's 64-bit identifier, always a string here (Zeebe 8.6 answers JSON numbers, 8.8 strings)
 * receipt       what a job handler hands back: exactly one of complete, error (BPMN error) or fail (technical failure)
 */

export type Key = string;
export type Variables = Record<string, unknown>;

export interface PublishMessage {
  name: string;
  correlationKey: string;
  /** Makes publishing idempotent while the message is buffered. Always set it. */
  messageId: string;
  timeToLiveMs: number;
  variables?: Variables;
}

export interface UserTask {
  userTaskKey: Key;
  elementId: string;
  name?: string | null;
  state:
    | 'CREATING'
    | 'CREATED'
    | 'ASSIGNING'
    | 'UPDATING'
    | 'COMPLETING'
    | 'COMPLETED'
    | 'CANCELING'
    | 'CANCELED'
    | 'FAILED';
  assignee?: string | null;
  candidateGroups?: string[];
  candidateUsers?: string[];
  processInstanceKey: Key;
  elementInstanceKey: Key;
  processDefinitionKey?: Key;
  processDefinitionId?: string;
  processDefinitionVersion?: number;
  formKey?: Key | null;
  externalFormReference?: string | null;
  creationDate?: string;
  completionDate?: string | null;
  dueDate?: string | null;
  followUpDate?: string | null;
  priority?: number;
  customHeaders?: Record<string, string>;
}

export interface Incident {
  incidentKey: Key;
  processInstanceKey: Key;
  processDefinitionId?: string;
  elementId?: string;
  elementInstanceKey?: Key;
  jobKey?: Key | null;
  errorType: string;
  errorMessage?: string;
  state: 'ACTIVE' | 'MIGRATED' | 'RESOLVED' | 'PENDING';
  creationTime?: string;
}

export interface ElementInstance {
  elementInstanceKey: Key;
  elementId: string;
  elementName?: string;
  type: string;
  state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
  hasIncident?: boolean;
  incidentKey?: Key | null;
  processInstanceKey: Key;
  processDefinitionId?: string;
  processDefinitionKey?: Key;
  startDate?: string;
  endDate?: string | null;
}

export interface ProcessInstance {
  processInstanceKey: Key;
  processDefinitionId: string;
  processDefinitionVersion?: number;
  processDefinitionKey?: Key;
  state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
  startDate?: string;
  endDate?: string | null;
  hasIncident?: boolean;
  parentProcessInstanceKey?: Key | null;
  parentElementInstanceKey?: Key | null;
}

export interface ProcessDefinition {
  processDefinitionKey: Key;
  processDefinitionId: string;
  name?: string;
  version: number;
  resourceName?: string;
}

/** Search body as in Camunda 8.8: filter, sort, page. Field names and operators ($eq, $in, …) are Camunda's. */
export interface SearchRequest {
  filter?: Record<string, unknown>;
  sort?: { field: string; order?: 'ASC' | 'DESC' }[];
  page?: { limit?: number; from?: number; after?: string; before?: string };
}

export interface SearchResult<T> {
  items: T[];
  page: { totalItems: number; startCursor?: string; endCursor?: string };
}

export interface Resource {
  /** File name with its extension (.bpmn, .dmn, .form), ASCII. */
  name: string;
  content: string;
}

export interface Deployment {
  deploymentKey: Key;
  processes: { processDefinitionId: string; processDefinitionKey: Key; version: number; resourceName: string }[];
  decisions: { decisionDefinitionId: string; decisionDefinitionKey: Key; version: number }[];
  forms: { formId: string; formKey: Key; version: number }[];
}

export interface Job {
  key: Key;
  type: string;
  processInstanceKey: Key;
  bpmnProcessId: string;
  elementId: string;
  elementInstanceKey: Key;
  customHeaders: Record<string, string>;
  /** Attempts left, this one included. */
  retries: number;
  variables: Variables;
}

export type Receipt =
  | { kind: 'complete'; variables?: Variables }
  | { kind: 'error'; code: string; message: string; variables?: Variables }
  | { kind: 'fail'; message: string; retries: number; backOffMs: number };

export interface WorkerOptions {
  type: string;
  /** Name shown in the engine's records. */
  worker: string;
  /** The engine hands the job to somebody else after this time. */
  timeoutMs: number;
  /** Jobs run at the same time by this worker. */
  maxActive: number;
  /** Must not throw; a throw is reported as a failed job with one retry less. */
  run: (job: Job) => Promise<Receipt>;
  /** Called with every failure of the connection, at most once per back-off step. */
  onError?: (error: Error) => void;
  /** Only these variables are fetched; all visible ones if absent. */
  fetchVariables?: string[];
}

export interface Worker {
  type: string;
  /** Jobs being run right now. */
  active(): number;
  /** Takes no more jobs, waits for the running ones. */
  stop(): Promise<void>;
}

export interface Topology {
  gatewayVersion: string;
  clusterSize: number;
  partitionsCount: number;
}

export interface EngineClientConfig {
  zeebeGrpcAddress: string;
  zeebeRestAddress: string;
  /**
   * How workers get their jobs. `stream`: pushed over one gRPC stream per type, with a long poll beside it as safety net;
   * `poll`: long polls only. Default `poll`.
   */
  workerMode?: 'stream' | 'poll';
  /** How long the engine holds an empty long poll. Default 20 s. */
  longPollMs?: number;
  /** How long an answer of the REST API is waited for, until it is `unavailable`. Default 30 s. */
  restAnswerWithinMs?: number;
}

export interface EngineClient {
  topology(): Promise<Topology>;
  /** Publishes; a message already there with the same id and key counts as published. */
  publishMessage(message: PublishMessage): Promise<{ duplicate: boolean }>;
  createProcessInstance(request: {
    processDefinitionId: string;
    version?: number;
    variables?: Variables;
  }): Promise<{ processInstanceKey: Key }>;
  cancelProcessInstance(processInstanceKey: Key): Promise<void>;
  setVariables(elementInstanceKey: Key, variables: Variables, local?: boolean): Promise<void>;
  evaluateDecision(decisionId: string, variables: Variables): Promise<unknown>;

  searchUserTasks(request: SearchRequest): Promise<SearchResult<UserTask>>;
  getUserTask(userTaskKey: Key): Promise<UserTask>;
  assignUserTask(userTaskKey: Key, assignee: string, options?: { allowOverride?: boolean }): Promise<void>;
  unassignUserTask(userTaskKey: Key): Promise<void>;
  completeUserTask(userTaskKey: Key, variables?: Variables): Promise<void>;
  updateUserTask(userTaskKey: Key, changeset: Record<string, unknown>): Promise<void>;

  searchIncidents(request: SearchRequest): Promise<SearchResult<Incident>>;
  resolveIncident(incidentKey: Key): Promise<void>;
  updateJobRetries(jobKey: Key, retries: number): Promise<void>;

  searchElementInstances(request: SearchRequest): Promise<SearchResult<ElementInstance>>;
  searchProcessInstances(request: SearchRequest): Promise<SearchResult<ProcessInstance>>;
  getProcessInstance(processInstanceKey: Key): Promise<ProcessInstance>;
  searchProcessDefinitions(request: SearchRequest): Promise<SearchResult<ProcessDefinition>>;
  getProcessDefinitionXml(processDefinitionKey: Key): Promise<string>;

  /** All resources in one deployment. Unchanged ones keep their version: deploying twice changes nothing. */
  deploy(resources: Resource[]): Promise<Deployment>;
  createWorker(options: WorkerOptions): Worker;

  /** Pins the engine's clock (epoch ms or Date). Due timers fire at once. */
  setClock(instant: Date): Promise<void>;
  resetClock(): Promise<void>;
  /** Stops all workers of this client and closes the connections. */
  close(): Promise<void>;
}
