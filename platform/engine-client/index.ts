/**
 * The one door to the process engine, embedded or a Camunda 8 cluster. It decides which protocol serves what:
 * gRPC for job workers, messages, instances, incidents and retries (same wire format from 8.0 to 8.9);
 * REST v2 for user tasks, searches, deployments and the clock.
 */
import { fromGrpc, fromRest } from './errors.ts';
import { callRest, callRestForText } from './rest.ts';
import { createGrpcClient, createRestClient } from './sdk.ts';
import type { Deployment, EngineClient, EngineClientConfig, SearchRequest, SearchResult, Worker } from './types.ts';
import { startWorkerLoop } from './worker-loop.ts';

export { deployInParts } from './deploy-in-parts.ts';
export { EngineError, type EngineErrorCode } from './errors.ts';
export type * from './types.ts';

/** @param config addresses; authentication and TLS come from the SDK's own environment variables */
export function createEngineClient(config: EngineClientConfig): EngineClient {
  const rest = createRestClient(config);
  const commands = createGrpcClient(config);
  // Jobs have a connection of their own: a failing stream makes the SDK treat its whole connection as broken.
  const activation = createGrpcClient(config);
  const workers = new Set<Worker>();

  const grpc = async <T>(action: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw fromGrpc(error, action);
    }
  };
  const search = <T>(what: string, path: string, request: SearchRequest) =>
    callRest<SearchResult<T>>(rest, `search ${what}`, { method: 'POST', path, body: { ...request } });

  return {
    topology: () =>
      grpc('topology', async () => {
        const answer = await commands.topology();
        return {
          gatewayVersion: answer.gatewayVersion,
          clusterSize: answer.clusterSize,
          partitionsCount: answer.partitionsCount,
        };
      }),

    async publishMessage(message) {
      try {
        await commands.publishMessage({
          name: message.name,
          correlationKey: message.correlationKey,
          messageId: message.messageId,
          timeToLive: message.timeToLiveMs,
          variables: (message.variables ?? {}) as never,
        });
        return { duplicate: false };
      } catch (error) {
        const engineError = fromGrpc(error, `publish ${message.name} for ${message.correlationKey}`);
        if (engineError.code === 'conflict') return { duplicate: true };
        throw engineError;
      }
    },

    createProcessInstance: (request) =>
      grpc(`create instance of ${request.processDefinitionId}`, async () => {
        const answer = await commands.createProcessInstance({
          bpmnProcessId: request.processDefinitionId,
          version: request.version ?? -1,
          variables: (request.variables ?? {}) as never,
        });
        return { processInstanceKey: answer.processInstanceKey };
      }),
    cancelProcessInstance: (key) => grpc(`cancel instance ${key}`, () => commands.cancelProcessInstance(key)),
    setVariables: (elementInstanceKey, variables, local = false) =>
      grpc(`set variables of ${elementInstanceKey}`, async () => {
        await commands.setVariables({ elementInstanceKey, variables: variables as never, local });
      }),
    evaluateDecision: (decisionId, variables) =>
      grpc(`evaluate decision ${decisionId}`, async () => {
        const answer = await commands.evaluateDecision({ decisionId, variables: variables as never } as never);
        return JSON.parse(answer.decisionOutput) as unknown;
      }),

    searchUserTasks: (request) => search('user tasks', 'user-tasks/search', request),
    getUserTask: (key) => callRest(rest, `get user task ${key}`, { method: 'GET', path: `user-tasks/${key}` }),
    assignUserTask: (key, assignee, options) =>
      callRest(rest, `assign user task ${key}`, {
        method: 'POST',
        path: `user-tasks/${key}/assignment`,
        body: { assignee, allowOverride: options?.allowOverride ?? false, action: 'assign' },
      }),
    unassignUserTask: (key) =>
      callRest(rest, `unassign user task ${key}`, { method: 'DELETE', path: `user-tasks/${key}/assignee` }),
    completeUserTask: (key, variables) =>
      callRest(rest, `complete user task ${key}`, {
        method: 'POST',
        path: `user-tasks/${key}/completion`,
        body: { variables: variables ?? {}, action: 'complete' },
      }),
    updateUserTask: (key, changeset) =>
      callRest(rest, `update user task ${key}`, { method: 'PATCH', path: `user-tasks/${key}`, body: { changeset } }),

    searchIncidents: (request) => search('incidents', 'incidents/search', request),
    resolveIncident: (incidentKey) =>
      grpc(`resolve incident ${incidentKey}`, async () => {
        await commands.resolveIncident({ incidentKey });
      }),
    updateJobRetries: (jobKey, retries) =>
      grpc(`update retries of job ${jobKey}`, async () => {
        await commands.updateJobRetries({ jobKey, retries });
      }),

    searchElementInstances: (request) => search('element instances', 'element-instances/search', request),
    searchProcessInstances: (request) => search('process instances', 'process-instances/search', request),
    getProcessInstance: (key) =>
      callRest(rest, `get process instance ${key}`, { method: 'GET', path: `process-instances/${key}` }),
    searchProcessDefinitions: (request) => search('process definitions', 'process-definitions/search', request),
    getProcessDefinitionXml: (key) => callRestForText(rest, `get diagram ${key}`, `process-definitions/${key}/xml`),

    async deploy(resources) {
      try {
        const answer = await rest.deployResources(resources.map(({ name, content }) => ({ name, content })));
        return deploymentOf(answer as unknown as RawDeployment);
      } catch (error) {
        throw fromRest(error, `deploy ${resources.map((r) => r.name).join(', ')}`);
      }
    },

    createWorker(options) {
      const worker = startWorkerLoop(
        { commands, activation, longPollMs: config.longPollMs ?? 20_000, streaming: config.workerMode === 'stream' },
        options,
      );
      workers.add(worker);
      return worker;
    },

    setClock: (instant) =>
      callRest(rest, 'pin clock', { method: 'PUT', path: 'clock', body: { timestamp: instant.getTime() } }),
    resetClock: () => callRest(rest, 'reset clock', { method: 'POST', path: 'clock/reset' }),

    async close() {
      await Promise.all([...workers].map((worker) => worker.stop()));
      await Promise.all([commands.close(), activation.close()]);
    },
  };
}

interface RawDeployment {
  deploymentKey: string;
  processes: {
    processDefinitionId: string;
    processDefinitionKey: string;
    processDefinitionVersion: number;
    resourceName: string;
  }[];
  decisions: { decisionDefinitionId: string; decisionDefinitionKey: string; version: number }[];
  forms: { formId: string; formKey: string; version: number }[];
}

function deploymentOf(raw: RawDeployment): Deployment {
  return {
    deploymentKey: raw.deploymentKey,
    processes: raw.processes.map((p) => ({
      processDefinitionId: p.processDefinitionId,
      processDefinitionKey: p.processDefinitionKey,
      version: p.processDefinitionVersion,
      resourceName: p.resourceName,
    })),
    decisions: raw.decisions.map((d) => ({
      decisionDefinitionId: d.decisionDefinitionId,
      decisionDefinitionKey: d.decisionDefinitionKey,
      version: d.version,
    })),
    forms: raw.forms.map((f) => ({ formId: f.formId, formKey: f.formKey, version: f.version })),
  };
}
