import { decisionInstanceKey } from '../core/keys.ts';
import type { ActivatedJob, DecisionResult, DeployedResources, Json } from '../core/types.ts';
import { DEFAULT_TENANT } from '../core/types.ts';
import type { InstanceResult, Runtime } from '../runtime/runtime.ts';
import { readJobResult } from './job-result.ts';
import type * as m from './messages.ts';
import { parseMillis, parseVariables, presentKey, presentText } from './parse.ts';
import { InvalidRequest } from './status.ts';

export type UnaryHandler = (request: never) => Promise<object>;

/** Zeebe's gateway waits this long for a result when the request names no time. */
const DEFAULT_RESULT_TIMEOUT_MS = 15_000;

/** The unary calls of zeebe.proto: wire → command → wire. Everything they mean is decided in the core. */
export function unaryHandlers(runtime: Runtime, topology: () => object): Record<string, UnaryHandler> {
  const { execute } = runtime;
  const done = async (work: Promise<unknown>) => {
    await work;
    return {};
  };
  return {
    topology: async () => topology(),
    deployResource: async (request: m.DeployResourceRequest) => {
      const resources = request.resources.map(({ name, content }) => ({ name, content: content.toString('utf8') }));
      return deployedToWire(await execute({ type: 'deploy', resources }));
    },
    deployProcess: async (request: m.DeployProcessRequest) => {
      const resources = request.processes.map(({ name, definition }) => ({
        name,
        content: definition.toString('utf8'),
      }));
      const deployed = await execute({ type: 'deploy', resources });
      return { key: deployed.deploymentKey, processes: deployed.processes.map(processToWire) };
    },
    deleteResource: ({ resourceKey }: { resourceKey: string }) =>
      done(execute({ type: 'deleteResource', resourceKey })),
    createProcessInstance: async (request: m.CreateProcessInstanceRequest) => {
      const created = await execute(creation(request));
      return { ...created, tenantId: DEFAULT_TENANT };
    },
    createProcessInstanceWithResult: async (request: m.CreateProcessInstanceWithResultRequest) => {
      if (!request.request) throw new InvalidRequest('CreateProcessInstanceWithResult needs a request.');
      const command = { ...creation(request.request), awaitResult: { fetchVariables: request.fetchVariables } };
      const wait = parseMillis(request.requestTimeout) || DEFAULT_RESULT_TIMEOUT_MS;
      return resultToWire(await runtime.createWithResult(command, wait));
    },
    cancelProcessInstance: (request: { processInstanceKey: string }) =>
      done(execute({ type: 'cancelProcessInstance', processInstanceKey: request.processInstanceKey })),
    modifyProcessInstance: (request: m.ModifyProcessInstanceRequest) =>
      done(
        execute({
          type: 'modifyProcessInstance',
          processInstanceKey: request.processInstanceKey,
          activate: request.activateInstructions.map((instruction) => ({
            elementId: instruction.elementId,
            ancestorElementInstanceKey: presentKey(instruction.ancestorElementInstanceKey),
            variables: instruction.variableInstructions.map(({ scopeId, variables }) => ({
              scopeId,
              variables: parseVariables(variables) ?? {},
            })),
          })),
          terminate: request.terminateInstructions.map(({ elementInstanceKey }) => elementInstanceKey),
        }),
      ),
    migrateProcessInstance: ({ processInstanceKey, migrationPlan }: m.MigrateProcessInstanceRequest) =>
      done(
        execute({
          type: 'migrateProcessInstance',
          processInstanceKey,
          targetProcessDefinitionKey: migrationPlan?.targetProcessDefinitionKey ?? '-1',
          mapping: migrationPlan?.mappingInstructions ?? [],
        }),
      ),
    completeJob: (request: m.CompleteJobRequest) =>
      done(
        execute({
          type: 'completeJob',
          jobKey: request.jobKey,
          variables: parseVariables(request.variables),
          result: readJobResult(request.result),
        }),
      ),
    failJob: (request: m.FailJobRequest) =>
      done(
        execute({
          type: 'failJob',
          jobKey: request.jobKey,
          retries: request.retries,
          errorMessage: request.errorMessage,
          retryBackoff: parseMillis(request.retryBackOff),
          variables: parseVariables(request.variables),
        }),
      ),
    throwError: (request: m.ThrowErrorRequest) =>
      done(
        execute({
          type: 'throwError',
          jobKey: request.jobKey,
          errorCode: request.errorCode,
          errorMessage: request.errorMessage,
          variables: parseVariables(request.variables),
        }),
      ),
    updateJobRetries: (request: { jobKey: string; retries: number }) =>
      done(execute({ type: 'updateJob', jobKey: request.jobKey, retries: request.retries })),
    updateJobTimeout: (request: { jobKey: string; timeout: string }) =>
      done(execute({ type: 'updateJob', jobKey: request.jobKey, timeout: parseMillis(request.timeout) })),
    publishMessage: async (request: m.PublishMessageRequest) => {
      const { messageKey } = await execute({
        type: 'publishMessage',
        name: request.name,
        correlationKey: request.correlationKey,
        messageId: presentText(request.messageId),
        timeToLive: parseMillis(request.timeToLive),
        variables: parseVariables(request.variables),
      });
      return { key: messageKey, tenantId: DEFAULT_TENANT };
    },
    broadcastSignal: async (request: m.BroadcastSignalRequest) => {
      const { signalKey } = await execute({
        type: 'broadcastSignal',
        signalName: request.signalName,
        variables: parseVariables(request.variables),
      });
      return { key: signalKey, tenantId: DEFAULT_TENANT };
    },
    setVariables: async (request: m.SetVariablesRequest) => {
      const { key } = await execute({
        type: 'setVariables',
        elementInstanceKey: request.elementInstanceKey,
        variables: parseVariables(request.variables) ?? {},
        local: request.local,
      });
      return { key };
    },
    resolveIncident: (request: { incidentKey: string }) =>
      done(execute({ type: 'resolveIncident', incidentKey: request.incidentKey })),
    evaluateDecision: async (request: m.EvaluateDecisionRequest) => {
      const result = await execute({
        type: 'evaluateDecision',
        decisionId: presentText(request.decisionId),
        decisionKey: presentKey(request.decisionKey),
        variables: parseVariables(request.variables),
      });
      return decisionToWire(result);
    },
  };
}

