/** Requests of zeebe.proto as proto-loader decodes them (int64 as strings, defaults filled in). */
export interface DeployResourceRequest {
  resources: { name: string; content: Buffer }[];
  tenantId: string;
}
export interface DeployProcessRequest {
  processes: { name: string; definition: Buffer }[];
}
export interface CreateProcessInstanceRequest {
  processDefinitionKey: string;
  bpmnProcessId: string;
  version: number;
  variables: string;
  startInstructions: { elementId: string }[];
  tags: string[];
  runtimeInstructions: { terminate?: { afterElementId: string } | null }[];
  tenantId: string;
}
export interface CreateProcessInstanceWithResultRequest {
  request: CreateProcessInstanceRequest | null;
  requestTimeout: string;
  fetchVariables: string[];
}
export interface ActivateJobsRequest {
  type: string;
  worker: string;
  timeout: string;
  maxJobsToActivate: number;
  fetchVariable: string[];
  requestTimeout: string;
}
export interface StreamActivatedJobsRequest {
  type: string;
  worker: string;
  timeout: string;
  fetchVariable: string[];
}
/** Fields that are left out stay undefined: they are `optional` in the protocol. */
export interface JobResult {
  type?: string;
  denied?: boolean;
  deniedReason?: string;
  corrections?: {
    assignee?: string;
    dueDate?: string;
    followUpDate?: string;
    candidateUsers?: { values: string[] } | null;
    candidateGroups?: { values: string[] } | null;
    priority?: number;
  } | null;
  activateElements: { elementId: string; variables: string }[];
  isCompletionConditionFulfilled?: boolean;
  isCancelRemainingInstances?: boolean;
}
export interface CompleteJobRequest {
  jobKey: string;
  variables: string;
  result?: JobResult | null;
}
export interface FailJobRequest {
  jobKey: string;
  retries: number;
  errorMessage: string;
  retryBackOff: string;
  variables: string;
}
export interface ThrowErrorRequest {
  jobKey: string;
  errorCode: string;
  errorMessage: string;
  variables: string;
}
export interface PublishMessageRequest {
  name: string;
  correlationKey: string;
  timeToLive: string;
  messageId: string;
  variables: string;
}
export interface BroadcastSignalRequest {
  signalName: string;
  variables: string;
}
export interface SetVariablesRequest {
  elementInstanceKey: string;
  variables: string;
  local: boolean;
}
export interface EvaluateDecisionRequest {
  decisionKey: string;
  decisionId: string;
  variables: string;
}
export interface ModifyProcessInstanceRequest {
  processInstanceKey: string;
  activateInstructions: {
    elementId: string;
    ancestorElementInstanceKey: string;
    variableInstructions: { variables: string; scopeId: string }[];
  }[];
  terminateInstructions: { elementInstanceKey: string }[];
}
export interface MigrateProcessInstanceRequest {
  processInstanceKey: string;
  migrationPlan: {
    targetProcessDefinitionKey: string;
    mappingInstructions: { sourceElementId: string; targetElementId: string }[];
  } | null;
}