function creation(request: m.CreateProcessInstanceRequest) {
  return {
    type: 'createProcessInstance',
    processDefinitionKey: presentKey(request.processDefinitionKey),
    bpmnProcessId: presentText(request.bpmnProcessId),
    version: request.version === 0 ? -1 : request.version,
    variables: parseVariables(request.variables),
    startInstructions: request.startInstructions.map(({ elementId }) => ({ elementId })),
    tags: request.tags,
    terminateAfter: request.runtimeInstructions.flatMap(({ terminate }) => terminate?.afterElementId ?? []),
  } as const;
}

export function jobToWire({ listenerEvent, ...job }: ActivatedJob): object {
  return {
    ...job,
    listenerEventType: listenerEvent ?? 'UNSPECIFIED',
    customHeaders: JSON.stringify(job.customHeaders),
    variables: JSON.stringify(job.variables),
    tenantId: DEFAULT_TENANT,
  };
}

function resultToWire(result: InstanceResult): object {
  const { processDefinitionKey, bpmnProcessId, version, processInstanceKey, tags } = result;
  const variables = JSON.stringify(result.variables);
  return {
    processDefinitionKey,
    bpmnProcessId,
    version,
    processInstanceKey,
    tags,
    variables,
    tenantId: DEFAULT_TENANT,
  };
}

function processToWire(process: DeployedResources['processes'][number]): object {
  return {
    bpmnProcessId: process.bpmnProcessId,
    version: process.version,
    processDefinitionKey: process.key,
    resourceName: process.resourceName,
    tenantId: DEFAULT_TENANT,
  };
}

function deployedToWire(deployed: DeployedResources): object {
  const tenantId = DEFAULT_TENANT;
  const names = new Map(deployed.decisionRequirements.map((drg) => [drg.key, drg.name]));
  const deployments = [
    ...deployed.processes.map((process) => ({ process: processToWire(process) })),
    ...deployed.decisions.map((decision) => ({
      decision: {
        dmnDecisionId: decision.decisionId,
        dmnDecisionName: decision.name,
        version: decision.version,
        decisionKey: decision.key,
        dmnDecisionRequirementsId: decision.decisionRequirementsId,
        decisionRequirementsKey: decision.decisionRequirementsKey,
        tenantId,
      },
    })),
    ...deployed.decisionRequirements.map((drg) => ({
      decisionRequirements: {
        dmnDecisionRequirementsId: drg.decisionRequirementsId,
        dmnDecisionRequirementsName: names.get(drg.key),
        version: drg.version,
        decisionRequirementsKey: drg.key,
        resourceName: drg.resourceName,
        tenantId,
      },
    })),
    ...deployed.forms.map((form) => ({
      form: {
        formId: form.formId,
        version: form.version,
        formKey: form.key,
        resourceName: form.resourceName,
        tenantId,
      },
    })),
  ];
  return { key: deployed.deploymentKey, deployments, tenantId };
}

function decisionToWire(result: DecisionResult): object {
  const json = (value: Json) => JSON.stringify(value);
  return {
    ...result,
    decisionInstanceKey: result.evaluationKey,
    decisionEvaluationKey: result.evaluationKey,
    decisionOutput: result.failureMessage === '' ? json(result.decisionOutput) : '',
    tenantId: DEFAULT_TENANT,
    evaluatedDecisions: result.evaluatedDecisions.map((decision, at) => ({
      ...decision,
      decisionEvaluationInstanceKey: decisionInstanceKey(result.evaluationKey, at + 1),
      decisionOutput: json(decision.decisionOutput),
      tenantId: DEFAULT_TENANT,
      evaluatedInputs: decision.evaluatedInputs.map((input) => ({ ...input, inputValue: json(input.inputValue) })),
      matchedRules: decision.matchedRules.map((rule) => ({
        ...rule,
        evaluatedOutputs: rule.evaluatedOutputs.map((output) => ({ ...output, outputValue: json(output.outputValue) })),
      })),
    })),
  };
}
